"""What there is to do in the catalogue: lists for moderators, the most needed first."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from core.kinds import all_kinds
from core.languages import CONTENT_LANGUAGES, columns
from core.places import language_name
from core.templatetags.records import day
from revisions.differences.changes import label
from revisions.fields import Choice, Day, Number, Text, Translated, Url

# A record with fewer filled fields than this says too little.
FEW = 6
# Below so many columns a kind has too few to be counted.
COUNTABLE = 12
# What a record owes to its readers first.
TEXTS = ("summary", "description")


@dataclass(frozen=True)
class Worklist:
    """A list: `records(kind, language)` are its records, `why(record, kind, language)`
    words for what is to do and the field of the edit form that asks for it.
    """

    name: str
    title: str
    intro: str
    records: Callable
    why: Callable
    by_language: bool = False


def kinds():
    """Return the kinds that have worklists: what is published, tags left out."""
    return [kind for kind in all_kinds() if not kind.curated]


def text_key(kind):
    """Return the key of the text that says what a record is."""
    keys = {part.key for part in kind.fields}
    return next(key for key in TEXTS if key in keys)


def unverified(kind, language):
    """The records that nobody has verified, then those verified longest ago."""
    return kind.model.objects.public().order_by(
        F("verified_on").asc(nulls_first=True), "updated_at", "pk"
    )


def _why_unverified(record, kind, language):
    if record.verified_on:
        yield _("verified on %(day)s") % {"day": day(record.verified_on)}, ""
    else:
        yield _("never verified"), ""


def stubs(kind, language):
    """The records without a text, without a link, or with few fields."""
    records = kind.model.objects.public().annotate(filled=filled(kind))
    thin = _empty_text(kind)
    if links(kind):
        thin |= _all_empty(links(kind))
    if len(_counted(kind)) >= COUNTABLE:
        thin |= Q(filled__lt=FEW)
    return records.filter(thin).order_by("filled", "sort_name", "pk")


def _why_stub(record, kind, language):
    key = text_key(kind)
    if not any(getattr(record, column) for column in columns(key)):
        yield _("no %(field)s") % {"field": label(kind, key)}, key
    addresses = links(kind)
    if addresses and not any(getattr(record, column) for column in addresses):
        yield _("no link"), addresses[0]
    if record.filled < FEW and len(_counted(kind)) >= COUNTABLE:
        number = record.filled
        words = ngettext("only %(n)s field", "only %(n)s fields", number)
        yield words % {"n": number}, ""


def untranslated(kind, language):
    """The records with a text in another language and none in this one."""
    key = text_key(kind)
    written = Q()
    for code in CONTENT_LANGUAGES:
        if code != language:
            written |= Q(**{f"{key}_{code}__gt": ""})
    missing = Q(**{f"{key}_{language}__isnull": True}) | Q(**{f"{key}_{language}": ""})
    return (
        kind.model.objects.public()
        .filter(written, missing)
        .order_by("-updated_at", "pk")
    )


def _why_untranslated(record, kind, language):
    key = text_key(kind)
    have = [code for code in CONTENT_LANGUAGES if getattr(record, f"{key}_{code}")]
    names = ", ".join(language_name(code) for code in have)
    yield _("written in: %(languages)s") % {"languages": names}, f"{key}_{language}"


WORKLISTS = {
    worklist.name: worklist
    for worklist in (
        Worklist(
            "unverified",
            gettext_lazy("Verified longest ago"),
            gettext_lazy("Records that nobody has verified, then the oldest ones."),
            unverified,
            _why_unverified,
        ),
        Worklist(
            "stubs",
            gettext_lazy("Stubs"),
            gettext_lazy("Records without a summary, without a link, or nearly empty."),
            stubs,
            _why_stub,
        ),
        Worklist(
            "translations",
            gettext_lazy("Missing translations"),
            gettext_lazy("Records whose summary is missing in one language."),
            untranslated,
            _why_untranslated,
            by_language=True,
        ),
    )
}


def edit_url(kind, record, field):
    """Return the address of the edit form of a record, opened at a field if any."""
    address = reverse("revisions:edit", args=[kind, record.slug])
    return f"{address}?{urlencode({'field': field})}" if field else address


def links(kind):
    """Return the columns of a kind that hold one address each."""
    return [part.column for part in kind.fields if isinstance(part, Url)]


def _all_empty(names):
    return Q(**dict.fromkeys(names, ""))


def _empty_text(kind):
    empty = Q()
    for column in columns(text_key(kind)):
        empty &= Q(**{f"{column}__isnull": True}) | Q(**{column: ""})
    return empty


def _counted(kind):
    """Return the conditions for each field of one row that is filled."""
    conditions = []
    for part in kind.fields:
        if isinstance(part, Translated):
            filled_in = Q()
            for column in columns(part.column):
                filled_in |= Q(**{f"{column}__gt": ""})
            conditions.append(filled_in)
        elif isinstance(part, Number | Day):
            conditions.append(Q(**{f"{part.column}__isnull": False}))
        elif isinstance(part, Text) and part.key not in ("slug", "verified_by"):
            empty = ("", part.unknown) if isinstance(part, Choice) else ("",)
            conditions.append(~Q(**{f"{part.column}__in": empty}))
    return conditions


def filled(kind):
    """Return the expression for how many fields of one row of a kind are filled."""
    total = Value(0)
    for condition in _counted(kind):
        total += Case(When(condition, then=1), default=0, output_field=IntegerField())
    return total
