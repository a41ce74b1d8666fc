"""That each kind of page is valid HTML, in three languages, with the real content."""

import gzip
from collections import Counter
from itertools import pairwise

import html5lib
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import SimpleTestCase, TestCase

from tests.browser.content import (
    LANGUAGES,
    PAGES,
    STATUS,
    UNADDRESSED,
    address,
    load_content,
    unaddressed_page,
)

# Attributes that name other elements by their ids.
POINTING = (
    *("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"),
    *("aria-activedescendant", "aria-details", "aria-errormessage", "for", "form"),
)
UNLABELLED = ("hidden", "submit", "button", "image", "reset")


def syntax_errors(html):
    """Return what a parser of the standard has to forgive, with its line."""
    parser = html5lib.HTMLParser()
    parser.parse(html)
    return [
        f"line {line}: {code} {details or ''} in {html.splitlines()[line - 1][:120]!r}"
        for (line, _column), code, details in parser.errors
    ]


def faults(soup):
    """Return in words what is wrong with a page that parses, templates left aside."""
    for template in soup.find_all("template"):
        template.extract()
    return [
        *repeated_ids(soup),
        *lost_pointers(soup),
        *heading_faults(soup),
        *nameless(soup),
        *(f"without alt: {img}" for img in soup.find_all("img", alt=False)),
        *(f"lang is {tag['lang']!r}" for tag in soup.select('[lang=""]')),
    ]


def repeated_ids(soup):
    counts = Counter(tag["id"] for tag in soup.find_all(id=True))
    return [f"id {name!r} {n} times" for name, n in counts.items() if n > 1 or not name]


def lost_pointers(soup):
    ids = {tag["id"] for tag in soup.find_all(id=True)}
    for attribute in POINTING:
        for tag in soup.find_all(attrs={attribute: True}):
            for name in set(tag[attribute].split()) - ids:
                yield f"{attribute} points to {name!r}, which is nowhere"
    for link in soup.select('a[href^="#"], use[href^="#"]'):
        if link["href"][1:] not in ids:
            yield f"{link['href']} leads nowhere"


def heading_faults(soup):
    levels = [int(tag.name[1]) for tag in soup.find_all(["h1", "h2", "h3", "h4"])]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"the headings have levels {levels}"
    for above, below in pairwise(levels):
        if below > above + 1:
            yield f"a heading of level {below} stands under one of level {above}"
    for tag in soup.find_all(["h1", "h2", "h3", "h4"]):
        if not tag.get_text(strip=True):
            yield f"an empty heading: {tag}"


def nameless(soup):
    """Yield the links, buttons, fields and groups that have no name."""
    labelled = {label["for"] for label in soup.select("label[for]")}
    for tag in soup.find_all(["a", "button", "summary", "legend", "label", "title"]):
        pictures = "".join(img.get("alt", "") for img in tag.find_all("img"))
        if not (tag.get_text(strip=True) or pictures or tag.get("aria-label")):
            yield f"without a name: {tag}"
    for tag in soup.find_all(["input", "select", "textarea"]):
        named = tag.get("id") in labelled or tag.find_parent("label")
        if not named and tag.get("type") not in UNLABELLED:
            yield f"without a label: {tag}"
    for tag in soup.select("nav, aside, svg[role], [role=group]"):
        if not (tag.get("aria-label") or tag.get("aria-labelledby")):
            yield f"without a name: {tag.name} {tag.attrs}"


class PagesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_content()

    def html(self, name, language):
        if name in UNADDRESSED:
            return unaddressed_page(name, language)
        headers = {"accept-language": language}
        response = self.client.get(address(name, language), headers=headers)
        self.assertEqual(response.status_code, STATUS.get(name, 200))
        return response.content.decode()

    def test_each_kind_of_page_is_valid_and_well_made(self):
        for name in PAGES:
            for language in LANGUAGES:
                with self.subTest(page=name, language=language):
                    html = self.html(name, language)
                    self.assertEqual(syntax_errors(html), [])
                    soup = BeautifulSoup(html, "html.parser")
                    self.assertEqual(soup.html["lang"], language)
                    self.assertEqual([*faults(soup)], [])

    def test_what_replaces_a_list_is_well_made_too(self):
        response = self.client.get(
            "/en/tools/?q=budget", headers={"hx-request": "true"}
        )
        part = response.content.decode()
        parser = html5lib.HTMLParser()
        parser.parseFragment(part, container="div")
        self.assertEqual(parser.errors, [])


class WeightTests(SimpleTestCase):
    """What a visitor of the site fetches once, compressed."""

    def weight(self, *names):
        parts = [(settings.BASE_DIR / "static" / name).read_bytes() for name in names]
        return sum(len(gzip.compress(part, 9)) for part in parts)

    def test_the_style_sheet_weighs_25_kilobytes_at_most(self):
        self.assertLessEqual(self.weight("css/site.css"), 25 * 1024)

    def test_the_scripts_weigh_30_kilobytes_at_most(self):
        self.assertLessEqual(self.weight("js/site.js", "vendor/htmx.min.js"), 30 * 1024)
