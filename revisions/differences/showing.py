"""How plain values are said to people: names for slugs, words for codes."""

import datetime
import json
from dataclasses import dataclass, replace

from django.core.exceptions import FieldDoesNotExist
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django_countries.fields import CountryField

from core.choices import Audience, Hosting, Platform
from core.fields import date_range
from core.kinds import kind as kind_named
from core.languages import columns, localized
from core.licences import PROPRIETARY
from core.models import Image
from core.places import country_name, language_name
from core.templatetags.records import day, partial_date
from revisions.fields import (
    Choice,
    Coordinates,
    Day,
    Flag,
    Identifiers,
    ImageFile,
    Number,
    PartialDate,
    Pointer,
    References,
    Url,
    UrlList,
    Values,
)
from revisions.fields.base import batches

LISTS = {
    "platforms": dict(Platform.choices),
    "hosting": dict(Hosting.choices),
    "audience": dict(Audience.choices),
}


@dataclass(frozen=True)
class Said:
    """How one value is said: its words, where they lead, in which language.

    language is "" for words in the page's language or in none; image is the Image
    that stands for the value.
    """

    text: str
    url: str = ""
    language: str = ""
    image: object = None
    # An address elsewhere, to which the site lends no weight.
    outside: bool = False


class Names:
    """The records and pictures that plain data of a kind mention, by name.

    One query for each kind that is mentioned, and one for pictures.
    """

    def __init__(self, kind, *states):
        references, files = set(), set()
        for part in kind.fields:
            for state in states:
                if (value := state.get(part.key)) is not None:
                    references.update(part.references(value))
                    files.update(part.images(value))
        self.records = dict(self._records(references))
        self.images = dict(self._images(files))

    def _records(self, references):
        slugs = {}
        for kind_key, slug in references:
            slugs.setdefault(kind_key, []).append(slug)
        for kind_key, wanted in slugs.items():
            kind = kind_named(kind_key)
            for batch in batches(sorted(wanted)):
                for record in named(kind).filter(slug__in=batch):
                    yield (kind_key, record.slug), said_record(kind, record)

    def _images(self, files):
        names = {name.partition(".")[0]: name for name in files}
        for batch in batches(sorted(names)):
            for image in Image.objects.filter(sha256__in=batch):
                yield names[image.sha256], image

    def record(self, kind_key, slug):
        """Return how a record is said: by its slug alone when it is not public."""
        return self.records.get((kind_key, slug)) or Said(slug)


def named(kind):
    """Return the queryset of a kind with what said_record() needs alone."""
    translated = hasattr(kind.model, f"{kind.named}_en")
    names = columns(kind.named) if translated else [kind.named]
    return kind.model._base_manager.only("slug", "status", *names)


def said_record(kind, record):
    """Return the Said of a record: its name in the page's language, and its page.

    One that is not public is said by its slug alone.
    """
    if not record.is_public:
        return Said(record.slug)
    name = name_of(kind, record)
    return replace(name, url=record.get_absolute_url())


def name_of(kind, record):
    """Return the Said of a record's name alone, in the page's language if it can."""
    if not hasattr(record, f"{kind.named}_en"):
        return Said(record.display_name)
    name = localized(record, kind.named)
    return Said(name.text, language=name.language if name.foreign else "")


def say(part, value, model, names):
    """Return the Said of a plain value of a field, or of one value of its list.

    model is the one in which the field's column stands; names is a Names.
    """
    for types, saying in SAYINGS:
        if isinstance(part, types):
            return saying(part, value, model, names)
    if _column(part, model) == CountryField:
        return Said(country_name(value))
    if part.key == "licence" and value == PROPRIETARY:
        return Said(_("Proprietary"))
    return Said(str(value))


def say_unknown(model, key, value):
    """Return the Said of what stands beside the fields: publication, protection."""
    if isinstance(value, bool):
        return Said(_("Yes") if value else _("No"))
    if isinstance(value, str):
        return Said(_label(model, key, value))
    return Said(json.dumps(value, ensure_ascii=False))


def _column(part, model):
    try:
        return type(model._meta.get_field(getattr(part, "column", part.key)))
    except FieldDoesNotExist:
        return None


def _label(model, column, value):
    """Return the words of one value of a closed list, the value when it has none."""
    try:
        choices = model._meta.get_field(column).flatchoices
    except (FieldDoesNotExist, AttributeError):
        return str(value)
    return str(dict(choices).get(value, value))


def _choice(part, value, model, names):
    return Said(_label(model, part.column, value))


def _listed(part, value, model, names):
    if part.key == "interface_languages":
        return Said(language_name(value) or value)
    return Said(str(LISTS.get(part.key, {}).get(value, value)))


def _web_address(part, value, model, names):
    return Said(value, value, outside=True)


def _picture(part, value, model, names):
    return Said(value, image=names.images.get(value))


def _partial_date(part, value, model, names):
    try:
        date_range(value)
    except ValueError:
        return Said(value)
    return Said(partial_date(value))


def _day(part, value, model, names):
    return Said(day(datetime.date.fromisoformat(value)))


def _coordinates(part, value, model, names):
    return Said(f"{value['latitude']}, {value['longitude']}")


def _number(part, value, model, names):
    return Said(number_format(value, use_l10n=True, force_grouping=True))


def _flag(part, value, model, names):
    return Said(_("Yes") if value else _("No"))


def _record(part, value, model, names):
    return names.record(part.kind, value)


def _identifier(part, value, model, names):
    scheme = _label(part.rows_model, "scheme", value["scheme"])
    return Said(f"{scheme} {value['value']}")


# The first type that fits says it; what none of them is, is said as it stands.
SAYINGS = (
    ((Pointer, References), _record),
    (Choice, _choice),
    (Values, _listed),
    (Identifiers, _identifier),
    ((Url, UrlList), _web_address),
    (ImageFile, _picture),
    (PartialDate, _partial_date),
    (Day, _day),
    (Coordinates, _coordinates),
    (Number, _number),
    (Flag, _flag),
)
