import re
from dataclasses import dataclass

from django.conf import settings
from django.test import TestCase, override_settings

from tests.factories import make_tool
from tests.pages.test_urls import EXAMPLES, make_examples
from tests.public_pages import LANGUAGES, meta, read, words

PAGES = [
    f"/{language}/{path}"
    for language in LANGUAGES
    for path in (
        "", "tools/", "tools/example/", "collections/", "collections/example/",
        "use-cases/", "use-cases/example/", "organizations/", "organizations/example/",
        "tags/example/", "search/", "search/?q=example", "about/", "faq/", "legal/",
        "privacy/", "accessibility/", "tools/?theme=example&q=a", "?tag=example",
        "tools/?page=9", "nonsense/", "themes/",
        "use-cases/map/", "use-cases/map/?country=FR",
        "help-me-choose/", "help-me-choose/?step=results",
        "inclusion-rules/", "moderation-charter/",
    )
]  # fmt: skip
# No pages, and some that have rules of their own: forms, which search engines leave
# alone, histories, and those of tests/catalogue/test_compare.py and
# tests/pages/test_contributor.py.
NO_PAGES = {
    "/en/suggest/", "/en/opensearch.xml", "/en/tools/compare/",
    "/en/contributors/example/", "/en/tools/new/exists/", "/en/lookup/?kind=tool",
    "/en/confirm/forged/", "/en/proposals/1/report/", "/en/changes/feed/",
    "/en/tools/example/history/feed/", "/en/tools/example/history/compare/",
    "/en/tools/example/history/", "/en/tools/example/history/1/",
    "/en/tools/example/history/values/", "/en/changes/", "/en/moderation-log/",
    "/en/tools/new/", "/en/tools/new/from/", "/en/tools/example/edit/",
    "/en/tools/example/report/", "/en/tools/example/i-use-it/", "/en/confirm/",
    "/en/contributors/example/report/",
}  # fmt: skip
# Scripts and styles in attributes, which the policy of the site forbids.
HANDLER = re.compile(r"on[a-z]+|style", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What a test needs of a response, cheap to copy from test to test."""

    status_code: int
    headers: dict
    cookies: dict
    content: bytes


class PageTests(TestCase):
    """Asks for every page once."""

    @classmethod
    def setUpTestData(cls):
        make_examples()
        cls.answers = {path: answer(cls.client_class().get(path)) for path in PAGES}


def answer(response):
    return Answer(
        response.status_code,
        dict(response.headers),
        dict(response.cookies),
        response.content,
    )


class HeadTests(PageTests):
    def pages(self):
        return self.answers.items()

    def test_every_pattern_is_among_the_pages(self):
        paths = {page.split("?")[0] for page in PAGES}
        for path in EXAMPLES.values():
            # Search engines are kept out of what has to do with accounts.
            if path.startswith("/en/account/"):
                continue
            if path.startswith("/en/") and path not in NO_PAGES:
                self.assertIn(path, paths)

    def test_each_page_has_a_title_a_description_and_one_heading(self):
        for path, response in self.pages():
            page = read(response)
            self.assertTrue(words(page.title).endswith("OGP Toolbox"), path)
            self.assertGreater(len(words(page.title)), len("– OGP Toolbox"), path)
            self.assertTrue(meta(response, "description"), path)
            self.assertEqual(len(page.select("h1")), 1, path)
            self.assertTrue(words(page.h1), path)
            self.assertEqual(page.html["lang"], path[1:3], path)

    def test_titles_tell_pages_apart(self):
        plain = [path for path in PAGES if path.startswith("/en/") and "?" not in path]
        titles = [words(read(self.answers[path]).title) for path in plain]
        records = [title for title in titles if title.startswith("Example")]
        others = [title for title in titles if title not in records]
        self.assertEqual(len(set(others)), len(others))

    def test_canonical_and_alternates_are_whole_addresses_without_query(self):
        for path, response in self.pages():
            page = read(response)
            if response.status_code != 200:
                continue
            plain = path.split("?")[0]
            canonical = page.find("link", rel="canonical")["href"]
            self.assertEqual(canonical, f"http://testserver{plain}")
            alternates = {
                link["hreflang"]: link["href"]
                for link in page.find_all("link", rel="alternate", hreflang=True)
            }
            expected = {
                code: f"http://testserver/{code}{plain[3:]}" for code in LANGUAGES
            }
            self.assertEqual(alternates, expected | {"x-default": expected["en"]})
            self.assertEqual(meta(response, "og:url"), canonical)

    def test_every_page_says_what_social_sites_show(self):
        for path, response in self.pages():
            page = read(response)
            for name in ("og:title", "og:type"):
                self.assertEqual(len(page.find_all("meta", property=name)), 1, path)
            title = words(page.title).removesuffix(" – OGP Toolbox")
            self.assertEqual(meta(response, "og:title"), title, path)
            kind = "article" if "/example/" in path else "website"
            if "/tags/" not in path:
                self.assertEqual(meta(response, "og:type"), kind, path)

    def test_a_title_with_quotation_marks_stays_whole(self):
        make_tool('The "open" <tool>', slug="quoted")
        response = self.client.get("/en/tools/quoted/")
        self.assertEqual(meta(response, "og:title"), 'The "open" <tool>')
        self.assertIn("The &quot;open&quot; &lt;tool&gt; – OGP", response.text)

    def test_records_and_tags_say_what_social_sites_show(self):
        for path in (
            "tools/example/", "use-cases/example/", "organizations/example/",
            "collections/example/", "tags/example/", "",
        ):  # fmt: skip
            response = self.client.get(f"/en/{path}")
            self.assertTrue(meta(response, "og:title"), path)
            self.assertTrue(meta(response, "og:type"), path)
            self.assertEqual(meta(response, "og:site_name"), "OGP Toolbox")

    def test_narrowed_and_missing_pages_are_not_for_search_engines(self):
        for path, response in self.pages():
            narrowed = "?" in path or "search" in path or response.status_code != 200
            robots = meta(response, "robots")
            self.assertEqual(bool(robots and "noindex" in robots), narrowed, path)

    def test_robots_names_the_sitemap(self):
        response = self.client.get("/robots.txt")
        self.assertEqual(response["Content-Type"], "text/plain; charset=utf-8")
        lines = response.text.splitlines()
        self.assertIn("User-agent: *", lines)
        self.assertIn("Sitemap: http://testserver/sitemap.xml", lines)
        self.assertNotIn("Disallow: /", lines)


class PolicyTests(PageTests):
    def pages(self):
        return ((path, read(response)) for path, response in self.answers.items())

    def test_the_policy_stands_on_every_page_and_allows_nothing_inline(self):
        others = [path for path in EXAMPLES.values() if path not in PAGES]
        found = self.answers | {path: answer(self.client.get(path)) for path in others}
        for path, response in found.items():
            policy = response.headers["Content-Security-Policy"]
            rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
            self.assertEqual(rules.pop("default-src"), "'self'", path)
            self.assertEqual(rules.pop("img-src"), "'self' data:", path)
            self.assertEqual(rules.pop("form-action"), "'self'", path)
            # What is left closes doors, and opens none.
            self.assertEqual(set(rules.values()), {"'none'"}, path)

    def test_no_page_has_script_or_style_in_it(self):
        for path, page in self.pages():
            self.assertEqual(page.find_all("style"), [], path)
            for script in page.find_all("script"):
                if script.get("type") != "application/ld+json":
                    self.assertTrue(script["src"].startswith(settings.STATIC_URL))
                    self.assertEqual(script.get_text(), "", path)
            for node in page.find_all(True):
                found = [name for name in node.attrs if HANDLER.fullmatch(name)]
                self.assertEqual(found, [], (path, node.name))

    def test_no_page_asks_another_host_for_anything(self):
        for path, page in self.pages():
            loaded = [
                node.get(name)
                for node in page.select(
                    "script, img, source, iframe, video, use, image"
                )
                for name in ("src", "href", "srcset")
            ]
            loaded += [
                link["href"]
                for link in page.find_all("link")
                if not {"canonical", "alternate"} & set(link["rel"])
            ]
            for address in filter(None, loaded):
                self.assertRegex(address, r"^(/(?!/)|#|data:)", path)
                self.assertNotIn("://", address, path)
            for form in page.find_all("form", action=True):
                self.assertRegex(form["action"], r"^/(?!/)", path)

    def test_ids_are_unique_and_labels_lead_to_fields(self):
        for path, page in self.pages():
            ids = [node["id"] for node in page.find_all(id=True)]
            self.assertEqual(len(set(ids)), len(ids), path)
            for label in page.find_all("label", attrs={"for": True}):
                self.assertIn(label["for"], ids, path)
            for node in page.find_all(attrs={"aria-labelledby": True}):
                self.assertIn(node["aria-labelledby"], ids, path)
            for link in page.select('a[href^="#"]'):
                self.assertIn(link["href"][1:], ids, path)

    def test_links_within_the_site_lead_somewhere(self):
        seen = set()
        for path, page in self.pages():
            if not path.startswith("/en/"):
                continue
            for link in page.select("main a[href], header a[href], footer a[href]"):
                address = link["href"].split("#")[0]
                if address.startswith("?"):
                    address = path.split("?")[0] + address
                if address.startswith("/") and address not in seen:
                    seen.add(address)
                    expected = 404 if "/nonsense" in address else 200
                    if "page=" in address:
                        continue
                    # What is for people with an account leads to signing in.
                    status = self.client.get(address, follow=True).status_code
                    self.assertEqual(status, expected, (path, address))

    def test_pages_set_no_cookie(self):
        for path, response in self.answers.items():
            self.assertEqual(response.cookies, {}, path)

    @override_settings(HTTPS=True)
    def test_usual_protections_stand(self):
        response = self.client.get("/en/")
        self.assertEqual(response["X-Frame-Options"], "DENY")
        self.assertEqual(response["X-Content-Type-Options"], "nosniff")
        self.assertEqual(response["Referrer-Policy"], "same-origin")
