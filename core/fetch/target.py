"""What an address says of where to connect to, read without good will."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from django.utils.translation import gettext as _

from core.fetch.refusals import Refused

PORTS = {"http": 80, "https": 443}
USUAL = tuple(PORTS.values())
MAX_LENGTH = 2000
NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f\\]")
HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.(?!-)[a-z0-9_-]{1,63})*")
# A host whose last part is a number is an IPv4 address, however it is spelt.
NUMERIC_END = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")


@dataclass(frozen=True)
class Target:
    """One address, taken apart."""

    scheme: str
    host: str  # ASCII, lower case, an IPv6 address without brackets
    port: int
    path: str  # with the query

    @property
    def authority(self):
        """The host as the Host header and addresses write it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self):
        return f"{self.scheme}://{self.authority}{self.path}"


def read(url, ports=USUAL):
    """Return the Target of an address; raises Refused for what is never fetched.

    ports are those that may stand in it; None takes any.
    """
    try:
        if NOT_IN_ADDRESSES.search(url) or len(url) > MAX_LENGTH:
            raise ValueError
        parts = urlsplit(url)
        scheme, port = parts.scheme, parts.port
        host = _host(parts.hostname or "")
    except ValueError:
        raise Refused(_("“%(url)s” is no web address.") % {"url": url[:200]}) from None
    if scheme not in PORTS:
        raise Refused(_("Only addresses that begin with http or https can be read."))
    if "@" in parts.netloc:
        raise Refused(_("Addresses with a user name or a password are not read."))
    port = PORTS[scheme] if port is None else port
    if ports is not None and port not in ports:
        raise Refused(_("Addresses with a port of their own are not read."))
    return Target(scheme, host, port, _path(parts))


def _path(parts):
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    return quote(path, safe="%/:=&?~+!$,;'@()*[]-._")


def _host(name):
    """Return a host in ASCII; raises ValueError for what no browser would open."""
    if ":" in name:
        address = IPv6Address(name)
        if address.scope_id:
            raise ValueError(name)
        return str(address)
    host = name.encode("idna").decode("ascii").lower().rstrip(".")
    if not HOST.fullmatch(host) or len(host) > 253:
        raise ValueError(name)
    if NUMERIC_END.fullmatch(host):
        # 2130706433, 0x7f.1 and 0177.0.0.1 are spellings that only serve to hide.
        return str(IPv4Address(host))
    return host


def follow(target, location, ports):
    """Return the Target that an answer leads on to; raises Refused."""
    # Header lines are read as Latin-1, whatever the sender wrote.
    location = location.encode("latin-1", "replace").decode("utf-8", "replace")
    following = read(urljoin(target.url, location.strip()), ports)
    if target.scheme == "https" and following.scheme == "http":
        raise Refused(
            _("%(host)s leads from a safe connection to one that is not.")
            % {"host": target.host}
        )
    return following
