import io
from unittest import skipUnless
from unittest.mock import patch

from django.core.management import call_command
from django.db import connection
from django.test import TestCase

from catalogue.models import Tool
from core.kinds import kind
from core.models import CatalogueVersion, Document
from core.search import reindexing
from core.search.reindexing import examine, out_of_step
from revisions.editing import Attribution, Change, hide, write
from tests.factories import (
    make_collection,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
)
from tests.search_matches import found

BY = Attribution(source="tests")


def reindex():
    out = io.StringIO()
    call_command("reindex", stdout=out, stderr=io.StringIO())
    return out.getvalue().strip()


def documents():
    rows = Document.objects.values_list(
        "kind", "object_id", "words", "exact", "title_en", "popularity"
    )
    return sorted(rows)


class ReindexTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_tag("voting", synonyms={"en": ["polling"]})
        make_organization("OSP", slug="osp")
        make_tool("Decidim", tags=["voting"], developers=["osp"])
        make_use_case("Plan", tools=["decidim"], tags=["voting"])
        make_collection("Picks", items=["decidim"])
        hide(make_tool("Hidden"), "spam", BY)

    def test_it_writes_what_the_door_wrote(self):
        before = documents()
        Document.objects.all().delete()
        self.assertEqual(reindex(), "5 documents; 5 written or removed")
        self.assertEqual(documents(), before)
        self.assertIn("tool decidim", found("polling "))

    def test_what_is_stale_goes(self):
        Tool.objects.filter(slug="decidim").update(name="Consul")
        Document.objects.create(pk=9999, kind="tool", object_id=9999, words="0gone")
        reindex()
        self.assertEqual(found("consul "), found("consul ") | {"tool decidim"})
        self.assertEqual(found("gone "), set())
        self.assertEqual(found("hidden "), set())

    def test_pages_are_drawn_anew_when_it_changed(self):
        before = CatalogueVersion.current()
        reindex()
        self.assertEqual(CatalogueVersion.current(), before)
        Document.objects.all().delete()
        reindex()
        self.assertGreater(CatalogueVersion.current()[0], before[0])

    def test_signs_that_databases_read_otherwise_stay_as_they_are(self):
        name = r"C:\new\table \N \\. {}"
        make_tool(name, slug="signs", aliases=["One", "Two\\"])
        Document.objects.all().delete()
        reindex()
        self.assertEqual(list(out_of_step()), [])
        self.assertEqual(Document.objects.get(slug="signs").title_en, name)

    def test_what_changed_after_it_was_read_is_read_again(self):
        tool = Tool.objects.get(slug="decidim")
        Document.objects.all().delete()
        examined = examine("tool", [tool.pk], fresh=False)
        write(kind("tool"), [Change(tool, {"name": "Newer"})], BY)
        with patch.object(reindexing, "results", lambda *_a, **_k: [examined]):
            reindex()
        self.assertEqual(Document.objects.get(slug="decidim").title_en, "Newer")

    def test_what_a_crash_leaves_undone_is_found(self):
        Document.objects.all().delete()
        insert, done = reindexing._insert, []

        def fail_at_the_third(rows):
            if len(done) == 2:
                raise MemoryError
            done.append(insert(rows))

        with (
            patch.object(reindexing, "_insert", fail_at_the_third),
            self.assertRaises(MemoryError),
        ):
            reindex()
        left = 5 - Document.objects.count()
        self.assertGreaterEqual(left, 3)
        self.assertEqual(len(list(out_of_step())), left)
        reindex()
        self.assertEqual(list(out_of_step()), [])

    @skipUnless(connection.vendor == "postgresql", "of PostgreSQL's own index")
    def test_the_index_of_the_database_is_made_anew_as_it_was(self):
        before = indexes()
        Document.objects.all().delete()
        reindex()
        self.assertEqual(indexes(), before)


def indexes():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes"
            " WHERE tablename = 'core_document' ORDER BY 1"
        )
        return cursor.fetchall()
