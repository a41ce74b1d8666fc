import time

from django.test import SimpleTestCase
from hypothesis import given, strategies

from core.search.highlight import marked, snippet


class MarkedTests(SimpleTestCase):
    def assert_marks(self, html, query, expected, language="en"):
        self.assertEqual(marked(html, query, language=language), expected)

    def test_words_are_marked_as_they_are_written(self):
        self.assert_marks("<p>The Budget of Paris.</p>", "budget",
                          "<p>The <mark>Budget</mark> of Paris.</p>")  # fmt: skip

    def test_accents_and_endings_do_not_matter(self):
        self.assert_marks(
            "Les ÉLUS et citoyennes", "elus citoyen ",
            "Les <mark>ÉLUS</mark> et <mark>citoyennes</mark>", "fr",
        )  # fmt: skip
        self.assert_marks("Un cœur", "coeur ", "Un <mark>cœur</mark>", "fr")

    def test_stems_are_those_of_the_language_of_the_text(self):
        self.assert_marks("Dates of data", "data ", "Dates of <mark>data</mark>")
        self.assert_marks("Los datos", "dato ", "Los <mark>datos</mark>", "es")

    def test_the_last_word_may_be_a_beginning(self):
        self.assert_marks("Barcelona", "barce", "<mark>Barcelona</mark>")
        self.assert_marks("Barcelona", "barce ", "Barcelona")

    def test_only_text_is_touched(self):
        for html in (
            '<a href="/budget/" title="budget">x</a>',
            "<budget>x</budget>",
            "<!--budget-->",
            "x &budget; &#x62;",
            '<a title="a > budget">x</a>',
        ):
            self.assert_marks(html, "budget b x62 ", html)

    def test_what_is_only_read_aloud_is_not_marked(self):
        self.assert_marks(
            'Pick<span class="vh"> budget</span>, budget',
            "budget",
            'Pick<span class="vh"> budget</span>, <mark>budget</mark>',
        )

    def test_what_is_no_html_is_left_alone(self):
        self.assert_marks("budget < budget", "budget", "budget < budget")

    def test_a_phrase_is_marked_as_one(self):
        html = "Open the data: open data, l&#x27;accès libre"
        self.assert_marks(
            html, '"open data"',
            "Open the data: <mark>open data</mark>, l&#x27;accès libre",
        )  # fmt: skip
        self.assert_marks(
            "À l&#x27;accès libre", '"à l’accès"', "<mark>À l&#x27;accès</mark> libre"
        )

    def test_what_is_excluded_is_not_marked(self):
        self.assert_marks("Open data", "open -data ", "<mark>Open</mark> data")

    def test_a_name_in_one_piece_is_marked(self):
        self.assert_marks("FixMyStreet", "fix my street", "<mark>FixMyStreet</mark>")

    def test_without_a_query_nothing_changes(self):
        self.assert_marks("<p>Open data</p>", "", "<p>Open data</p>")

    @given(strategies.text(alphabet="<>&\"'/ abé;#x27", max_size=60))
    def test_marks_are_all_that_is_added(self, html):
        found = marked(html, "ab b", language="fr")
        self.assertEqual(found.replace("<mark>", "").replace("</mark>", ""), html)

    def test_hostile_html_takes_no_longer_than_its_length(self):
        for hostile in ("<", '<a "', "&a", "<a '>", "l'"):
            began = time.perf_counter()
            marked(hostile * 40_000, "a")
            self.assertLess(time.perf_counter() - began, 2)


class SnippetTests(SimpleTestCase):
    TEXT = "Lorem ipsum dolor sit amet. " * 20

    def test_the_passage_with_most_words_of_the_query_is_taken(self):
        text = f"A lantern. {self.TEXT} A red lantern shines. {self.TEXT}"
        found = snippet(text, "red lantern", length=60, language="en")
        self.assertIn("red lantern shines", found)
        self.assertTrue(found.startswith("…") and found.endswith("…"))

    def test_it_is_cut_between_words_and_not_much_longer(self):
        text = f"{self.TEXT} A lantern. {self.TEXT}"
        found = snippet(text, "lantern", length=60, language="en")
        self.assertLessEqual(len(found), 64)
        self.assertLessEqual({*found.strip("…").split()}, {*text.split()})

    def test_a_short_text_is_whole(self):
        self.assertEqual(snippet("A \n lantern", "lantern"), "A lantern")
        self.assertEqual(snippet("A lantern" + " x" * 500, "lantern")[:9], "A lantern")

    def test_a_text_without_a_match_has_none(self):
        self.assertEqual(snippet("Nothing here", "lantern"), "")
        self.assertEqual(snippet("", "lantern"), "")

    def test_a_long_text_takes_no_longer_than_its_length(self):
        began = time.perf_counter()
        snippet("lantern " * 50_000, '"lantern lantern" lantern')
        self.assertLess(time.perf_counter() - began, 5)

    @given(strategies.text(max_size=300), strategies.integers(10, 80))
    def test_any_text_has_a_passage_or_none(self, text, length):
        found = snippet(f"{text} lantern {text}", "lantern", length=length)
        self.assertIn("lantern", found)
