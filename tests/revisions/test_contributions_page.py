from django.test import TestCase
from django.utils import timezone

from revisions.models import Proposal, Report
from revisions.proposals.reviewing import Decision, decide
from tests.factories import (
    make_draft,
    make_moderator,
    make_proposal,
    make_report,
    make_tool,
    make_user,
)
from tests.public_pages import read, words

ADDRESS = "/en/contributions/"


class ContributionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.person, cls.moderator = make_user("ana"), make_moderator()
        cls.tool = make_tool("Decidim")

    def setUp(self):
        self.client.force_login(self.person)

    def propose(self, name="Decidim", **values):
        tool = self.tool if name == "Decidim" else make_tool(name)
        return make_proposal(tool, author=self.person, **(values or {"licence": "MIT"}))

    def accept(self, proposal):
        yes = dict.fromkeys(proposal.values, Decision(accept=True))
        return decide(proposal, yes, self.moderator)

    def page(self):
        return read(self.client.get(ADDRESS))

    def test_it_is_for_who_is_signed_in(self):
        self.client.logout()
        response = self.client.get(ADDRESS)
        self.assertEqual(response["Location"], f"/en/account/login/?next={ADDRESS}")

    def test_it_shows_ones_own_proposals_and_their_state(self):
        self.propose()
        make_proposal(make_tool("Other"), licence="MIT")
        rows = [words(row) for row in self.page().select(".waiting > li")]
        self.assertEqual(len(rows), 1)
        self.assertIn("Decidim", rows[0])
        self.assertIn("Waiting for review", rows[0])

    def test_decisions_that_were_not_read_are_marked_and_counted(self):
        self.accept(self.propose())
        self.propose("Other")
        self.assertEqual(len(self.page().select(".unseen")), 1)
        home = read(self.client.get("/en/"))
        self.assertEqual(words(home.select_one(".account-menu .count")), "1 new")

    def test_they_are_marked_as_read_by_post(self):
        self.accept(self.propose())
        report = make_report(self.tool, author=self.person)
        at = timezone.now()
        Report.objects.update(status="resolved", decided_at=at, answer="Thank you")
        self.assertEqual(len(self.page().select(".unseen")), 2)
        self.client.post(f"{ADDRESS}seen/")
        self.assertEqual(self.page().select(".unseen"), [])
        report.refresh_from_db()
        self.assertIsNotNone(report.seen_at)

    def test_nobody_marks_what_others_have_not_read(self):
        self.accept(self.propose())
        self.client.force_login(make_user())
        self.client.post(f"{ADDRESS}seen/")
        self.assertIsNone(Proposal.objects.get().seen_at)

    def test_it_shows_reports_with_their_answer(self):
        make_report(self.tool, author=self.person, text="Wrong year")
        Report.objects.update(
            status="dismissed", decided_at=timezone.now(), answer="It is right."
        )
        text = words(self.page().main)
        self.assertIn("Wrong year", text)
        self.assertIn("It is right.", text)

    def test_drafts_lead_to_their_form(self):
        make_draft(self.person, record=self.tool, title="Decidim")
        make_draft(self.person, kind="organization", title="New one")
        links = {a["href"].partition("?")[0] for a in self.page().select("aside a")}
        self.assertIn("/en/tools/decidim/edit/", links)
        self.assertIn("/en/organizations/new/", links)

    def test_it_names_the_records_one_wrote_in(self):
        self.accept(self.propose())
        aside = words(self.page().aside)
        self.assertIn("Decidim", aside)
        self.assertIn("1 change", aside)

    def test_it_says_how_far_trust_is(self):
        self.accept(self.propose())
        self.assertIn("4 accepted proposals more", words(self.page().main))

    def test_it_takes_few_queries(self):
        for number in range(6):
            self.propose(f"Tool {number}")
        self.page()
        with self.assertNumQueries(10):
            self.page()
