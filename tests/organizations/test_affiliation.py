from django.test import SimpleTestCase, TestCase

from accounts.models import User
from core.kinds import kind
from organizations.affiliation import affiliations_of, members_of, organizations_of
from organizations.domains import is_of_one, speaks_for
from organizations.models import Affiliation
from revisions.editing import Attribution, Change, hide, write
from revisions.models import Patrol, Revision
from revisions.proposals.reviewing import Decision, decide
from tests.admin_pages import soup
from tests.factories import (
    make_affiliation,
    make_moderator,
    make_organization,
    make_proposal,
    make_user,
)
from tests.public_pages import words

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

    def test_control_characters_are_no_name(self):
        self.assertEqual(self.join("nowhere\0").status_code, 404)
        self.join()
        self.assertRedirects(self.client.post(PAGE, {"leave": "\0"}), PAGE)
        self.assertEqual(Affiliation.objects.count(), 1)

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


class VouchingTests(TestCase):
    """Nobody works where only contributors say that the website is."""

    @classmethod
    def setUpTestData(cls):
        cls.user = make_user("ada", email="ada@grenoble.fr", role="trusted")
        cls.other, cls.moderator = make_user(role="trusted"), make_moderator()

    def setUp(self):
        self.city = make_organization("Grenoble", website="https://www.grenoble.fr/")
        self.client.force_login(self.user)

    def change(self, website, by=None):
        self.city.refresh_from_db()
        change = Change(self.city, {"website": website})
        write(kind("organization"), [change], Attribution(by or self.user))

    def join(self):
        return self.client.post(PAGE, {"join": "grenoble"}).status_code

    def claim_own(self):
        self.change("https://lyon.fr/", self.other)
        self.change("https://grenoble.fr/")

    def works_there(self):
        return [row.organization for row in affiliations_of(self.user)] == [self.city]

    def test_a_website_that_a_contributor_gave_says_nothing_and_the_page_says_why(self):
        self.claim_own()
        self.assertEqual(self.join(), 403)
        self.assertFalse(Affiliation.objects.exists())
        page = soup(self.client.get(PAGE))
        self.assertFalse(page.find_all("button", {"name": "join"}))
        self.assertIn(
            "No moderator has looked yet at the present website of Grenoble",
            words(page.main),
        )
        self.assertNotIn("No organization of the catalogue", words(page.main))

    def test_nor_that_of_an_organization_that_one_added(self):
        values = {"name": {"en": "Mine"}, "sector": "public", "slug": "mine"}
        change = Change(
            kind("organization").model(), values | {"website": "https://grenoble.fr/"}
        )
        write(kind("organization"), [change], Attribution(self.user))
        response = self.client.post(PAGE, {"join": "mine"})
        self.assertEqual(response.status_code, 403)

    def test_it_does_when_a_moderator_accepted_it(self):
        self.city.refresh_from_db()
        proposal = make_proposal(
            self.city, author=self.user, website="https://grenoble.fr/"
        )
        yes = {"website": Decision(accept=True)}
        self.change("https://lyon.fr/", self.other)
        decide(proposal, yes, self.moderator)
        self.assertEqual(self.join(), 302)

    def test_it_does_once_another_has_looked_at_the_change(self):
        self.claim_own()
        revision = Revision.objects.of(self.city).latest("number")
        Patrol.objects.create(
            revision=revision, by=self.moderator, created_at=revision.created_at
        )
        self.assertEqual(self.join(), 302)

    def test_nor_does_it_when_another_contributor_gave_it(self):
        self.change("https://lyon.fr/")
        self.change("https://grenoble.fr/", self.other)
        self.assertEqual(self.join(), 403)

    def test_nor_when_who_gave_it_has_left(self):
        self.claim_own()
        Revision.objects.of(self.city).filter(author=self.user).update(author=None)
        self.assertEqual(self.join(), 403)

    def test_it_does_when_a_moderator_gave_it(self):
        self.change("https://lyon.fr/")
        self.change("https://grenoble.fr/", self.moderator)
        self.assertEqual(self.join(), 302)

    def test_another_page_of_the_same_website_is_the_same_website(self):
        self.join()
        self.change("https://grenoble.fr/en/")
        self.assertTrue(self.works_there())
        self.assertEqual(self.join(), 302)

    def test_who_changes_the_website_no_longer_works_there(self):
        self.join()
        self.change("https://participez.grenoble.fr/")
        self.assertFalse(self.works_there())
        self.change("https://www.grenoble.fr/")
        self.assertFalse(self.works_there())

    def test_others_still_do_when_one_changes_it(self):
        self.join()
        self.change("https://participez.grenoble.fr/", self.other)
        self.assertTrue(self.works_there())

    def test_its_queries_do_not_grow_with_the_organizations(self):
        self.claim_own()
        for _ in range(2):
            with self.assertNumQueries(9):
                self.client.get(PAGE)
            for number in range(5):
                self.city = make_organization(website="https://grenoble.fr/")
                self.change(f"https://www{number}.grenoble.fr/")
