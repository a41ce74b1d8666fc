"""Asks the site for a page as a web server does, and says what the page costs."""

import time
from dataclasses import dataclass
from math import ceil
from statistics import median
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext

WARM_UP = 3
# A page so slow that all its requests would take longer is asked fewer times.
MOST_SECONDS, LEAST_REQUESTS = 20, 20


@dataclass(frozen=True)
class Cost:
    """What one page costs: milliseconds at the server, bytes as they are sent."""

    queries: int
    requests: int
    median: float
    p95: float
    sent: int
    plain: int


class Site:
    """The whole application, all middleware included, without a web server."""

    def __init__(self):
        self.application = get_wsgi_application()

    def cost(self, address: str, requests: int) -> Cost:
        """Ask for a page so many times; raises RuntimeError when it is not found."""
        for _time in range(WARM_UP):
            sent = len(self._ask(address)[0])
        plain = len(self._ask(address, encoding="identity")[0])
        # Counting slows a request, so it has one of its own.
        with CaptureQueriesContext(connection) as captured:
            self._ask(address)
            queries = len(captured)  # The next request forgets them.
        times = self._times(address, requests)
        return Cost(
            queries=queries,
            requests=len(times),
            median=round(median(times), 1),
            p95=round(sorted(times)[ceil(0.95 * len(times)) - 1], 1),
            sent=sent,
            plain=plain,
        )

    def _times(self, address, requests):
        times, end = [], time.monotonic() + MOST_SECONDS
        while len(times) < requests:
            if time.monotonic() > end and len(times) >= LEAST_REQUESTS:
                break
            times.append(1000 * self._ask(address)[1])
        return times

    def _ask(self, address, encoding="gzip"):
        """Return the body that an anonymous visitor gets, and the seconds it took."""
        path, _mark, query = address.partition("?")
        environ = {
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT_ENCODING": encoding,
            "PATH_INFO": path,
            "QUERY_STRING": query,
        }
        setup_testing_defaults(environ)
        statuses = []
        start = time.perf_counter()
        response = self.application(environ, lambda status, _: statuses.append(status))
        body = b"".join(response)
        response.close()
        seconds = time.perf_counter() - start
        if not statuses[0].startswith("200"):
            raise RuntimeError(f"{address} answers {statuses[0]}")
        return body, seconds
