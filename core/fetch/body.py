"""Reads the body of an answer, counted as sent and as decompressed."""

import zlib

from django.utils.translation import gettext as _

from core.fetch.refusals import Refused, Unreachable

# What the site says it understands, in a request.
ENCODINGS = "gzip"
CHUNK = 16 * 1024
# Tells zlib to expect the header of gzip.
GZIP = 16 + zlib.MAX_WBITS


def read_body(answer, host, most):
    """Return the bytes of an answer's body, decompressed.

    Raises Refused when there are more than `most`, before or after decompression.
    """
    told = answer.headers.get("Content-Length", "")
    if told.isascii() and told.isdigit() and int(told[:20]) > most:
        raise _too_large(host, most)
    decoded = _decoder(answer.headers.get("Content-Encoding", ""), host)
    sent, body = 0, bytearray()
    while chunk := answer.read(CHUNK, decode_content=False):
        sent += len(chunk)
        body += decoded(chunk, most - len(body) + 1)
        if max(sent, len(body)) > most:
            raise _too_large(host, most)
    if sent:
        decoded.finish()
    return bytes(body)


def _too_large(host, most):
    return Refused(
        _("What stands there at %(host)s is larger than %(n)s kilobytes.")
        % {"host": host, "n": most // 1024}
    )


def _decoder(encoding, host):
    match encoding.strip().lower():
        case "" | "identity":
            return Plain()
        case "gzip" | "x-gzip":
            return Gzip(host)
    raise Refused(
        _("%(host)s sends its answer in an encoding that was not asked for.")
        % {"host": host}
    )


class Plain:
    def __call__(self, data, most):
        return data

    def finish(self):
        pass


class Gzip:
    """Decompresses piece by piece, and never more than it was allowed."""

    def __init__(self, host):
        self.host = host
        self.stream = zlib.decompressobj(GZIP)

    def __call__(self, data, most):
        if self.stream.eof:
            return b""
        try:
            return self.stream.decompress(data, most)
        except zlib.error:
            raise self.broken() from None

    def finish(self):
        if not self.stream.eof:
            raise self.broken()

    def broken(self):
        return Unreachable(_("%(host)s sends a broken answer.") % {"host": self.host})
