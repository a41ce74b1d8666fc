"""Fetches what stands at an address of others, within limits."""

import datetime
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from email.message import Message

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core.fetch import target as targets
from core.fetch.body import ENCODINGS, read_body
from core.fetch.clock import Clock
from core.fetch.connection import connected
from core.fetch.public import is_public
from core.fetch.refusals import Refused

HTML = ("text/html", "application/xhtml+xml")
MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Rules:
    """How far one fetch may go."""

    seconds: float = 15  # for all of it: names, redirects, every byte
    read_seconds: float = 5  # for each step to be answered
    max_bytes: int = 2 * 1024 * 1024  # as sent, and as decompressed; 0: read no body
    redirects: int = 4
    ports: Collection[int] | None = targets.USUAL  # None: any
    allowed: Callable[[str], bool] = is_public

    def within(self, seconds):
        """Return the same rules with at most so many seconds."""
        return replace(self, seconds=min(self.seconds, seconds))


DEFAULT_RULES = Rules()


@dataclass(frozen=True)
class Fetched:
    """What stood at an address. Of an answer that is no success the body is empty."""

    url: str  # where it was at last, after redirects
    status: int
    content_type: str  # lower case, without parameters; "" when not told
    body: bytes
    fetched_at: datetime.datetime
    charset: str = ""  # as told by the server

    @property
    def ok(self):
        return 200 <= self.status < 300

    @property
    def text(self):
        """The body as text; what is not in its charset, or UTF-8, becomes a mark."""
        try:
            return self.body.decode(self.charset or "utf-8", "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")


def fetch(url, *, types=(), accept="", rules=DEFAULT_RULES, at=None):
    """Return what stands at a web address, as Fetched, whatever its status.

    types are the content types that a successful answer may have, all when empty;
    accept is the Accept header, by default those types. Raises Refused for an address
    or an answer that rules forbid, Unreachable when there is no whole answer; both are
    FetchErrors, whose text is for people.
    """
    clock = Clock(rules.seconds)
    headers = {
        "User-Agent": user_agent(),
        "Accept": accept or ", ".join(types) or "*/*",
        "Accept-Encoding": ENCODINGS,
    }
    target = targets.read(url, rules.ports)
    for _hop in range(rules.redirects + 1):
        with connected(target, rules, clock) as connection:
            answer = connection.ask(headers)
            location = answer.headers.get("Location")
            if answer.status not in MOVED or not location:
                return _fetched(target, answer, types, rules, at or timezone.now())
        target = targets.follow(target, location, rules.ports)
    raise Refused(
        _("%(host)s leads on from address to address.") % {"host": target.host}
    )


def user_agent():
    """Return what the site calls itself towards others, with where to ask about it."""
    about = settings.SOURCE_CODE_URL or settings.CONTACT
    about = "".join(sign for sign in about if " " < sign <= "~")
    return f"OGPToolbox/1.0 (+{about})" if about else "OGPToolbox/1.0"


def _fetched(target, answer, types, rules, at):
    kind, charset = _content_type(answer.headers.get("Content-Type", ""))
    ok = 200 <= answer.status < 300
    if ok and types and kind not in types:
        raise Refused(
            _("%(host)s answers with something else than was looked for (%(type)s).")
            % {"host": target.host, "type": kind or "?"}
        )
    wanted = ok and rules.max_bytes
    body = read_body(answer, target.host, rules.max_bytes) if wanted else b""
    return Fetched(target.url, answer.status, kind, body, at, charset)


def _content_type(header):
    message = Message()
    message["Content-Type"] = header
    charset = message.get_content_charset("") if header else ""
    return (message.get_content_type() if header else ""), charset
