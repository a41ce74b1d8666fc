"""What each database keeps beside core_document to search it fast.

SQLite: an FTS5 table over the same rows, kept in step by triggers, so that
whatever empties core_document empties it too. PostgreSQL: a generated column
and its GIN index. The words are ASCII letters and digits already, so neither
tokenizer has anything left to decide.
"""

from django.db import migrations

COLUMNS = ("name", "keywords", "body", "related")

SQLITE = [
    f"""CREATE VIRTUAL TABLE core_document_words USING fts5(
        {", ".join(COLUMNS)}, content='core_document', content_rowid='id',
        tokenize='unicode61 remove_diacritics 0', prefix='2 3 4')""",
    f"""CREATE TRIGGER core_document_added AFTER INSERT ON core_document BEGIN
        INSERT INTO core_document_words(rowid, {", ".join(COLUMNS)})
        VALUES (new.id, {", ".join("new." + name for name in COLUMNS)}); END""",
    f"""CREATE TRIGGER core_document_removed AFTER DELETE ON core_document BEGIN
        INSERT INTO core_document_words(core_document_words, rowid, {", ".join(COLUMNS)})
        VALUES ('delete', old.id, {", ".join("old." + name for name in COLUMNS)}); END""",
    f"""CREATE TRIGGER core_document_changed AFTER UPDATE ON core_document BEGIN
        INSERT INTO core_document_words(core_document_words, rowid, {", ".join(COLUMNS)})
        VALUES ('delete', old.id, {", ".join("old." + name for name in COLUMNS)});
        INSERT INTO core_document_words(rowid, {", ".join(COLUMNS)})
        VALUES (new.id, {", ".join("new." + name for name in COLUMNS)}); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER core_document_added",
    "DROP TRIGGER core_document_removed",
    "DROP TRIGGER core_document_changed",
    "DROP TABLE core_document_words",
]
POSTGRESQL = [
    "ALTER TABLE core_document ADD COLUMN words tsvector GENERATED ALWAYS AS ("
    + " || ".join(
        f"setweight(to_tsvector('simple', {name}), '{weight}')"
        for name, weight in zip(COLUMNS, "ABCD", strict=True)
    )
    + ") STORED",
    "CREATE INDEX core_document_words ON core_document USING gin (words)",
]
POSTGRESQL_BACK = ["ALTER TABLE core_document DROP COLUMN words"]


def run(statements):
    def step(apps, schema_editor):
        chosen = statements[schema_editor.connection.vendor]
        for statement in chosen:
            schema_editor.execute(statement, params=None)

    return step


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunPython(
            run({"sqlite": SQLITE, "postgresql": POSTGRESQL}),
            run({"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}),
            elidable=False,
        )
    ]
