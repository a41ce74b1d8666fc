from django.conf import settings
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language

NAMES = {"en": "English", "fr": "Français", "es": "Español"}


def site(request):
    """What every page has: its address in each language, and who made the site."""
    # An address that begins with two slashes would name another host.
    path = escape_leading_slashes(request.path)
    full_path = escape_leading_slashes(request.get_full_path())
    here = get_language()
    return {
        "languages": [
            {
                "code": code,
                "name": NAMES[code],
                "url": _translated(full_path, code, here),
                "absolute": request.build_absolute_uri(_translated(path, code, here)),
                "current": code == here,
            }
            for code in NAMES
        ],
        "site_url": request.build_absolute_uri("/").rstrip("/"),
        "sign_in_next": _after_sign_in(request.path, full_path),
        "canonical": request.build_absolute_uri(path),
        "source_code_url": settings.SOURCE_CODE_URL,
    }


def _after_sign_in(path, full_path):
    """Return where to go once signed in, "" on the pages where one does."""
    in_account = path.split("/")[2:3] == ["account"]
    return "" if in_account else full_path


def _translated(path, code, here):
    """Return a page's address in a language; the home page's where it has none.

    Every address of the site is the same in all languages but for its beginning.
    """
    if path.startswith(f"/{here}/"):
        return f"/{code}/{path[len(here) + 2 :]}"
    return path if code == here else f"/{code}/"
