"""Which control a field gets."""

import copy

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst

from core.kinds import Ask
from revisions.fields import (
    Choice,
    Coordinates,
    Flag,
    Identifiers,
    ImageFile,
    Items,
    Pictures,
    Pointer,
    References,
    StringList,
    Translated,
    TranslatedLists,
    Values,
)
from revisions.forms import controls, sources
from revisions.forms.chosen import ChosenControl, NamedControl
from revisions.forms.pictures import ImageControl
from revisions.forms.rows import RowsControl

SIMPLE = (
    (Flag, controls.FlagControl),
    (ImageFile, ImageControl),
    (Translated, controls.TranslatedControl),
    (TranslatedLists, controls.TranslatedLinesControl),
    (StringList, controls.LinesControl),
    (Coordinates, controls.PlaceControl),
)


def control_for(kind, part, ask, viewer, known):
    """Return the control of a field of a kind, for who sees the form.

    known are the sources that the form has already, by kind key; new ones join them.
    """
    if isinstance(part, Items | Pictures | Identifiers):
        return _rows(part, ask, viewer, known)
    return _single(kind.model, part, ask, viewer, known)


def _single(model, part, ask, viewer, known):
    options = {"viewer": viewer, "label": ask.label or _label(model, part)}
    for types, control in SIMPLE:
        if isinstance(part, types):
            return control(part, ask, **options)
    if isinstance(part, Choice):
        choices = tuple(_choices(model, part))
        return controls.ChoiceControl(part, ask, choices=choices, **options)
    if isinstance(part, Values) and part.choices:
        return controls.ChecksControl(part, ask, **options)
    if source := _source(part, ask, viewer, known):
        several = isinstance(part, References | Values)
        control = ChosenControl if several else NamedControl
        return control(part, ask, source=source, **options)
    return controls.LineControl(part, ask, **options)


def _source(part, ask, viewer, known):
    if isinstance(part, References | Pointer):
        made = sources.Tags if part.kind == "tag" else sources.Records
        if part.kind not in known:
            known[part.kind] = made(part.kind, viewer)
        return known[part.kind]
    if isinstance(part, Values):
        return sources.Listed(ask.options(), part.check)
    if ask.options:
        return sources.Listed(ask.options(), getattr(part, "normal", None))
    return None


def _label(model, part):
    column = getattr(part, "column", part.key)
    try:
        return capfirst(model._meta.get_field(column).verbose_name)
    except FieldDoesNotExist:
        return capfirst(part.key.replace("_", " "))


def _choices(model, part):
    known = model._meta.get_field(part.column).flatchoices
    # Identifiers name their schemes beside the column.
    return known or model.Scheme.choices


def _rows(part, ask, viewer, known):
    parts = _parts_of(part)
    asks = {one.key: one for one in ask.parts}
    made = {
        one.key: _single(
            part.rows_model, one, asks.get(one.key, Ask(one.key)), viewer, known
        )
        for one in parts
    }

    def columns(prefix):
        return [_renamed(made[one.key], f"{prefix}{one.key}") for one in parts]

    ordered = getattr(part, "ordered", False)
    return RowsControl(part, ask, columns=columns, ordered=ordered, viewer=viewer)


def _parts_of(part):
    if isinstance(part, Identifiers):
        return [part.scheme, part.value]
    return part.parts


def _renamed(control, name):
    twin = copy.copy(control)
    twin.name = name
    return twin
