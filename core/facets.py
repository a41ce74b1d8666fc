"""Ways to narrow a list, and how many records each choice would leave."""

from collections.abc import Callable
from dataclasses import dataclass, field

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CharField, Count, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Facet:
    """A property of records by which a list is narrowed.

    `path` is the lookup from the record to the value, `where` what else must hold
    of the same related rows. `labels(values)` gives {value: label} of some values,
    `known(values)` those of them that can exist at all, with one query at most.
    `blank` is the value that stands in addresses for an empty column.
    """

    name: str
    label: str
    path: str
    labels: Callable
    known: Callable
    where: dict = field(default_factory=dict)
    blank: str = ""

    def stored(self, values):
        return ["" if self.blank and v == self.blank else v for v in values]

    def fitting(self, records, values):
        """Return the records that have one of the values; a join may repeat them."""
        wanted = {f"{self.path}__in": self.stored(values)}
        return records.filter(**self.where, **wanted)

    def count(self, records):
        """Return {value: number of the records that have it}; one query."""
        # Grouped by an expression: for a bare column with an index SQLite walks that
        # index and joins the rest to each value, thirty times slower.
        value = Coalesce(self.path, Value(""), output_field=CharField())
        rows = (
            records.filter(**self.where)
            .order_by()
            .values_list(value)
            .annotate(n=Count("pk", distinct=True))
        )
        return {value or self.blank: n for value, n in rows if value or self.blank}


def those(test):
    """Return the known() of a Facet whose values are tested one by one."""
    return lambda values: [value for value in values if test(value)]


def slugs_of(records, values):
    """Return those of the values that are slugs of the records; one query."""
    slugs = [value for value in values if value.isascii() and value.isprintable()]
    return set(records.filter(slug__in=slugs).values_list("slug", flat=True))


def choices_facet(name, label, path, choices, *, where=None, blank=""):
    """Return a Facet whose values are a closed list with labels."""
    labels = {value or blank: text for value, text in choices.choices}
    if blank:
        labels.setdefault(blank, _("Unknown"))
    return Facet(
        name=name,
        label=label,
        path=path,
        labels=lambda values: {v: labels.get(v, v) for v in values},
        known=those(labels.__contains__),
        where=where or {},
        blank=blank,
    )


@dataclass(frozen=True)
class FlagFacet:
    """A question about a record, answered by yes or no."""

    name: str
    label: str
    condition: Q

    def labels(self, values):
        return {"yes": _("Yes"), "no": _("No")}

    def known(self, values):
        return [value for value in values if value in ("yes", "no")]

    def fitting(self, records, values):
        if len(set(values)) == 2:
            return records
        if values[0] == "yes":
            return records.filter(self.condition)
        return records.exclude(self.condition)

    def count(self, records):
        """Return {"yes": number, "no": number} of the records; one query."""
        row = records.aggregate(
            all=Count("pk", distinct=True),
            yes=Count("pk", filter=self.condition, distinct=True),
        )
        counts = {"yes": row["yes"], "no": row["all"] - row["yes"]}
        return {value: n for value, n in counts.items() if n}


class FacetField(forms.MultipleChoiceField):
    """Several values of a facet; one that cannot exist is told, the rest count."""

    def __init__(self, *, facet, **kwargs):
        super().__init__(**kwargs)
        self.facet = facet

    def to_python(self, value):
        values = dict.fromkeys(super().to_python(value))
        return [item for item in values if item][:50]

    def validate(self, value):
        known = set(self.facet.known(value)) if value else ()
        unknown = [item for item in value if item not in known]
        if unknown:
            raise ValidationError(
                _("“%(value)s” is no value of this filter."),
                code="invalid_choice",
                params={"value": ", ".join(unknown)[:100], "unknown": unknown},
            )


class FacetFilter(django_filters.Filter):
    """The filter of a facet in a FilterSet."""

    field_class = FacetField

    def __init__(self, facet, **kwargs):
        super().__init__(label=facet.label, facet=facet, **kwargs)
        self.facet = facet

    def filter(self, queryset, values):
        return self.facet.fitting(queryset, values).distinct() if values else queryset
