"""What the search knows: a document per record, and the words to correct by."""

from django.db import models


class Document(models.Model):
    """What the search knows of one record, in all its languages.

    The engines keep their own structure beside it: a full-text table on SQLite (by
    triggers), an index on PostgreSQL; see migration 0004. The primary key says of
    which kind and of which record it is (core.search.index.document_pk), so that
    they need not look at the row.
    """

    id = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()

    # The words, each where it counts most, and the texts as folded words in order;
    # core.search.index tells how they are written.
    words = models.TextField(blank=True)
    exact = models.TextField(blank=True)

    # What suggestions show, and what results that match alike are ordered by.
    slug = models.CharField(max_length=100)
    title_en = models.CharField(max_length=200)
    title_fr = models.CharField(max_length=200)
    title_es = models.CharField(max_length=200)
    # Other names, one per line.
    aliases = models.TextField(blank=True)
    popularity = models.PositiveIntegerField(default=0)
    verified_on = models.DateField(null=True)
    sort_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], name="document_one_per_record"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class Word(models.Model):
    """A word as people wrote it in a name, a tag or a summary, to correct others by.

    Rows only come, with rising keys, until the index is written anew: what a process
    has read of them stays right.
    """

    word = models.CharField(max_length=40, unique=True)

    def __str__(self):
        return self.word
