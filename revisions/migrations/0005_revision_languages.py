"""Revisions know in which languages they changed a text."""

from itertools import groupby

from django.db import migrations, models

LANGUAGES = ("en", "fr", "es")
# Records whose histories are read at once.
STEP = 200


def fill(apps, schema_editor):
    revisions = apps.get_model("revisions", "Revision").objects
    records = revisions.order_by("kind", "object_id").values_list("kind", "object_id")
    for kind, pairs in groupby(records.distinct(), key=lambda pair: pair[0]):
        pks = [pk for _kind, pk in pairs]
        for start in range(0, len(pks), STEP):
            fill_some(revisions, kind, pks[start : start + STEP])


def fill_some(revisions, kind, pks):
    """Fill the revisions of some records: one update for each set of languages."""
    rows = revisions.filter(kind=kind, object_id__in=pks)
    rows = rows.order_by("object_id", "number").values_list("pk", "object_id", "data")
    found, last, before = {}, None, {}
    for pk, record, data in rows.iterator(chunk_size=STEP):
        if record != last:
            before = {}
        found.setdefault(touched(before, data), []).append(pk)
        last, before = record, data
    for languages, mine in found.items():
        for start in range(0, len(mine) if languages else 0, 500):
            some = revisions.filter(pk__in=mine[start : start + 500])
            some.update(languages=languages)


def touched(before, after):
    """As revisions.differences.languages tells it when a revision is written."""
    old, new = texts(before), texts(after)
    return ",".join(code for code in LANGUAGES if old[code] != new[code])


def texts(data):
    found = {code: [] for code in LANGUAGES}
    for key, value in data.items():
        for code, text in by_language(value):
            found[code].append((key, str(text)))
    return {code: sorted(some) for code, some in found.items()}


def by_language(value):
    if isinstance(value, list):
        for item in value:
            yield from by_language(item)
    elif isinstance(value, dict) and value.keys() <= set(LANGUAGES):
        yield from value.items()
    elif isinstance(value, dict):
        for item in value.values():
            yield from by_language(item)


class Migration(migrations.Migration):
    dependencies = [("revisions", "0004_appeal_against")]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="languages",
            field=models.CharField(blank=True, max_length=20, verbose_name="languages"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
