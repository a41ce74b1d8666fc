from django.test import TestCase
from django.utils import translation

from core.models import CatalogueVersion, Word
from core.search.asking import ask
from core.search.relaxing import nearest
from core.search.spelling import did_you_mean, vocabulary
from revisions.editing import Attribution, hide
from tests.factories import make_tag, make_tool
from tests.search_matches import found

BY = Attribution(source="tests")


class AskingTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_tag("voting", label={"en": "Voting", "fr": "Démocratie"})
        cls.decidim = make_tool("Decidim", summary="Petition platform of Barcelona",
                                tags=["voting"])  # fmt: skip
        make_tool("Decide now", summary="Open budget", slug="now")
        make_tool("Consul", summary="Participatory budget of Madrid", slug="consul")


class SpellingTests(AskingTestCase):
    def test_a_word_of_the_catalogue_is_proposed_for_an_unknown_one(self):
        for typed, meant in (
            ("petitoin", "petition"),
            ("petitin barcelona", "petition barcelona"),
            ("Barcelna", "barcelona"),
            ("partcipatory budjet", "participatory budget"),
            ("decidm", "decidim"),
            ('"participatory budjet"', '"participatory budget"'),
        ):
            self.assertEqual(did_you_mean(typed), meant, typed)

    def test_two_words_run_together_are_parted(self):
        self.assertEqual(did_you_mean("openbudget"), "open budget")

    def test_the_word_is_written_as_in_the_language_of_the_page(self):
        with translation.override("fr"):
            self.assertEqual(did_you_mean("democrtie"), "démocratie")

    def test_accents_are_no_mistake(self):
        with translation.override("fr"):
            self.assertEqual(did_you_mean("democratie"), "")

    def test_only_what_finds_something_is_proposed(self):
        self.assertEqual(did_you_mean("petitoin madrid"), "")
        hide(self.decidim, "spam", BY)
        self.assertEqual(did_you_mean("petitoin"), "")

    def test_what_is_too_far_is_not_proposed(self):
        for typed in ("ptn", "zzzzzzzz", "pet", "1234567", "petition", "", "😀"):
            self.assertEqual(did_you_mean(typed), "", typed)

    def test_new_words_are_known_at_once(self):
        self.assertEqual(did_you_mean("quadratci"), "")
        make_tool("Quadratic")
        self.assertEqual(did_you_mean("quadratci"), "quadratic")

    def test_a_vocabulary_of_another_time_is_read_anew(self):
        self.assertEqual(did_you_mean("petitoin"), "petition")
        Word.objects.all().delete()
        self.assertEqual(did_you_mean("petitoin"), "")

    def test_it_is_two_questions_to_the_database(self):
        vocabulary.known()
        with self.assertNumQueries(2):
            did_you_mean("petitoin")


class NearestTests(AskingTestCase):
    def dropped(self, query):
        return (nearest(query) or [None])[0]

    def test_the_condition_that_helps_most_is_dropped(self):
        self.assertEqual(self.dropped("petition madrid barcelona"),
                         "petition barcelona")  # fmt: skip
        self.assertEqual(self.dropped("budget zzzz"), "budget")
        self.assertEqual(self.dropped("budget -budget"), "budget")

    def test_more_than_one_is_dropped_if_it_takes_more(self):
        self.assertEqual(self.dropped("budget zzzz madrid yyyy"), "budget madrid")

    def test_quotes_go_before_words(self):
        self.assertEqual(self.dropped('"budget open"'), "budget open")

    def test_nothing_helps_where_nothing_is_known(self):
        for query in ("zzzz", "zzzz yyyy", "", "zzzz -budget"):
            self.assertIsNone(nearest(query), query)

    def test_what_is_found_comes_with_it(self):
        query, records = nearest("budget zzzz")
        self.assertEqual(len(records["tool"]), 2)
        self.assertEqual(len(records["tool"]), len(found(query)))


class AnswerTests(AskingTestCase):
    def test_what_matches_is_answered_as_it_was_asked(self):
        with self.assertNumQueries(1):
            answer = ask("petition")
        self.assertEqual((answer.used, answer.corrected, answer.dropped),
                         ("petition", "", ""))  # fmt: skip
        self.assertEqual(list(answer.found["tool"]), [self.decidim.pk])

    def test_a_misspelt_query_is_answered_as_it_was_meant(self):
        vocabulary.known()
        with self.assertNumQueries(4):
            answer = ask("petitoin")
        self.assertEqual((answer.query, answer.corrected, answer.used),
                         ("petitoin", "petition", "petition"))  # fmt: skip
        self.assertEqual(list(answer.found["tool"]), [self.decidim.pk])

    def test_else_what_helps_most_is_left_out(self):
        answer = ask("petitoin zzzz")
        self.assertEqual(
            (answer.corrected, answer.dropped, answer.used),
            ("petition zzzz", "zzzz", "petition"),
        )
        self.assertTrue(ask('"budget open"').unquoted)

    def test_it_is_asked_of_some_kinds_only(self):
        self.assertEqual(ask("voting", kinds=["organization"]).found, {})
        self.assertEqual(list(ask("votign", kinds=["tag"]).found), ["tag"])

    def test_what_was_found_is_kept_until_the_catalogue_changes(self):
        version = CatalogueVersion.current()
        first = ask("decidim", version=version)
        with self.assertNumQueries(0):
            self.assertEqual(ask("decidim", version=version), first)
        make_tool("Decidim again", slug="again")
        later = ask("decidim", version=CatalogueVersion.current())
        self.assertEqual(len(later.found["tool"]), len(first.found["tool"]) + 1)

    def test_nothing_found_is_an_answer_too(self):
        answer = ask("zzzz")
        self.assertEqual((answer.found, answer.used), ({}, "zzzz"))
        with self.assertNumQueries(0):
            self.assertEqual(ask(" !! ").found, {})
