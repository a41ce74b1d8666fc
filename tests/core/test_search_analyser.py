from django.test import SimpleTestCase
from hypothesis import given, strategies

from core.search.analyser import (
    MAX_QUERY_WORDS,
    analyse,
    encode,
    parse,
    stems,
    words,
)


class WordsTests(SimpleTestCase):
    def test_words_are_in_lower_case_and_keep_their_accents(self):
        self.assertEqual(words("Démocratie, OUVERTE!"), ["démocratie", "ouverte"])

    def test_elisions_are_no_words(self):
        text = "L’État d'accès qu’il jusqu'ici lorsqu'on aujourd'hui"
        self.assertEqual(
            words(text), ["état", "accès", "il", "ici", "on", "aujourd", "hui"]
        )

    def test_the_english_genitive_is_no_word(self):
        self.assertEqual(words("citizens’ and people's"), ["citizens", "and", "people"])

    def test_names_of_languages_are_whole(self):
        self.assertEqual(words("C++ and C# (F#)"), ["c++", "and", "c#", "f#"])

    def test_underscores_and_signs_part_words(self):
        self.assertEqual(words("open_data/api-v2"), ["open", "data", "api", "v2"])

    def test_control_characters_and_halves_are_nothing(self):
        self.assertEqual(words("bud\x00get \ud800"), ["budget"])


class StemsTests(SimpleTestCase):
    def test_a_word_stands_with_and_without_its_ending(self):
        self.assertEqual(stems("consultations", "en"), ("consult", "consultations"))
        self.assertIn("particip", stems("participatifs", "fr"))
        self.assertIn("ciudadan", stems("ciudadanas", "es"))

    def test_what_is_typed_without_accents_meets_what_is_written_with_them(self):
        for written, typed, language in (
            ("démocratie", "democratie", "fr"),
            ("numériques", "numerique", "fr"),
            ("cœur", "coeur", "fr"),
            ("presupuestación", "presupuestacion", "es"),
            ("años", "anos", "es"),
        ):
            with self.subTest(written):
                self.assertTrue({*stems(written, language)} & {*stems(typed, language)})

    def test_a_word_is_cut_where_no_word_is_so_long(self):
        self.assertEqual({len(form) for form in stems("1" * 100, "en")}, {40})


class EncodeTests(SimpleTestCase):
    def test_every_form_is_of_ascii_letters_and_digits(self):
        for word in ("budget", "c++", "c#", "права", "开放", "2016", "ελλάδα"):
            encoded = encode(word)
            self.assertTrue(encoded.isascii() and encoded.isalnum(), encoded)

    def test_different_words_stay_different(self):
        words = ["c", "c++", "c#", "права", "право", "开", "放"]
        self.assertEqual(len({encode(word) for word in words}), len(words))


class AnalyseTests(SimpleTestCase):
    def test_nothing_is_analysed_to_nothing(self):
        self.assertEqual(analyse([], "en"), "")
        self.assertEqual(analyse([None, "", "—"], "en").strip(), "")

    def test_short_and_long_texts_are_analysed_alike(self):
        text = "Budget participatif. "
        once, often = analyse([text], "fr"), analyse([text * 100], "fr")
        self.assertEqual(set(once.split()), set(often.split()))

    @given(
        strategies.lists(strategies.text()), strategies.sampled_from(["en", "fr", "es"])
    )
    def test_any_text_becomes_ascii_words(self, texts, language):
        for word in analyse(texts, language).split():
            self.assertTrue(word.isascii() and word.isalnum(), word)


class ParseTests(SimpleTestCase):
    def variants(self, query):
        return [term.variants["en"] for term in parse(query)]

    def test_every_word_is_asked_for(self):
        self.assertEqual([t.prefix for t in parse("open data")], ["", "data"])
        self.assertEqual(len(parse("open data")), 2)

    def test_a_space_ends_the_last_word(self):
        self.assertEqual(parse("data ")[0].prefix, "")

    def test_common_words_do_not_count_unless_alone(self):
        self.assertEqual(len(parse("the budget of the city")), 2)
        self.assertEqual(len(parse("de la")), 2)

    def test_the_last_word_is_a_beginning_even_after_the_same_word(self):
        self.assertEqual([t.prefix for t in parse("data data")][-1], "data")

    def test_only_so_many_words_count(self):
        self.assertEqual(len(parse(" ".join(f"word{n}" for n in range(99)))),
                         MAX_QUERY_WORDS)  # fmt: skip

    def test_signs_are_no_words(self):
        for query in ("", " ", "\"'*()-:^&|!", "\x00", "😀"):
            self.assertEqual(parse(query), [])
