"""The languages of the content, and how a text falls back between them."""

from dataclasses import dataclass

from django.utils.translation import get_language

CONTENT_LANGUAGES = ("en", "fr", "es")


@dataclass(frozen=True)
class Localized:
    """A text and the language it is really written in."""

    text: str
    language: str
    foreign: bool  # True when that is not the language of the page.

    def __str__(self):
        return self.text

    def __bool__(self):
        return bool(self.text)


def current_language():
    """Return the content language of the page being drawn."""
    language = (get_language() or "en").split("-")[0]
    return language if language in CONTENT_LANGUAGES else "en"


def fallback_order(language):
    """Return the languages in which to look for a text, the wanted one first."""
    return (language, *(code for code in CONTENT_LANGUAGES if code != language))


def columns(field):
    """Return the names of the language columns of a translated field."""
    return [f"{field}_{language}" for language in CONTENT_LANGUAGES]


def localized(record, field, language=None):
    """Return the Localized text of a translated field, empty when there is none."""
    wanted = language or current_language()
    for code in fallback_order(wanted):
        if text := getattr(record, f"{field}_{code}"):
            return Localized(text, code, code != wanted)
    return Localized("", wanted, False)
