from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from revisions.editing import Attribution, hide
from tests.factories import (
    make_collection,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
)
from tests.public_pages import (
    LANGUAGES,
    make_full_tool,
    make_ground,
    make_pictures,
    meta,
    notices,
    read,
    row_slugs,
    words,
)

BY = Attribution(source="tests")


class SearchTests(TestCase):
    def see(self, query="", language="en"):
        return self.client.get(f"/{language}/search/?{query}")

    def test_without_words_it_invites_to_write_some(self):
        for query in ("", "q=", "q=+", "q=%00"):
            response = self.see(query)
            self.assertEqual(response.status_code, 200)
            self.assertIsNone(read(response).select_one(".listbar"))

    def test_each_kind_has_its_section_with_the_best_first(self):
        make_tool("Plain", description={"en": "About the lantern"})
        make_tool("Lantern")
        make_use_case("Lantern in town")
        make_organization("Lantern society")
        make_collection("Lanterns")
        response = self.see("q=lantern")
        sections = [(s.key, s.count) for s in response.context["sections"]]
        self.assertEqual(
            sections,
            [("tool", 2), ("use-case", 1), ("organization", 1), ("collection", 1)],
        )
        self.assertEqual(row_slugs(response)[:2], ["lantern", "plain"])
        self.assertIn("5", words(read(response).select_one(".listbar h2")))

    def test_its_tabs_and_lists_keep_the_tools_picked_to_compare(self):
        for name in ("Lantern", "Lantern two", "Candle"):
            make_tool(name)
        make_use_case("Lantern in town")
        picked = "compare=lantern&compare=candle"
        for address in ("/en/search/", "/en/tools/", "/en/use-cases/"):
            page = read(self.client.get(f"{address}?q=lantern&{picked}"))
            tabs = [link["href"] for link in page.select("nav.tabs a")]
            self.assertEqual(len(tabs), 5)
            for link in tabs:
                self.assertTrue(link.endswith(f"?q=lantern&{picked}"), link)
        page = read(self.client.get(f"/en/use-cases/?{picked}"))
        kept = [box["value"] for box in page.select("#filters [name=compare]")]
        self.assertEqual(kept, ["lantern", "candle"])
        page = read(self.see(f"q=lantern&{picked}"))
        kept = [box["value"] for box in page.select("#main form [name=compare]")]
        self.assertEqual(kept, ["lantern", "candle"])
        pick = page.select_one("#pick-lantern-two")["href"]
        self.assertEqual(pick, f"/en/tools/?q=lantern&{picked}&compare=lantern-two")

    def test_more_than_are_shown_are_one_step_away(self):
        for number in range(7):
            make_tool(f"Lantern {number}")
        response = self.see("q=lantern")
        self.assertEqual(len(row_slugs(response)), 5)
        more = read(response).select_one("a.more")
        self.assertEqual(more["href"], "/en/tools/?q=lantern")
        self.assertEqual(len(row_slugs(self.client.get(more["href"]))), 7)

    def test_a_tool_is_picked_into_the_list_of_what_was_searched(self):
        make_tool("Lantern")
        pick = read(self.see("q=lantern")).select_one("a.pick")
        self.assertEqual(pick["href"], "/en/tools/?q=lantern&compare=lantern")

    def reasons(self, query):
        """Return {slug: why it was found}, of the rows that say why."""
        rows = read(self.client.get(f"/en/tools/?q={query}")).select("ul.rows > li")
        return {
            row.select_one("h3 a")["href"].split("/")[-2]: words(why)
            for row in rows
            if (why := row.select_one(".why"))
        }

    def test_what_a_row_does_not_show_is_told(self):
        make_tag("lighting", label="Lighting", synonyms={"en": ["lanterns"]})
        make_organization("Lantern society", slug="society")
        make_tool("Shown", summary="A lantern")
        make_tool("Alias", aliases=["Lantern"])
        make_tool("Tagged", tags=["lighting"])
        make_tool("Made", developers=["society"])
        long = "Nothing. " * 60 + "The lantern & the <b>lamp</b>. " + "Nothing. " * 60
        make_tool("Told", description={"en": long})
        told = self.reasons("lantern")
        self.assertEqual(told.keys(), {"alias", "tagged", "made", "told"})
        self.assertIn("another of its names", told["alias"])
        self.assertIn("synonyms", told["tagged"])
        self.assertIn("tied to", told["made"])
        self.assertIn("The lantern & the", told["told"])
        self.assertLess(len(told["told"]), 300)

    def test_the_words_that_were_found_are_marked(self):
        make_tool("Lanterns", summary="One lantern, no lamp")
        row = read(self.client.get("/en/tools/?q=lantern")).select_one("ul.rows > li")
        marks = [words(mark) for mark in row.select("h3 mark, .sum mark")]
        self.assertEqual(marks, ["Lanterns", "lantern"])
        self.assertFalse(read(self.client.get("/en/tools/")).select("mark"))

    def test_tags_that_fit_are_shown(self):
        make_tag("lighting", label="Lantern lighting")
        tags = read(self.see("q=lantern")).select(".tags a")
        self.assertEqual([tag["href"] for tag in tags], ["/en/tags/lighting/"])

    def test_what_is_hidden_is_not_found(self):
        hide(make_tool("Lantern"), "A test", BY)
        hide(make_tag("lantern-tag"), "A test", BY)
        response = self.see("q=lantern")
        self.assertEqual(row_slugs(response), [])
        self.assertTrue(read(response).select(".empty a"))

    def test_what_was_typed_is_shown_as_text(self):
        response = self.see("q=%3Cscript%3Ealert(1)%3C/script%3E%22")
        self.assertNotIn("<script>alert", response.text)
        field = read(response).select_one("#q")
        self.assertEqual(field["value"], '<script>alert(1)</script>"')

    def test_too_much_is_cut_and_said(self):
        make_tool("Lantern")
        response = self.see(f"q=lantern+{'x' * 300}")
        self.assertEqual(response.status_code, 200)
        self.assertIn("200 characters", notices(response)[0])
        self.assertEqual(len(read(response).select_one("#q")["value"]), 200)

    def test_it_is_not_for_search_engines(self):
        for query in ("", "q=a"):
            self.assertIn("noindex", meta(self.see(query), "robots"))

    def test_a_text_is_found_from_every_language(self):
        make_tool("Vote", summary={"fr": "Une lanterne", "en": "A lantern"})
        for language in LANGUAGES:
            for word in ("lanterne", "lantern"):
                found = row_slugs(self.see(f"q={word}", language))
                self.assertEqual(found, ["vote"], (language, word))

    def test_queries_are_few(self):
        make_ground()
        images = make_pictures()
        for number in range(3):
            make_full_tool(number, ["budgets", "mapping"], images=images)
        make_tool("Deep", description={"en": "About budgets"})
        # What nothing matches costs what finding the nearest words costs.
        for query, most in (("q=budgets", 5), ("q=budgtes", 7), ("q=budgets+zzz", 7)):
            self.see(query)
            with CaptureQueriesContext(connection) as queries:
                response = self.see(query)
            self.assertGreater(len(row_slugs(response)), 3)
            self.assertLessEqual(len(queries), most, query)
