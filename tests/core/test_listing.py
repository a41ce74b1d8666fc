from django.http import QueryDict
from django.test import RequestFactory, TestCase

from catalogue.filters import ToolFilter
from catalogue.models import Tool
from core.listing import chips, sorts, wants_results_alone
from tests.factories import make_tag, make_tool


def tools(query=""):
    return ToolFilter(QueryDict(query))


def names(filterset, *part):
    found = Tool.objects.in_bulk(pks := filterset.page_of(*part))
    return [found[pk].name for pk in pks]


class ListingTests(TestCase):
    def test_nothing_chosen_narrows_nothing(self):
        make_tool()
        filterset = tools("page=3&facet=theme&nonsense=1")
        self.assertIsNone(filterset.fitting())
        self.assertEqual(filterset.sets, {})
        self.assertEqual(len(filterset.found), 1)
        self.assertEqual(chips(filterset), [])

    def test_a_list_costs_one_query_and_one_for_the_search(self):
        make_tool(platforms=["web"], hosting=["hosted"])
        tools()
        with self.assertNumQueries(2):
            filterset = tools("hosting=hosted&platform=web&q=tool")
            self.assertEqual(len(filterset.found), 1)
            filterset.fitting(but="hosting")
            filterset.counts("platform")

    def test_values_that_can_exist_are_looked_up_at_once(self):
        make_tool()
        for slug in ("a", "b", "c"):
            make_tag(slug)
        tools()
        with self.assertNumQueries(2):
            filterset = tools("function=a&function=b&function=c&function=d")
        self.assertEqual(filterset.values["function"], ["a", "b", "c"])
        self.assertIn("d", filterset.notices[0])

    def test_values_that_records_have_are_not_looked_up(self):
        make_tag("a")
        make_tool(tags=["a"])
        tools()
        with self.assertNumQueries(1):
            tools("function=a")

    def test_what_is_found_comes_page_by_page_the_best_match_first(self):
        make_tool("Plain", description={"en": "A lantern"})
        make_tool("Lantern")
        filterset = tools("q=lantern")
        self.assertEqual(names(filterset, 0, 1), ["Lantern"])
        self.assertEqual(names(filterset, 1, 2), ["Plain"])

    def test_relevance_is_an_order_of_a_search_only(self):
        self.assertNotIn("relevance", [s["name"] for s in sorts(tools())])
        names = [(s["name"], s["current"]) for s in sorts(tools("q=a"))]
        self.assertEqual(names[0], ("relevance", True))
        self.assertEqual(sum(current for _name, current in names), 1)

    def test_a_chip_takes_away_its_value_and_where_the_reader_was(self):
        filterset = tools("platform=web&platform=ios&q=a+b&page=2&facet=x&sort=name")
        without = [chip["without"] for chip in chips(filterset)]
        self.assertEqual(
            without,
            ["?platform=ios&q=a+b&sort=name", "?platform=web&q=a+b&sort=name"],
        )

    def test_the_fragment_is_for_htmx_but_not_for_going_back(self):
        make = RequestFactory().get
        restore = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
        for headers, expected in (
            ({}, False), ({"HX-Request": "true"}, True), (restore, False),
        ):  # fmt: skip
            request = make("/", headers=headers)
            self.assertIs(wants_results_alone(request), expected)
