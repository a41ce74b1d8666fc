"""The records that carry tags themselves, as sets: what pages of tags count."""

from functools import lru_cache

from catalogue.filters import ToolFilter
from catalogue.models import Collection, Tool
from core.inventory import inventory
from taxonomy.facets import tag_facet
from usecases.filters import UseCaseFilter
from usecases.models import UseCase

# No page shows more collections that fit some tags.
MOST_COLLECTIONS = 5


class TaggedTools:
    """The public tools by tag, for an Inventory.

    A facet of the list counts, for a theme, what is under it, too.
    """

    record_kind = "tool"
    model = Tool
    # The list of the same records that has them in order, and that order.
    listed = ToolFilter
    order = "used"

    @classmethod
    def facets(cls):
        return [tag_facet("tag", "")]

    @classmethod
    def orders(cls):
        return {}

    @classmethod
    def records(cls):
        return cls.model.objects.public()


class TaggedUseCases(TaggedTools):
    """The public use cases by tag."""

    record_kind = "use-case"
    model = UseCase
    listed = UseCaseFilter
    order = "newest"


class Carriers:
    """The public records of one kind that carry some tags."""

    def __init__(self, kind, version):
        """Take TaggedTools or TaggedUseCases, and the CatalogueVersion.current()."""
        self.kind = kind
        self.version = version
        self.inventory = inventory(kind, version)
        self.found = self.inventory.everything

    def with_all(self, slugs):
        """Leave those that carry every one of these tags; return self."""
        for slug in slugs:
            self.found = self.found & self.inventory.having("tag", [slug])
        return self

    def with_any(self, slugs):
        """Leave those that carry one of these tags; return self."""
        self.found = self.inventory.having("tag", slugs)
        return self

    def __len__(self):
        return len(self.found)

    def counts(self):
        """Return {slug of a tag: number of these records that carry it}."""
        return self.inventory.counts("tag", self.found)

    def first(self, records, number):
        """Return the first of these as records, a QuerySet, gives them; its queries."""
        order = inventory(self.kind.listed, self.version).orders[self.kind.order]
        pks = order.page(self.found, 0, number)
        found = records.in_bulk(pks)
        return [found[pk] for pk in pks if pk in found]


def at_version(function, tags, version):
    """Return function(tags, version), which is kept if there is a version to go by."""
    # A catalogue that nothing was ever written to has none.
    return (function if version else function.__wrapped__)(tags, version)


@lru_cache(maxsize=256)
def fitting(tags, version):
    """Return the primary keys of the collections that fit these tags best."""
    collections = Collection.objects.public().with_tools_tagged(tags)
    return list(collections.values_list("pk", flat=True)[:MOST_COLLECTIONS])
