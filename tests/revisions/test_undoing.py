"""Undoing one older change: what later changes left standing comes back."""

from django.test import TestCase

from core.kinds import kind as kind_named
from revisions.models import Redirect
from revisions.reverts.undoing import undo


class UndoingTests(TestCase):
    def undo(self, key, before, after, now, kind="tool"):
        """Return (value that is written, languages that stay) of one field."""
        states = [
            {"slug": "x", **({key: value} if value is not None else {})}
            for value in (before, after, now)
        ]
        undoing = undo(kind_named(kind), *states)
        self.assertLessEqual(set(undoing.values), {key})
        left = [language for _key, language in undoing.overtaken]
        return undoing.values.get(key, "unchanged"), left

    def test_a_value_that_nobody_changed_since_comes_back(self):
        self.assertEqual(self.undo("city", "Lyon", "Paris", "Paris"), ("unchanged", []))
        self.assertEqual(
            self.undo("city", "Lyon", "Paris", "Paris", "organization"), ("Lyon", [])
        )
        self.assertEqual(self.undo("pricing", "free", "paid", "paid"), ("free", []))
        self.assertEqual(self.undo("pricing", None, "paid", "paid"), (None, []))
        self.assertEqual(self.undo("pricing", "paid", None, None), ("paid", []))

    def test_a_value_changed_since_stays_and_is_named(self):
        self.assertEqual(
            self.undo("pricing", "free", "paid", "freemium"), ("unchanged", [""])
        )

    def test_a_value_that_came_back_already_is_let_be(self):
        self.assertEqual(
            self.undo("pricing", "free", "paid", "free"), ("unchanged", [])
        )

    def test_texts_are_undone_language_by_language(self):
        before = {"en": "Old", "fr": "Ancien"}
        after = {"en": "New", "fr": "Nouveau", "es": "Nuevo"}
        now = {"en": "New", "fr": "Encore", "es": "Nuevo"}
        self.assertEqual(
            self.undo("summary", before, after, now),
            ({"en": "Old", "fr": "Encore"}, ["fr"]),
        )

    def test_a_translation_added_since_stays(self):
        self.assertEqual(
            self.undo("summary", None, {"en": "New"}, {"en": "New", "fr": "Neuf"}),
            ({"fr": "Neuf"}, []),
        )

    def test_sets_are_undone_value_by_value(self):
        before, after = ["a", "b"], ["a", "c"]
        now = ["a", "c", "d"]
        self.assertEqual(self.undo("tags", before, after, now), (["a", "b", "d"], []))
        self.assertEqual(self.undo("tags", None, ["a"], ["a"]), (None, []))
        self.assertEqual(self.undo("tags", ["a"], ["a", "b"], ["a"]), ("unchanged", []))

    def test_identifiers_are_undone_one_by_one(self):
        one = {"scheme": "wikidata", "value": "Q1"}
        two = {"scheme": "other", "value": "2"}
        three = {"scheme": "debian", "value": "3"}
        self.assertEqual(
            self.undo("identifiers", [one], [two], [three, two]), ([three, one], [])
        )

    def test_lists_keep_what_was_added_since(self):
        self.assertEqual(
            self.undo("aliases", ["a", "b"], ["b"], ["b", "c"]), (["a", "b", "c"], [])
        )
        self.assertEqual(
            self.undo("aliases", ["a", "b"], ["b", "a"], ["b", "a", "c"]),
            ("unchanged", [""]),
        )
        self.assertEqual(
            self.undo("aliases", ["a", "b"], ["b", "a"], ["b", "a"]), (["a", "b"], [])
        )

    def item(self, tool, note=None):
        return {"tool": tool, **({"note": {"en": note}} if note else {})}

    def undo_items(self, before, after, now):
        lists = [[self.item(*row) for row in rows] for rows in (before, after, now)]
        value, left = self.undo("items", *lists, kind="collection")
        if value in ("unchanged", None):
            return value, left
        rows = [
            (item["tool"], *item.get("note", {}).values()) for item in value
        ]  # fmt: skip
        return rows, left

    def test_entries_are_undone_one_by_one(self):
        added = self.undo_items([("a",)], [("a",), ("b",)], [("c",), ("a",), ("b",)])
        self.assertEqual(added, ([("c",), ("a",)], []))
        removed = self.undo_items([("a",), ("b", "x")], [("a",)], [("a",), ("c",)])
        self.assertEqual(removed, ([("a",), ("b", "x"), ("c",)], []))
        changed = self.undo_items(
            [("a", "old"), ("b",)], [("a", "new"), ("b",)], [("b",), ("a", "new")]
        )
        self.assertEqual(changed, ([("b",), ("a", "old")], []))

    def test_an_entry_changed_or_removed_since_stays_so(self):
        rows = self.undo_items([("a", "1")], [("a", "2")], [("a", "3"), ("b",)])
        self.assertEqual(rows, ("unchanged", [""]))
        rows = self.undo_items([("a", "1"), ("b",)], [("a", "2"), ("b",)], [("b",)])
        self.assertEqual(rows, ("unchanged", [""]))
        rows = self.undo_items([("b",)], [("a", "2"), ("b",)], [("a", "3"), ("b",)])
        self.assertEqual(rows, ("unchanged", [""]))

    def test_an_entry_removed_by_somebody_else_since_does_not_come_back(self):
        rows = self.undo_items(
            [("a",), ("b",)], [("a",), ("b",), ("c",)], [("b",), ("c",)]
        )
        self.assertEqual(rows, ([("b",)], []))

    def test_an_order_changed_since_stays(self):
        rows = self.undo_items(
            [("a",), ("b",)], [("b",), ("a",)], [("b",), ("a",), ("c",)]
        )
        self.assertEqual(rows, ("unchanged", [""]))
        rows = self.undo_items([("a",), ("b",)], [("b",), ("a",)], [("b",), ("a",)])
        self.assertEqual(rows, ([("a",), ("b",)], []))

    def test_what_leads_elsewhere_now_comes_back_as_what_it_is(self):
        Redirect.objects.create(kind="tag", old="old", new="new")
        self.assertEqual(self.undo("tags", ["old"], ["b"], ["b"]), (["new"], []))
        self.assertEqual(
            self.undo("tags", ["old"], ["new"], ["new"]), ("unchanged", [])
        )

    def test_a_record_never_comes_back_as_its_own_relation(self):
        Redirect.objects.create(kind="tool", old="twin", new="x")
        self.assertEqual(
            self.undo("alternatives", ["twin", "y"], ["z"], ["z"]), (["y"], [])
        )
        self.assertEqual(self.undo("successor", "twin", "z", "z"), (None, []))

    def test_the_address_is_not_undone(self):
        kind = kind_named("tool")
        undoing = undo(kind, {"slug": "a"}, {"slug": "b"}, {"slug": "b"})
        self.assertEqual((undoing.values, undoing.overtaken), ({}, []))

    def test_what_stays_is_named_in_words(self):
        undoing = undo(
            kind_named("tool"),
            {"summary": {"fr": "a"}},
            {"summary": {"fr": "b"}},
            {"summary": {"fr": "c"}},
        )
        self.assertEqual(undoing.left, [("summary", "fr")])
