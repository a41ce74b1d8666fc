"""Whatever stands in an address, the site answers, and never with a failure."""

from urllib.parse import quote, quote_from_bytes

from django.test import Client
from hypothesis import (
    HealthCheck,
    example,
    given,
    settings as rules,
    strategies as some,
)
from hypothesis.extra.django import TestCase

from catalogue.filters import CollectionFilter, ToolFilter
from organizations.filters import OrganizationFilter
from pages.finder.questions import FIELDS
from tests.pages.test_urls import make_examples
from tests.public_pages import notices
from usecases.filters import UseCaseFilter

LISTS = {
    "/en/tools/": ToolFilter,
    "/fr/use-cases/": UseCaseFilter,
    "/en/use-cases/map/": UseCaseFilter,
    "/es/organizations/": OrganizationFilter,
    "/en/collections/": CollectionFilter,
}
RECORDS = (
    "/en/tools/example/", "/fr/use-cases/example/", "/es/organizations/example/",
    "/en/collections/example/", "/fr/tags/example/",
)  # fmt: skip
OTHERS = ("/en/", "/es/tools/compare/", "/en/search/", "/en/help-me-choose/",
          "/en/themes/", "/en/about/", "/en/account/login/", "/health/",
          "/robots.txt", "/sitemap.xml", "/sitemap-tools.xml")  # fmt: skip
NAMES = sorted(
    {"q", "sort", "page", "facet", "tag", "next", "p", "section", "", "a[b][]"}
    | {"tool", "compare", "only", "sources", "format"}
    | {facet.name for kind in LISTS.values() for facet in kind.facets()}
    | {"step", *(field.name for field in FIELDS)}
)
# What has broken other sites; as it stands in an address.
NASTY = (
    "%00", "a%00b", "%ff%fe", "%C3%28", "%ED%A0%80", "%ED%A0%80%ED%B0%80",
    "%F4%90%80%80", "%EF%BF%BF", "%E2%80%AE", "%0d%0aSet-Cookie:a=b", "%u0000", "%",
    "%zz", "+", "*", "123456789012345678901234567890123456", "-1", "1e999", "NaN",
    "0x10", "1" * 400, "9" * 5000, "%F0%9F%92%A9", "%27", "%27%20OR%201=1--",
    "%22%3E%3Cscript%3E", "..%2f", "{{7*7}}", "%7B%25%20debug%20%25%7D", "${7*7}",
    "%25s%25(n)s", "example", "unknown", "a" * 10_000, "%C3%A9" * 3000, "(" * 500,
    "MIT OR " * 200, "AND", "MIT AND (", "()", "LicenseRef-", "%28MIT%20OR", "en-",
    "x-y-z", "zh-Hant-TW", "en_US.UTF-8", "i-klingon", "-2004", "2025-", "NULL",
    "__proto__", "%5C", "%22*", "NEAR(a b)", "a:*", "a%20%26", "name:a", "%5E",
    "%E0%A4%A8%E0%A5%8D", "c%2B%2B", "%C4%B0", "%EF%AC%83", "%C7%86",
)  # fmt: skip

