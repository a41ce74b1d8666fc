import io

from django.core.management import call_command
from django.test import TestCase

from catalogue.models import Tool
from core.models import CatalogueVersion, Document
from revisions.editing import Attribution, hide
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
        self.assertEqual(CatalogueVersion.current()[0], before[0] + 1)
