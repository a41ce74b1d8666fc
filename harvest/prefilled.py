"""What a machine could read for a form: values in plain data, and words about it."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _, override

from catalogue.models import Tool, ToolValue
from core.kinds import kind as kind_named
from core.languages import CONTENT_LANGUAGES
from core.models import DESCRIPTION_LENGTH, SUMMARY_LENGTH
from core.places import language_name
from core.text import clean, one_line
from revisions.fields import Problem

EMAIL = re.compile(
    r"(?:mailto:)?[A-Za-z0-9][\w.+%-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
)
# Instead of an address of a person, which is nobody's to pass on.
TAKEN_OUT = "[…]"


@dataclass
class Prefilled:
    """Values for the form of a tool, by key; what is not known is not in them.

    values are normal values of the tool kind's fields; sources the addresses they
    were read at; notes lines for people, in the language of the page.
    """

    values: dict = field(default_factory=dict)
    sources: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    def note(self, words):
        # Other people's words stand in them, with half signs that no page can show.
        words = clean(words)
        if words not in self.notes:
            self.notes.append(words)

    def source(self, address):
        if address not in self.sources:
            self.sources.append(address)

    def fill(self, key, raw):
        """Set a value that nothing said before; leave out with a note what is none."""
        if raw in (None, "", [], {}) or key in self.values:
            return
        try:
            value = _fields()[key].normal(raw)
        except Problem:
            self.left_out(key, raw)
            return
        if value is not None:
            self.values[key] = value

    def fill_list(self, key, items):
        """Set a list, without the items that the catalogue does not know."""
        if key in self.values:
            return
        known = []
        for item in items:
            try:
                known += _fields()[key].normal([item]) or []
            except Problem:
                self.left_out(key, item)
        self.fill(key, known)

    def left_out(self, key, raw):
        self.note(
            _("%(field)s: “%(value)s” is left out, the catalogue does not know it.")
            % {"field": label(key), "value": one_line(str(raw))[:100]}
        )

    def fill_summary(self, language, text):
        self._fill_text("summary", language, shortened(one_line(text), SUMMARY_LENGTH))
        if len(one_line(text)) > SUMMARY_LENGTH:
            self.note(_("The summary was too long and is cut: please mend it."))

    def fill_description(self, language, text):
        text = clean(text).strip()
        self._fill_text("description", language, text[:DESCRIPTION_LENGTH])

    def _fill_text(self, key, language, text):
        hidden = EMAIL.sub(TAKEN_OUT, text)
        if hidden != text:
            self.note(_("E-mail addresses are taken out of the texts."))
        texts = self.values.get(key, {})
        if hidden and language not in texts:
            self.values[key] = _fields()[key].normal(texts | {language: hidden})


def _fields():
    return {part.key: part for part in kind_named("tool").fields}


def label(key):
    """Return the name of a field of tools, in the language of the page."""
    if key in ToolValue.Field.values:
        words = ToolValue.Field(key).label
    else:
        words = Tool._meta.get_field(key).verbose_name
    return str(words)[:1].upper() + str(words)[1:]


def shortened(text, length):
    """Return a text of one line, cut between words when it is too long."""
    if len(text) <= length:
        return text
    cut = text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–-")
    return f"{cut}…"


def content_language(tag):
    """Return the language of the content that a tag such as "fr-CA" is of, or ""."""
    code = tag.replace("_", "-").split("-")[0].lower()
    return code if code in CONTENT_LANGUAGES else ""


def in_language(language, words):
    """Return gettext's words in another language than the page's."""
    with override(language):
        return str(words)


def languages_named(tags):
    """Return the names of languages, comma between them, in the page's language."""
    names = {language_name(tag.replace("_", "-")) or tag for tag in tags}
    return ", ".join(sorted(names))
