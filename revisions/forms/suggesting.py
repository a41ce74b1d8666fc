"""What a field offers while one types the name of a record."""

from django.utils.translation import gettext as _, ngettext

from core.languages import current_language
from core.search.analyser import MAX_QUERY_LENGTH
from core.search.engine import suggest
from core.text import one_line
from revisions.forms.sources import Records

MOST = 8


def suggested(kind, typed, viewer):
    """Return {items: [{value, text, words, other}], status} for what was typed.

    value is the slug, text what one would type for it, words its name in the page's
    language, other another name that fits when that one does not.
    """
    query = one_line(typed)[:MAX_QUERY_LENGTH]
    found = ()
    if query:
        found = suggest(query, language=current_language(), each=MOST)
        found = found.get(kind.key, ())
    seen = Records(kind.key, viewer)
    names = [one.title for one in found]
    items = [
        {
            "value": one.slug,
            "text": f"{one.title} ({one.slug})" if names.count(one.title) > 1
            else seen.text(one.slug),
            "words": one.title,
            "other": one.other,
        }
        for one in found
    ]  # fmt: skip
    return {"items": items, "status": _status(len(items))}


def _status(count):
    if not count:
        return _("No suggestions")
    return ngettext("%(n)s suggestion", "%(n)s suggestions", count) % {"n": count}
