"""Keeps the pages that anonymous visitors get, and says what others may keep.

The first middleware, so that a page that is kept costs nothing else: neither the
other middleware, whose headers are kept with it, nor compression. docs/decisions/
0006-page-cache.md says why each rule is there.
"""

from hashlib import blake2b
from threading import Lock
from time import monotonic

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import DisallowedHost
from django.db import Error as AnyDatabaseError
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django_http_compression.middleware import best_coding

from core.models import CatalogueVersion
from core.page_store import Page, page_store

# In seconds: how old a page may be.
FRESH = 1
# Nobody types more; parameters that mean nothing would otherwise make long keys.
LONGEST_QUERY = 500
KEPT_TYPES = {
    "text/html",
    "application/json",
    "application/opensearchdescription+xml",
    "application/x-suggestions+json",
}
# What the key holds, or what makes a request pass by, may decide what a page says.
KNOWN_VARIATIONS = {
    "", "accept-encoding", "cookie", "hx-request", "hx-history-restore-request",
}  # fmt: skip
FOR_ALL = "public, max-age=0, must-revalidate"
# Not no-store: going back to a form would lose what was typed into it.
FOR_ONE = "private, no-cache"


class PageCacheMiddleware:
    """Answers anonymous visitors from the page store, and fills it."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.prefixes = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)
        self.personal_cookies = {
            settings.SESSION_COOKIE_NAME,
            CookieStorage.cookie_name,
        }

    def __call__(self, request):
        if not self._is_public_page(request):
            return self.get_response(request)
        if self._is_personal(request):
            return for_one(self.get_response(request))
        key = key_of(request) if settings.PAGE_CACHE else None
        page = page_store().get(key) if key else None
        if page:
            return answer(request, HttpResponse(page.body, headers=page.headers))
        return self._make(request, key)

    def _is_public_page(self, request):
        reads = request.method in ("GET", "HEAD")
        return reads and request.path_info.startswith(self.prefixes)

    def _is_personal(self, request):
        if "HTTP_AUTHORIZATION" in request.META:
            return True
        # Parsing cookies takes longer than seeing that there are none.
        if "HTTP_COOKIE" not in request.META:
            return False
        return not self.personal_cookies.isdisjoint(request.COOKIES)

    def _make(self, request, key):
        response = self.get_response(request)
        if response.cookies:
            return for_one(response)
        if not is_for_all(response):
            return response
        for_everybody(response)
        if key and request.method == "GET":
            page_store().set(key, Page(dict(response.items()), response.content))
        return answer(request, response)


class LatestVersion:
    """The version of the catalogue, asked of the database at most once a second."""

    def __init__(self):
        self._lock = Lock()
        self.forget()

    def forget(self):
        self._version, self._until = None, 0

    def get(self):
        with self._lock:
            now = monotonic()
            if now >= self._until:
                # The second begins before the question, not after the answer.
                self._version, self._until = CatalogueVersion.current(), now + FRESH
            return self._version


latest_version = LatestVersion()


def key_of(request):
    """Return all that the page depends on, or None when it shall not be kept."""
    meta = request.META
    query = meta.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY:
        return None
    try:
        host, version = request.get_host(), latest_version.get()
    except (DisallowedHost, AnyDatabaseError):
        return None  # The middleware or the view that minds will say so.
    return (
        version,
        request.scheme,
        host,
        request.path,
        sorted_query(query),
        "HTTP_HX_REQUEST" in meta,
        "HTTP_HX_HISTORY_RESTORE_REQUEST" in meta,
        best_coding(meta.get("HTTP_ACCEPT_ENCODING", "")),
    )


def sorted_query(query):
    """Return a query string with its parameters by name.

    Values of one name stay in their order, which may mean something.

    >>> sorted_query("tool=b&q=x&tool=a")
    'q=x&tool=b&tool=a'
    """
    if "&" not in query:
        return query
    parts = sorted(query.split("&"), key=lambda part: part.partition("=")[0])
    return "&".join(parts)


def is_for_all(response):
    """Whether an answer to an anonymous visitor is the same for each of them."""
    varies = response.get("Vary", "").lower().split(",")
    return (
        response.status_code == 200
        and not response.streaming
        # A view that says how long to keep its answer has its reasons.
        and not response.has_header("Cache-Control")
        and response.get("Content-Type", "").partition(";")[0] in KEPT_TYPES
        and KNOWN_VARIATIONS.issuperset(name.strip() for name in varies)
        and "'nonce-" not in response.get("Content-Security-Policy", "")
    )


def for_everybody(response):
    """Let browsers and proxies keep an answer that they ask about each time."""
    # Noise hides the length of secrets; there are none.
    del response["X-Noise"]
    digest = blake2b(response.content, digest_size=12).hexdigest()
    response["ETag"] = f'W/"{digest}"'
    response["Cache-Control"] = FOR_ALL
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])


def for_one(response):
    """Let only the visitor's own browser keep an answer."""
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = FOR_ONE
    patch_vary_headers(response, ["Cookie"])
    return response


def answer(request, response):
    """Return the answer, 304 to who has it already, and no more than HEAD asks for."""
    if "HTTP_IF_NONE_MATCH" in request.META:
        etag = response["ETag"]
        response = get_conditional_response(request, etag=etag, response=response)
    if request.method == "HEAD":
        response.content = b""
    return response
