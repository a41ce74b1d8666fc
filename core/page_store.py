"""Where the page cache keeps its pages: in this process, or in Redis."""

import logging
from collections import OrderedDict
from functools import cache
from hashlib import blake2b
from pickle import dumps, loads
from threading import Lock
from time import monotonic
from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string

# In seconds. A change of the catalogue shows sooner, because it changes the keys of
# pages; this bounds what else a page says: a release, a setting, the day.
LIFETIME = 60
# What Python keeps for a page besides its bytes, roughly.
OVERHEAD = 2_000

logger = logging.getLogger(__name__)


class Page(NamedTuple):
    """An answer as it was sent: {header: value}, and bytes, compressed or not."""

    headers: dict[str, str]
    body: bytes


@cache
def page_store():
    """Return the store of this process: shared where CACHE_URL names a Redis."""
    cache = settings.CACHES["default"]
    if cache["BACKEND"].endswith(".RedisCache"):
        return RedisPages(cache["LOCATION"], cache.get("OPTIONS", {}))
    return LocalPages(settings.PAGE_CACHE_MEGABYTES * 2**20)


class LocalPages:
    """Pages in the memory of this process; beyond `limit` bytes the oldest asked go."""

    def __init__(self, limit: int):
        self.limit = limit
        self.size = 0
        self._kept = OrderedDict()
        self._lock = Lock()

    def get(self, key) -> Page | None:
        with self._lock:
            page, until = self._kept.get(key, (None, 0))
            if until <= monotonic():
                return None
            self._kept.move_to_end(key)
            return page

    def set(self, key, page: Page):
        with self._lock:
            self._drop(key)
            self._kept[key] = page, monotonic() + LIFETIME
            self.size += _bytes(key, page)
            while self.size > self.limit:
                self._drop(next(iter(self._kept)))

    def _drop(self, key):
        page, _until = self._kept.pop(key, (None, 0))
        if page:
            self.size -= _bytes(key, page)


def _bytes(key, page):
    headers = sum(len(name) + len(value) for name, value in page.headers.items())
    return OVERHEAD + len(str(key)) + headers + len(page.body)


class RedisPages:
    """Pages in Redis, for every process; it bounds its memory itself.

    A Redis that fails costs its pages, not the site: they are then made anew.
    """

    def __init__(self, address: str, options: dict):
        # Not imported above: sites without Redis would load its client for nothing.
        # Nor through Django's cache, which makes a client for every look-up: that
        # takes as long as the look-up.
        self._failure = import_string("redis.RedisError")
        self.client = import_string("redis.Redis").from_url(address, **options)

    def get(self, key) -> Page | None:
        try:
            found = self.client.get(_name(key))
        except self._failure as error:
            logger.warning("The page cache does not answer: %s", error)
            return None
        # Django's own cache trusts its Redis in the same way.
        return Page(*loads(found)) if found else None  # noqa: S301

    def set(self, key, page: Page):
        try:
            self.client.set(_name(key), dumps(tuple(page)), ex=LIFETIME)
        except self._failure as error:
            logger.warning("The page cache takes nothing: %s", error)


def _name(key):
    return f"toolbox:page:{blake2b(repr(key).encode(), digest_size=16).hexdigest()}"
