"""What a browser fetches to show a page for the first time."""

import gzip
import re

from django.conf import settings
from django.test import TestCase

from tests.browser.content import LANGUAGES, address, load_content
from tests.public_pages import read

MOST_REQUESTS, MOST_BYTES = 6, 60 * 1000
MOST_HTML, MOST_PACKED_HTML = 40 * 1000, 8 * 1000
PAGES = ("home", "tools", "use cases", "tool", "use case", "organization", "search")
LISTS = ("tools", "use cases", "organizations", "collections")
# Letters in headings that the second file of the font has.
SELDOM = re.compile("[\u0100-\u0130\u0132-\u0151\u0154-\u017f\u0218-\u021b\u1e9e]")


def packed(content):
    return len(gzip.compress(content, 6))


def files(page):
    """Return the names of the static files that a page makes a browser fetch."""
    linked = page.select("link[rel=stylesheet], link[rel=icon], link[rel=preload]")
    addresses = [link["href"] for link in linked]
    addresses += [script["src"] for script in page.select("script[src]")]
    pictures = page.select("img:not([loading=lazy])")
    addresses += [picture["src"] for picture in pictures]
    if SELDOM.search(" ".join(h.get_text() for h in page.select("h1, h2, h3, .stand"))):
        addresses.append("/static/fonts/besley-ext.woff2")
    return [found.removeprefix(settings.STATIC_URL) for found in addresses]


def weight(name):
    content = (settings.BASE_DIR / "static" / name).read_bytes()
    return len(content) if name.endswith(".woff2") else packed(content)


class PageWeightTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_content()

    def test_a_first_view_is_light(self):
        for name in PAGES:
            for language in LANGUAGES:
                with self.subTest(page=name, language=language):
                    response = self.client.get(address(name, language))
                    fetched = files(read(response))
                    total = packed(response.content) + sum(map(weight, fetched))
                    self.assertLessEqual(1 + len(fetched), MOST_REQUESTS, fetched)
                    self.assertLessEqual(total, MOST_BYTES)

    def test_a_list_is_light(self):
        for name in LISTS:
            for language in LANGUAGES:
                with self.subTest(page=name, language=language):
                    html = self.client.get(address(name, language)).content
                    self.assertLessEqual(len(html), MOST_HTML)
                    self.assertLessEqual(packed(html), MOST_PACKED_HTML)

    def test_nothing_comes_from_elsewhere(self):
        for name in PAGES:
            page = read(self.client.get(address(name, "en")))
            for found in files(page):
                self.assertNotIn("//", found, name)

    def test_the_font_has_the_letters_and_signs_of_the_three_languages(self):
        """By the table of widths, which is made with it."""
        table = (settings.BASE_DIR / "core/data/besley_advances.json").read_text()
        for letter in "œŒÿŸ«»’“”–—…·\u202f\u00a0éèàçñ¿¡áíóúü€ČčŁł":
            self.assertIn(f'"{letter}": ', table)
