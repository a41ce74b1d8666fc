"""Facets whose values are tags."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, When

from core.facets import Facet, slugs_of
from taxonomy.models import Tag
from taxonomy.tree import families, nodes


def labels(values):
    known = nodes() if values else {}
    return {value: known[value].label for value in values if value in known}


def known(values):
    return slugs_of(Tag.objects.public(), values)


@dataclass(frozen=True)
class ThemeFacet(Facet):
    """Themes: a theme holds everything under it."""

    def fitting(self, records, values):
        return super().fitting(records, families(values))

    def count(self, records):
        """Return {slug: number of records}, two queries: each tag, then each root."""
        tag = self.path.removesuffix("__slug")
        has_root = {f"{tag}__parent__status": Tag.Status.PUBLISHED}
        root = Case(
            When(**has_root, then=F(f"{tag}__parent__slug")),
            default=F(f"{tag}__slug"),
        )
        rows = (
            records.filter(**self.where)
            .order_by()
            .values_list(root)
            .annotate(n=Count("pk", distinct=True))
        )
        return super().count(records) | dict(rows)


def theme_facet(label, path="tagged__tag", where=None):
    """Return the facet of the themes that records, or what they point to, carry."""
    return ThemeFacet(
        name="theme",
        label=label,
        path=f"{path}__slug",
        labels=labels,
        known=known,
        where={
            f"{path}__kind": "theme",
            f"{path}__status": "published",
            **(where or {}),
        },
    )


def tag_facet(name, label, path="tagged__tag", where=None):
    """Return a facet of tags without their tree."""
    return Facet(
        name=name,
        label=label,
        path=f"{path}__slug",
        labels=labels,
        known=known,
        where={f"{path}__status": "published", **(where or {})},
    )
