"""Fills the form of a new tool from an address or a file.

A person checks what was read before anything is saved; what is not known stays empty.
"""

from urllib.parse import urlsplit

from django.utils.translation import gettext as _, ngettext

from core.fetch import HTML
from harvest import forges, publiccode, websites
from harvest.prefilled import Prefilled
from harvest.reader import Reader
from harvest.untrusted import Unreadable

# What forges call a YAML file; some do not know better than text or bytes.
YAML = ("text/plain", "text/yaml", "text/x-yaml", "application/yaml",
        "application/x-yaml", "application/octet-stream")  # fmt: skip


def from_file(data: bytes, name="publiccode.yml") -> Prefilled:
    """Return what a publiccode.yml says; without values when it cannot be read."""
    prefilled = Prefilled()
    try:
        publiccode.fill(prefilled, publiccode.read(data))
    except Unreadable as error:
        prefilled.note(_("%(file)s: %(reason)s") % {"file": name, "reason": error})
    else:
        _tell(prefilled, name)
    return prefilled


def from_address(url: str, reader=None) -> Prefilled:
    """Return what stands at an address: a repository, a publiccode.yml, or a website.

    Without values when nothing could be read; notes say why. Fetches up to seven
    addresses, which takes some seconds; reader fetches them.
    """
    prefilled, reader = Prefilled(), reader or Reader()
    url = with_scheme(url)
    try:
        found = _read(prefilled, url, reader)
    except ValueError:
        found = False
        prefilled.note(_("“%(url)s” is no web address.") % {"url": url[:200]})
    if found:
        _tell(prefilled, urlsplit(url).hostname)
    else:
        prefilled.values.clear()
    for words in reader.failures if not found else ():
        prefilled.note(words)
    if not prefilled.notes:
        prefilled.note(_("Nothing was found there that the form asks for."))
    return prefilled


def with_scheme(url):
    """Return an address as people write it, whole."""
    url = url.strip()
    return url if "://" in url else f"https://{url}"


def _tell(prefilled, where):
    """Say first how much was found."""
    n = len(prefilled.values)
    words = ngettext(
        "%(n)s field is filled from %(where)s. Please check it.",
        "%(n)s fields are filled from %(where)s. Please check them.",
        n,
    )
    prefilled.notes.insert(0, words % {"n": n, "where": where})


def _read(prefilled, url, reader):
    if urlsplit(url).path.endswith(publiccode.NAMES):
        repository = forges.repository(_of_raw_file(url))
        return _read_repository(prefilled, repository, reader) or _read_publiccode(
            prefilled, url, reader
        )
    if repository := forges.repository(url):
        return _read_repository(prefilled, repository, reader)
    return _read_page(prefilled, url, reader)


def _of_raw_file(url):
    return url.replace("https://raw.githubusercontent.com/", "https://github.com/", 1)


def _read_repository(prefilled, repository, reader):
    """Read the tool's own description first; the forge fills what it leaves open."""
    if repository is None:
        return False
    described = _read_publiccode(prefilled, repository.file("publiccode.yml"), reader)
    told = forges.fill(prefilled, repository, reader)
    if described or told:
        prefilled.fill("source_code", repository.address)
    if told and not described:
        prefilled.note(_("The repository has no publiccode.yml, which would say more."))
    return described or told


def _read_publiccode(prefilled, url, reader):
    fetched = reader.found(url, types=YAML)
    if not fetched:
        return False
    try:
        publiccode.fill(prefilled, publiccode.read(fetched.body))
    except Unreadable as error:
        prefilled.note(
            _("%(file)s: %(reason)s") % {"file": "publiccode.yml", "reason": error}
        )
        return False
    prefilled.source(fetched.url)
    return True


def _read_page(prefilled, url, reader):
    fetched = reader(url, types=HTML)
    if fetched and not fetched.ok:
        reader.failures.append(
            _("%(host)s has no such page (answer %(status)s).")
            % {"host": urlsplit(url).hostname, "status": fetched.status}
        )
    if not fetched or not fetched.ok:
        return False
    head, _software = websites.read(fetched)
    if forge := websites.forge(head):
        repository = forges.repository(fetched.url, forge)
        if repository and _read_repository(prefilled, repository, reader):
            return True
    return websites.fill(prefilled, fetched)
