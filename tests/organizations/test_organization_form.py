"""The form of an organization."""

from django.test import TestCase

from organizations.models import Organization
from revisions.models import Revision
from tests.factories import make_moderator, make_organization
from tests.record_forms import FormTests, errors


class OrganizationFormTests(FormTests, TestCase):
    kind = "organization"

    def setUp(self):
        self.client.force_login(make_moderator())

    def test_an_organization_is_added_with_what_it_belongs_to(self):
        make_organization("Spain", slug="spain")
        response = self.send(
            name_en="Barcelona City Council",
            name_fr="Mairie de Barcelone",
            sector="public",
            parent="Spain",
            country="es",
            links="barcelona.cat/ca\nhttps://github.com/AjuntamentdeBarcelona",
            aliases="BCN\nAjuntament de Barcelona",
        )
        self.assertEqual(response.status_code, 302, errors(response))
        made = Organization.objects.get(slug="barcelona-city-council")
        self.assertRedirects(response, made.get_absolute_url())
        self.assertEqual(made.parent.slug, "spain")
        self.assertEqual(str(made.country), "ES")
        self.assertEqual(made.aliases, ["BCN", "Ajuntament de Barcelona"])
        self.assertEqual(made.links[0], "https://barcelona.cat/ca")

    def test_opening_and_sending_changes_nothing(self):
        one = make_organization("One", country="FR", aliases=["A"], kind="agency")
        self.assertEqual(self.send(one).status_code, 422)
        self.assertEqual(Revision.objects.of(one).count(), 1)

    def test_a_name_in_one_language_is_needed(self):
        one = make_organization("One")
        response = self.send(one, name_en="")
        self.assertEqual(set(errors(response)), {"name_en"})

    def test_it_does_not_belong_to_itself(self):
        one = make_organization("One")
        response = self.send(one, parent="One")
        self.assertEqual(set(errors(response)), {"parent"})

    def test_what_is_emptied_is_unknown(self):
        one = make_organization("One", country="FR", website="https://one.org")
        self.assertEqual(self.send(one, country="", website="").status_code, 302)
        one.refresh_from_db()
        self.assertEqual((str(one.country), one.website), ("", ""))
