from django.test import TestCase

from catalogue.models import Tool
from core.kinds import kind
from core.models import StaleRecord
from revisions.editing import Attribution, Change, write
from revisions.fields import Problem
from revisions.merges.merging import merge
from revisions.models import ModerationAction, Proposal, Revision
from revisions.proposals.reviewing import (
    Decision,
    NotWaiting,
    OwnDecision,
    answer,
    decide,
    reopen,
    withdraw,
)
from tests.factories import (
    make_moderator,
    make_proposal,
    make_reason,
    make_tool,
    make_user,
)

YES = Decision(accept=True)


class ReviewTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.author = make_user()
        cls.moderator = make_moderator()
        cls.reason = make_reason(rule="sources")
        cls.no = Decision(accept=False, reason=cls.reason)
        cls.tool = make_tool("Decidim", summary={"en": "Old"})

    def propose(self, **values):
        return make_proposal(self.tool, author=self.author, **values)

    def decide(self, proposal, **decisions):
        seen = None if proposal.object_id is None else self.now().version
        return decide(proposal, decisions, self.moderator, seen=seen)

    def now(self):
        return Tool.objects.get(pk=self.tool.pk)

    def edit(self, **values):
        write(kind("tool"), [Change(self.now(), values)], Attribution(self.moderator))


class DecidingTests(ReviewTests):
    def test_accepted_fields_become_a_revision_of_their_author(self):
        proposal = self.propose(licence="MIT", website="https://decidim.org/")
        proposal = self.decide(proposal, licence=YES, website=self.no)
        self.assertEqual(proposal.status, Proposal.Status.PARTLY)
        self.assertEqual((self.now().licence, self.now().website), ("MIT", ""))
        revision = proposal.revision
        self.assertEqual(revision.author, self.author)
        self.assertEqual(revision.reviewer, self.moderator)

    def test_a_refused_proposal_changes_nothing_and_keeps_the_reason(self):
        proposal = self.decide(self.propose(licence="MIT"), licence=self.no)
        self.assertEqual(proposal.status, Proposal.Status.REJECTED)
        self.assertEqual(Revision.objects.of(self.tool).count(), 1)
        self.assertEqual(proposal.changes.get().reason, self.reason)

    def test_the_public_log_names_the_rule_and_the_role(self):
        self.decide(self.propose(licence="MIT"), licence=self.no)
        entry = ModerationAction.objects.get()
        self.assertEqual(
            (entry.action, entry.rule, entry.role), ("rejected", "sources", "moderator")
        )

    def test_a_moderator_may_write_it_better_before_accepting(self):
        proposal = self.propose(licence="MIT")
        better = Decision(accept=True, value="EUPL-1.2")
        proposal = self.decide(proposal, licence=better)
        self.assertEqual(self.now().licence, "EUPL-1.2")
        self.assertTrue(proposal.changes.get().edited)

    def test_what_was_written_meanwhile_in_another_language_stays(self):
        proposal = self.propose(summary={"en": "New"})
        self.edit(summary={"en": "Old", "fr": "Vieux"})
        self.decide(proposal, summary=YES)
        self.assertEqual(
            (self.now().summary_en, self.now().summary_fr), ("New", "Vieux")
        )

    def test_a_moderator_who_saw_an_older_record_decides_nothing(self):
        proposal = self.propose(licence="MIT")
        self.edit(pricing="free")
        with self.assertRaises(StaleRecord):
            decide(proposal, {"licence": YES}, self.moderator, seen=1)
        proposal.refresh_from_db()
        self.assertTrue(proposal.is_waiting)

    def test_two_moderators_do_not_decide_twice(self):
        proposal = self.propose(licence="MIT")
        self.decide(proposal, licence=self.no)
        with self.assertRaises(NotWaiting):
            self.decide(proposal, licence=YES)

    def test_a_new_record_appears_when_it_is_accepted(self):
        proposal = make_proposal(author=self.author, name="Consul", kind="software")
        self.assertFalse(Tool.objects.filter(name="Consul").exists())
        proposal = self.decide(proposal, name=YES, kind=YES)
        self.assertEqual(Tool.objects.get(name="Consul").pk, proposal.object_id)

    def test_a_new_record_without_its_name_is_refused_in_words(self):
        proposal = make_proposal(author=self.author, name="Consul", kind="software")
        with self.assertRaises(Problem):
            self.decide(proposal, name=self.no, kind=YES)
        proposal.refresh_from_db()
        self.assertTrue(proposal.is_waiting)

    def test_after_five_proposals_with_an_accepted_field_people_are_trusted(self):
        for number in range(5):
            self.author.refresh_from_db()
            self.assertFalse(self.author.is_trusted)
            values = {"latest_version": str(number), "licence": "MIT"}
            base = self.now().version
            proposal = make_proposal(self.tool, author=self.author, base=base, **values)
            keys = proposal.values
            decisions = dict.fromkeys(keys, self.no) | {"latest_version": YES}
            self.decide(proposal, **decisions)
        self.author.refresh_from_db()
        self.assertTrue(self.author.is_trusted)


