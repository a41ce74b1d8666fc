from django.test import TestCase

from core.kinds import kind
from revisions.differences.three_way import State, resolved, rows

BASE = {
    "name": "Decidim",
    "licence": "MIT",
    "summary": {"en": "Old", "fr": "Vieux"},
    "tags": ["a"],
}


class RowTests(TestCase):
    def compared(self, theirs, mine):
        found = rows(kind("tool"), BASE, BASE | theirs, mine)
        return {row.name: row.state for row in found}

    def test_what_nobody_changed_is_left_out(self):
        self.assertEqual(self.compared({}, {}), {})

    def test_each_side_s_own_changes_are_told_apart(self):
        states = self.compared({"licence": "GPL-3.0-only"}, {"name": "Decidem"})
        self.assertEqual(states, {"name": State.MINE, "licence": State.THEIRS})

    def test_the_same_change_on_both_sides_is_no_conflict(self):
        self.assertEqual(
            self.compared({"name": "D"}, {"name": "D"}), {"name": State.SAME}
        )

    def test_two_changes_of_one_field_are_a_conflict(self):
        self.assertEqual(
            self.compared({"name": "D"}, {"name": "E"}), {"name": State.CONFLICT}
        )

    def test_languages_of_a_text_are_compared_one_by_one(self):
        states = self.compared(
            {"summary": {"en": "Old", "fr": "Neuf"}},
            {"summary": {"en": "New", "fr": "Vieux"}},
        )
        self.assertEqual(states, {"summary-en": State.MINE, "summary-fr": State.THEIRS})

    def test_an_emptied_field_is_a_change(self):
        self.assertEqual(self.compared({}, {"licence": None}), {"licence": State.MINE})


class ResolvedTests(TestCase):
    theirs = BASE | {"name": "D", "summary": {"en": "Old", "fr": "Neuf"}}
    mine = {"name": "E", "summary": {"en": "New", "fr": "Vieux"}, "tags": None}

    def resolved(self, choices):
        found = rows(kind("tool"), BASE, self.theirs, self.mine)
        return resolved(found, self.theirs, choices)

    def test_without_a_choice_nobody_s_change_is_lost(self):
        self.assertEqual(
            self.resolved({}),
            {"name": "E", "summary": {"en": "New", "fr": "Neuf"}, "tags": None},
        )

    def test_a_choice_for_theirs_leaves_the_field_as_it_is(self):
        values = self.resolved({"name": "theirs", "summary-en": "theirs"})
        self.assertEqual(values, {"tags": None})

    def test_their_change_can_be_taken_back(self):
        values = self.resolved({"summary-fr": "mine"})
        self.assertEqual(values["summary"], {"en": "New", "fr": "Vieux"})
