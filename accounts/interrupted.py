"""What somebody sent who had to sign in first: kept, to be sent once more.

A session that ends while one writes costs nothing then. It is kept in the session,
which signing in leaves as it is, and sent again by a button, never by itself.
"""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.crypto import get_random_string

KEY = "interrupted"
# The oldest goes when there are more.
MOST = 3
# Of what was sent, in characters: it stands in the table of sessions.
LONGEST = 500_000
# A value that is this long, or has a space, was typed, not chosen.
TYPED = 40


@dataclass(frozen=True)
class Interrupted:
    """A form that waits to be sent once more; data is [(name, [value, …])]."""

    path: str
    data: list

    @property
    def fields(self):
        return [(name, value) for name, values in self.data for value in values]

    @property
    def typed(self):
        """The values that people would miss."""
        values = [value.strip() for _name, value in self.fields]
        return [v for v in values if " " in v or len(v) >= TYPED]


def must_sign_in(request, response):
    """Whether an answer sends a form's author to sign in, to come back without it."""
    if request.method != "POST" or response.status_code != 302:
        return False
    to = urlsplit(response["Location"])
    back = parse_qs(to.query).get(REDIRECT_FIELD_NAME)
    signs_in = to.path == resolve_url(settings.LOGIN_URL)
    return signs_in and back == [request.get_full_path()]


def is_of_before(request):
    """Whether a form without the right token is of a page of this site that was opened
    before its author signed in.

    Browsers say in Origin of which site a page is; no other site can.
    """
    site = f"{request.scheme}://{request.get_host()}"
    return request.user.is_authenticated and request.headers.get("Origin") == site


def keep(request):
    """Keep a form that was sent; return the address where it is sent once more.

    None for one with files, too long to be kept, or of an account's safety.
    """
    if request.path.startswith(reverse("accounts:account")):
        return None  # Passwords are kept nowhere.
    data = [(k, v) for k, v in request.POST.lists() if k != "csrfmiddlewaretoken"]
    length = sum(len(value) for _name, values in data for value in values)
    if request.FILES or length > LONGEST:
        return None
    kept = request.session.get(KEY, {})
    token = get_random_string(12)
    kept[token] = {"path": request.get_full_path(), "data": data}
    request.session[KEY] = dict(list(kept.items())[-MOST:])
    return reverse("accounts:resume", args=[token])


def kept(request, token):
    """Return the Interrupted form of that token, or None."""
    found = request.session.get(KEY, {}).get(token)
    return Interrupted(**found) if found else None
