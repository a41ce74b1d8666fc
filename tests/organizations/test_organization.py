from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from organizations.models import Organization
from organizations.organization_page import SHOWN_USE_CASES
from revisions.editing import Attribution, hide
from tests.factories import (
    make_collection,
    make_organization,
    make_tool,
    make_use_case,
)
from tests.public_pages import make_full_tool, make_ground, make_pictures, read, words

BY = Attribution(source="tests")


class OrganizationPageTests(TestCase):
    def see(self, slug="town"):
        return self.client.get(f"/en/organizations/{slug}/")

    def test_it_says_all_that_is_known(self):
        image = make_pictures(1)[0]
        make_organization("Country")
        make_organization("Quarter", parent=None)
        make_organization(
            "Town",
            sector="public",
            kind="local-government",
            aliases=["Twn"],
            summary={"en": "A town"},
            description={"en": "It *does*"},
            country="ES",
            city="Barcelona",
            website="https://town.example.org/",
            links=["https://more.example.org/"],
            identifiers=[{"scheme": "ror", "value": "012"}],
            parent="country",
            logo=image.file_name,
        )
        make_organization("Quarter 2", parent="town")
        page = read(self.see()).main
        text = words(page)
        for expected in (
            "Town", "Twn", "A town", "It does", "Barcelona, Spain", "Public sector",
            "Local government", "Country", "Quarter 2", "ROR", "012",
        ):  # fmt: skip
            self.assertIn(expected, text)
        addresses = {link["href"] for link in page.select("a[href]")}
        for expected in (
            "https://town.example.org/",
            "https://more.example.org/",
            "https://ror.org/012",
            "/en/organizations/country/",
            "/en/organizations/quarter-2/",
        ):
            self.assertIn(expected, addresses)
        self.assertTrue(page.select(".avatar img"))

    def test_tools_stand_under_the_role(self):
        make_organization("Town")
        make_tool("Made", developers=["town"])
        make_tool("Paid", funders=["town"])
        make_tool("Both", funders=["town"], developers=["town"])
        make_tool("Used")
        make_use_case(tools=["used"], participants=["town"])
        response = self.see()
        roles = {
            role: [row.tool.name for row in rows]
            for role, rows in response.context["tools_by_role"]
        }
        self.assertEqual(
            roles, {"developer": ["Both", "Made"], "funder": ["Both", "Paid"]}
        )
        self.assertEqual(list(roles), ["developer", "funder"])
        used = [tool.name for tool in response.context["used_tools"]]
        self.assertEqual(used, ["Used"])
        self.assertIn("3 tools", words(read(response).select_one(".vitals")))

    def test_a_use_case_in_two_roles_stands_once(self):
        make_organization("Town")
        roles = [{"organization": "town", "role": r} for r in ("lead", "funder")]
        make_tool("Vote")
        make_use_case("Case", participants=roles, tools=["vote"])
        response = self.see()
        self.assertEqual(len(response.context["use_cases"]), 1)
        self.assertEqual(len(response.context["used_tools"]), 1)
        self.assertIn("1 use case", words(read(response).select_one(".vitals")))

    def test_the_newest_use_cases_come_first(self):
        make_organization("Town")
        for year in range(2000, 2014):
            make_use_case(f"C {year}", participants=["town"], started=str(year))
        years = [case.started for case in self.see().context["use_cases"]]
        self.assertEqual(
            years, [str(y) for y in range(2013, 2013 - SHOWN_USE_CASES, -1)]
        )

    def test_what_is_hidden_is_not_shown(self):
        make_organization("Ghost parent")
        make_organization("Town", parent="ghost-parent")
        make_organization("Ghost child", parent="town")
        ghosts = [
            make_tool("Ghost tool", developers=["town"]),
            make_tool("Ghost used"),
            make_use_case("Ghost case", participants=["town"], tools=["ghost-used"]),
            make_collection("Ghost list", curator="town"),
            *Organization.objects.filter(slug__startswith="ghost"),
        ]
        for record in ghosts:
            hide(record, "A test", BY)
        response = self.see()
        self.assertNotIn("Ghost", response.text)

    def test_nothing_tied_to_it_is_told(self):
        make_organization("Town")
        self.assertIn("yet", words(read(self.see()).select_one("section .meta")))

    def test_it_shows_what_it_recommends(self):
        make_organization("Town")
        make_collection("Kit", curator="town")
        links = [a["href"] for a in read(self.see()).select(".duo a")]
        self.assertEqual(links, ["/en/collections/kit/"])

    def test_queries_are_few_and_do_not_grow(self):
        make_ground()
        make_full_tool(1, ["budgets", "mapping"], images=make_pictures())
        for slug in ("city-1", "developer-1"):
            with CaptureQueriesContext(connection) as few:
                self.assertEqual(self.see(slug).status_code, 200)
            self.assertLessEqual(len(few), 12)
            for _ in range(4):
                tool = make_tool(funders=[slug], developers=[slug])
                make_use_case(participants=[slug, "city"], tools=[tool.slug])
                make_collection(curator=slug)
                make_organization(parent=slug)
            with CaptureQueriesContext(connection) as many:
                self.see(slug)
            self.assertEqual(len(many), len(few), slug)
