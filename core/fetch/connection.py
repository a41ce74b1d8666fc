"""A connection to the very address that was checked."""

import queue
import socket
import ssl
import threading
from contextlib import contextmanager
from functools import cache
from http.client import HTTPException
from ipaddress import ip_address

from django.utils.translation import gettext as _
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from core.fetch.refusals import Refused, Unreachable

# Of the addresses of a host, those that are tried.
TRIED = 3


class Connection:
    """One open connection, for one question."""

    def __init__(self, target, line):
        self.target = target
        self.line = line

    def ask(self, headers):
        """Return urllib3's response to GET, with its body unread."""
        headers = headers | {"Host": self.target.authority, "Connection": "close"}
        self.line.request(
            "GET",
            self.target.path,
            headers=headers,
            preload_content=False,
            decode_content=False,
        )
        return self.line.getresponse()


@contextmanager
def connected(target, rules, clock):
    """Give a Connection to the target for as long as the clock runs.

    The host is looked up once, every address it has must be allowed, and the
    connection goes to one of these addresses and not to the name: a name server that
    answers otherwise a moment later (DNS rebinding) changes nothing. Failures while
    it is open become Unreachable.
    """
    line = None
    try:
        line = _open(target, rules, clock)
        with clock.cutting(line.sock):
            yield Connection(target, line)
            # A connection that was cut looks like one that ended.
            clock.left(1)
    except (OSError, HTTPException, HTTPError) as error:
        raise clock.too_late() if clock.is_over else _failure(target, error) from error
    finally:
        if line:
            line.close()


def _open(target, rules, clock):
    addresses = look_up(target, clock.left(rules.read_seconds))
    if not addresses or not all(map(rules.allowed, addresses)):
        raise _not_public(target)
    for address in addresses[:TRIED]:
        try:
            return _connect(target, address, clock.left(rules.read_seconds))
        except ssl.SSLError:
            raise
        except (OSError, HTTPError) as error:
            failure = error
    raise failure


def look_up(target, seconds):
    """Return the addresses of a target's host; raises Unreachable."""
    answers = queue.SimpleQueue()

    def ask():
        try:
            answers.put(
                socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
            )
        except (OSError, UnicodeError):
            answers.put([])

    # The system's own look-up has no time limit.
    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=seconds)
    except queue.Empty:
        found = []
    if not found:
        raise Unreachable(
            _("%(host)s was not found: the address is wrong, or this site has no "
              "connection to the internet.") % {"host": target.host}
        )  # fmt: skip
    return list(dict.fromkeys(entry[4][0] for entry in found))


def _connect(target, address, seconds):
    line = _line(target, address, seconds)
    try:
        line.connect()
        if ip_address(line.sock.getpeername()[0]) != ip_address(address):
            raise _not_public(target)
    except BaseException:
        line.close()
        raise
    return line


def _line(target, address, seconds):
    """Return urllib3's connection to a number, which speaks to the host's name."""
    if target.scheme == "http":
        return HTTPConnection(address, target.port, timeout=seconds)
    return HTTPSConnection(
        address,
        target.port,
        timeout=seconds,
        server_hostname=target.host,
        ssl_context=tls(),
    )


def _not_public(target):
    return Refused(
        _("%(host)s does not stand on the public internet.") % {"host": target.host}
    )


@cache
def tls():
    """Return how certificates are checked: by the authorities the system trusts."""
    return ssl.create_default_context()


def _failure(target, error):
    host = {"host": target.host}
    if isinstance(error, ssl.SSLCertVerificationError):
        return Unreachable(_("The certificate of %(host)s cannot be trusted.") % host)
    if isinstance(error, ssl.SSLError):
        return Unreachable(_("%(host)s does not manage a safe connection.") % host)
    return Unreachable(_("%(host)s does not answer as a website does.") % host)
