import time
from unittest import mock

from django.core import mail
from django.test import TestCase

from accounts.roles import Role
from core import public_forms
from core.kinds import kind as kind_named
from organizations.models import Organization
from revisions.fields import Problem
from revisions.models import Proposal, Revision
from revisions.proposals import reviewing
from revisions.proposals.reviewing import Decision
from revisions.snapshots import snapshot
from tests.factories import (
    make_ban,
    make_moderator,
    make_organization,
    make_tool,
    make_use_case,
    make_user,
)
from tests.public_pages import read, words
from usecases import views
from usecases.models import UseCase

URL = "/en/tools/decidim/i-use-it/"
FOUR = {
    "organization": "City of Lyon",
    "since": "2019-05",
    "purpose": "To let people vote on the budget of their district.",
    "link": "https://lyon.example.org/vote",
}


class IUseItPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tool = make_tool("Decidim")
        cls.city = make_organization("City of Lyon")
        cls.contributor, cls.trusted = make_user("carl"), make_user(role=Role.TRUSTED)

    def send(self, url=URL, **data):
        return self.client.post(url, FOUR | data)

    def by(self, user):
        self.client.force_login(user)

    def case(self):
        record = UseCase.objects.get()
        return record, snapshot(record, kind_named("use-case"))

    def accept(self, proposal):
        decisions = {change.key: Decision(True) for change in proposal.changes.all()}
        return reviewing.decide(proposal, decisions, make_moderator())

    def test_the_page_of_a_tool_leads_to_four_fields(self):
        self.by(self.contributor)
        self.assertTrue(
            read(self.client.get("/en/tools/decidim/")).select(f'a[href="{URL}"]')
        )
        fields = read(self.client.get(URL)).select("main form .field")
        self.assertEqual(len(fields), 4)

    def test_a_trusted_person_publishes_a_use_case(self):
        self.by(self.trusted)
        response = self.send()
        record, data = self.case()
        self.assertRedirects(response, record.get_absolute_url())
        self.assertEqual(data["name"], {"en": "How City of Lyon uses Decidim"})
        self.assertEqual(data["summary"], {"en": FOUR["purpose"]})
        self.assertEqual(data["tools"], [{"tool": "decidim"}])
        self.assertEqual(
            data["participants"], [{"organization": "city-of-lyon", "role": "lead"}]
        )
        self.assertEqual((data["started"], data["running"]), ("2019-05", "yes"))
        self.assertEqual(data["url"], FOUR["link"])
        revision = Revision.objects.of(record).get()
        self.assertEqual((revision.author, revision.evidence),
                         (self.trusted, FOUR["link"]))  # fmt: skip

    def test_it_is_written_in_the_language_of_the_page(self):
        self.by(self.trusted)
        self.send("/fr/tools/decidim/i-use-it/", purpose="Pour voter")
        self.assertEqual(self.case()[1]["summary"], {"fr": "Pour voter"})

    def test_a_long_purpose_is_whole_in_the_description(self):
        self.by(self.trusted)
        long = "word " * 60
        self.send(purpose=long)
        data = self.case()[1]
        self.assertLessEqual(len(data["summary"]["en"]), 160)
        self.assertTrue(data["summary"]["en"].endswith("word…"))
        self.assertEqual(data["description"]["en"], long.strip())

    def test_two_fields_are_enough(self):
        self.by(self.trusted)
        self.assertEqual(self.send(since="", link="").status_code, 302)
        self.assertNotIn("started", self.case()[1])

    def test_what_is_wrong_is_said_and_what_was_typed_stays(self):
        self.by(self.contributor)
        for wrong in (
            {"since": "last year"},
            {"link": "javascript:alert(1)"},
            {"purpose": " "},
            {"organization": ""},
        ):
            response = self.send(**wrong)
            self.assertEqual(response.status_code, 422, wrong)
            self.assertIn("on the budget" if "purpose" not in wrong else "2019-05",
                          response.text)  # fmt: skip
        self.assertFalse(Proposal.objects.exists())

    def test_a_contributor_proposes_it(self):
        self.by(self.contributor)
        response = self.send()
        proposal = Proposal.objects.get()
        self.assertRedirects(response, proposal.get_absolute_url(),
                             fetch_redirect_response=False)  # fmt: skip
        self.assertEqual((proposal.author, proposal.status),
                         (self.contributor, "waiting"))  # fmt: skip
        self.assertFalse(UseCase.objects.exists())

    def test_a_name_that_is_near_is_asked_about(self):
        self.by(self.trusted)
        response = self.send(organization="City of Lion")
        self.assertEqual(response.status_code, 422)
        choices = [i["value"] for i in read(response).select('[name="which"]')]
        self.assertEqual(choices, ["city-of-lyon", "new"])
        self.send(organization="City of Lion", which="city-of-lyon")
        data = self.case()[1]
        self.assertEqual(data["participants"][0]["organization"], "city-of-lyon")
        self.assertEqual(data["name"], {"en": "How City of Lyon uses Decidim"})

    def test_a_new_organization_needs_its_sector(self):
        self.by(self.trusted)
        response = self.send(organization="Zebra Trust")
        self.assertEqual(response.status_code, 422)
        self.assertTrue(read(response).select_one('select[name="sector"]'))
        self.assertFalse(Organization.objects.filter(slug="zebra-trust").exists())

    def test_a_trusted_person_publishes_the_new_organization_too(self):
        self.by(self.trusted)
        self.send(organization="Zebra Trust", sector="civil-society")
        organization = Organization.objects.get(slug="zebra-trust")
        self.assertEqual(organization.sector, "civil-society")
        self.assertEqual(organization.name_en, "Zebra Trust")
        self.assertQuerySetEqual(UseCase.objects.get().participants.all(),
                                 [organization])  # fmt: skip

    def test_a_contributor_proposes_both_and_they_fit_when_accepted(self):
        self.by(self.contributor)
        self.send(organization="Zebra Trust", sector="civil-society")
        first, second = Proposal.objects.order_by("pk")
        self.assertEqual((first.kind, second.kind), ("organization", "use-case"))
        self.assertIn("Zebra Trust", second.comment)
        with self.assertRaises(Problem):
            self.accept(second)
        self.accept(first)
        self.accept(second)
        self.assertEqual(
            self.case()[1]["participants"],
            [{"organization": "zebra-trust", "role": "lead"}],
        )

    def test_none_of_those_near_is_a_new_one(self):
        self.by(self.trusted)
        new = {"organization": "City of Lion", "which": "new"}
        self.assertEqual(self.send(**new).status_code, 422)
        self.send(**new, sector="public")
        self.assertTrue(Organization.objects.filter(slug="city-of-lion").exists())

    def test_a_use_case_that_is_told_already_is_asked_about(self):
        make_use_case(
            "Voting in Lyon", tools=["decidim"], participants=["city-of-lyon"]
        )
        self.by(self.trusted)
        response = self.send()
        self.assertEqual(response.status_code, 422)
        self.assertIn("Voting in Lyon", words(read(response).main))
        self.assertEqual(self.send(sure="1").status_code, 302)
        self.assertEqual(UseCase.objects.count(), 2)

    def test_a_banned_person_is_refused_and_an_unknown_tool_is_not_there(self):
        make_ban(self.contributor)
        self.by(self.contributor)
        self.assertEqual(self.send().status_code, 403)
        self.by(self.trusted)
        self.assertEqual(self.send("/en/tools/nothing/i-use-it/").status_code, 404)

    def test_there_is_a_measure(self):
        self.by(self.trusted)
        with mock.patch.object(views, "TELLS", 0):
            self.assertEqual(self.send().status_code, 429)


class VisitorTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_tool("Decidim")
        make_organization("City of Lyon")

    def send(self, **data):
        stamp = public_forms.stamp(time.time() - 60)
        sent = FOUR | {"email": "Vera@example.org", "stamp": stamp} | data
        with self.captureOnCommitCallbacks(execute=True):
            return self.client.post(URL, sent)

    def test_both_proposals_are_confirmed_by_one_link(self):
        response = self.send(organization="Zebra Trust", sector="civil-society")
        self.assertRedirects(response, "/en/confirm/")
        states = {p.status for p in Proposal.objects.all()}
        self.assertEqual(states, {"unconfirmed"})
        (sent,) = mail.outbox
        path = next(w for w in sent.body.split() if "/confirm/" in w)
        path = "/" + path.split("/", 3)[3]
        self.assertEqual(self.client.get(path).status_code, 200)
        self.assertFalse(Proposal.objects.waiting().exists())
        self.client.post(path)
        self.assertEqual(Proposal.objects.waiting().count(), 2)

    def test_an_address_is_asked_for(self):
        self.assertEqual(self.send(email="").status_code, 422)

    def test_a_banned_address_is_refused(self):
        make_ban(email="vera@example.org")
        response = self.send()
        self.assertEqual(response.status_code, 422)
        self.assertFalse(Proposal.objects.exists())

    def test_what_a_machine_fills_in_is_refused(self):
        self.assertEqual(self.send(homepage="https://spam").status_code, 422)
        self.assertEqual(self.send(stamp="").status_code, 422)
