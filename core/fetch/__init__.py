"""The one client for addresses of others: what people give must not open our network.

    fetch("https://example.org/", types=HTML) -> Fetched

See docs/decisions/0010-one-guarded-client.md for what it refuses, and why.
"""

from core.fetch.client import HTML, Fetched, Rules, fetch
from core.fetch.public import is_public
from core.fetch.refusals import FetchError, Refused, Unreachable

__all__ = [
    "HTML", "FetchError", "Fetched", "Refused", "Rules", "Unreachable", "fetch",
    "is_public",
]  # fmt: skip
