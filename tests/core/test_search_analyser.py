from django.test import SimpleTestCase
from hypothesis import given, strategies

from core.search.analyser import (
    MAX_QUERY_WORDS,
    asked_forms,
    encode,
    forms,
    parse,
    words,
)
from core.search.spellings import american


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


class FormsTests(SimpleTestCase):
    def test_a_word_stands_as_it_is_and_as_its_stem(self):
        self.assertEqual(forms("consultations", "en"), ("consultations", "_econsult"))
        self.assertIn("_fparticip", forms("participatifs", "fr"))
        self.assertIn("_sciudadan", forms("ciudadanas", "es"))

    def test_what_is_typed_without_accents_meets_what_is_written_with_them(self):
        for written, typed, language in (
            ("démocratie", "democratie", "fr"),
            ("numériques", "numerique", "fr"),
            ("cœur", "coeur", "fr"),
            ("presupuestación", "presupuestacion", "es"),
            ("años", "anos", "es"),
        ):
            with self.subTest(written):
                asked = asked_forms(typed, language)
                self.assertTrue({*forms(written, language)} & {*asked})

    def test_british_and_american_spellings_meet(self):
        for british, american_ in (
            ("organisations", "organization"),
            ("licence", "license"),
            ("licences", "licenses"),
            ("programme", "program"),
            ("centres", "center"),
            ("behaviour", "behaviors"),
            ("visualising", "visualizing"),
            ("analyse", "analyze"),
            ("catalogue", "catalog"),
            ("labelled", "labeled"),
            ("defence", "defense"),
        ):
            with self.subTest(british):
                for text, query in ((british, american_), (american_, british)):
                    asked = asked_forms(query, "en")
                    self.assertTrue({*forms(text, "en")} & {*asked})

    def test_a_word_and_its_stem_meet_whichever_is_written(self):
        for text, query in (("budget", "budgets"), ("budgets", "budget")):
            self.assertTrue({*forms(text, "en")} & {*asked_forms(query, "en")})
        self.assertEqual(forms("budget", "en"), ("budget",))

    def test_a_rule_of_spelling_parts_no_words(self):
        for word in ("revise", "advise", "supervise", "exercise"):
            self.assertIn(f"_e{word[:-1]}", asked_forms(word, "en"))
        for word in ("four", "prise", "rise", "open", "polling", "are"):
            self.assertEqual(american(word), word)

    def test_a_word_is_cut_where_no_word_is_so_long(self):
        found = forms("1" * 100, "en")
        self.assertEqual(found, ("1" * 40,))


class EncodeTests(SimpleTestCase):
    def test_every_form_is_of_ascii_letters_and_digits(self):
        for word in ("budget", "c++", "c#", "права", "开放", "2016", "ελλάδα"):
            encoded = encode(word)
            self.assertTrue(encoded.isascii() and encoded.isalnum(), encoded)

    def test_different_words_stay_different(self):
        words = ["c", "c++", "c#", "права", "право", "开", "放"]
        self.assertEqual(len({encode(word) for word in words}), len(words))

    @given(strategies.text(), strategies.sampled_from(["en", "fr", "es"]))
    def test_any_text_becomes_ascii_words(self, text, language):
        for word in words(text):
            for form in forms(word, language):
                self.assertRegex(form, r"\A[a-z0-9_]+\Z")


class ParseTests(SimpleTestCase):
    def words(self, query):
        return [term.word for term in parse(query).terms]

    def prefixes(self, query):
        return [term.prefix for term in parse(query).terms]

    def test_every_word_is_asked_for(self):
        self.assertEqual(self.words("open data"), ["open", "data"])
        self.assertEqual(self.prefixes("open data"), ["", "data"])

    def test_a_space_ends_the_last_word(self):
        self.assertEqual(self.prefixes("data "), [""])

    def test_common_words_do_not_count_unless_alone(self):
        self.assertEqual(self.words("the budget of the city"), ["budget", "city"])
        self.assertEqual(self.words("de la"), ["de", "la"])

    def test_nor_do_words_that_any_tool_could_carry(self):
        self.assertEqual(self.words("outil de sondage"), ["sondage"])
        self.assertEqual(self.words("software"), ["software"])

    def test_the_last_word_is_a_beginning_even_after_the_same_word(self):
        self.assertEqual(self.prefixes("data data"), ["", "data"])
        self.assertEqual(self.prefixes("map for"), [""])

    def test_only_so_many_words_count(self):
        many = " ".join(f"word{n}" for n in range(99))
        self.assertEqual(len(parse(many).terms), MAX_QUERY_WORDS)

    def test_signs_are_no_words(self):
        for query in ("", " ", "\"'*()-:^&|!", "\x00", "😀", '""', "«»", "-", '-""'):
            self.assertFalse(parse(query), query)

    def test_words_in_quotes_are_wanted_in_their_order(self):
        for query in ('"L’Accès libre"', "« l'accès libre »", "“ACCES LIBRE”"):
            parsed = parse(query)
            self.assertEqual(parsed.phrases, (" acces libre ",))
            self.assertEqual(self.prefixes(query), ["", ""])
            self.assertEqual(parsed.terms[0].forms, {"acces"})

    def test_a_quote_that_is_not_closed_is_no_quote(self):
        self.assertEqual(parse('"open data').phrases, ())
        self.assertEqual(self.prefixes('"open data'), ["", "data"])

    def test_a_minus_directly_before_excludes(self):
        parsed = parse('petition -budget -"open data" -"city"')
        self.assertEqual([t.word for t in parsed.terms], ["petition"])
        self.assertEqual([t.word for t in parsed.excluded_terms], ["budget", "city"])
        self.assertEqual(parsed.excluded_phrases, (" open data ",))

    def test_a_minus_elsewhere_is_a_sign_like_another(self):
        for query in ("open-source", "open - source", "open- source"):
            self.assertEqual(self.words(query), ["open", "source"])
            self.assertEqual(parse(query).excluded_terms, ())
        self.assertEqual(parse("-open-source").excluded_phrases, (" open source ",))

    def test_a_name_is_what_is_typed_in_one_piece(self):
        self.assertEqual(parse("Fix my street").name_prefix, "_nfixmystreet")
        self.assertEqual(parse("Fix my street ").name_prefix, "")
        self.assertEqual(parse("map").name_prefix, "")
        self.assertEqual(parse("map").name, "_nmap")
        self.assertEqual(parse('"fix my" street').name, "")
