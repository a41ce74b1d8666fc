from django.contrib.auth.models import AnonymousUser
from django.test import TestCase

from catalogue.models import Tool
from core.kinds import kind
from revisions.editing import Attribution, Change, protect, write
from revisions.fields import Problem
from revisions.models import Proposal, Revision
from revisions.proposals.proposing import Conflict, Submission, Unchanged, submit
from revisions.rights import may_edit, may_publish
from tests.factories import (
    make_ban,
    make_collection,
    make_moderator,
    make_proposal,
    make_tool,
    make_user,
)

TOOL = kind("tool")


class PublishingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.author = make_user()
        cls.tool = make_tool("Decidim", summary="Old")

    def send(self, base=1, record=None, **values):
        by = Attribution(
            self.author, comment="Because", evidence="https://example.org/"
        )
        return submit(
            Submission(
                TOOL, values, by, record=record or self.tool, base=base, publish=True
            )
        )

    def test_a_change_is_public_at_once_with_its_author_and_source(self):
        outcome = self.send(licence="MIT")
        self.assertEqual(Tool.objects.get().licence, "MIT")
        revision = outcome.revision
        self.assertEqual(
            (revision.number, revision.author, revision.evidence),
            (2, self.author, "https://example.org/"),
        )

    def test_what_says_nothing_new_is_no_change(self):
        with self.assertRaises(Unchanged):
            self.send(summary={"en": "Old"})
        self.assertEqual(Revision.objects.count(), 1)

    def test_who_read_an_older_state_meets_what_was_written_since(self):
        self.send(licence="MIT")
        with self.assertRaises(Conflict) as caught:
            self.send(licence="EUPL-1.2", record=Tool.objects.get())
        conflict = caught.exception
        self.assertNotIn("licence", conflict.base)
        self.assertEqual(conflict.now["licence"], "MIT")
        self.assertEqual(Tool.objects.get().licence, "MIT")

    def test_a_new_record_gets_an_address_of_its_own(self):
        by = Attribution(self.author)
        values = {"name": "Decidim", "kind": "software"}
        outcome = submit(Submission(TOOL, values, by, publish=True))
        self.assertEqual(outcome.record.slug, "decidim-2")
        self.assertEqual(outcome.revision.number, 1)

    def test_a_slug_that_leads_nowhere_is_refused_whole(self):
        with self.assertRaises(Problem):
            self.send(tags=["nothing"])
        self.assertEqual(Revision.objects.count(), 1)

    def test_a_collection_belongs_to_who_made_it(self):
        values = {"name": {"en": "Mine"}}
        submission = Submission(
            kind("collection"), values, Attribution(self.author), publish=True
        )
        self.assertEqual(submit(submission).record.curator, self.author)


class ProposingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.author = make_user()
        cls.tool = make_tool("Decidim")

    def test_a_proposal_changes_nothing_yet(self):
        proposal = make_proposal(self.tool, author=self.author, licence="MIT")
        self.assertEqual(proposal.status, Proposal.Status.WAITING)
        self.assertEqual(proposal.values, {"licence": "MIT"})
        self.assertEqual((proposal.base, proposal.title), (1, "Decidim"))
        self.assertEqual(Tool.objects.get().licence, "")

    def test_the_same_proposal_sent_twice_is_one(self):
        first = make_proposal(self.tool, author=self.author, licence="MIT")
        self.assertEqual(
            make_proposal(self.tool, author=self.author, licence="MIT"), first
        )
        make_proposal(self.tool, author=self.author, licence="EUPL-1.2")
        self.assertEqual(Proposal.objects.count(), 2)

    def test_a_visitor_s_proposal_waits_for_the_e_mail(self):
        proposal = make_proposal(self.tool, email="ada@b.org", licence="MIT")
        self.assertEqual(proposal.status, Proposal.Status.UNCONFIRMED)
        self.assertEqual(proposal.email, "ada@b.org")

    def test_the_account_s_address_is_not_copied(self):
        by = Attribution(self.author)
        submission = Submission(
            TOOL,
            {"licence": "MIT"},
            by,
            record=self.tool,
            base=1,
            email="a@b.org",
        )
        self.assertEqual(submit(submission).proposal.email, "")


class RightsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tool = make_tool()
        cls.cast = {
            "visitor": AnonymousUser(),
            "contributor": make_user(),
            "trusted": make_user(role="trusted"),
            "banned": make_ban(make_user(role="trusted")).user,
            "moderator": make_moderator(),
        }

    def who(self, may, *args):
        return {name for name, user in self.cast.items() if may(user, *args)}

    def test_trusted_people_publish_and_all_but_the_banned_propose(self):
        self.assertEqual(
            self.who(may_publish, TOOL, self.tool), {"trusted", "moderator"}
        )
        self.assertEqual(
            self.who(may_edit, TOOL, self.tool),
            {"visitor", "contributor", "trusted", "moderator"},
        )

    def test_a_protected_record_takes_proposals_only(self):
        protect(self.tool, True, Attribution())
        self.assertEqual(self.who(may_publish, TOOL, self.tool), {"moderator"})
        self.assertIn("contributor", self.who(may_edit, TOOL, self.tool))

    def test_only_moderators_publish_tags(self):
        self.assertEqual(self.who(may_publish, kind("tag")), {"moderator"})

    def test_a_person_s_collection_is_theirs_and_the_co_editors_(self):
        collection = make_collection()
        collection.curator = self.cast["trusted"]
        write(kind("collection"), [Change(collection, {})], Attribution())
        collections = (kind("collection"), collection)
        self.assertEqual(self.who(may_edit, *collections), {"trusted", "moderator"})
        collection.co_editors.add(self.cast["contributor"])
        self.assertIn("contributor", self.who(may_edit, *collections))
        self.assertNotIn("contributor", self.who(may_publish, *collections))
