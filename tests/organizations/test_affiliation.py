from django.test import SimpleTestCase, TestCase

from accounts.models import User
from organizations.affiliation import affiliations_of, members_of, organizations_of
from organizations.domains import is_of_one, speaks_for
from organizations.models import Affiliation
from revisions.editing import Attribution, hide
from tests.admin_pages import soup
from tests.factories import make_affiliation, make_organization, make_user

PAGE = "/en/account/affiliations/"


class DomainTests(SimpleTestCase):
    def test_the_domain_of_the_website_and_those_above_it_speak_for_it(self):
        for email, website in (
            ("ada@etalab.gouv.fr", "https://www.etalab.gouv.fr/"),
            ("ada@Grenoble.FR", "https://participez.grenoble.fr/projets"),
            ("ada@civio.es", "http://civio.es"),
        ):
            self.assertTrue(speaks_for(email, website), (email, website))

    def test_others_do_not(self):
        for email, website in (
            ("ada@gouv.fr", "https://www.etalab.gouv.fr/"),
            ("ada@gov.uk", "https://www.bristol.gov.uk/"),
            ("ada@co.uk", "https://mysociety.co.uk/"),
            ("ada@fr", "https://etalab.fr/"),
            ("ada@gmail.com", "https://gmail.com/"),
            ("ada@github.io", "https://decidim.github.io/"),
            ("ada@decidim.github.io", "https://decidim.github.io/"),
            ("ada@github.com", "https://github.com/decidim"),
            ("ada@sub.example.org", "https://example.org/"),
            ("ada@notexample.org", "https://example.org/"),
            ("ada@example.org", ""),
            ("", "https://example.org/"),
        ):
            self.assertFalse(speaks_for(email, website), (email, website))

    def test_short_names_of_organizations_are_not_taken_for_those_of_countries(self):
        self.assertTrue(is_of_one("okfn.org"))
        self.assertTrue(is_of_one("g0v.tw"))
        self.assertFalse(is_of_one("or.jp"))


class AffiliationTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.city = make_organization("Grenoble", website="https://www.grenoble.fr/")
        make_organization("Lyon", website="https://www.lyon.fr/")
        cls.user = make_user("ada", email="ada@grenoble.fr", display_name="Ada L.")

    def setUp(self):
        self.client.force_login(self.user)

    def join(self, slug="grenoble"):
        return self.client.post(PAGE, {"join": slug})

    def their_page(self):
        return self.client.get("/en/contributors/ada/")

    def test_a_person_says_for_whom_they_work_and_takes_it_back(self):
        page = soup(self.client.get(PAGE))
        offered = [
            button["value"] for button in page.find_all("button", {"name": "join"})
        ]
        self.assertEqual(offered, ["grenoble"])
        self.assertRedirects(self.join(), PAGE)
        self.assertContains(self.their_page(), "Grenoble")
        self.assertContains(self.their_page(), "confirmed by e-mail address")
        self.client.post(PAGE, {"leave": "grenoble"})
        self.assertNotContains(self.their_page(), "Grenoble")

    def test_nobody_works_where_their_address_is_not(self):
        self.assertEqual(self.join("lyon").status_code, 403)
        self.assertEqual(self.join("nowhere").status_code, 404)
        self.assertFalse(Affiliation.objects.exists())

    def test_an_address_that_is_not_confirmed_says_nothing(self):
        self.user.emailaddress_set.update(verified=False)
        self.assertEqual(self.join().status_code, 403)

    def test_what_is_no_longer_true_is_no_longer_shown(self):
        self.join()
        self.user.emailaddress_set.update(email="ada@example.org")
        self.assertNotContains(self.their_page(), "Grenoble")
        self.assertEqual(affiliations_of(self.user), [])
        self.assertEqual(set(members_of(self.city)), set())

    def test_a_hidden_organization_is_not_shown(self):
        self.join()
        hide(self.city, "A test", Attribution(source="tests"))
        self.assertNotContains(self.their_page(), "Grenoble")

    def test_saying_it_twice_says_it_once(self):
        self.join()
        self.join()
        self.assertEqual(Affiliation.objects.count(), 1)

    def test_it_goes_with_the_account_and_into_the_export(self):
        row = make_affiliation()
        self.client.force_login(row.user)
        data = self.client.get("/en/account/data/download/").json()
        slug = row.organization.slug
        self.assertEqual(data["affiliations"][0]["organization__slug"], slug)
        self.assertEqual(list(organizations_of(row.user)), [row.organization])
        User.objects.filter(pk=row.user.pk).delete()
        self.assertFalse(Affiliation.objects.exists())

    def test_strangers_are_asked_to_sign_in(self):
        self.client.logout()
        self.assertRedirects(self.client.get(PAGE), f"/en/account/login/?next={PAGE}")
