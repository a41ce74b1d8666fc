"""Fields that stand in columns of the record's own table."""

import datetime
import re
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.fields import date_range, validate_web_address
from core.languages import CONTENT_LANGUAGES
from core.models import RESERVED_SLUGS
from core.text import clean, one_line
from revisions.fields.base import Field, Problem

SLUG = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")


def string(value):
    """Return value when it is a string; numbers are taken as YAML writes years."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise Problem(f"must be text, not {type(value).__name__}")
    return value


class Column(Field):
    """A field in the column of the same name, or of `column`."""

    def __init__(self, key, *, column=None, **options):
        super().__init__(key, **options)
        self.column = column or key

    def read(self, record, *, published_only=False):
        return getattr(record, self.column) or None

    def assign(self, record, value, lookup):
        setattr(record, self.column, "" if value is None else value)


class Text(Column):
    """Text of one line."""

    def __init__(self, key, *, max_length, check=None, **options):
        super().__init__(key, **options)
        self.max_length = max_length
        self.check = check

    def read(self, record, *, published_only=False):
        # A country reads as an object; its text is its code.
        return str(getattr(record, self.column)) or None

    def normal(self, value):
        text = one_line(string(value))
        if len(text) > self.max_length:
            raise Problem(
                _("has %(count)s characters, %(most)s at most")
                % {"count": len(text), "most": self.max_length}
            )
        if self.check:
            try:
                text = self.check(text) or text
            except ValidationError as error:
                raise Problem("; ".join(error.messages)) from error
        return text or None


class Slug(Text):
    """The slug by which the entry is known."""

    def __init__(self):
        super().__init__("slug", max_length=100, required=True)

    def normal(self, value):
        text = super().normal(value)
        if not text or not SLUG.fullmatch(text):
            raise Problem(_("must be lower-case letters, digits and hyphens"))
        if text in RESERVED_SLUGS:
            raise Problem(_("is a reserved word"))
        return text


class Url(Text):
    """An http or https address."""

    def __init__(self, key, **options):
        super().__init__(key, max_length=500, check=validate_web_address, **options)


class PartialDate(Text):
    """A year, a month or a day."""

    def __init__(self, key, **options):
        super().__init__(key, max_length=10, **options)

    def normal(self, value):
        # YAML reads 2016-12-09 as a date.
        if isinstance(value, datetime.date):
            value = value.isoformat()
        text = super().normal(value)
        if text:
            try:
                date_range(text)
            except ValueError:
                raise Problem(
                    _("must be a date: 2016, 2016-12 or 2016-12-09")
                ) from None
        return text


class Choice(Text):
    """One value of a closed list; `unknown` is what the column holds for None."""

    def __init__(self, key, choices, *, unknown="", **options):
        super().__init__(key, max_length=100, **options)
        self.choices = list(choices)
        self.unknown = unknown

    def read(self, record, *, published_only=False):
        value = getattr(record, self.column)
        return None if value == self.unknown else value

    def normal(self, value):
        # YAML reads yes and no as booleans.
        if isinstance(value, bool):
            value = "yes" if value else "no"
        text = super().normal(value)
        if text is not None and text not in self.choices:
            raise Problem(
                _("must be one of %(choices)s, not %(value)r")
                % {"choices": ", ".join(self.choices), "value": text}
            )
        return None if text == self.unknown else text

    def assign(self, record, value, lookup):
        setattr(record, self.column, self.unknown if value is None else value)


class Translated(Field):
    """Text in each language of the content; `markdown` keeps its lines."""

    def __init__(self, key, *, max_length, markdown=False, column=None, **options):
        super().__init__(key, **options)
        self.max_length = max_length
        self.markdown = markdown
        self.column = column or key

    def read(self, record, *, published_only=False):
        texts = {
            code: getattr(record, f"{self.column}_{code}") for code in CONTENT_LANGUAGES
        }
        return {code: text for code, text in texts.items() if text} or None

    def normal(self, value):
        if not isinstance(value, dict):
            raise Problem("must be texts by language: {en: …, fr: …, es: …}")
        if unknown := [str(code) for code in value if code not in CONTENT_LANGUAGES]:
            raise Problem(f"has an unknown language: {', '.join(unknown)}")
        texts = {
            code: self._normal_text(code, value.get(code)) for code in CONTENT_LANGUAGES
        }
        return {code: text for code, text in texts.items() if text} or None

    def _normal_text(self, code, value):
        if value is None:
            return ""
        text = (
            clean(string(value)).strip() if self.markdown else one_line(string(value))
        )
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > self.max_length:
            raise Problem(
                _("has %(count)s characters in %(language)s, %(most)s at most")
                % {"count": len(text), "language": code, "most": self.max_length}
            )
        return text

    def assign(self, record, value, lookup):
        for code in CONTENT_LANGUAGES:
            setattr(record, f"{self.column}_{code}", (value or {}).get(code) or None)


class StringList(Column):
    """A list of short texts, in the order given."""

    item_length = 200

    def normal(self, value):
        if not isinstance(value, list):
            raise Problem("must be a list")
        items = [self.normal_item(item) for item in value]
        return list(dict.fromkeys(item for item in items if item)) or None

    def normal_item(self, item):
        text = one_line(string(item))
        if len(text) > self.item_length:
            raise Problem(
                _("has a value of %(count)s characters, %(most)s at most")
                % {"count": len(text), "most": self.item_length}
            )
        return text

    def read(self, record, *, published_only=False):
        return list(getattr(record, self.column)) or None

    def assign(self, record, value, lookup):
        setattr(record, self.column, list(value or []))


class UrlList(StringList):
    """A list of http or https addresses."""

    item_length = 500

    def normal_item(self, item):
        text = super().normal_item(item)
        try:
            validate_web_address(text)
        except ValidationError as error:
            raise Problem(f"{text!r}: {'; '.join(error.messages)}") from error
        return text


class TranslatedLists(Field):
    """A list of short texts for each language, in columns key_en, key_fr, key_es."""

    def read(self, record, *, published_only=False):
        lists = {
            code: list(getattr(record, f"{self.key}_{code}") or [])
            for code in CONTENT_LANGUAGES
        }
        return {code: items for code, items in lists.items() if items} or None

    def normal(self, value):
        if not isinstance(value, dict) or not set(value) <= set(CONTENT_LANGUAGES):
            raise Problem("must be lists by language: {en: […], fr: […], es: […]}")
        one_list = StringList(self.key)
        lists = {
            code: one_list.normal(value.get(code) or []) for code in CONTENT_LANGUAGES
        }
        return {code: items for code, items in lists.items() if items} or None

    def assign(self, record, value, lookup):
        for code in CONTENT_LANGUAGES:
            setattr(record, f"{self.key}_{code}", list((value or {}).get(code) or []))


class Number(Column):
    """A number, whole unless `places` says otherwise; None when unknown."""

    def __init__(self, key, *, maximum, places=0, **options):
        super().__init__(key, **options)
        self.maximum = maximum
        self.places = places

    def read(self, record, *, published_only=False):
        value = getattr(record, self.column)
        return None if value is None else self._plain(Decimal(value))

    def normal(self, value):
        try:
            number = Decimal(string(value).strip())
        except InvalidOperation:
            raise Problem(_("must be a number")) from None
        if not number.is_finite() or not 0 <= number <= self.maximum:
            raise Problem(_("must be a number from 0 to %s") % self.maximum)
        if number != round(number, self.places):
            raise Problem(_("must have at most %s decimal places") % self.places)
        return self._plain(number)

    def _plain(self, number):
        return int(number) if number == int(number) else float(number)

    def assign(self, record, value, lookup):
        setattr(record, self.column, None if value is None else Decimal(str(value)))


class Coordinates(Field):
    """Latitude and longitude in decimal degrees, WGS 84."""

    def read(self, record, *, published_only=False):
        if record.latitude is None:
            return None
        return {
            "latitude": float(record.latitude),
            "longitude": float(record.longitude),
        }

    def normal(self, value):
        if not isinstance(value, dict) or set(value) != {"latitude", "longitude"}:
            raise Problem("must be {latitude: …, longitude: …}")
        return {
            "latitude": self._degrees(value["latitude"], 90),
            "longitude": self._degrees(value["longitude"], 180),
        }

    def _degrees(self, value, limit):
        try:
            degrees = float(string(value))
        except ValueError:
            raise Problem(_("must be numbers")) from None
        if not -limit <= degrees <= limit:
            raise Problem(
                _("%(degrees)s is not between -%(limit)s and %(limit)s")
                % {"degrees": degrees, "limit": limit}
            )
        return round(degrees, 6)

    def assign(self, record, value, lookup):
        for name in ("latitude", "longitude"):
            degrees = Decimal(str(value[name])) if value else None
            setattr(record, name, degrees)


class Day(Column):
    """A calendar day."""

    def read(self, record, *, published_only=False):
        value = getattr(record, self.column)
        return value.isoformat() if value else None

    def normal(self, value):
        if isinstance(value, datetime.date) and not isinstance(
            value, datetime.datetime
        ):
            return value.isoformat()
        try:
            return datetime.date.fromisoformat(string(value)).isoformat()
        except ValueError:
            raise Problem(_("must be a day: 2016-12-09")) from None

    def assign(self, record, value, lookup):
        day = datetime.date.fromisoformat(value) if value else None
        setattr(record, self.column, day)


class Flag(Column):
    """True, or left out."""

    def normal(self, value):
        if not isinstance(value, bool):
            raise Problem("must be true or false")
        return value or None

    def assign(self, record, value, lookup):
        setattr(record, self.column, bool(value))


class Verifier(Text):
    """The display name of who verified the record, whoever that is here."""

    def __init__(self):
        super().__init__("verified_by", max_length=100)

    def read(self, record, *, published_only=False):
        return record.verifier or None

    def assign(self, record, value, lookup):
        if record.verifier != (value or ""):
            record.verified_by = None
            record.verified_by_name = value or ""
