import tempfile
from pathlib import Path

from django.test import TestCase

from api.interchange.checking import check
from api.interchange.loading import load
from core.kinds import all_kinds, kind
from revisions.editing import Attribution, hide
from revisions.models import Revision
from revisions.snapshots import snapshot, with_relations
from tests.factories import make_organization, make_tool, make_use_case, make_user
from tests.interchange import write_whole_folder
from tests.violations import change

BY = Attribution(source="tests")


class WholeRecordTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        with tempfile.TemporaryDirectory() as folder:
            cls.folder = check(write_whole_folder(Path(folder) / "whole"))
            cls.given = {k: dict(e) for k, e in cls.folder.entries.items()}
            load(cls.folder, by=BY)

    def test_every_key_reads_back_as_it_was_written(self):
        for known in all_kinds():
            for slug, entry in self.given[known.key].items():
                with self.subTest(kind=known.key, slug=slug):
                    record = known.model.objects.get(slug=slug)
                    self.assertEqual(snapshot(record), entry)
                    self.assertEqual(list(snapshot(record)), list(entry))

    def test_every_key_of_every_kind_is_among_them(self):
        for known in all_kinds():
            used = {key for e in self.given[known.key].values() for key in e}
            self.assertEqual({part.key for part in known.fields} - used, set())

    def test_what_reads_back_is_normal_already(self):
        for known in all_kinds():
            for record in known.model.objects.all():
                data = snapshot(record)
                for part in known.fields:
                    if part.key in data:
                        self.assertEqual(part.normal(data[part.key]), data[part.key])

    def test_the_revision_holds_the_same(self):
        for known in all_kinds():
            for record in known.model.objects.all():
                stored = Revision.objects.of(record).get().data
                expected = snapshot(record) | {"status": "published"}
                self.assertEqual(stored, expected)

    def test_many_records_take_as_many_questions_as_one(self):
        for known in all_kinds():
            pk = known.model.objects.values_list("pk", flat=True)[0]
            with self.subTest(known.key):
                list(with_relations(known, known.model.objects.filter(pk=pk)))
                records = list(with_relations(known, known.model.objects.all()))
                with self.assertNumQueries(0):
                    for record in records:
                        snapshot(record, known)


class HiddenNeighbourTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        organization = make_organization("O", slug="o")
        make_tool("A", developers=["o"])
        make_tool("B", alternatives=["a"], built_on=["a"], successor="a")
        make_use_case("Plan", tools=["a", "b"], participants=["o"])
        hide(kind("tool").model.objects.get(slug="a"), "spam", BY)
        hide(organization, "spam", BY)

    def see(self, key, slug, **options):
        return snapshot(kind(key).model.objects.get(slug=slug), **options)

    def test_the_history_keeps_what_leads_to_a_hidden_record(self):
        b = self.see("tool", "b")
        self.assertEqual(
            (b["alternatives"], b["built_on"], b["successor"]), (["a"], ["a"], "a")
        )
        plan = self.see("use-case", "plan")
        self.assertEqual(plan["tools"], [{"tool": "a"}, {"tool": "b"}])

    def test_a_dump_leaves_it_out(self):
        b = self.see("tool", "b", published_only=True)
        self.assertEqual(b, {"slug": "b", "name": "B", "kind": "software"})
        plan = self.see("use-case", "plan", published_only=True)
        self.assertEqual(plan["tools"], [{"tool": "b"}])
        self.assertNotIn("participants", plan)


class PersonTests(TestCase):
    def test_a_person_with_an_account_is_a_name(self):
        tool = make_tool(verified_on="2026-01-02")
        change(tool, verified_by=make_user("ada", display_name="Ada L."))
        tool.refresh_from_db()
        self.assertEqual(snapshot(tool)["verified_by"], "Ada L.")
