from django.core.paginator import Paginator
from django.http import QueryDict
from django.test import RequestFactory, TestCase

from catalogue.filters import ToolFilter
from catalogue.models import Tool
from core.listing import chips, sorts, wants_results_alone
from tests.factories import make_tag, make_tool


def tools(query=""):
    return ToolFilter(QueryDict(query), Tool.objects.public().for_cards())


class ListingTests(TestCase):
    def test_nothing_chosen_narrows_nothing(self):
        make_tool()
        filterset = tools("page=3&facet=theme&nonsense=1")
        self.assertIsNone(filterset.pks())
        self.assertEqual(filterset.sets, {})
        self.assertEqual(chips(filterset), [])

    def test_each_filter_costs_one_query_however_often_it_is_asked(self):
        make_tag("vote")
        filterset = tools("hosting=hosted&platform=web&q=a")
        with self.assertNumQueries(3):
            filterset.pks()
            filterset.pks(but="hosting")
            filterset.narrowed(but="platform")

    def test_values_that_can_exist_are_looked_up_at_once(self):
        for slug in ("a", "b", "c"):
            make_tag(slug)
        with self.assertNumQueries(1):
            filterset = tools("function=a&function=b&function=c&function=d")
        self.assertEqual(filterset.values["function"], ["a", "b", "c"])
        self.assertIn("d", filterset.notices[0])

    def test_more_records_than_sqlite_takes_parameters(self):
        first = make_tool(platforms=["web"])
        values = {f.attname: getattr(first, f.attname) for f in first._meta.fields}
        del values["id"]
        Tool.objects.bulk_create(
            Tool(**values | {"slug": f"copy-{n}"}) for n in range(1200)
        )
        filterset = tools("licence=unknown&sort=name")
        self.assertEqual(filterset.found().count(), 1201)

    def test_ranked_records_come_page_by_page_in_the_order_of_their_scores(self):
        make_tool("Plain", description={"en": "A lantern"})
        make_tool("Lantern")
        filterset = tools("q=lantern")
        ranked = filterset.ordered(filterset.found())
        paginator = Paginator(ranked, 1)
        names = [[tool.name for tool in page] for page in paginator]
        self.assertEqual(names, [["Lantern"], ["Plain"]])
        self.assertEqual((paginator.count, len(ranked)), (2, 2))

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
