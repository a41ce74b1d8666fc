"""The items of a collection while somebody orders them in a form.

A form sends the rows as they stand on the page: as many of "tool", "position" and of
each "note_en", one after the other.
"""

from dataclasses import dataclass, field
from itertools import zip_longest

from django.utils.translation import gettext as _

from catalogue.models import Tool
from core.languages import CONTENT_LANGUAGES
from core.places import language_name
from core.text import one_line

NOTE_LENGTH = 500
# A list that nobody reads to its end; and forms have a limit of fields.
MOST = 200


@dataclass
class Row:
    """A tool of the list, its slug and what is said of it in each language."""

    slug: str
    notes: dict = field(default_factory=dict)
    # None: the tool is not there any more.
    tool: Tool | None = None

    @property
    def texts(self):
        """[(code, name of the language, note)] for the fields of a form."""
        return [
            (code, language_name(code), self.notes.get(code, ""))
            for code in CONTENT_LANGUAGES
        ]

    @property
    def is_shown(self):
        return self.tool is not None and self.tool.is_public

    @property
    def name(self):
        return self.tool.name if self.tool else self.slug

    @property
    def error(self):
        """What is wrong with a note, "" when nothing is."""
        longest = max((len(text) for text in self.notes.values()), default=0)
        if longest <= NOTE_LENGTH:
            return ""
        return _("This note has %(n)s characters; %(most)s is the most.") % {
            "n": longest,
            "most": NOTE_LENGTH,
        }


def rows_of(data):
    """Return the Rows of a collection's plain data, in order."""
    items = data.get("items") or []
    return with_tools([Row(item["tool"], item.get("note") or {}) for item in items])


def rows_sent(post):
    """Return the Rows that a form sent, in the order that its numbers give."""
    columns = [post.getlist(f"note_{code}") for code in CONTENT_LANGUAGES]
    found, places = {}, post.getlist("position")
    lines = zip_longest(post.getlist("tool")[:MOST], *columns, fillvalue="")
    for sent, *texts in lines:
        slug = one_line(sent)
        if slug and slug not in found:
            notes = dict(zip(CONTENT_LANGUAGES, map(one_line, texts), strict=True))
            found[slug] = Row(
                slug, {code: text for code, text in notes.items() if text}
            )
    return with_tools(numbered(list(found.values()), places))


def numbered(rows, places):
    """Return rows in the order of the numbers that somebody typed beside them.

    Who writes 2 beside the fifth means it to be the second, and the others to follow;
    who writes 3 beside the first means it to stand where the third is.

    >>> numbered(["a", "b", "c", "d"], ["1", "2", "3", "2"])
    ['a', 'd', 'b', 'c']
    >>> numbered(["a", "b", "c"], ["3", "2", "3"])
    ['b', 'c', 'a']
    """
    lines = zip_longest(rows, places[: len(rows)], fillvalue="")
    keyed = [
        (_place(typed, index), row) for index, (row, typed) in enumerate(lines, start=1)
    ]
    return [row for _key, row in sorted(keyed, key=lambda pair: pair[0])]


def _place(typed, index):
    if not typed.isdecimal() or len(typed) > 6 or int(typed) == index:
        return index
    return int(typed) + (0.5 if int(typed) > index else -0.5)


def moved(rows, slug, step):
    """Return the rows with one of them a place up (-1) or down (1)."""
    slugs = [row.slug for row in rows]
    rows = list(rows)
    if slug in slugs:
        index = slugs.index(slug)
        row = rows.pop(index)
        rows.insert(max(0, index + step), row)
    return rows


def with_tools(rows):
    """Return the rows with their tools read, in one query."""
    slugs = [row.slug for row in rows]
    tools = Tool._base_manager.filter(slug__in=slugs).select_related("logo")
    found = {tool.slug: tool for tool in tools}
    for row in rows:
        row.tool = found.get(row.slug)
    return rows


def values_of(rows):
    """Return the normal plain value of "items"; None for an empty list."""
    items = [{"tool": row.slug, "note": row.notes} for row in rows]
    return [{k: v for k, v in item.items() if v} for item in items] or None


def public_items(record):
    """Return the normal plain value of the items of which the tools are public."""
    items = record.items.with_public_tool().select_related("tool")
    return values_of([Row(item.tool.slug, _notes(item)) for item in items])


def _notes(item):
    notes = {code: getattr(item, f"note_{code}") for code in CONTENT_LANGUAGES}
    return {code: note for code, note in notes.items() if note}


def with_item(data, slug, note, language):
    """Return the normal items of a collection's plain data with one tool more."""
    item = {"tool": slug} | ({"note": {language: note}} if note else {})
    return [*(data.get("items") or []), item]


def has(data, slug):
    return any(item["tool"] == slug for item in data.get("items") or [])
