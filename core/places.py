"""Countries and interface languages: codes checked, names in the page's language."""

import re
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from core.facets import Facet, those
from core.languages import current_language
from core.text import fold

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-(?:[A-Z]{2}|\d{3}))?")


def check_country(code):
    """Raise ValidationError unless code is an ISO 3166-1 alpha-2 code."""
    if code and code not in dict(countries):
        raise ValidationError(
            _("“%(code)s” is no ISO 3166 country code."),
            code="country",
            params={"code": code},
        )


def check_language(tag):
    """Raise ValidationError unless tag is a BCP 47 language this site can name."""
    if not LANGUAGE_TAG.fullmatch(tag) or not language_name(tag, "en"):
        raise ValidationError(
            _("“%(tag)s” is no BCP 47 language tag."),
            code="language",
            params={"tag": tag},
        )


# Where the common name is shorter than the one of Unicode's locale data.
SHORT_NAMES = {"HK": "Hong Kong", "MO": "Macao"}


def country_name(code, language=None):
    """Return the country's name, in the language of the page unless told another.

    "" for no country.
    """
    code, language = str(code or ""), language or current_language()
    return SHORT_NAMES.get(code) or _territories(language).get(code, code)


@cache
def _territories(language):
    return Locale(language).territories


def language_name(tag, language=None):
    """Return the name of a language in the page's language, "" when unknown."""
    return _language_name(tag, language or current_language())


@lru_cache(maxsize=2048)
def _language_name(tag, language):
    names = Locale(language).languages
    known = names.get(tag.replace("-", "_"))
    if known:
        return known
    try:
        return Locale.parse(tag, sep="-").get_display_name(language) or ""
    except (UnknownLocaleError, ValueError):
        return ""


def country_options():
    """Return [(code, name)] of all countries, by name in the page's language."""
    named = [(code, country_name(code)) for code in countries.countries]
    return sorted(named, key=lambda pair: fold(pair[1]))


# Beside those of two letters: written in two ways, or spoken by many.
MORE_LANGUAGES = ("ast", "fil", "pt-BR", "zh-Hans", "zh-Hant")


def language_options():
    """Return [(tag, name)] of the languages of the world, by name in the page's."""
    tags = [tag for tag in Locale("en").languages if len(tag) == 2]
    named = [(tag, language_name(tag)) for tag in (*tags, *MORE_LANGUAGES)]
    return sorted((pair for pair in named if pair[1]), key=lambda pair: fold(pair[1]))


def country_facet(name, label, path, where=None, **more):
    """Return a Facet of countries."""
    return Facet(
        name=name,
        label=label,
        path=path,
        labels=lambda values: {value: country_name(value) for value in values},
        known=those(lambda code: code in countries.countries),
        where=where or {},
        **more,
    )
