"""The languages in which a revision changed a text."""

from importlib import import_module

from django.apps import apps
from django.test import SimpleTestCase, TestCase

from core.kinds import kind_of
from revisions.differences.languages import languages_touched
from revisions.editing import Attribution, Change, hide, write
from revisions.models import Revision
from tests.factories import make_collection, make_tool, make_user

MIGRATION = import_module("revisions.migrations.0005_revision_languages")


class LanguagesTouchedTests(SimpleTestCase):
    def test_a_text_that_comes_changes_or_goes_is_of_its_language(self):
        for before, after, found in (
            ({}, {"name": {"en": "A"}}, "en"),
            ({"name": {"en": "A"}}, {"name": {"en": "A", "es": "B"}}, "es"),
            ({"name": {"fr": "A", "es": "B"}}, {"name": {"es": "B"}}, "fr"),
            ({"name": {"fr": "A"}, "note": {"en": "A"}}, {}, "en,fr"),
            ({"name": {"en": "A"}}, {"note": {"en": "A"}}, "en"),
            ({"words": {"es": ["a", "b"]}}, {"words": {"es": ["b"]}}, "es"),
        ):
            self.assertEqual(languages_touched(before, after), found, after)

    def test_what_is_in_no_language_touches_none(self):
        before = {"name": "A", "tags": ["a"], "images": [{"file": "a"}], "kind": {}}
        self.assertEqual(languages_touched(before, {"name": "B", "flag": True}), "")

    def test_texts_in_entries_count_and_their_order_does_not(self):
        one = {"tool": "a", "note": {"fr": "Un"}}
        two = {"tool": "b", "note": {"en": "Two"}}
        both = {"items": [one, two]}
        self.assertEqual(languages_touched(both, {"items": [two, one]}), "")
        self.assertEqual(languages_touched(both, {"items": [two]}), "fr")


class RevisionLanguagesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user()

    def change(self, record, **values):
        write(kind_of(record), [Change(record, values)], Attribution(self.user))

    def languages(self, record):
        revisions = Revision.objects.of(record).order_by("number")
        return list(revisions.values_list("languages", flat=True))

    def histories(self):
        tool = make_tool("Decidim", summary={"en": "Votes", "fr": "Votes"})
        self.change(tool, summary={"en": "Votes", "fr": "Votations"})
        self.change(tool, licence="MIT")
        self.change(tool, summary={"es": "Votaciones"}, licence="EUPL-1.2")
        hide(tool, "A test", Attribution(self.user))
        guide = make_collection("Guide", items=["decidim"])
        note = {"tool": "decidim", "note": {"fr": "Bien"}}
        self.change(guide, items=[note])
        return {tool: ["en,fr", "fr", "", "en,fr,es", ""], guide: ["en", "fr"]}

    def test_each_says_those_that_it_touched(self):
        for record, languages in self.histories().items():
            self.assertEqual(self.languages(record), languages)

    def test_those_written_before_are_filled_in(self):
        histories = self.histories()
        Revision.objects.update(languages="")
        MIGRATION.fill(apps, None)
        for record, languages in histories.items():
            self.assertEqual(self.languages(record), languages)

    def test_a_write_reads_the_last_revision_of_many_records_at_once(self):
        tools = [make_tool() for _ in range(5)]
        for tool in tools:
            self.change(tool, licence="MIT")
        pks = [tool.pk for tool in tools]
        newest = Revision.objects.newest_of(kind_of(tools[0]), pks)
        self.assertEqual({revision.number for revision in newest}, {2})
        self.assertEqual(len(newest), 5)
