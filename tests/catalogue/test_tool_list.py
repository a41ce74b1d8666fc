from django.test import TestCase

from catalogue.filters import ToolFilter
from catalogue.models import Tool
from revisions.editing import hide
from tests.factories import make_organization, make_tag, make_tool, make_use_case
from tests.public_pages import (
    checked,
    chips,
    facets_shown,
    make_ground,
    notices,
    read,
    row_slugs,
    words,
)
from tests.record_lists import BY, ListTests


class ToolListTests(ListTests, TestCase):
    url_name = "catalogue:tools"
    filterset_class = ToolFilter
    model = Tool
    one, several = "tool", "tools"
    most_queries = 50

    def make(self, name, **values):
        return make_tool(name, **values)

    def make_rich(self, number):
        tool = make_tool(
            f"Rich {number}",
            summary="Votes",
            source_code="https://code.example.org/",
            licence="AGPL-3.0-only",
            programming_languages=["C", "C++"],
            platforms=["web", "linux"],
            interface_languages=["en", "fr"],
            hosting=["hosted", "self-hosted"],
            pricing="free",
            activity="archived",
            developers=["maker"],
            funders=["maker"],
            tags=["budgets", "mapping"],
        )
        make_use_case(
            tools=[tool.slug],
            country="ES",
            participants=["city", "maker"],
            tags=["budgets", "mapping"],
        )

    def test_most_used_comes_first(self):
        for name, uses in (("Once", 1), ("Never", 0), ("Twice", 2)):
            tool = make_tool(name)
            for _ in range(uses):
                make_use_case(tools=[tool.slug])
        hide(make_use_case(tools=["never"]), "A test", BY)
        response = self.see()
        self.assertEqual(row_slugs(response), ["twice", "once", "never"])
        self.assertEqual(row_slugs(self.see("sort=name")), ["never", "once", "twice"])
        shown = [words(node.contents[0]) for node in read(response).select(".uses b")]
        self.assertEqual(shown, ["2", "1"])

    def test_a_row_says_what_is_unknown(self):
        make_tool("Plain")
        row = words(read(self.see()).select_one("ul.rows > li"))
        self.assertIn("unknown", row)
        self.assertIn("No use case yet", row)


class ToolFacetTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_ground()
        make_tag("parks", kind="theme", label="Parks")
        make_tool(
            "Full",
            kind="online-service",
            source_code="https://code.example.org/",
            licence="MIT OR Apache-2.0",
            programming_languages=["C++"],
            platforms=["web"],
            interface_languages=["pt-BR"],
            hosting=["hosted"],
            pricing="paid",
            activity="active",
            tags=["budgets", "mapping"],
        )
        make_tool("Parks", tags=["parks"], hosting=["self-hosted"])
        make_tool("Blank", licence="proprietary")
        make_use_case(
            tools=["full"], country="ES", tags=["parks"], participants=["city"]
        )
        hidden = make_use_case(
            tools=["blank"], country="FR", tags=["mapping"], participants=["maker"]
        )
        hide(hidden, "A test", BY)

    def see(self, query=""):
        return self.client.get(f"/en/tools/?{query}")

    def test_each_facet_narrows(self):
        for query, slugs in {
            "theme=budgets": ["full"],
            "theme=fiscal": ["full"],
            "theme=parks": ["parks"],
            "function=mapping": ["full"],
            "hosting=hosted": ["full"],
            "licence_family=permissive": ["full"],
            "licence_family=unknown": ["parks"],
            "used_in=ES": ["full"],
            "used_in=FR": [],
            "language=pt-BR": ["full"],
            "status=active": ["full"],
            "status=unknown": ["blank", "parks"],
            "usage=parks": ["full"],
            "usage=mapping": [],
            "user_sector=public": ["full"],
            "user_sector=private": [],
            "kind=online-service": ["full"],
            "pricing=paid": ["full"],
            "pricing=unknown": ["blank", "parks"],
            "licence=MIT+OR+Apache-2.0": ["full"],
            "licence=proprietary": ["blank"],
            "licence=unknown": ["parks"],
            "platform=web": ["full"],
            "programming_language=C%2B%2B": ["full"],
            "has_use_cases=yes": ["full"],
            "has_use_cases=no": ["blank", "parks"],
            "has_source_code=yes": ["full"],
            "has_source_code=no": ["blank", "parks"],
            "has_source_code=no&has_source_code=yes": ["blank", "full", "parks"],
        }.items():
            response = self.see(f"sort=name&{query}")
            self.assertEqual(row_slugs(response), slugs, query)
            self.assertEqual(notices(response), [], query)

    def test_values_of_one_facet_add_up_and_facets_cut(self):
        for query, slugs in {
            "theme=budgets&theme=parks": ["full", "parks"],
            "theme=budgets&theme=parks&hosting=hosted": ["full"],
            "theme=parks&hosting=hosted": [],
            "theme=parks&q=full": [],
        }.items():
            self.assertEqual(row_slugs(self.see(f"sort=name&{query}")), slugs, query)

    def test_each_count_is_under_the_other_choices(self):
        shown = facets_shown(self.see("hosting=hosted"))
        self.assertEqual(
            shown["hosting"],
            {"hosted": 1, "self-hosted": 1, "unknown": 1},
        )
        self.assertEqual(shown["theme"], {"budgets": 1, "fiscal": 1})
        self.assertEqual(shown["has_use_cases"], {"yes": 1})

    def test_a_chosen_value_without_records_still_shows(self):
        response = self.see("theme=parks&hosting=hosted")
        self.assertEqual(facets_shown(response)["theme"]["parks"], 0)
        self.assertEqual(checked(response), [("theme", "parks"), ("hosting", "hosted")])

    def test_each_chip_takes_its_own_value_away(self):
        response = self.see(
            "q=a&theme=parks&theme=budgets&used_in=ES&sort=name&page=1&facet=theme"
        )
        found = {label.split(" ")[-1]: href for label, href in chips(response).items()}
        self.assertEqual(found["Parks"], "?q=a&theme=budgets&used_in=ES&sort=name")
        self.assertEqual(found["Budgets"], "?q=a&theme=parks&used_in=ES&sort=name")
        self.assertEqual(found["Spain"], "?q=a&theme=parks&theme=budgets&sort=name")
        self.assertEqual(len(found), 4)

    def test_an_unknown_value_is_told_and_the_others_count(self):
        response = self.see("theme=parks&theme=nonsense")
        self.assertEqual(row_slugs(response), ["parks"])
        self.assertIn("nonsense", notices(response)[0])
        self.assertNotIn("Parks", notices(response)[0])
        self.assertEqual(checked(response), [("theme", "parks")])

    def test_five_values_stand_there_and_the_rest_one_step_away(self):
        for code in ("PT", "IT", "DE", "PL", "BE", "NL"):
            make_use_case(tools=["parks"], country=code)
        response = self.see("theme=parks")
        self.assertEqual(len(facets_shown(response)["used_in"]), 5)
        more = read(response).select_one("button.all[value=used_in]")
        self.assertTrue(words(more).startswith("1 more"))
        self.assertEqual(more["name"], "facet")
        opened = self.see("theme=parks&facet=used_in")
        self.assertEqual(len(facets_shown(opened)["used_in"]), 6)
        fewer = read(opened).select_one("a.all")
        self.assertEqual(fewer["href"], "?theme=parks")
        self.assertEqual(row_slugs(opened), row_slugs(response))

    def test_all_that_is_chosen_stands_there(self):
        codes = ["PT", "IT", "DE", "PL", "BE", "NL", "AT"]
        for code in codes:
            make_use_case(tools=["parks"], country=code)
        query = "&".join(f"used_in={code}" for code in codes)
        self.assertEqual(set(facets_shown(self.see(query))["used_in"]), set(codes))

    def test_boxes_have_ids_of_their_own(self):
        make_tool("C", programming_languages=["C", "C#"])
        ids = [node["id"] for node in read(self.see()).find_all(id=True)]
        self.assertEqual(sorted(set(ids)), sorted(ids))

    def test_a_hidden_organization_counts_in_no_sector(self):
        city = make_organization("Hidden city", sector="academic")
        make_use_case(tools=["full"], participants=[city.slug])
        self.assertIn("academic", facets_shown(self.see())["user_sector"])
        hide(city, "A test", BY)
        self.assertNotIn("academic", facets_shown(self.see())["user_sector"])

    def test_labels_are_in_the_language_of_the_page(self):
        page = read(self.client.get("/fr/tools/?used_in=ES"))
        box = page.select_one("input[name=used_in][value=ES]")
        self.assertIn("Espagne", words(box.parent))
