from datetime import UTC, datetime
from unittest import mock
from xml.etree import ElementTree

from django.test import TestCase

from api.sitemaps import PAGES, SITEMAPS, RecordSitemap
from catalogue.models import Tool
from revisions.editing import Attribution, hide
from tests.factories import make_tool
from tests.pages.test_urls import make_examples
from tests.public_pages import LANGUAGES

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


class SitemapTests(TestCase):
    def xml(self, path):
        response = self.client.get(path)
        self.assertEqual(response.status_code, 200, path)
        self.assertTrue(response["Content-Type"].startswith("application/xml"))
        return ElementTree.fromstring(response.content)

    def addresses(self, section):
        found = self.xml(f"/sitemap-{section}.xml").findall("s:url/s:loc", NAMES)
        return [node.text for node in found]

    def test_the_index_names_every_section(self):
        make_examples()
        found = self.xml("/sitemap.xml").findall("s:sitemap/s:loc", NAMES)
        expected = [f"http://testserver/sitemap-{section}.xml" for section in SITEMAPS]
        self.assertEqual([node.text for node in found], expected)

    def test_every_address_answers_with_the_page_itself(self):
        make_examples()
        for section in SITEMAPS:
            addresses = self.addresses(section)
            expected = 3 * (len(PAGES) if section == "pages" else 1)
            self.assertEqual(len(addresses), expected, section)
            self.assertEqual(len(set(addresses)), len(addresses))
            for address in addresses:
                path = address.removeprefix("http://testserver")
                self.assertEqual(self.client.get(path).status_code, 200, address)

    def test_each_address_has_its_alternates(self):
        make_tool("Vote")
        for url in self.xml("/sitemap-tools.xml").findall("s:url", NAMES):
            links = {
                link.get("hreflang"): link.get("href")
                for link in url.findall("x:link", NAMES)
            }
            expected = {c: f"http://testserver/{c}/tools/vote/" for c in LANGUAGES}
            default = links.pop("x-default")
            self.assertEqual(links, expected)
            path = default.removeprefix("http://testserver")
            response = self.client.get(path, follow=True)
            self.assertEqual(response.status_code, 200)
            self.assertEqual(response.request["PATH_INFO"], "/en/tools/vote/")

    def test_what_is_not_public_is_not_there(self):
        make_tool("Shown")
        hide(make_tool("Hidden"), "A test", Attribution(source="tests"))
        merged = make_tool("Merged")
        Tool.objects.filter(pk=merged.pk).update(status="merged")
        self.assertEqual(
            self.addresses("tools"),
            [f"http://testserver/{code}/tools/shown/" for code in LANGUAGES],
        )

    def test_each_record_tells_when_it_last_changed(self):
        make_tool("Vote")
        Tool.objects.update(updated_at=datetime(2020, 5, 6, tzinfo=UTC))
        changed = self.xml("/sitemap-tools.xml").findall("s:url/s:lastmod", NAMES)
        self.assertEqual({node.text for node in changed}, {"2020-05-06"})

    def test_a_large_section_has_pages(self):
        for _ in range(3):
            make_tool()
        with mock.patch.object(RecordSitemap, "limit", 6):
            found = self.xml("/sitemap.xml").findall("s:sitemap/s:loc", NAMES)
            tools = [node.text for node in found if "tools" in node.text]
            self.assertEqual(len(tools), 2)
            addresses = [
                loc.text
                for page in tools
                for loc in self.xml(page).findall("s:url/s:loc", NAMES)
            ]
        self.assertEqual(len(set(addresses)), 9)

    def test_an_unknown_section_is_not_there(self):
        for path in ("/sitemap-nonsense.xml", "/sitemap-tools.xml?p=9",
                     "/sitemap-tools.xml?p=x"):  # fmt: skip
            self.assertEqual(self.client.get(path).status_code, 404, path)

    def test_queries_do_not_grow_with_the_records(self):
        for _ in range(5):
            make_tool()
        with self.assertNumQueries(1):
            self.client.get("/sitemap-tools.xml")
