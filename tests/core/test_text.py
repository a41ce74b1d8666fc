from django.test import SimpleTestCase

from core.text import clean, fold, initials, one_line


class FoldTests(SimpleTestCase):
    def test_accents_and_case_are_folded(self):
        self.assertEqual(fold("Démocratie Ñandú ÉCOLE"), "democratie nandu ecole")

    def test_ligatures_become_the_letters_people_type(self):
        self.assertEqual(fold("cœur ex æquo Straße ﬁn Łódź"),
                         "coeur ex aequo strasse fin lodz")  # fmt: skip

    def test_the_typographic_apostrophe_is_the_typed_one(self):
        self.assertEqual(fold("l’État"), "l'etat")

    def test_composed_and_decomposed_letters_are_one(self):
        self.assertEqual(fold("e\u0301"), fold("\u00e9"))

    def test_other_scripts_stay(self):
        self.assertEqual(fold("ПРАВА 开放"), "права 开放")


class CleanTests(SimpleTestCase):
    def test_what_postgresql_refuses_is_removed(self):
        self.assertEqual(clean("a\x00b\x07c\ud800d\x7fe\ufffff"), "abcdef")

    def test_tabs_and_lines_stay(self):
        self.assertEqual(clean("a\tb\nc\r\nd"), "a\tb\nc\r\nd")

    def test_letters_are_composed(self):
        self.assertEqual(clean("e\u0301"), "\u00e9")


class OneLineTests(SimpleTestCase):
    def test_white_space_becomes_one_space(self):
        self.assertEqual(one_line("  a \t b\r\n\n c  "), "a b c")

    def test_no_break_spaces_are_typography(self):
        self.assertEqual(one_line("Pétitions\u00a0: dix"), "Pétitions\u00a0: dix")

    def test_a_text_of_nothing_is_empty(self):
        self.assertEqual(one_line(" \x00\n "), "")


class InitialsTests(SimpleTestCase):
    def test_two_letters_stand_for_a_name(self):
        names = ["Consul Democracy", "Decidim", "311 Data", "l’Assemblée", "X", "—"]
        letters = [initials(name) for name in names]
        self.assertEqual(letters, ["CD", "De", "3D", "LA", "X", "?"])
