"""Whatever people do to records, one after the other, nothing of it is lost."""

from collections import Counter, defaultdict

from django.db import transaction
from django.test import TestCase
from hypothesis import HealthCheck, Phase, settings, strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from core.kinds import kind as kind_named
from core.models import RESERVED_SLUGS, StaleRecord
from revisions.editing import Attribution
from revisions.fields import Problem
from revisions.finding import Moved, find
from revisions.merges.merging import merge, rename
from revisions.models import Proposal, Redirect, Revision
from revisions.proposals.proposing import Conflict, Submission, Unchanged, submit
from revisions.proposals.reviewing import Decision, decide, record_of, reopen
from revisions.reverts.restoring import back_to
from revisions.reverts.undoing import undo
from revisions.snapshots import same, snapshot, with_relations
from tests.factories import (
    make_collection,
    make_moderator,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
    make_user,
)

KINDS = ("tag", "organization", "tool", "use-case", "collection")
texts = some.sampled_from(["", "Vote", "Voter", "Votar", "A longer text, with words"])
by_language = some.fixed_dictionaries({"en": texts, "fr": texts, "es": texts})
whole = some.integers(min_value=0, max_value=1000)
some_of = some.lists(whole, min_size=1, max_size=3)
kinds = some.sampled_from(KINDS)
NO = Decision(accept=False, note="No")


