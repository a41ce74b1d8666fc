from django.test import TestCase
from django.urls import reverse

from revisions.models import Revision
from tests.admin_pages import blank_row, errors, form_data, soup
from tests.factories import (
    make_moderator,
    make_organization,
    make_tool,
    make_use_case,
)

LIST = reverse("admin:organizations_organization_changelist")


class OrganizationAdminTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = make_moderator()

    def setUp(self):
        self.client.force_login(self.moderator)

    def page(self, organization):
        return reverse(
            "admin:organizations_organization_change", args=[organization.pk]
        )

    def test_the_list_does_not_ask_more_for_more_organizations(self):
        make_organization("State")
        for number in range(25):
            make_organization(parent="state", country="FR", slug=f"part-{number}")
        make_tool(developers=["part-1"])
        with self.assertNumQueries(8):
            answer = self.client.get(LIST)
        self.assertEqual(len(soup(answer).select("#result_list tbody tr")), 26)

    def test_identifiers_stand_in_the_revision(self):
        organization = make_organization("Etalab")
        answer = self.client.get(self.page(organization))
        data = form_data(answer, "organization_form")
        data |= blank_row(
            answer,
            "organization_form",
            "identifiers",
            scheme="siren",
            value="130025265",
        )
        self.assertEqual(
            self.client.post(self.page(organization), data).status_code, 302
        )
        self.assertEqual(
            Revision.objects.of(organization).first().data["identifiers"],
            [{"scheme": "siren", "value": "130025265"}],
        )

    def test_what_is_tied_to_it_is_shown(self):
        organization = make_organization("Ville")
        make_organization("Archives", parent="ville")
        make_tool("Decidim", developers=["ville"], funders=["ville"])
        make_use_case("Budget", participants=["ville"])
        page = soup(self.client.get(self.page(organization)))
        shown = [
            page.select_one(f".field-{name} .readonly").get_text(" ", strip=True)
            for name in ("parts", "its_tools", "its_use_cases")
        ]
        self.assertEqual(shown, ["Archives", "Decidim", "Budget"])

    def test_it_cannot_belong_to_itself(self):
        organization = make_organization("Ville")
        data = form_data(self.client.get(self.page(organization)), "organization_form")
        answer = self.client.post(
            self.page(organization), data | {"parent": organization.pk}
        )
        self.assertIn("cannot belong to itself", errors(answer))
