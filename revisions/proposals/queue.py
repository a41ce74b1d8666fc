"""The queue of proposals: what narrows it, and what its lines show."""

from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from django_filters import CharFilter, ChoiceFilter, FilterSet

from core.kinds import all_kinds, kind as kind_named
from core.text import one_line
from revisions.differences.differing import differences
from revisions.differences.showing import Names
from revisions.differences.three_way import State, resolved, rows
from revisions.models import Message, Proposal, Redirect, Revision
from revisions.proposals.suspicion import labels

PAGE_SIZE = 20
# Fields of a proposal that a line of the queue shows; the rest is counted.
SHOWN_FIELDS = 4
# Characters of a text around its first difference.
LONG, BEFORE = 700, 80
PEOPLE, VISITORS = "people", "visitors"


def kind_choices():
    return [(k.key, capfirst(k.model._meta.verbose_name)) for k in all_kinds()]


def source_choices():
    """Return people, visitors, and the sources of which a proposal waits; one query."""
    named = Proposal.objects.waiting().exclude(source="").order_by("source")
    sources = named.values_list("source", flat=True).distinct()[:50]
    return [
        (PEOPLE, _("People with an account")),
        (VISITORS, _("Visitors")),
        *((source, source) for source in sources),
    ]


class ProposalFilter(FilterSet):
    """What narrows the queue; all of it stands in the query string."""

    state = ChoiceFilter(
        label=_("State"),
        method="in_state",
        empty_label=None,
        null_label=None,
        choices=[
            ("", _("Waiting")),
            ("appealed", _("Appealed against")),
            ("decided", _("Decided")),
            ("withdrawn", _("Withdrawn")),
            ("unconfirmed", _("E-mail not confirmed")),
        ],
    )
    kind = ChoiceFilter(label=_("Kind"), choices=kind_choices, empty_label=_("All"))
    what = ChoiceFilter(
        label=_("What"),
        method="of_what",
        empty_label=_("All"),
        choices=[("new", _("New records")), ("changes", _("Changes"))],
    )
    language = ChoiceFilter(
        label=_("Language"), choices=settings.LANGUAGES, empty_label=_("All")
    )
    source = ChoiceFilter(
        label=_("Source"),
        method="from_source",
        choices=source_choices,
        empty_label=_("All"),
    )
    age = ChoiceFilter(
        label=_("Waiting for"),
        method="of_age",
        empty_label=_("Any time"),
        choices=[
            ("2", _("More than two days")),
            ("7", _("More than a week")),
            ("30", _("More than a month")),
        ],
    )
    assigned = ChoiceFilter(
        label=_("Assigned"),
        method="assigned_to",
        empty_label=_("All"),
        choices=[("me", _("To me")), ("nobody", _("To nobody"))],
    )
    signs = ChoiceFilter(
        label=_("Signs of spam"),
        method="with_signs",
        empty_label=_("All"),
        choices=[
            ("yes", pgettext_lazy("signs of spam", "Some")),
            ("no", pgettext_lazy("signs of spam", "None")),
        ],
    )
    author = CharFilter(label=_("Author"), method="by_author")

    class Meta:
        model = Proposal
        fields = ()

    def __init__(self, data, user):
        super().__init__(data, queryset=Proposal.objects.all())
        self.user = user

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if not self.form.cleaned_data.get("state"):
            queryset = queryset.waiting()
        return queryset.for_queue()

    @property
    def narrows(self):
        """Whether anything is chosen."""
        return any(self.form.cleaned_data.values()) if self.form.is_valid() else False

    def in_state(self, queryset, name, value):
        if value == "decided":
            return queryset.decided()
        if value == "appealed":
            appeals = Message.objects.filter(proposal=OuterRef("pk"), is_appeal=True)
            return queryset.waiting().filter(Exists(appeals))
        return queryset.filter(status=value)

    def of_what(self, queryset, name, value):
        return queryset.filter(base__isnull=value == "new")

    def from_source(self, queryset, name, value):
        if value == PEOPLE:
            return queryset.filter(author__isnull=False)
        if value == VISITORS:
            return queryset.exclude(email="")
        return queryset.filter(source=value)

    def of_age(self, queryset, name, value):
        return queryset.older_than(int(value), at=timezone.now())

    def assigned_to(self, queryset, name, value):
        return queryset.filter(assignee=self.user if value == "me" else None)

    def with_signs(self, queryset, name, value):
        # That an account is new is said, but is no reason to look twice.
        weak = Q(signals=[]) | Q(signals=["new-account"])
        return queryset.exclude(weak) if value == "yes" else queryset.filter(weak)

    def by_author(self, queryset, name, value):
        words = one_line(value)
        if words.startswith("@"):
            return queryset.filter(author__username=words[1:])
        return queryset.filter(
            Q(author__username__icontains=words)
            | Q(author__display_name__icontains=words)
            | Q(email__iexact=words)
        )


@dataclass
class Line:
    """A proposal as the queue shows it."""

    proposal: Proposal
    kind: object
    differences: list = field(default_factory=list)
    more: int = 0  # how many fields are not shown
    overtaken: list = field(default_factory=list)  # words for fields changed since
    signs: list = field(default_factory=list)


