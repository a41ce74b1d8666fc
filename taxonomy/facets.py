"""Facets whose values are tags."""

from dataclasses import dataclass

from core.facets import Facet, slugs_of
from taxonomy.models import Tag
from taxonomy.tree import nodes


def labels(values):
    known = nodes() if values else {}
    return {value: known[value].label for value in values if value in known}


def known(values):
    return slugs_of(Tag.objects.public(), values)


@dataclass(frozen=True)
class ThemeFacet(Facet):
    """Themes: a theme holds everything under it."""

    def pairs(self, records):
        """Return each theme of each record, and the public theme above it."""
        tag = self.path.removesuffix("__slug")
        above = f"{tag}__parent__slug", f"{tag}__parent__status"
        rows = records.filter(**self.where).order_by()
        for slug, parent, status, pk in rows.values_list(self.path, *above, "pk"):
            yield slug, pk
            if status == Tag.Status.PUBLISHED:
                yield parent, pk


def theme_facet(label, path="tagged__tag", where=None, **more):
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
        **more,
    )


def tag_facet(name, label, path="tagged__tag", where=None, **more):
    """Return a facet of tags without their tree."""
    return Facet(
        name=name,
        label=label,
        path=f"{path}__slug",
        labels=labels,
        known=known,
        where={f"{path}__status": "published", **(where or {})},
        **more,
    )
