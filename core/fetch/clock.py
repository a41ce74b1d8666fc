"""The time that one fetch has, from the first look-up to the last byte."""

import math
import socket
import threading
import time
from contextlib import contextmanager, suppress

from django.utils.translation import ngettext

from core.fetch.refusals import Unreachable


class Clock:
    def __init__(self, seconds):
        self.seconds = seconds
        self.ends = time.monotonic() + seconds

    @property
    def is_over(self):
        return time.monotonic() >= self.ends

    def left(self, at_most):
        """Return the seconds left, at most so many; raises Unreachable when over."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise self.too_late()
        return min(left, at_most)

    def too_late(self):
        seconds = math.ceil(self.seconds)
        words = ngettext(
            "The answer took longer than %(n)s second.",
            "The answer took longer than %(n)s seconds.",
            seconds,
        )
        return Unreachable(words % {"n": seconds})

    @contextmanager
    def cutting(self, sock):
        """End a connection when the time is over, however it is being read.

        A timeout of the socket starts anew with each byte: who sends one now and
        then could go on for ever.
        """
        timer = threading.Timer(self.left(self.seconds), _cut, [sock])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _cut(sock):
    # The plain socket's own: that of TLS would take the encryption away first.
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