texts = some.text(max_size=60).map(
    lambda text: quote(text.encode("utf-8", "surrogatepass"))
)
values = some.one_of(
    some.sampled_from(NASTY),
    texts,
    some.binary(max_size=30).map(quote_from_bytes),
    some.integers().map(str),
)
pairs = some.tuples(some.one_of(some.sampled_from(NAMES), texts), values)
queries = some.lists(pairs, max_size=8).map(
    lambda found: "&".join(f"{name}={value}" for name, value in found)
)
bounded = rules(
    deadline=None,
    max_examples=40,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


class BadInputTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_examples()

    def ask(self, path, query, **extra):
        # As a server hands it over: bytes beyond ASCII come as Latin-1.
        client = Client(raise_request_exception=True)
        response = client.get(path, QUERY_STRING=query, **extra)
        self.assertLess(response.status_code, 500, (path, query))
        return response

    @bounded
    @given(some.sampled_from(sorted(LISTS)), queries)
    def test_lists_answer_any_query(self, path, query):
        self.assertIn(self.ask(path, query).status_code, (200, 404))

    @bounded
    @given(some.sampled_from(("/en/", "/fr/search/", "/es/search/")), queries)
    def test_home_and_search_answer_any_query(self, path, query):
        self.assertEqual(self.ask(path, query).status_code, 200)

    @bounded
    @given(some.sampled_from(RECORDS + OTHERS), queries)
    def test_other_pages_answer_any_query(self, path, query):
        self.assertIn(self.ask(path, query).status_code, (200, 404))

    @bounded
    @given(texts.filter(lambda text: "/" not in text))
    @example("%00")
    @example("example%00")
    @example("%ff%fe")
    @example("a" * 5000)
    @example("%2e%2e%2f%2e%2e%2fetc%2fpasswd")
    def test_any_slug_answers(self, slug):
        for folder in ("tools", "tags", "use-cases"):
            response = self.client.get(f"/en/{folder}/{slug}/")
            self.assertLess(response.status_code, 500, slug)

    @bounded
    @given(some.binary(max_size=40))
    @example(b"//[x")
    @example(b"//evil.example/en/")
    @example(b"/en/%s%d{0}")
    @example(b"/fr\xff/")
    def test_any_path_answers(self, path):
        # As a server hands it over: bytes as Latin-1.
        response = self.client.get("/", PATH_INFO=f"/{path.decode('latin-1')}")
        self.assertLess(response.status_code, 500, path)

    def test_each_facet_takes_each_nasty_value(self):
        for path, filterset in LISTS.items():
            names = [facet.name for facet in filterset.facets()]
            for start in range(0, len(NASTY), 13):
                some_values = NASTY[start : start + 13]
                query = "&".join(f"{n}={value}" for n in names for value in some_values)
                self.assertEqual(self.ask(path, query).status_code, 200)

    def test_order_and_page_take_each_nasty_value(self):
        for value in NASTY:
            query = "&".join(f"{name}={value}" for name in ("sort", "page", "facet"))
            response = self.ask("/en/collections/", query)
            self.assertIn(response.status_code, (200, 404))

    def test_every_search_takes_each_nasty_value(self):
        for value in NASTY:
            self.ask("/en/search/", f"q={value}")
            self.ask("/en/collections/", f"q=example+{value}")
            self.ask("/en/", f"tag={value}&tag={value}")
            self.ask("/en/help-me-choose/", f"do={value}&language={value}&step={value}")
            self.ask("/en/account/login/", f"next={value}")

    def test_many_values_and_many_parameters(self):
        for path, filterset in LISTS.items():
            for facet in filterset.facets():
                query = "&".join(f"{facet.name}=v{n}" for n in range(300))
                self.assertEqual(self.ask(path, query).status_code, 200, facet.name)
            many = "&".join(f"p{n}=1" for n in range(2000))
            self.assertEqual(self.ask(path, many).status_code, 400)

    def test_an_unknown_value_gives_a_page_that_says_so(self):
        for path, filterset in LISTS.items():
            for facet in filterset.facets():
                response = self.ask(path, f"{facet.name}=%7Bno%7D%00such")
                self.assertEqual(response.status_code, 200, facet.name)
                self.assertEqual(len(notices(response)), 1, facet.name)

    def test_strange_headers_answer(self):
        for value in ("\x00", "é" * 500, "en-" * 300, ",,;;q=", "*;q=1", "true\r"):
            for name in (
                "HTTP_ACCEPT_LANGUAGE", "HTTP_HX_REQUEST", "HTTP_COOKIE",
                "HTTP_ACCEPT_ENCODING", "HTTP_REFERER", "HTTP_IF_NONE_MATCH",
            ):  # fmt: skip
                self.ask("/en/tools/", "", **{name: value})
                self.ask("/", "", **{name: value})

    def test_other_methods_answer(self):
        for path in ("/en/", "/en/tools/", "/en/tools/example/", "/en/search/"):
            for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
                response = self.client.generic(method, path, b"\xff\x00", "text/plain")
                self.assertLess(response.status_code, 500, (method, path))
