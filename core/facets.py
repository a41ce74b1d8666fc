"""Ways to narrow a list, and how many records each choice would leave."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

import django_filters

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Facet:
    """A property of records by which a list is narrowed.

    `path` is the lookup from the record to the value, `where` what else must hold
    of the same related rows. `labels(values)` gives {value: label} of some values,
    `knows(value)` says whether a value can exist at all. `blank` is the value that
    stands in addresses for an empty column.
    """

    name: str
    label: str
    path: str
    labels: Callable
    knows: Callable
    where: dict = field(default_factory=dict)
    blank: str = ""

    def stored(self, values):
        return ["" if self.blank and v == self.blank else v for v in values]

    def narrow(self, queryset, values):
        """Return the records of the queryset that have one of the values."""
        fitting = queryset.model._base_manager.filter(
            **self.where, **{f"{self.path}__in": self.stored(values)}
        )
        # A subquery, not a join: records never appear twice.
        return queryset.filter(pk__in=fitting.values("pk"))

    def count(self, queryset):
        """Return {value: number of records of the queryset that have it}; one query."""
        rows = (
            queryset.model._base_manager.filter(
                pk__in=queryset.order_by().values("pk"), **self.where
            )
            .order_by()
            .values_list(self.path)
            .annotate(n=Count("pk", distinct=True))
        )
        return {str(value or self.blank): n for value, n in rows if value or self.blank}


def choices_facet(name, label, path, choices, *, where=None, blank=""):
    """Return a Facet whose values are a closed list with labels."""
    labels = {value or blank: text for value, text in choices.choices}
    return Facet(
        name=name,
        label=label,
        path=path,
        labels=lambda values: {v: labels.get(v, v) for v in values},
        knows=labels.__contains__,
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

    def knows(self, value):
        return value in ("yes", "no")

    def _fitting(self, queryset):
        return queryset.model._base_manager.filter(self.condition).values("pk")

    def narrow(self, queryset, values):
        if len(set(values)) == 2:
            return queryset
        fitting = self._fitting(queryset)
        if values[0] == "yes":
            return queryset.filter(pk__in=fitting)
        return queryset.exclude(pk__in=fitting)

    def count(self, queryset):
        plain = queryset.model._base_manager.filter(
            pk__in=queryset.order_by().values("pk")
        )
        row = plain.aggregate(
            all=Count("pk"), yes=Count("pk", filter=Q(pk__in=self._fitting(queryset)))
        )
        counts = {"yes": row["yes"], "no": row["all"] - row["yes"]}
        return {value: n for value, n in counts.items() if n}


class FacetField(forms.MultipleChoiceField):
    """Several values of a facet; one that cannot exist is told, the rest count."""

    def __init__(self, *, facet, **kwargs):
        super().__init__(**kwargs)
        self.facet = facet

    def to_python(self, value):
        return list(dict.fromkeys(super().to_python(value)))[:50]

    def validate(self, value):
        unknown = [item for item in value if not self.facet.knows(item)]
        if unknown:
            raise ValidationError(
                _("“%(value)s” is no value of this filter."),
                code="invalid_choice",
                params={"value": ", ".join(unknown)[:100]},
            )


class FacetFilter(django_filters.Filter):
    """The filter of a facet in a FilterSet."""

    field_class = FacetField

    def __init__(self, facet, **kwargs):
        super().__init__(label=facet.label, facet=facet, **kwargs)
        self.facet = facet

    def filter(self, queryset, values):
        return self.facet.narrow(queryset, values) if values else queryset
