"""One document per record, with its words coded by the place where they stand.

SQLite: an FTS5 table over the same rows, kept in step by triggers, so that whatever
empties core_document empties it too. PostgreSQL: an index on the words as a tsvector.
The words are ASCII letters, digits and underscores, parted by spaces, so neither
tokenizer has anything left to decide.

The rows themselves come with `manage.py reindex`, or with the first change of each
record.
"""

from django.db import migrations, models

# Searches read the row of every hit: it stays small, with the long texts outside.
POSTGRESQL = [
    "ALTER TABLE core_document SET (toast_tuple_target = 128)",
    # Not compressed: a phrase is looked for in the text of every candidate.
    "ALTER TABLE core_document ALTER COLUMN words SET STORAGE EXTERNAL",
    "ALTER TABLE core_document ALTER COLUMN exact SET STORAGE EXTERNAL",
    # What suggestions are sorted by stays in the row.
    "ALTER TABLE core_document ALTER COLUMN sort_name SET STORAGE PLAIN",
    # A function of its own, because its cost keeps the planner from reading the whole
    # table, which would be a hundred times slower than it thinks; not so high that it
    # compiles the query (JIT), and not for parallel processes, whose start takes longer
    # than a search.
    """CREATE FUNCTION core_document_lexemes(words text) RETURNS tsvector
        LANGUAGE plpgsql IMMUTABLE STRICT COST 1000
        AS 'BEGIN RETURN array_to_tsvector(string_to_array(words, '' '')); END'""",
    """CREATE INDEX core_document_words ON core_document
        USING gin (core_document_lexemes(words)) WITH (fastupdate = off)""",
]
SQLITE = [
    """CREATE VIRTUAL TABLE core_document_words USING fts5(
        words, content='core_document', content_rowid='id', detail='none',
        tokenize="unicode61 remove_diacritics 0 tokenchars '_'", prefix='3 4 5')""",
    """CREATE TRIGGER core_document_added AFTER INSERT ON core_document BEGIN
        INSERT INTO core_document_words(rowid, words)
        VALUES (new.id, new.words); END""",
    """CREATE TRIGGER core_document_removed AFTER DELETE ON core_document BEGIN
        INSERT INTO core_document_words(core_document_words, rowid, words)
        VALUES ('delete', old.id, old.words); END""",
    """CREATE TRIGGER core_document_changed AFTER UPDATE ON core_document BEGIN
        INSERT INTO core_document_words(core_document_words, rowid, words)
        VALUES ('delete', old.id, old.words);
        INSERT INTO core_document_words(rowid, words)
        VALUES (new.id, new.words); END""",
]
# The triggers of migration 0002 go with its table on SQLite.
BEFORE = {"sqlite": ["DROP TABLE core_document_words"], "postgresql": []}
AFTER = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def run(statements):
    def step(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)

    return step


class Migration(migrations.Migration):
    dependencies = [("core", "0003_catalogue_changes")]

    operations = [
        migrations.DeleteModel(name="Document"),
        migrations.RunPython(run(BEFORE)),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.PositiveBigIntegerField(primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.PositiveBigIntegerField()),
                ("words", models.TextField(blank=True)),
                ("exact", models.TextField(blank=True)),
                ("slug", models.CharField(max_length=100)),
                ("title_en", models.CharField(max_length=200)),
                ("title_fr", models.CharField(max_length=200)),
                ("title_es", models.CharField(max_length=200)),
                ("aliases", models.TextField(blank=True)),
                ("popularity", models.PositiveIntegerField(default=0)),
                ("verified_on", models.DateField(null=True)),
                ("sort_name", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "object_id"), name="document_one_per_record"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("word", models.CharField(max_length=40, unique=True)),
            ],
        ),
        migrations.RunPython(run(AFTER)),
    ]
