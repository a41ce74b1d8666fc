"""Shows in the rows of a list why the search found them."""

from django.db.models import Value
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.languages import current_language, fallback_order
from core.markup import plain
from core.search.engine import Tier
from core.search.highlight import marked, snippet

# Where a row's template has room for it.
ROOM = "<!--found-->"


def explained(pages, finish=None):
    """Return the drawn rows of some lists, with what the search matched marked.

    pages are pairs of a FilterSet and primary keys of its records. What was found
    in a text that rows do not show gets a passage of it; one query for all of them.
    finish(row) has the last word on each.
    """
    texts = _texts(pages)
    return [
        [
            SafeString(_explained(filterset, pk, finish(row) if finish else row, texts))
            for pk, row in filterset.rows(pks).items()
        ]
        for filterset, pks in pages
    ]


def _explained(filterset, pk, row, texts):
    if not filterset.query:
        return row.replace(ROOM, "")
    query = filterset.answer.used
    found, tier = marked(row, query), filterset.tiers.get(pk)
    reason = ""
    if tier == Tier.DESCRIPTION:
        reason = _passage(query, texts.get((filterset.record_kind, pk), ()))
    elif tier == Tier.RELATED or "<mark>" not in found:
        reason = REASONS.get(tier, "")
    line = format_html('<p class="why">{}</p>', reason) if reason else ""
    return found.replace(ROOM, line)


# Why a record was found of which the row does not show it.
REASONS = {
    Tier.EXACT: _("Found by another of its names."),
    Tier.ALIASES: _("Found by another of its names."),
    Tier.RELATED: _("Found by the records it is tied to."),
} | dict.fromkeys(
    (tier for tier in Tier if tier.name.startswith("TAGS")),
    _("Found by its tags or their synonyms."),
)


def _passage(query, texts):
    """Return the passage of the first of some texts that holds what was searched."""
    passages = (snippet(plain(text, len(text)), query) for text in texts)
    passage = next(filter(None, passages), "")
    return marked(format_html("{}", passage), query)


def _texts(pages):
    """Return {(kind key, primary key): texts} of what was found in a description."""
    parts = []
    for filterset, pks in pages:
        deep = [pk for pk in pks if filterset.tiers.get(pk) == Tier.DESCRIPTION]
        if deep:
            parts += [_texts_of(filterset, deep, field) for field in filterset.passages]
    found = {}
    if parts:
        for kind, pk, *texts in parts[0].union(*parts[1:], all=True):
            found.setdefault((kind, pk), []).extend(filter(None, texts))
    return found


def _texts_of(filterset, pks, field):
    """Return a query of the kind, the key and a field in each language."""
    languages = fallback_order(current_language())
    return (
        filterset.model.objects.filter(pk__in=pks)
        .order_by()
        .annotate(its_kind=Value(filterset.record_kind))
        # Without it modeltranslation puts the columns in any order, by a set, and what
        # is united must have one.
        .rewrite(False)
        .values_list("its_kind", "pk", *(f"{field}_{code}" for code in languages))
    )
