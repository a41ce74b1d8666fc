"""Ways to narrow a list: which value each record has, and what values are called."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

UNKNOWN = "unknown"
NO = "no"


@dataclass(frozen=True)
class Facet:
    """A property of records by which a list is narrowed.

    `path` is the lookup from the record to the value, `where` what else must hold
    of the same related rows. `labels(values)` gives {value: label} of some values,
    `known(values)` those of them that can exist at all, with one query at most.
    `rest` is the value of the records that have no other: UNKNOWN, or "" where
    having none says nothing; `hint` tells what that means.
    """

    name: str
    label: str
    path: str
    labels: Callable
    known: Callable
    where: dict = field(default_factory=dict)
    rest: str = ""
    hint: str = ""

    def named(self, values):
        """Return {value: label} of some values; one query at most."""
        found = self.labels([value for value in values if value != self.rest])
        return found | ({self.rest: _("Unknown")} if self.rest in values else {})

    def possible(self, values):
        """Return those of the values that can exist; one query at most."""
        return {*self.known(values), self.rest} & set(values)

    def pairs(self, records):
        """Return (value, primary key) of each value of each record; one query.

        Records without a value are left out; a pair may come twice.
        """
        rows = records.filter(**self.where).order_by().values_list(self.path, "pk")
        return ((str(value), pk) for value, pk in rows.iterator() if value)


def those(test):
    """Return the known() of a Facet whose values are tested one by one."""
    return lambda values: [value for value in values if test(value)]


def slugs_of(records, values):
    """Return those of the values that are slugs of the records; one query."""
    slugs = [value for value in values if value.isascii() and value.isprintable()]
    return set(records.filter(slug__in=slugs).values_list("slug", flat=True))


def choices_facet(name, label, path, choices, *, where=None, **more):
    """Return a Facet whose values are a closed list with labels."""
    labels = {value: text for value, text in choices.choices if value}
    return Facet(
        name=name,
        label=label,
        path=path,
        labels=lambda values: {v: labels.get(v, v) for v in values},
        known=those(labels.__contains__),
        where=where or {},
        **more,
    )


@dataclass(frozen=True)
class FlagFacet:
    """A question about a record: yes, or not as far as the catalogue knows."""

    name: str
    label: str
    condition: Q
    rest: str = NO
    hint: str = ""

    def named(self, values):
        return {"yes": _("Yes"), NO: _("None known")}

    def possible(self, values):
        return {"yes", NO} & set(values)

    def pairs(self, records):
        rows = records.filter(self.condition).order_by().values_list("pk", flat=True)
        return (("yes", pk) for pk in rows.iterator())


class FacetField(forms.MultipleChoiceField):
    """Several values of a facet; one that cannot exist is told, the rest count."""

    # Values that records have: there is no need to ask whether these can exist.
    present = frozenset()

    def __init__(self, *, facet, **kwargs):
        super().__init__(**kwargs)
        self.facet = facet

    def to_python(self, value):
        values = dict.fromkeys(super().to_python(value))
        return [item for item in values if item][:50]

    def validate(self, value):
        absent = [item for item in value if item not in self.present]
        known = self.facet.possible(absent) if absent else ()
        unknown = [item for item in absent if item not in known]
        if unknown:
            raise ValidationError(
                _("“%(value)s” is no value of this filter."),
                code="invalid_choice",
                params={"value": ", ".join(unknown)[:100], "unknown": unknown},
            )


class SharedFilter(django_filters.Filter):
    """A filter that its FilterSets share: copying it deep costs each request dear."""

    def __deepcopy__(self, memo):
        return copy(self)


class FacetFilter(SharedFilter):
    """The filter of a facet in a FilterSet, which narrows by all of them at once."""

    field_class = FacetField

    def __init__(self, facet, **kwargs):
        super().__init__(label=facet.label, facet=facet, **kwargs)
        self.facet = facet
