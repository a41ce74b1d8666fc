"""What makes two names or two addresses the same for people, as keys to compare."""

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from core.text import fold

# Where a project is an owner and a name: github.com/decidim/decidim.
FORGES = {
    "bitbucket.org", "codeberg.org", "framagit.org", "gitea.com", "gitee.com",
    "github.com", "gitlab.com", "huggingface.co", "invent.kde.org", "launchpad.net",
    "notabug.org", "raw.githubusercontent.com", "salsa.debian.org", "sourceforge.net",
}  # fmt: skip
FORGE_NAMES = ("git.", "gitea.", "gitlab.", "code.", "forge.", "source.", "svn.")
# Where many projects have a page each.
SHARED = {
    "addons.mozilla.org", "apps.apple.com", "archive.org", "chrome.google.com",
    "crates.io", "discord.com", "discord.gg", "docs.google.com", "drive.google.com",
    "drupal.org", "en.wikipedia.org", "es.wikipedia.org", "facebook.com",
    "f-droid.org", "fr.wikipedia.org", "gist.github.com", "groups.google.com",
    "hub.docker.com", "instagram.com", "interoperable-europe.ec.europa.eu",
    "itunes.apple.com", "joinup.ec.europa.eu", "linkedin.com", "matrix.to",
    "medium.com", "meetup.com", "npmjs.com", "opencollective.com", "packagist.org",
    "play.google.com", "pypi.org", "rubygems.org", "sites.google.com", "t.me",
    "transifex.com", "twitter.com", "vimeo.com", "web.archive.org", "wikidata.org",
    "wordpress.org", "x.com", "youtube.com", "zenodo.org",
}  # fmt: skip
# Where the first part of the path is a project of the owner that the host names.
PAGES = (".github.io", ".gitlab.io", ".codeberg.page")
# What follows the name of a project in an address of a forge.
INSIDE = {"-", "tree", "blob", "raw", "src", "wiki", "wikis", "issues", "releases"}
NOT_A_LETTER = re.compile(r"[\W_]+")
# "abgeordnetenwatch.de" is said without its end, too; "data.gov.uk" is not.
DOMAIN = re.compile(r"([\w-]{5,})\.[a-z]{2,4}")
# Where one word ends and the next begins.
WORD_END = re.compile(r"(?<=\w)[\W_]+(?=\w)")
ARTICLE = re.compile(r"(?:the|le|la|les|el|los|las) +|l'")


@lru_cache(maxsize=50_000)
def squeezed(name):
    """Return a name in folded letters and digits only: "OpenData" is "Open data"."""
    folded = fold(name)
    return NOT_A_LETTER.sub("", folded) or folded.strip()


@lru_cache(maxsize=50_000)
def name_keys(name):
    """Return the keys of a name; two names that share one are the same.

    >>> sorted(name_keys("The Abgeordnetenwatch.de"))
    ['abgeordnetenwatchde', 'theabgeordnetenwatchde']
    """
    ways = [name.strip()]
    if match := DOMAIN.fullmatch(ways[0].casefold()):
        ways.append(match[1])
    ways += [ARTICLE.sub("", fold(way), count=1) for way in ways if _article(way)]
    return frozenset(filter(None, map(squeezed, ways)))


def _article(name):
    # What is left of "La 27e Région" is a name, what is left of "The D" is none.
    match = ARTICLE.match(fold(name))
    return match and len(name) - match.end() >= 4


@lru_cache(maxsize=50_000)
def link_key(url):
    """Return (what, key) of a web address, ("", "") when it is none.

    what is "repository" for host/owner/name on a forge, "page" for host/path where
    many projects share a host, else "website" for the host alone.
    """
    try:
        parts = urlsplit(url if "//" in url else f"https://{url}")
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:
        return "", ""
    if "." not in host:
        return "", ""
    path = [part for part in unquote(parts.path).casefold().split("/") if part]
    if not path and (host in FORGES or host in SHARED):
        return "", ""
    if host in FORGES or host.startswith(FORGE_NAMES):
        return _repository(host, path)
    if host.endswith(PAGES) and path:
        return "page", f"{host}/{path[0]}"
    if host in SHARED:
        query = f"?{parts.query}" if parts.query else ""
        return "page", "/".join([host, *path]) + query
    return "website", host


def _repository(host, path):
    if host == "raw.githubusercontent.com":
        host = "github.com"
    if host == "sourceforge.net" and path[:1] in (["projects"], ["p"]):
        path = ["projects", *path[1:2]]
    # Only GitLab has groups within groups.
    deep = host not in ("github.com", "bitbucket.org", "codeberg.org")
    end = next((n for n, part in enumerate(path) if n > 1 and part in INSIDE), None)
    path = path[: end if deep else 2]
    if len(path) < 2:
        return "page", "/".join([host, *path])
    path[-1] = path[-1].removesuffix(".git")
    return "repository", "/".join([host, *path])


def page_key(url):
    """Return host and path of an address, without what does not tell pages apart."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{unquote(parts.path).casefold().rstrip('/')}"
