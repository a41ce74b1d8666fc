from django.test import TestCase
from django.utils import timezone

from revisions.models import (
    Distinct,
    Draft,
    Message,
    ModerationAction,
    Proposal,
    ProposedChange,
    Reason,
    Redirect,
    Report,
    Revision,
)
from tests.factories import (
    make_organization,
    make_proposal,
    make_reason,
    make_tool,
    make_user,
)
from tests.violations import ViolationTests, add, change, texts


def add_revision(number=1):
    add(
        Revision,
        kind="tool",
        object_id=1,
        number=number,
        data={},
        created_at=timezone.now(),
    )


def two_revisions(test):
    add_revision()
    add_revision()


def two_redirects(test):
    for new in ("b", "c"):
        add(Redirect, kind="tool", old="a", new=new)


class HistoryTableTests(ViolationTests, TestCase):
    violations = {
        "revision_one_per_version": two_revisions,
        "revision_numbered_from_one": lambda t: add_revision(number=0),
        "redirect_one_target": two_redirects,
        "redirect_goes_elsewhere": lambda t: add(
            Redirect, kind="tool", old="a", new="a"
        ),
    }


class RevisionTests(TestCase):
    def test_a_record_has_its_own_revisions_only(self):
        tool, organization = make_tool(), make_organization()
        # The numbers of two tables meet sooner or later.
        Revision.objects.filter(kind="organization").update(object_id=tool.pk)
        organization.pk = tool.pk
        for record in (tool, organization):
            slugs = [r.data["slug"] for r in Revision.objects.of(record)]
            self.assertEqual(slugs, [record.slug])

    def test_people_and_machines_are_told_apart(self):
        make_tool()
        self.assertFalse(Revision.objects.by_people().exists())
        Revision.objects.update(author=make_user(), source="")
        self.assertEqual(Revision.objects.by_people().count(), 1)

    def test_a_revision_outlives_the_account_of_its_author(self):
        make_tool("Decidim")
        author = make_user()
        Revision.objects.update(author=author, source="")
        author.delete()
        revision = Revision.objects.get()
        self.assertIsNone(revision.author)
        self.assertEqual(Revision.objects.by_people().count(), 1)
        self.assertEqual(str(revision), "tool decidim v1")


class RedirectTests(TestCase):
    def test_the_table_holds_every_redirect_by_kind(self):
        Redirect.objects.create(kind="tool", old="a", new="b")
        Redirect.objects.create(kind="tag", old="a", new="c")
        self.assertEqual(Redirect.table(), {("tool", "a"): "b", ("tag", "a"): "c"})


def at():
    return timezone.now()


def add_proposal(**columns):
    columns = {
        "kind": "tool",
        "title": "A",
        "language": "en",
        "created_at": at(),
    } | columns
    add(Proposal, **columns)


def two_changes(test):
    for _ in range(2):
        add(ProposedChange, proposal=test.proposal, key="name", value="B")


def two_appeals(test):
    for _ in range(2):
        add(Message, proposal=test.proposal, is_appeal=True, text="No", created_at=at())


class ProposalTableTests(ViolationTests, TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user()
        cls.proposal = make_proposal(author=cls.user)
        cls.revision = Revision.objects.of(make_tool()).get()

    violations = {
        "proposal_decided_on_a_day": lambda t: add_proposal(status="accepted"),
        "proposal_confirmed_by_email": lambda t: add_proposal(status="unconfirmed"),
        "proposal_by_person_or_source": lambda t: add_proposal(
            source="wikidata", author=t.user
        ),
        "proposal_base_of_a_record": lambda t: add_proposal(base=1),
        "proposal_revision_when_accepted": lambda t: add_proposal(
            status="withdrawn", revision=t.revision
        ),
        "proposed_change_once_per_field": two_changes,
        "proposed_change_decision_known": lambda t: add(
            ProposedChange, proposal=t.proposal, key="summary", decision="perhaps"
        ),
        "proposed_change_rejected_with_reason": lambda t: add(
            ProposedChange, proposal=t.proposal, key="summary", decision="rejected"
        ),
        "message_one_appeal": two_appeals,
        "message_appeal_by_author": lambda t: add(
            Message,
            proposal=t.proposal,
            is_appeal=True,
            by_moderator=True,
            text="No",
            created_at=at(),
        ),
        "message_against_on_appeal": lambda t: add(
            Message, proposal=t.proposal, against=t.user, text="No", created_at=at()
        ),
        "message_not_empty": lambda t: add(
            Message, proposal=t.proposal, text="", created_at=at()
        ),
        "revision_by_person_or_source": lambda t: change(
            t.revision, author=t.user, source="wikidata"
        ),
    }


def add_report(**columns):
    columns = {
        "kind": "tool",
        "object_id": 1,
        "why": "wrong",
        "language": "en",
        "created_at": at(),
    } | columns
    add(Report, **columns)


def two_drafts(**columns):
    def write(test):
        for _ in range(2):
            add(Draft, user=test.user, kind="tool", data={}, updated_at=at(), **columns)

    return write


def two_distinct(test):
    for _ in range(2):
        add(Distinct, kind="tool", first=1, second=2, created_at=at())


class ModerationTableTests(ViolationTests, TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user()
        cls.reason = make_reason("because")

    violations = {
        "report_decided_on_a_day": lambda t: add_report(status="resolved"),
        "report_confirmed_by_email": lambda t: add_report(status="unconfirmed"),
        "report_other_in_words": lambda t: add_report(why="other"),
        "reason_use_known": lambda t: change(t.reason, use="else"),
        "reason_text_filled": lambda t: change(t.reason, **texts("text", None)),
        "reason.code": lambda t: add(Reason, code="because", use="reject", text_en="X"),
        "moderation_action_of_a_record": lambda t: add(
            ModerationAction, action="hidden", kind="tool", role="", created_at=at()
        ),
        "distinct_said_once": two_distinct,
        "distinct_in_order": lambda t: add(
            Distinct, kind="tool", first=2, second=1, created_at=at()
        ),
        "draft_one_per_record": two_drafts(object_id=1),
        "draft_one_new_per_kind": two_drafts(),
    }