class AfterwardsTests(ReviewTests):
    def test_a_decision_taken_back_undoes_what_it_wrote(self):
        proposal = self.decide(self.propose(licence="MIT"), licence=YES)
        proposal, left = reopen(proposal, self.moderator)
        self.assertEqual((self.now().licence, left), ("", []))
        self.assertTrue(proposal.is_waiting)
        self.decide(proposal, licence=YES)
        self.assertEqual(self.now().licence, "MIT")

    def test_what_was_changed_since_stays_and_is_said(self):
        proposal = self.decide(self.propose(licence="MIT"), licence=YES)
        self.edit(licence="EUPL-1.2")
        _proposal, left = reopen(proposal, self.moderator)
        self.assertEqual(self.now().licence, "EUPL-1.2")
        self.assertEqual(len(left), 1)

    def test_a_new_record_is_hidden_with_its_decision_and_comes_back(self):
        proposal = make_proposal(author=self.author, name="Consul", kind="software")
        proposal = self.decide(proposal, name=YES, kind=YES)
        proposal, _left = reopen(proposal, self.moderator)
        self.assertFalse(Tool.objects.public().filter(name="Consul").exists())
        decide(proposal, {"name": YES, "kind": YES}, self.moderator)
        self.assertTrue(Tool.objects.public().filter(name="Consul").exists())

    def test_an_appeal_lets_the_refused_field_wait_again_once(self):
        proposal = self.propose(licence="MIT", pricing="free")
        self.decide(proposal, licence=YES, pricing=self.no)
        answer(proposal, "It is free", self.author, appeal=True)
        proposal.refresh_from_db()
        self.assertTrue(proposal.is_waiting)
        proposal = self.decide(proposal, pricing=self.no)
        self.assertEqual(proposal.status, Proposal.Status.PARTLY)
        with self.assertRaises(NotWaiting):
            answer(proposal, "Again", self.author, appeal=True)

    def test_an_author_may_take_back_what_still_waits(self):
        proposal = withdraw(self.propose(licence="MIT"))
        self.assertEqual(proposal.status, Proposal.Status.WITHDRAWN)
        with self.assertRaises(NotWaiting):
            self.decide(proposal, licence=YES)


class AppealTests(ReviewTests):
    def appealed(self):
        proposal = self.decide(self.propose(licence="MIT"), licence=self.no)
        answer(proposal, "It is in the repository", self.author, appeal=True)
        return proposal

    def test_the_one_against_whom_it_is_does_not_decide_when_another_can(self):
        proposal = self.appealed()
        other = make_moderator()
        with self.assertRaises(OwnDecision):
            self.decide(proposal, licence=YES)
        self.assertEqual(self.now().licence, "")
        decide(proposal, {"licence": YES}, other, seen=self.now().version)
        self.assertEqual(self.now().licence, "MIT")

    def test_a_moderator_whose_account_is_off_is_no_other_one(self):
        proposal = self.appealed()
        make_moderator(is_active=False)
        self.decide(proposal, licence=YES)
        self.assertEqual(self.now().licence, "MIT")

    def test_nor_after_the_decision_of_the_other_one_is_taken_back(self):
        proposal, other = self.appealed(), make_moderator()
        decide(proposal, {"licence": YES}, other, seen=self.now().version)
        reopen(proposal, self.moderator)
        with self.assertRaises(OwnDecision):
            self.decide(proposal, licence=self.no)
        decide(proposal, {"licence": self.no}, other, seen=self.now().version)

    def test_an_appeal_against_who_has_left_is_decided_by_anybody(self):
        proposal, other = self.appealed(), make_moderator()
        self.moderator.delete()
        decide(proposal, {"licence": YES}, other, seen=self.now().version)
        self.assertEqual(self.now().licence, "MIT")

    def test_without_an_appeal_who_decided_decides_again(self):
        make_moderator()
        proposal = self.decide(self.propose(licence="MIT"), licence=self.no)
        reopen(proposal, self.moderator)
        self.decide(proposal, licence=YES)
        self.assertEqual(self.now().licence, "MIT")


class MergedTests(ReviewTests):
    """A visitor confirms, or an appeal comes, after the record went into another."""

    def setUp(self):
        self.winner = make_tool("Decidim platform")

    def merge(self):
        merge(kind("tool"), self.now(), self.winner, Attribution(self.moderator))

    def late(self, **values):
        proposal = make_proposal(self.tool, email="eve@example.org", **values)
        self.merge()
        Proposal.objects.filter(pk=proposal.pk).update(status="waiting")
        return proposal

    def test_nothing_of_it_is_accepted_and_the_refusal_names_the_other_record(self):
        proposal = self.late(licence="MIT")
        with self.assertRaisesMessage(Problem, "Decidim platform"):
            self.decide(proposal, licence=YES)
        self.assertEqual(self.now().status, Tool.Status.MERGED)
        self.assertEqual(self.now().licence, "")

    def test_it_can_be_refused(self):
        proposal = self.decide(self.late(licence="MIT"), licence=self.no)
        self.assertEqual(proposal.status, Proposal.Status.REJECTED)

    def test_what_was_accepted_before_is_not_taken_back_from_it(self):
        proposal = self.decide(self.propose(licence="MIT"), licence=YES)
        self.merge()
        with self.assertRaises(Problem):
            reopen(proposal, self.moderator)
        proposal.refresh_from_db()
        self.assertEqual(proposal.status, Proposal.Status.ACCEPTED)
        self.assertEqual(self.now().status, Tool.Status.MERGED)