def lines(proposals, *, whole=False, as_read=False):
    """Return the Lines of some proposals of for_queue(), in their order.

    whole shows every field, and every text to its end; as_read compares with what the
    authors read, for who may not see what the records say now. One query for what the
    records say, one for redirects, and one for each kind that is named.
    """
    proposals = list(proposals)
    data = _data(proposals)
    states = [_states(proposal, data[proposal.pk], as_read) for proposal in proposals]
    mentioned = [
        (kind_named(proposal.kind), part)
        for proposal, (before, after, _overtaken) in zip(proposals, states, strict=True)
        for part in (before, after)
    ]
    names, redirects = NamesOfMany(mentioned), Redirect.table()
    return [
        _line(proposal, state, redirects, names, whole)
        for proposal, state in zip(proposals, states, strict=True)
    ]


def _line(proposal, state, redirects, names, whole):
    before, after, overtaken = state
    if not whole:
        before, after = _shortened(before, after)
    kind = kind_named(proposal.kind)
    found = differences(kind, before, after, redirects=redirects, names=names)
    shown = found if whole else found[:SHOWN_FIELDS]
    more = len(found) - len(shown)
    return Line(proposal, kind, shown, more, overtaken, labels(proposal.signals))


def _data(proposals):
    """Return {primary key: (data of the base, data of now)}; one query."""
    wanted = Q(pk__in=[])
    for proposal in proposals:
        wanted |= Q(kind=proposal.kind, object_id=proposal.object_id)
    newest = Revision.objects.filter(
        kind=OuterRef("kind"), object_id=OuterRef("object_id")
    ).order_by("-number")
    read = Revision.objects.filter(wanted).annotate(
        newest=Subquery(newest.values("number")[:1])
    )
    bases = {proposal.base for proposal in proposals}
    found, last = {}, {}
    for revision in read.filter(Q(number=F("newest")) | Q(number__in=bases)):
        key = revision.kind, revision.object_id
        found[*key, revision.number] = revision.data
        last[key] = revision.newest
    return {
        proposal.pk: (
            found.get((*key, proposal.base), {}),
            found.get((*key, last.get(key)), {}),
        )
        for proposal in proposals
        for key in [(proposal.kind, proposal.object_id)]
    }


def _states(proposal, data, as_read):
    """Return (before, after, words for what was changed meanwhile) to compare.

    Of one that waits, before is the record of now and after what accepting it all
    would make of it; of others, and as_read, what its author read and wrote.
    """
    kind, values, (base, now) = kind_named(proposal.kind), proposal.values, data
    if as_read or not proposal.is_waiting or proposal.is_new_record:
        after = {key: value for key, value in values.items() if value is not None}
        before = {key: base[key] for key in values if key in base}
        return before, after, []
    mine = [row for row in rows(kind, base, now, values) if row.key in values]
    after = resolved(mine, now, {})
    before = {key: now[key] for key in after if key in now}
    overtaken = [row.label for row in mine if row.state is State.CONFLICT]
    after = {key: value for key, value in after.items() if value is not None}
    return before, after, list(dict.fromkeys(overtaken))


def _shortened(before, after):
    """Return two states in which long texts are cut to where they first differ."""
    before, after = dict(before), dict(after)
    for key in after:
        one, other = before.get(key), after[key]
        if isinstance(other, dict) and all(isinstance(v, str) for v in other.values()):
            pairs = {c: _window((one or {}).get(c, ""), t) for c, t in other.items()}
            after[key] = {code: pair[1] for code, pair in pairs.items()}
            if one:
                before[key] = one | {
                    c: pair[0] for c, pair in pairs.items() if c in one
                }
    return before, after


def _window(before, after):
    texts = before, after
    if max(map(len, texts)) <= LONG:
        return before, after
    pairs = enumerate(zip(before, after, strict=False))
    same = next((n for n, (one, other) in pairs if one != other), min(map(len, texts)))
    start = max(0, same - BEFORE)
    lead = "…" if start else ""
    return tuple(
        f"{lead}{text[start : start + LONG]}{'…' if len(text) > start + LONG else ''}"
        for text in texts
    )


class NamesOfMany(Names):
    """The names of what the states of records of several kinds mention."""

    def __init__(self, mentioned):
        references, files = set(), set()
        for kind, state in mentioned:
            for part in kind.fields:
                if (value := state.get(part.key)) is not None:
                    references.update(part.references(value))
                    files.update(part.images(value))
        self.records = dict(self._records(references))
        self.images = dict(self._images(files))


def next_waiting(proposal, user):
    """Return the proposal to decide after one, None when none is left.

    One's own first, then the next that nobody took, then the oldest of them.
    """
    waiting = Proposal.objects.waiting().exclude(pk=proposal.pk)
    near = Case(
        When(assignee=user, then=0),
        When(created_at__gte=proposal.created_at, then=1),
        default=2,
    )
    mine = waiting.filter(Q(assignee=user) | Q(assignee=None))
    return mine.order_by(near, "created_at", "pk").first()
