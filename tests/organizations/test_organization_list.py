from django.test import TestCase

from organizations.filters import OrganizationFilter
from organizations.models import Organization
from revisions.editing import hide
from tests.factories import make_organization, make_tool, make_use_case
from tests.public_pages import facets_shown, read, row_slugs, words
from tests.record_lists import BY, ListTests


class OrganizationListTests(ListTests, TestCase):
    url_name = "organizations:organizations"
    filterset_class = OrganizationFilter
    model = Organization
    one, several = "organization", "organizations"
    most_queries = 12

    def make(self, name, **values):
        return make_organization(name, **values)

    def make_rich(self, number):
        organization = make_organization(
            f"Rich {number}",
            summary={"en": "Votes"},
            kind="local-government",
            country="ES",
            city="Madrid",
        )
        make_tool(developers=[organization.slug], funders=[organization.slug])
        make_use_case(participants=[organization.slug])

    def test_a_row_counts_each_use_case_and_each_tool_once(self):
        city = make_organization("City")
        make_tool("Vote", developers=["city"], funders=["city"])
        roles = [{"organization": "city", "role": r} for r in ("lead", "funder")]
        make_use_case("Case", participants=roles)
        hide(make_use_case("Hidden", participants=["city"]), "A test", BY)
        hide(make_tool("Hidden", developers=["city"]), "A test", BY)
        row = words(read(self.see()).select_one("ul.rows .side"))
        self.assertIn("1 use case (City)", row)
        self.assertIn("1 tool ", row)
        self.assertEqual(row_slugs(self.see()), [city.slug])

    def test_most_use_cases_come_first(self):
        for name, cases in (("Once", 1), ("Never", 0), ("Twice", 2)):
            organization = make_organization(name)
            for _ in range(cases):
                make_use_case(participants=[organization.slug])
        self.assertEqual(row_slugs(self.see()), ["twice", "once", "never"])


class OrganizationFacetTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_organization("Lab", sector="academic", kind="university", country="FR")
        make_organization("Town", sector="public", kind="local-government")
        make_organization("Firm", sector="private", country="ES")
        make_tool("Vote", developers=["lab"], funders=["lab", "town"])
        hide(make_tool("Hidden", providers=["firm"]), "A test", BY)

    def see(self, query=""):
        return self.client.get(f"/en/organizations/?{query}")

    def test_each_facet_narrows(self):
        for query, slugs in {
            "sector=academic": ["lab"],
            "sector=academic&sector=private": ["firm", "lab"],
            "kind=university": ["lab"],
            "country=FR": ["lab"],
            "country=FR&country=ES": ["firm", "lab"],
            "country=FR&sector=private": [],
            "role=developer": ["lab"],
            "role=funder": ["lab", "town"],
            "role=funder&role=developer": ["lab", "town"],
            "role=provider": [],
        }.items():
            self.assertEqual(row_slugs(self.see(f"sort=name&{query}")), slugs, query)

    def test_roles_on_hidden_tools_do_not_count(self):
        shown = facets_shown(self.see())
        self.assertEqual(shown["role"], {"funder": 2, "developer": 1})
