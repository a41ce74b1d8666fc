"""The version of the catalogue, and the log of what its changes touched."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from core.prepared import Prepared, select


class CatalogueVersion(models.Model):
    """One row whose number rises, last in its transaction, with every change.

    The stamp is another with each change: a restored copy of the database, which
    counts on from an older number, is not taken for what a process read before.
    """

    number = models.PositiveBigIntegerField(default=0)
    stamp = models.UUIDField(default=uuid4)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="catalogue_version_one_row")
        ]

    def __str__(self):
        return str(self.number)

    @classmethod
    def lock(cls):
        """Let one transaction at a time go on from here, until it ends.

        Two that write the index documents of the same dependents would each miss
        what the other has not committed yet.
        """
        list(cls.objects.select_for_update().filter(pk=1))

    @classmethod
    def bump(cls, changed=None):
        """Raise the number and note what changed: {kind key: primary keys}.

        None says that anything may have changed.
        """
        stamp = uuid4()
        if not cls.objects.filter(pk=1).update(number=F("number") + 1, stamp=stamp):
            cls.objects.create(pk=1, number=1, stamp=stamp)
        number = cls.objects.values_list("number", flat=True).get(pk=1)
        CatalogueChange.note(number, stamp, changed)

    @classmethod
    def current(cls):
        """Return (number, stamp), None before the first change; one query."""
        rows = CURRENT.rows()
        return tuple(rows[0]) if rows else None


# Every page begins with it.
CURRENT = Prepared(
    lambda: select(CatalogueVersion.objects.filter(pk=1), "number", "stamp")
)


class CatalogueChange(models.Model):
    """Which records a change of the catalogue's version touched.

    Processes that keep something of the records in memory read here what to read
    anew. Only the last changes are kept.
    """

    # More records than that are not listed: everything is to be read anew.
    MOST_RECORDS = 500
    KEPT = 1000

    number = models.PositiveBigIntegerField(primary_key=True)
    stamp = models.UUIDField()
    # {kind key: primary keys}, or null when anything may have changed.
    records = models.JSONField(null=True)

    def __str__(self):
        return str(self.number)

    @classmethod
    def note(cls, number, stamp, changed):
        if changed is not None:
            changed = {kind: sorted(pks) for kind, pks in changed.items() if pks}
            if sum(map(len, changed.values())) > cls.MOST_RECORDS:
                changed = None
        cls.objects.filter(number__lte=number - cls.KEPT).delete()
        # A copy restored from an older dump comes by the same number again.
        cls.objects.filter(number__gte=number).delete()
        cls.objects.create(number=number, stamp=stamp, records=changed)

    @classmethod
    def since(cls, version):
        """Return {kind key: primary keys} of what changed since a version.

        version is what CatalogueVersion.current() returned then. None when that
        cannot be told. One query.
        """
        rows = list(
            cls.objects.filter(number__gte=version[0])
            .order_by("number")
            .values_list("number", "stamp", "records")
        )
        if not rows or rows[0][:2] != tuple(version):
            return None
        found = {}
        for _number, _stamp, records in rows[1:]:
            if records is None:
                return None
            for kind, pks in records.items():
                found.setdefault(kind, set()).update(pks)
        return found
