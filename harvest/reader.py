"""Fetches for one form: a few addresses, within the time that a person waits."""

import time
from collections.abc import Callable

from core.fetch import Fetched, FetchError, Rules, fetch

# All that is read for a form, together.
SECONDS = 20
RULES = Rules(seconds=12)


class Reader:
    """Fetches one address after the other until the time is over.

    `failures` are the reasons, in words for people, why addresses gave nothing.
    """

    def __init__(self, get: Callable[..., Fetched] = fetch, seconds=SECONDS):
        self.get = get
        self.ends = time.monotonic() + seconds
        self.failures = []

    def __call__(self, url, *, types=(), accept=""):
        """Return what stands at an address as Fetched, None when it gave nothing."""
        left = max(0.0, self.ends - time.monotonic())
        try:
            return self.get(url, types=types, accept=accept, rules=RULES.within(left))
        except FetchError as error:
            if str(error) not in self.failures:
                self.failures.append(str(error))
        return None

    def found(self, url, **options):
        """Return what stands at an address, None also when it says there is nothing."""
        fetched = self(url, **options)
        return fetched if fetched and fetched.ok else None
