"""Pages of which the parts were drawn before from the very same data.

The key is what a page is drawn from, and its address: nothing is ever out of date,
and the queries are asked each time. What depends on the visitor stands outside of
the parts, which {% drawn %} marks in the template.
"""

from collections import OrderedDict
from hashlib import blake2b
from threading import Lock

from django.shortcuts import render


class Drawings:
    """The parts of the `most` pages last seen, in this process."""

    def __init__(self, most):
        self.most = most
        self.pages = OrderedDict()
        self.lock = Lock()

    def render(self, request, template_name, data, *, first, again):
        """Render the page of some data, which repr() tells apart.

        first(data) is its context; again(data) is what the template needs beside the
        parts when these were drawn before.
        """
        key = _key(request, data)
        parts = self._get(key)
        context = again(data) if parts else first(data)
        parts = parts or {}
        response = render(request, template_name, context | {"parts": parts})
        self._keep(key, parts)
        return response

    def _get(self, key):
        with self.lock:
            return self.pages.get(key)

    def _keep(self, key, parts):
        with self.lock:
            self.pages[key] = parts
            self.pages.move_to_end(key)
            if len(self.pages) > self.most:
                self.pages.popitem(last=False)


def _key(request, data):
    text = f"{request.build_absolute_uri()} {data!r}"
    return blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest()
