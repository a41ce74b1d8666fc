from django.test import TestCase

from core.models import DESCRIPTION_LENGTH
from organizations.models import Affiliation, Organization, OrganizationIdentifier
from tests.factories import make_affiliation, make_image, make_organization, make_user
from tests.violations import ViolationTests, add, change, of_every_record, too_long


def add_identifier(test, **columns):
    values = {"scheme": "ror", "value": "1"} | columns
    add(OrganizationIdentifier, organization=test.record, **values)


class OrganizationRuleTests(ViolationTests, TestCase):
    violations = {
        **of_every_record(Organization),
        **too_long("organization_name_short", "name", 200),
        **too_long("organization_summary_short", "summary", 160),
        **too_long("organization_description_short", "description", DESCRIPTION_LENGTH),
        "organization_sector_known": lambda t: change(t.record, sector=""),
        "organization_not_its_own_parent": lambda t: change(t.record, parent=t.record),
        "organization_identifier_once": lambda t: [
            add_identifier(t) for _turn in range(2)
        ],
        "organization_identifier_known": lambda t: add_identifier(t, value=""),
    }

    @classmethod
    def setUpTestData(cls):
        cls.record = make_organization("City")

    def test_an_unknown_scheme_is_refused_too(self):
        self.assert_refused(
            "organization_identifier_known", lambda: add_identifier(self, scheme="isbn")
        )


def affiliation_twice(test):
    row = make_affiliation()
    add(Affiliation, user=row.user, organization=row.organization)


class AffiliationTests(ViolationTests, TestCase):
    violations = {"affiliation_once": affiliation_twice}

    def test_an_affiliation_says_whose_and_where(self):
        row = make_affiliation(make_user("ada"), make_organization("City"))
        self.assertEqual(str(row), "ada: City")


class OrganizationTests(TestCase):
    def test_cards_need_one_question(self):
        for number in range(3):
            logo = make_image(colour=(number, 0, 0)).file_name
            make_organization(f"O {number}", logo=logo)
        with self.assertNumQueries(1):
            logos = {o.logo.file_name for o in Organization.objects.for_cards()}
        self.assertEqual(len(logos), 3)

    def test_an_identifier_says_where_it_stands(self):
        organization = make_organization(
            identifiers=[{"scheme": "wikidata", "value": "Q72"}]
        )
        self.assertEqual(str(organization.identifiers.get()), "wikidata:Q72")
