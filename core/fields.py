"""Model fields and validators that several kinds of record use."""

import calendar
import datetime
import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.forms import LinesField

PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def date_range(text):
    """Return the (earliest, latest) datetime.date that a partial date stands for.

    text is YYYY, YYYY-MM or YYYY-MM-DD. Raises ValueError for anything else.

    >>> date_range("2016-02")
    (datetime.date(2016, 2, 1), datetime.date(2016, 2, 29))
    """
    match = PARTIAL_DATE.fullmatch(text)
    if not match:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    # A zero is no month and no day: date() refuses it.
    first = datetime.date(
        year, 1 if month is None else month, 1 if day is None else day
    )
    if day is not None:
        return first, first
    last_month = month or 12
    last_day = calendar.monthrange(year, last_month)[1]
    return first, datetime.date(year, last_month, last_day)


def validate_partial_date(value):
    try:
        date_range(value)
    except ValueError:
        raise ValidationError(
            _("Write a year, a month or a day: 2016, 2016-12 or 2016-12-09."),
            code="partial_date",
        ) from None


class PartialDateField(models.CharField):
    """A date as precise as it is known; may fill two columns with its bounds."""

    def __init__(self, *args, earliest=None, latest=None, **kwargs):
        self.earliest, self.latest = earliest, latest
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_partial_date]

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs |= {
            "earliest": self.earliest,
            "latest": self.latest,
            "blank": self.blank,
        }
        return name, path, args, kwargs

    def pre_save(self, instance, add):
        value = super().pre_save(instance, add)
        bounds = date_range(value) if value else (None, None)
        for name, day in zip((self.earliest, self.latest), bounds, strict=True):
            if name:
                setattr(instance, name, day)
        return value


class WebAddressField(models.CharField):
    """An http or https address; other schemes (javascript:, data:) are refused."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 500)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_web_address]


def validate_web_address(value):
    URLValidator(schemes=["http", "https"])(value)


def validate_web_addresses(values):
    for value in values:
        validate_web_address(value)


class StringListField(models.JSONField):
    """A list of short strings in the order given; never null."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if not isinstance(value, list) or not all(isinstance(x, str) for x in value):
            raise ValidationError(_("Write one value per line."), code="string_list")

    def formfield(self, **kwargs):
        return super(models.JSONField, self).formfield(form_class=LinesField, **kwargs)