class Catalogue(RuleBasedStateMachine):
    """A small catalogue, and people who change it in every way there is."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.people = [make_user(), make_user(role="trusted"), make_moderator()]
        self.moderator = self.people[-1]
        self.slugs = {kind: [] for kind in KINDS}
        self.seen = {}  # {(kind, primary key): when it was changed last}
        self.told = []  # (kind, primary key, number, comment) of each revision told
        self.proposed = []
        self.count = 0
        self._fill()

    def _fill(self):
        for number in range(3):
            self._keep(make_tag(f"tag-{number}"))
            self._keep(make_organization(f"Organization {number}"))
            self._keep(make_tool(f"Tool {number}", tags=["tag-0"]))
        tools, makers = self.slugs["tool"], self.slugs["organization"]
        for number in range(2):
            self._keep(make_use_case(tools=tools[:2], participants=makers[:1]))
            self._keep(make_collection(items=tools[number:]))

    def _keep(self, record):
        kind = next(k for k in KINDS if kind_named(k).model is type(record))
        self.slugs[kind].append(record.slug)

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    # What people choose

    def slug(self, kind, number):
        return self.slugs[kind][number % len(self.slugs[kind])]

    def record(self, kind, number):
        """Return a record that is not merged into another, by any slug it ever had."""
        slug = self.slug(kind, number)
        redirects = Redirect.table()
        while (kind, slug) in redirects:
            slug = redirects[kind, slug]
        return kind_named(kind).model.objects.get(slug=slug)

    def picked(self, kind, numbers):
        return sorted({self.slug(kind, number) for number in numbers})

    def changes(self, kind, text, numbers):
        """Return {key: value} of something to change of a record of a kind."""
        values = {kind_named(kind).named: text if kind != "tool" else text.get("en")}
        tools = self.picked("tool", numbers)
        more = {
            "tag": {"description": text},
            "organization": {"summary": text, "aliases": list(text.values())},
            "tool": {"summary": text, "tags": self.picked("tag", numbers),
                     "alternatives": tools,
                     "developers": self.picked("organization", numbers)},
            "use-case": {"tools": [{"tool": slug} for slug in tools],
                         "tags": self.picked("tag", numbers)},
            "collection": {"items": [{"tool": slug, "note": text} for slug in tools],
                           "description": text},
        }  # fmt: skip
        return values | more[kind]

    def submission(self, kind, number, text, numbers, keys, person, stale, publish):
        record = self.record(kind, number)
        values = self.changes(kind, text, numbers)
        names = sorted(values)
        chosen = {names[key % len(names)] for key in keys}
        parts = {part.key: part for part in kind_named(kind).fields}
        normal = {
            key: parts[key].normal(values[key]) if values[key] else None
            for key in chosen
        }
        normal = {k: v for k, v in normal.items() if v or not parts[k].required}
        self.count += 1
        by = Attribution(self.people[person], comment=f"change {self.count}")
        base = max(1, record.version - stale)
        return Submission(
            kind_named(kind), normal, by, record=record, base=base, publish=publish
        )

    def acknowledge(self, kind, record):
        revision = Revision.objects.of(record).get(number=record.version)
        DONE[revision.action] += 1
        self.told.append((kind, record.pk, revision.number, revision.comment))

    # What they do

    @rule(
        kind=kinds, number=whole, text=by_language, numbers=some_of, keys=some_of,
        person=some.integers(0, 2), stale=some.integers(0, 1), publish=some.booleans(),
    )  # fmt: skip
    def submit(self, kind, number, text, numbers, keys, person, stale, publish):
        submission = self.submission(
            kind, number, text, numbers, keys, person, stale, publish
        )
        try:
            with transaction.atomic():
                outcome = submit(submission)
        except (Unchanged, Conflict, Problem):
            return
        if outcome.proposal:
            self.proposed.append(outcome.proposal.pk)
        else:
            self.acknowledge(kind, outcome.record)

    @rule(number=whole, accepted=whole)
    def review(self, number, accepted):
        """Accept the fields of a waiting proposal whose bit is set, refuse the rest."""
        waiting = list(Proposal.objects.waiting().order_by("pk"))
        if not waiting:
            return
        proposal = waiting[number % len(waiting)]
        decisions = {
            change.key: Decision(accept=True) if accepted >> bit & 1 else NO
            for bit, change in enumerate(proposal.changes.all())
        }
        record = record_of(proposal)
        try:
            with transaction.atomic():
                proposal = decide(
                    proposal, decisions, self.moderator, seen=record.version
                )
        except (Problem, StaleRecord):
            return
        if proposal.revision:
            self.acknowledge(proposal.kind, record_of(proposal))

    @rule(number=whole)
    def take_back(self, number):
        decided = list(Proposal.objects.decided().order_by("pk"))
        if decided:
            with transaction.atomic():
                reopen(decided[number % len(decided)], self.moderator)

    @rule(kind=kinds, number=whole, to=whole, whole_state=some.booleans())
    def turn_back(self, kind, number, to, whole_state):
        """Revert to a state of old, or undo one change."""
        record = self.record(kind, number)
        data = list(
            Revision.objects.of(record)
            .order_by("number")
            .values_list("data", flat=True)
        )
        index = to % len(data)
        now = snapshot(record)
        if whole_state:
            values = back_to(
                kind_named(kind), data[index], now, Redirect.table(), record.slug
            )
        elif index:
            values = undo(kind_named(kind), data[index - 1], data[index], now).values
        else:
            return
        by = Attribution(self.moderator, comment="back")
        try:
            with transaction.atomic():
                outcome = submit(
                    Submission(kind_named(kind), values, by, record=record,
                               base=record.version, publish=True)
                )  # fmt: skip
        except (Unchanged, Problem):
            return
        self.acknowledge(kind, outcome.record)

    @rule(kind=kinds, one=whole, other=whole)
    def merge(self, kind, one, other):
        loser, winner = self.record(kind, one), self.record(kind, other)
        if loser.pk == winner.pk:
            return
        try:
            with transaction.atomic():
                merge(kind_named(kind), loser, winner, Attribution(self.moderator))
        except Problem:
            return
        self.acknowledge(kind, self.record(kind, other))

    @rule(kind=kinds, number=whole, name=some.sampled_from(["vote", "new", "tag-1"]))
    def rename(self, kind, number, name):
        record = self.record(kind, number)
        try:
            with transaction.atomic():
                rename(record, name, Attribution(self.moderator))
        except Problem:
            assert name in RESERVED_SLUGS or self._is_taken(kind, name, record)
            return
        self.slugs[kind].append(name)
        self.acknowledge(kind, self.record(kind, -1))

    def _is_taken(self, kind, slug, record):
        records = kind_named(kind).model.objects.filter(slug=slug)
        return records.exists() or (kind, slug) in Redirect.table()

    # What holds after each

    @invariant()
    def every_record_is_what_its_last_revision_says(self):
        redirects = Redirect.table()
        for kind, record, revisions in self.changed():
            said = {
                key: value
                for key, value in revisions[record.version].items()
                if key in KEYS[kind.key]
            }
            assert same(kind, snapshot(record, kind), said, redirects), record
            # Every one of them can be reached.
            assert set(revisions) == set(range(1, record.version + 1)), record

    def changed(self):
        """Yield (kind, record, {number: data}) of what changed since the last time.

        Asked with a fresh eye: by what the tables hold, not by what a step returned.
        """
        for kind in map(kind_named, KINDS):
            now = dict(kind.model.objects.values_list("pk", "updated_at"))
            pks = [pk for pk, at in now.items() if self.seen.get((kind.key, pk)) != at]
            self.seen |= {(kind.key, pk): at for pk, at in now.items()}
            revisions = defaultdict(dict)
            for revision in Revision.objects.filter(kind=kind.key, object_id__in=pks):
                revisions[revision.object_id][revision.number] = revision.data
            for record in with_relations(kind, kind.model.objects.filter(pk__in=pks)):
                yield kind, record, revisions[record.pk]

    @invariant()
    def every_slug_leads_to_a_record(self):
        for kind in KINDS:
            public = kind_named(kind).model.objects.public()
            for slug in set(self.slugs[kind]):
                try:
                    find(public, kind, slug)
                except Moved as moved:
                    assert public.filter(slug=moved.slug).exists(), slug

    @invariant()
    def nothing_acknowledged_is_missing(self):
        kept = set(
            Revision.objects.values_list("kind", "object_id", "number", "comment")
        )
        assert set(self.told) <= kept
        kept = Proposal.objects.filter(pk__in=self.proposed).count()
        assert kept == len(set(self.proposed))


KEYS = {}
# How often each action came about in all the sequences.
DONE = Counter()


class SequenceTests(TestCase):
    def test_nothing_is_lost_in_any_sequence_of_changes(self):
        for kind in KINDS:
            KEYS[kind] = {part.key for part in kind_named(kind).fields}
        run_state_machine_as_test(
            Catalogue,
            settings=settings(
                max_examples=10,
                stateful_step_count=40,
                deadline=None,
                derandomize=True,
                database=None,
                # To find the shortest sequence that fails would take minutes: add
                # Phase.shrink when one does.
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
        self.assertLessEqual({"edit", "merge", "rename"}, set(DONE))
