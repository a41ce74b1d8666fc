"""What a cell of a comparison says, on the page and in the file."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _, ngettext

from core.languages import localized
from core.templatetags.records import address, hint


@dataclass(frozen=True)
class Item:
    """One thing that a cell says: its words, where they lead, their language if it
    is not the page's."""

    text: str
    url: str = ""
    language: str = ""
    full: str = ""  # for the file, where the page shortens

    @property
    def html(self):
        words = self.text
        if self.language:
            words = format_html(
                '<span class="otherlang" lang="{}">{}</span>{}',
                self.language,
                words,
                hint(self.language),
            )
        return (
            format_html('<a href="{}">{}</a>', self.url, words) if self.url else words
        )


@dataclass(frozen=True)
class Cell:
    """What one row says of one tool; without items, that is not known."""

    items: tuple = ()
    nothing: str = ""  # what to say instead of "Unknown"
    folded: bool = False
    note: str = ""  # who wrote it, and when

    @property
    def text(self):
        if not self.items:
            return self.nothing or _("Unknown")
        return ", ".join(item.full or item.text for item in self.items)

    @property
    def html(self):
        if not self.items:
            return format_html('<span class="unknown">{}</span>', self.text)
        shown = format_html_join(", ", "{}", ((item.html,) for item in self.items))
        if self.folded:
            shown = self._folded(shown)
        if self.note:
            shown += format_html('<small class="note">{}</small>', self.note)
        return shown

    def _folded(self, shown):
        n = len(self.items)
        summary = ngettext("%(n)d address", "%(n)d addresses", n) % {"n": n}
        return format_html("<details><summary>{}</summary>{}</details>", summary, shown)


def in_words(*texts):
    """Return the cell of some texts; empty ones are left out."""
    return Cell(tuple(Item(str(text)) for text in texts if text))


def web_address(url):
    return Item(address(url), url, full=url)


def named(record, name):
    """Return the Item that leads to a record."""
    return in_language(localized(record, name), record.get_absolute_url())


def in_language(found, url=""):
    """Return the Item of a Localized text."""
    return Item(found.text, url, found.language if found.foreign else "")
