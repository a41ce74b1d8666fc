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
