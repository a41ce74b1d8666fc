from django.test import TestCase

from revisions.editing import hide
from tests.factories import make_organization, make_tag, make_tool, make_use_case
from tests.public_pages import facets_shown, make_world, notices, read, row_slugs, words
from tests.record_lists import BY, ListTests
from usecases.filters import UseCaseFilter
from usecases.models import UseCase


class UseCaseListTests(ListTests, TestCase):
    url_name = "usecases:use-cases"
    filterset_class = UseCaseFilter
    model = UseCase
    one, several = "use case", "use cases"
    most_queries = 35

    def make(self, name, **values):
        return make_use_case(name, **values)

    def make_rich(self, number):
        make_use_case(
            f"Rich {number}",
            summary={"en": "What was done"},
            tools=["one", "two"],
            participants=["city", "maker", {"organization": "city", "role": "lead"}],
            country="ES",
            city="Barcelona",
            level="local",
            started="2016",
            running="yes",
            tags=["budgets", "mapping"],
        )

    def test_the_newest_come_first_and_the_undated_last(self):
        for name, started in (("A", ""), ("B", "2010"), ("C", "2020-05"), ("D", "")):
            make_use_case(name, started=started)
        self.assertEqual(row_slugs(self.see()), ["c", "b", "a", "d"])

    def test_a_row_names_only_public_tools_and_participants(self):
        tool, city = make_tool("Hidden tool"), make_organization("Hidden city")
        make_use_case("Case", tools=[tool.slug], participants=[city.slug])
        hide(tool, "A test", BY)
        hide(city, "A test", BY)
        self.assertNotIn("Hidden", self.see().text)

    def test_a_row_counts_the_participants_it_does_not_name(self):
        cities = [make_organization(f"City {n}").slug for n in range(4)]
        make_use_case("Case", participants=cities)
        row = read(self.see()).select("ul.rows .meta")[-1]
        self.assertEqual(words(row), "By City 0, City 1 and 2 more")


class UseCaseFacetTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_world()
        make_tag("parks", kind="theme", label="Parks")
        make_tool("Vote")
        make_use_case(
            "Full",
            country="ES",
            level="local",
            tools=["vote"],
            participants=["city"],
            started="2016-05-01",
            running="no",
            tags=["budgets", "mapping"],
        )
        make_use_case("Old", started="2004", participants=["maker"], tags=["parks"])
        make_use_case("Recent", started="2025-01", running="yes", country="FR")
        make_use_case("Blank")

    def see(self, query=""):
        return self.client.get(f"/en/use-cases/?{query}")

    def test_each_facet_narrows(self):
        for query, slugs in {
            "theme=budgets": ["full"],
            "theme=fiscal": ["full"],
            "theme=parks": ["old"],
            "function=mapping": ["full"],
            "country=ES": ["full"],
            "country=ES&country=FR": ["full", "recent"],
            "country=DE": [],
            "level=local": ["full"],
            "level=unknown": ["blank", "old", "recent"],
            "tool=vote": ["full"],
            "sector=public": ["full"],
            "sector=private": ["old"],
            "sector=public&country=FR": [],
            "period=2015-2019": ["full"],
            "period=-2004": ["old"],
            "period=2025-": ["recent"],
            "period=2025-&period=-2004": ["old", "recent"],
            "period=2010-2014": [],
            "running=yes": ["recent"],
            "running=no": ["full"],
            "running=unknown": ["blank", "old"],
        }.items():
            response = self.see(f"sort=name&{query}")
            self.assertEqual(row_slugs(response), slugs, query)
            self.assertEqual(notices(response), [], query)

    def test_periods_are_told_in_words_and_counted(self):
        shown = facets_shown(self.see())
        counts = {"2015-2019": 1, "2025-": 1, "-2004": 1, "unknown": 1}
        self.assertEqual(shown["period"], counts)
        text = words(read(self.see()).select_one("#filters"))
        for label in ("since 2025", "2015–2019", "until 2004"):
            self.assertIn(label, text)

    def test_hidden_tools_and_organizations_are_no_choice(self):
        tool, court = make_tool("Ghost"), make_organization(sector="international")
        make_use_case("Case", tools=[tool.slug], participants=[court.slug])
        hide(tool, "A test", BY)
        hide(court, "A test", BY)
        shown = facets_shown(self.see())
        self.assertEqual(shown["tool"], {"vote": 1})
        self.assertEqual(shown["sector"], {"public": 1, "private": 1})
        self.assertEqual(len(notices(self.see("tool=ghost"))), 1)

    def test_a_tag_whose_parent_is_hidden_stands_for_itself(self):
        root = make_tag("ghost", kind="theme")
        make_tag("child", kind="theme", parent="ghost")
        make_use_case("Case", tags=["child"])
        hide(root, "A test", BY)
        shown = facets_shown(self.see("facet=theme"))["theme"]
        self.assertEqual(shown["child"], 1)
        self.assertNotIn("ghost", shown)
