import datetime

from django.test import SimpleTestCase

from catalogue.kinds import interface_language, programming_language
from core.kinds import kind
from revisions.fields import (
    Choice,
    Coordinates,
    Day,
    Flag,
    Number,
    PartialDate,
    Problem,
    Slug,
    StringList,
    Text,
    Translated,
    TranslatedLists,
    Url,
    UrlList,
)


class FieldTests(SimpleTestCase):
    def assert_normal(self, field, pairs):
        for given, normal in pairs:
            with self.subTest(given=given):
                self.assertEqual(field.normal(given), normal)

    def assert_problem(self, field, *values):
        for value in values:
            with self.subTest(value=str(value)[:60]), self.assertRaises(Problem):
                field.normal(value)


class ColumnTests(FieldTests):
    def test_text_is_one_clean_line(self):
        field = Text("city", max_length=5)
        self.assert_normal(
            field,
            [(" a\n\tb ", "a b"), ("a\x00b\x07", "ab"), ("e\u0301", "\u00e9"),
             (2016, "2016"), (1.5, "1.5"), (" \x00 ", None), ("abcde", "abcde")],
        )  # fmt: skip
        self.assert_problem(field, "abcdef", True, False, ["a"], {"a": 1}, b"a",
                            datetime.date(2016, 1, 1))  # fmt: skip

    def test_a_slug_is_plain_and_free(self):
        self.assert_normal(Slug(), [("a-1", "a-1"), (311, "311"), ("a--b", "a--b")])
        self.assert_problem(Slug(), "A", "a_b", "-a", "a-", "é", "a b", "new", "map",
                            "a" * 101, "\x00", True, ["a"], {})  # fmt: skip

    def test_an_address_is_http(self):
        self.assert_normal(Url("url"), [(" https://a.example ", "https://a.example")])
        self.assert_problem(Url("url"), "javascript:alert(1)", "a.example", "https://",
                            "https://a.example/" + "x" * 500, "data:,x", 7)  # fmt: skip

    def test_a_partial_date_may_come_as_yaml_reads_it(self):
        self.assert_normal(
            PartialDate("started"),
            [(2016, "2016"), ("2016-12", "2016-12"),
             (datetime.date(2016, 12, 9), "2016-12-09")],
        )  # fmt: skip
        self.assert_problem(
            PartialDate("started"), "May 2016", "2016-13", "2016-02-30", 16, True,
            datetime.datetime(2016, 12, 9, 10, tzinfo=datetime.UTC),
        )  # fmt: skip

    def test_a_day_is_a_whole_day(self):
        day = datetime.date(2026, 11, 21)
        self.assert_normal(
            Day("verified_on"), [(given, "2026-11-21") for given in (day, str(day))]
        )
        self.assert_problem(Day("verified_on"), "2026-11", 2026, "yesterday", True)

    def test_a_choice_is_of_its_list(self):
        field = Choice("running", ["", "yes", "no"])
        self.assert_normal(field, [(True, "yes"), (False, "no"), ("yes", "yes")])
        self.assert_problem(field, "maybe", "YES", 1, ["yes"])

    def test_the_reason_names_what_would_do(self):
        with self.assertRaisesMessage(Problem, "must be one of a, b, not 'c'"):
            Choice("x", ["a", "b"]).normal("c")

    def test_a_number_has_bounds_and_places(self):
        whole, tenths = Number("n", maximum=10), Number("n", maximum=10, places=1)
        self.assert_normal(whole, [(0, 0), ("7", 7), (10, 10), (3.0, 3)])
        self.assert_normal(tenths, [(1.5, 1.5), ("0.1", 0.1), (2, 2)])
        self.assert_problem(whole, 11, -1, 1.5, "many", True, None, "1e99", [],
                            float("nan"), float("inf"), "")  # fmt: skip
        self.assert_problem(tenths, 1.25, "1e-400")

    def test_coordinates_are_on_the_globe(self):
        field = Coordinates("coordinates")
        point = {"latitude": "41.38740000001", "longitude": -180}
        self.assert_normal(field, [(point, {"latitude": 41.3874, "longitude": -180.0})])
        self.assert_problem(field, {"latitude": 1}, {"latitude": 91, "longitude": 0},
                            {"latitude": float("nan"), "longitude": 0}, [1, 2], "1, 2",
                            {"latitude": "north", "longitude": 0},
                            {"latitude": True, "longitude": 0})  # fmt: skip

    def test_a_flag_is_true_or_left_out(self):
        self.assert_normal(Flag("featured"), [(True, True), (False, None)])
        self.assert_problem(Flag("featured"), "true", 1, "yes")

    def test_a_list_keeps_its_order_and_each_value_once(self):
        self.assert_normal(
            StringList("aliases"),
            [([" b", "a", "b ", 3], ["b", "a", "3"]), ([" ", "\x00"], None)],
        )
        self.assert_problem(StringList("aliases"), "a", {"a": 1}, [True], [["a"]],
                            ["x" * 201])  # fmt: skip
        self.assert_problem(UrlList("links"), ["https://a.example", "javascript:x"])


