"""What every field of a kind can do."""

from django.utils.translation import gettext as _

from core.kinds import kind as kind_named
from core.models import Image


class Problem(Exception):
    """A value that cannot be taken, with the reason in words."""


class Field:
    """One key of a record's plain data.

    Column fields write with assign(); fields with rows of their own say so by
    `rows_model` and write with rows(). `related` are the relations that read()
    walks, to prefetch.
    """

    related = ()
    rows_model = None
    # Rows that two records own may be written by both.
    ignore_conflicts = False
    pointer = False  # a foreign key, set once all records exist

    def __init__(self, key, *, required=False):
        self.key = key
        self.required = required

    def read(self, record, *, published_only=False):
        """Return the plain value of a record, None when unknown.

        published_only leaves out what points to records that are not public.
        """
        raise NotImplementedError

    def normal(self, value):
        """Return a value as read() would give it back; raises Problem."""
        raise NotImplementedError

    def references(self, value):
        """Yield (kind key, slug) of the records that a normal value points to."""
        return ()

    def images(self, value):
        """Yield the file names of the pictures that a normal value holds."""
        return ()

    def through(self, value, redirects):
        """Return a normal value with the slugs to which its slugs lead.

        redirects are {(kind key, former slug): slug}.
        """
        return value

    def assign(self, record, value, lookup):
        """Set the columns of record to a normal value, or to unknown for None."""

    def pointing(self, kind, pk):
        """Return the primary keys of the records of the kind that point to a record.

        pk is that of a record of the kind to which this field leads.
        """
        return set()

    def affected(self, values, lookup):
        """Return the primary keys of other records of the kind whose data changes.

        values maps the primary keys of the changed records to their normal
        values; called before the rows are replaced.
        """
        return set()

    def __repr__(self):
        return f"<{type(self).__name__} {self.key}>"


class Lookup:
    """Finds primary keys by slug, a query per kind, through redirects too."""

    def __init__(self, redirects=None):
        self.pks = {}
        self.image_pks = {}
        self.redirects = redirects or {}

    def load(self, references, images=()):
        """Read ahead the (kind key, slug) pairs and the image file names."""
        wanted = {}
        for kind_key, slug in references:
            wanted.setdefault(kind_key, set()).add(slug)
        for kind_key, slugs in wanted.items():
            self._load_kind(kind_key, slugs - self.pks.get(kind_key, {}).keys())
        self._load_images(images)

    def _load_kind(self, kind_key, slugs):
        known = self.pks.setdefault(kind_key, {})
        names = {self.redirects.get((kind_key, slug), slug) for slug in slugs}
        found = {}
        for batch in batches(sorted(names)):
            rows = kind_named(kind_key).model._base_manager.filter(slug__in=batch)
            found |= dict(rows.values_list("slug", "pk"))
        for slug in slugs:
            target = self.redirects.get((kind_key, slug), slug)
            if target in found:
                known[slug] = found[target]

    def _load_images(self, images):
        names = {name.partition(".")[0]: name for name in images}
        wanted = [sha for sha, name in names.items() if name not in self.image_pks]
        for batch in batches(sorted(wanted)):
            rows = Image.objects.filter(sha256__in=batch).values_list("sha256", "pk")
            self.image_pks |= {names[sha]: pk for sha, pk in rows}

    def has(self, kind_key, slug):
        return slug in self.pks.get(kind_key, {})

    def pk(self, kind_key, slug):
        """Return the primary key; raises Problem for an unknown slug."""
        try:
            return self.pks[kind_key][slug]
        except KeyError:
            raise Problem(
                _("no %(kind)s has the slug %(slug)r")
                % {"kind": kind_key, "slug": slug}
            ) from None

    def image_pk(self, name):
        """Return the primary key; raises Problem for an unknown picture."""
        try:
            return self.image_pks[name]
        except KeyError:
            raise Problem(_("no picture is named %r") % name) from None


def batches(items, size=500):
    """Yield slices of a list, so that no query has too many parameters."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
