"""What the forges say of a repository: GitHub, GitLab, and Gitea or Forgejo.

Their public interfaces are asked without a key:
https://docs.github.com/en/rest/repos/repos#get-a-repository
https://docs.gitlab.com/api/projects/#get-a-single-project
https://codeberg.org/api/swagger#/repository/repoGet
"""

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from django.utils.translation import gettext as _

from harvest import publiccode
from harvest.untrusted import Unreadable, read_json, section, text, texts

GITHUB, GITLAB, GITEA = "github", "gitlab", "gitea"
KNOWN = {
    "github.com": GITHUB, "gitlab.com": GITLAB, "framagit.org": GITLAB,
    "salsa.debian.org": GITLAB, "invent.kde.org": GITLAB, "code.europa.eu": GITLAB,
    "opencode.de": GITLAB, "codeberg.org": GITEA, "gitea.com": GITEA,
}  # fmt: skip
# A host of one's own that is called after the software it runs.
GUESSED = {"gitlab": GITLAB, "gitea": GITEA, "forgejo": GITEA}
# First parts of paths on GitHub that are nobody's name.
NO_OWNERS = {"about", "apps", "collections", "customer-stories", "enterprise",
             "explore", "features", "marketplace", "orgs", "pricing", "search",
             "security", "settings", "sponsors", "topics", "trending"}  # fmt: skip
JSON = ("application/json", "application/vnd.github+json")
# The families whose licences leave open whether later versions are meant, which
# forges do not tell.
ONLY_OR_LATER = ("AGPL-", "GPL-", "LGPL-")


@dataclass(frozen=True)
class Repository:
    """A repository on a forge."""

    forge: str
    host: str
    path: str  # owner/name; with groups between them on GitLab

    @property
    def address(self):
        return f"https://{self.host}/{quote(self.path)}"

    @property
    def name(self):
        return self.path.rsplit("/", 1)[1]

    @property
    def api(self):
        """The address under which the forge tells about it."""
        path = quote(self.path)
        match self.forge:
            case "github":
                return f"https://api.github.com/repos/{path}"
            case "gitlab":
                return (
                    f"https://{self.host}/api/v4/projects/{quote(self.path, safe='')}"
                )
        return f"https://{self.host}/api/v1/repos/{path}"

    def file(self, name):
        """Return the address of a file at the top of the repository, as it is."""
        match self.forge:
            case "github":
                path = quote(self.path)
                return f"https://raw.githubusercontent.com/{path}/HEAD/{name}"
            case "gitlab":
                return f"{self.address}/-/raw/HEAD/{name}"
        return f"{self.api}/raw/{name}"

    @property
    def latest_release(self):
        if self.forge == GITLAB:
            return f"{self.api}/releases/permalink/latest"
        return f"{self.api}/releases/latest"


def repository(url, forge=""):
    """Return the Repository that an address lies in, None when it lies in none.

    forge is the software that the host runs, when that is known.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    forge = forge or forge_of(host)
    path = [part for part in unquote(parts.path).split("/") if part]
    if forge == GITLAB:
        end = path.index("-") if "-" in path else len(path)
        path = path[:end]
    else:
        path = path[:2]
    if not forge or len(path) < 2 or (forge == GITHUB and path[0] in NO_OWNERS):
        return None
    path[-1] = path[-1].removesuffix(".git")
    good = all(part.strip(".") and "\\" not in part for part in path)
    return Repository(forge, host, "/".join(path)) if good else None


def forge_of(host):
    """Return the software that a host runs as its name tells it, or ""."""
    if host in KNOWN:
        return KNOWN[host]
    labels = host.split(".")
    return next((forge for name, forge in GUESSED.items() if name in labels), "")


def fill(prefilled, repository, reader):
    """Fill what the forge says of a repository; return whether it said anything."""
    about = _asked(reader, f"{repository.api}{_with_licence(repository)}")
    if not about:
        return False
    prefilled.source(repository.address)
    prefilled.fill("name", text(about.get("name")) or repository.name)
    prefilled.fill("kind", "software")
    prefilled.fill("source_code", repository.address)
    prefilled.fill("website", text(about.get("homepage") or about.get("website")))
    _fill_summary(prefilled, about)
    _fill_licence(prefilled, about)
    prefilled.fill_list("programming_languages", _languages(repository, about, reader))
    if about.get("archived") is True:
        prefilled.fill("activity", "archived")
    publiccode.fill_tags(prefilled, texts(about.get("topics")))
    _fill_release(prefilled, section(_asked(reader, repository.latest_release)))
    return True


def _with_licence(repository):
    return "?license=true" if repository.forge == GITLAB else ""


def _asked(reader, url):
    """Return the mapping that an interface answers with, {} when it does not."""
    fetched = reader(url, types=JSON)
    if fetched and fetched.status in (403, 429):
        words = _("%(host)s was asked too often by this site; try again in an hour.")
        reader.failures.append(words % {"host": urlsplit(url).hostname})
    if not fetched or not fetched.ok:
        return {}
    try:
        return section(read_json(fetched.body))
    except Unreadable as error:
        reader.failures.append(str(error))
        return {}


def _fill_summary(prefilled, about):
    summary = text(about.get("description"))
    if summary and "summary" not in prefilled.values:
        prefilled.fill_summary("en", summary)
        prefilled.note(
            _("The forge does not say in which language the summary is: it stands in "
              "English.")
        )  # fmt: skip


def _fill_licence(prefilled, about):
    licence = _licence(about)
    if not licence or "licence" in prefilled.values:
        return
    prefilled.fill("licence", licence)
    if licence.upper().startswith(ONLY_OR_LATER) and "-or-" not in licence:
        prefilled.note(
            _("The forge does not tell “only” from “or later”: check the licence.")
        )


def _licence(about):
    told = section(about.get("license"))
    several = texts(about.get("licenses"))
    spdx = text(told.get("spdx_id")) or text(told.get("key"))
    if not spdx and len(several) == 1:
        spdx = several[0]
    # What GitHub and GitLab say where they do not recognise the text.
    return "" if spdx.lower() in ("noassertion", "other") else spdx


def _languages(repository, about, reader):
    """Return the language that most is written in, as a list."""
    if repository.forge == GITLAB:
        shares = _asked(reader, f"{repository.api}/languages")
        shares = {k: v for k, v in shares.items() if isinstance(v, int | float)}
        return sorted(shares, key=lambda name: -shares[name])[:1]
    return texts(about.get("language"))


def _fill_release(prefilled, release):
    if "latest_version" not in prefilled.values:
        date = text(release.get("published_at") or release.get("released_at"))
        prefilled.fill("latest_version", text(release.get("tag_name")))
        if "latest_version" in prefilled.values:
            # A day that belongs to another version says nothing of this one.
            prefilled.values.pop("latest_version_date", None)
            prefilled.fill("latest_version_date", date[:10])