class TranslatedTests(FieldTests):
    def test_texts_are_by_language_in_order(self):
        field = Translated("name", max_length=5)
        normal = field.normal({"fr": "b", "en": " a ", "es": " "})
        self.assertEqual(list(normal.items()), [("en", "a"), ("fr", "b")])
        self.assert_normal(field, [({"en": None}, None), ({"en": 311}, {"en": "311"})])

    def test_what_is_no_text_is_told(self):
        self.assert_problem(Translated("name", max_length=5), "a", ["a"], {"de": "a"},
                            {"en": "abcdef"}, {"es": True}, {"en": ["a"]},
                            {True: "a"})  # fmt: skip

    def test_markdown_keeps_its_lines(self):
        field = Translated("description", max_length=50, markdown=True)
        given = {"en": "\n# A\r\n\r\n- b  \n\x00"}
        self.assert_normal(field, [(given, {"en": "# A\n\n- b"})])

    def test_the_language_that_is_too_long_is_named(self):
        with self.assertRaisesMessage(Problem, "has 6 characters in es, 5 at most"):
            Translated("name", max_length=5).normal({"en": "a", "es": "abcdef"})

    def test_lists_are_by_language(self):
        field = TranslatedLists("synonyms")
        self.assert_normal(
            field, [({"fr": ["b", "a", "b"], "en": []}, {"fr": ["b", "a"]})]
        )
        self.assert_problem(field, ["a"], {"de": ["a"]}, {"en": "a"}, {"en": [True]})


class RelationTests(FieldTests):
    def part(self, kind_key, key):
        return next(part for part in kind(kind_key).fields if part.key == key)

    def test_a_set_of_slugs_is_sorted(self):
        field = self.part("tool", "tags")
        self.assert_normal(field, [(["b", "a", "b"], ["a", "b"])])
        self.assert_problem(field, "a", {"a": 1}, ["A"], [True], [["a"]])

    def test_values_are_of_their_list(self):
        field = self.part("tool", "platforms")
        self.assert_normal(field, [(["web", "ios", "web"], ["ios", "web"])])
        self.assert_problem(field, "web", ["beos"], [True], [""])

    def test_languages_are_known(self):
        self.assertEqual(interface_language("pt-BR"), "pt-BR")
        for wrong in ("xx", "english", "EN", "pt_BR", ""):
            with self.subTest(wrong), self.assertRaises(Problem):
                interface_language(wrong)
        self.assertEqual(programming_language(" C++\n"), "C++")
        for wrong in ("", " ", "x" * 51):
            with self.assertRaises(Problem):
                programming_language(wrong)

    def test_identifiers_are_pairs(self):
        field = self.part("tool", "identifiers")
        one = {"scheme": "wikidata", "value": "Q1"}
        self.assert_normal(field, [([one, one], [one])])
        self.assert_problem(field, "Q1", ["Q1"], [{"scheme": "isbn", "value": "1"}],
                            [{"scheme": "wikidata"}], [one | {"note": "x"}],
                            [{"scheme": "wikidata", "value": " "}],
                            [{"scheme": None, "value": "Q1"}])  # fmt: skip

    def test_items_are_entries_in_order(self):
        field = self.part("collection", "items")
        items = [{"tool": "b", "note": {"en": "x"}}, {"tool": "a"}]
        self.assert_normal(field, [(items, items)])
        self.assert_problem(field, ["a"], [{"note": {"en": "x"}}], [{"tool": ["a"]}],
                            [{"tool": "a"}, {"tool": "a", "note": {"en": "x"}}],
                            [{"tool": "a", "why": "x"}], [{"tool": "a", 1: 2, "z": 3}],
                            [{"tool": "a", "note": "x"}])  # fmt: skip

    def test_participants_have_no_order_and_may_have_two_roles(self):
        field = self.part("use-case", "participants")
        lead = {"organization": "a", "role": "lead"}
        self.assert_normal(
            field, [([lead, {"organization": "a"}], [{"organization": "a"}, lead])]
        )
        self.assert_problem(
            field, [lead, lead], [{"organization": "a", "role": "boss"}]
        )

    def test_the_reason_names_the_part(self):
        field = self.part("collection", "items")
        with self.assertRaisesMessage(Problem, "note: has 501 characters in en"):
            field.normal([{"tool": "a", "note": {"en": "x" * 501}}])

    def test_the_same_picture_may_stand_once_with_the_same_words(self):
        field = self.part("tool", "screenshots")
        self.assert_problem(field, [{"image": "a.png"}, {"image": "a.png"}],
                            [{"alt": {"en": "x"}}], ["a.png"])  # fmt: skip


class DescriptionTests(SimpleTestCase):
    def test_a_field_says_what_it_is(self):
        self.assertEqual(repr(kind("tool").fields[0]), "<Slug slug>")
