import re
from urllib.parse import parse_qs, urlsplit

from django.test import TestCase
from django.urls import reverse

from revisions.editing import Attribution, hide
from tests.factories import make_tag, make_use_case
from tests.public_pages import (
    LANGUAGES,
    chips,
    count_shown,
    facets_shown,
    meta,
    notices,
    read,
    words,
)

BY = Attribution(source="tests")


class MapTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_tag("parks", kind="theme", label="Parks")
        for number in range(3):
            make_use_case(f"France {number}", country="FR", tags=["parks"])
        make_use_case("Brazil", country="BR", level="local", tags=["parks"])
        make_use_case("Malta", country="MT", level="local")
        make_use_case("Tuvalu", country="TV")
        make_use_case("Everywhere", level="international")

    def see(self, query="", language="en", **headers):
        return self.client.get(f"/{language}/use-cases/map/?{query}", headers=headers)

    def discs(self, response):
        """Return {name of a disc: its link} in the order of the page."""
        links = read(response).select("svg.dots > a")
        return {words(link.title): link for link in links}

    def table(self, response):
        """Return {country: number} of the table, in its order."""
        rows = read(response).select("table.bars tbody tr")
        return {words(row.a): int(row.td.get_text()) for row in rows}

    def country_query(self, href):
        return parse_qs(urlsplit(href).query).get("country", [])

    def test_each_country_with_use_cases_is_a_link_that_says_its_number(self):
        self.assertEqual(
            list(self.discs(self.see())),
            [
                "Brazil: 1 use case",
                "Tuvalu: 1 use case",
                "France: 3 use cases",
                "Malta: 1 use case",
            ],
        )

    def test_the_table_says_the_same_the_most_first(self):
        table = self.table(self.see())
        self.assertEqual(table, {"France": 3, "Brazil": 1, "Malta": 1, "Tuvalu": 1})
        self.assertEqual(list(table), ["France", "Brazil", "Malta", "Tuvalu"])

    def test_a_smallest_state_is_on_the_map_and_in_the_table(self):
        make_use_case("Vatican", country="VA")
        response = self.see()
        name = "Vatican City: 1 use case"
        self.assertEqual(self.discs(response)[name]["href"], "?country=VA")
        self.assertIn("Vatican City", self.table(response))

    def test_choosing_a_country_narrows_and_choosing_it_again_undoes_that(self):
        link = self.discs(self.see())["France: 3 use cases"]
        self.assertEqual(link["href"], "?country=FR")
        response = self.see("country=FR")
        self.assertEqual(count_shown(response), 3)
        self.assertIn("Country France", next(iter(chips(response))))
        link = self.discs(response)["France: 3 use cases"]
        self.assertEqual(link["aria-current"], "true")
        self.assertEqual(self.country_query(link["href"]), [])

    def test_another_country_can_be_added(self):
        response = self.see("country=FR")
        link = self.discs(response)["Brazil: 1 use case"]
        self.assertEqual(self.country_query(link["href"]), ["FR", "BR"])
        self.assertEqual(count_shown(self.see("country=FR&country=BR")), 4)

    def test_the_numbers_are_those_under_the_other_filters(self):
        for query, expected in (
            ("level=local", {"Brazil": 1, "Malta": 1}),
            ("theme=parks", {"France": 3, "Brazil": 1}),
            ("theme=parks&country=BR", {"France": 3, "Brazil": 1}),
            ("q=malta", {"Malta": 1}),
        ):
            self.assertEqual(self.table(self.see(query)), expected, query)

    def test_a_number_is_what_the_list_of_the_country_holds(self):
        response = self.see("theme=parks")
        numbers = self.table(response).values()
        rows = read(response).select("table.bars tbody tr")
        for row, number in zip(rows, numbers, strict=True):
            self.assertIn("theme=parks", row.a["href"])
            self.assertEqual(count_shown(self.client.get(row.a["href"])), number)

    def test_what_has_no_country_is_counted_and_linked(self):
        page = read(self.see())
        self.assertIn("1 use case is not on the map", words(page.select_one(".atlas")))
        link = page.select_one("table.bars tfoot a")
        self.assertEqual(count_shown(self.client.get(link["href"])), 1)
        self.assertNotIn("not on the map", self.see("level=local").text)

    def test_hidden_use_cases_do_not_count(self):
        hide(make_use_case("Hidden", country="DE"), "A test", BY)
        self.assertNotIn("Germany", self.table(self.see()))

    def test_a_country_without_a_result_can_still_be_taken_away(self):
        response = self.see("country=DE&level=local")
        link = self.discs(response)["Germany: 0 use cases"]
        self.assertEqual(self.country_query(link["href"]), [])
        self.assertEqual(count_shown(response), 0)

    def test_nothing_found_is_said(self):
        response = self.see("q=zzzzzz")
        self.assertEqual(count_shown(response), 0)
        self.assertEqual(self.discs(response), {})
        self.assertIn("Nothing fits all of this", response.text)

    def test_the_legend_has_a_step_for_each_shade(self):
        page = read(self.see())
        steps = [words(step) for step in page.select(".shades li")]
        self.assertEqual(steps, ["none", "1", "2–3"])
        shades = {found for a in page.select("svg.dots > a") for found in a["class"]}
        legend = {step["class"][0] for step in page.select(".shades li")}
        self.assertEqual(shades, legend - {"s0"})

    def test_the_keyboard_meets_each_country_once(self):
        page = read(self.see())
        by_mouse = page.select("svg.dots g a")
        self.assertTrue(by_mouse)
        for link in by_mouse:
            self.assertEqual(link["tabindex"], "-1")
            self.assertEqual(link.parent["aria-hidden"], "true")
        self.assertEqual(len(page.select("svg.dots > a")), 4)

    def test_the_map_leads_to_the_list_with_its_filters(self):
        page = read(self.see("theme=parks&country=FR&page=2&facet=tool"))
        to_list = page.find("a", string="List")["href"]
        self.assertEqual(
            to_list, f"{reverse('usecases:use-cases')}?theme=parks&country=FR"
        )

    def test_the_list_leads_to_the_map_with_its_filters(self):
        page = read(self.client.get("/en/use-cases/?theme=parks&page=1&sort=name"))
        to_map = page.find("a", string="Map")["href"]
        self.assertEqual(to_map, f"{reverse('usecases:map')}?theme=parks&sort=name")

    def test_the_filters_of_the_list_stand_beside_the_map(self):
        shown = facets_shown(self.see())
        self.assertEqual(shown["theme"], {"parks": 4})
        self.assertIn("country", shown)

    def test_an_impossible_country_is_told(self):
        response = self.see("country=ZZ&country=FR")
        self.assertIn("ZZ", notices(response)[0])
        self.assertEqual(count_shown(response), 3)

    def test_what_is_found_nowhere_is_said_without_a_table(self):
        page = read(self.see("level=international"))
        self.assertEqual(len(page.select("svg.dots")), 2)
        self.assertEqual(page.select("svg.dots a, table"), [])
        self.assertIn("1 use case is not on the map", words(page.select_one(".atlas")))

    def test_htmx_gets_the_results_alone(self):
        response = self.see(**{"hx-request": "true"})
        self.assertNotIn("<html", response.text)
        self.assertIn("<table", response.text)
        self.assertIn("HX-Request", response["Vary"])

    def test_only_the_whole_map_is_for_search_engines(self):
        self.assertIsNone(meta(self.see(), "robots"))
        self.assertIn("noindex", meta(self.see("country=FR"), "robots"))

    def test_it_stands_in_every_language(self):
        names = ("France", "France", "Francia")
        for language, name in zip(LANGUAGES, names, strict=True):
            self.assertIn(name, self.table(self.see(language=language)))

    def test_no_number_of_the_drawing_is_localised(self):
        for language in LANGUAGES:
            for svg in read(self.see(language=language)).select("svg.dots"):
                self.assertFalse(re.search(r"\d,\d", str(svg)), language)

    def test_one_query_is_asked_however_many_countries(self):
        self.see("level=local")
        with self.assertNumQueries(1):
            self.see("level=local")


class EmptyMapTests(TestCase):
    def test_an_empty_catalogue_draws_no_map(self):
        response = self.client.get("/en/use-cases/map/")
        self.assertEqual(count_shown(response), 0)
        self.assertEqual(read(response).select("svg.dots, table"), [])
