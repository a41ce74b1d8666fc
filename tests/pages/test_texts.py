from itertools import pairwise

from django.test import TestCase, override_settings
from django.utils import translation

from pages.texts import FOLDER
from revisions.models import Reason
from revisions.moderation.rules import RULES, rule_url
from tests.public_pages import LANGUAGES, meta, read, words

NAMES = (
    *("about", "faq", "legal", "privacy", "accessibility"),
    *("inclusion-rules", "moderation-charter"),
)


class TextTests(TestCase):
    def test_each_text_is_there_in_each_language(self):
        for language in LANGUAGES:
            for name in NAMES:
                response = self.client.get(f"/{language}/{name}/")
                page = read(response)
                self.assertEqual(response.status_code, 200)
                self.assertEqual(len(page.select("h1")), 1, (language, name))
                self.assertTrue(words(page.h1))
                self.assertIn(words(page.h1), words(page.title))
                self.assertTrue(meta(response, "description"))
                self.assertTrue(page.select(".prose p"), (language, name))

    def test_the_languages_have_the_same_texts(self):
        for language in LANGUAGES:
            names = {path.stem for path in (FOLDER / language).iterdir()}
            self.assertEqual(names, set(NAMES))

    def test_they_differ_by_language(self):
        for name in NAMES:
            titles = {
                (FOLDER / language / f"{name}.md").read_text(encoding="utf-8")
                for language in LANGUAGES
            }
            self.assertEqual(len(titles), 3, name)

    def test_headings_go_down_one_step_at_a_time(self):
        for language in LANGUAGES:
            for name in NAMES:
                page = read(self.client.get(f"/{language}/{name}/"))
                levels = [int(h.name[1]) for h in page.main.select("h1,h2,h3,h4,h5,h6")]
                steps = [b - a for a, b in pairwise(levels)]
                self.assertLessEqual(max(steps, default=0), 1, (language, name))

    def test_no_token_is_left_unfilled(self):
        for language in LANGUAGES:
            for name in NAMES:
                main = read(self.client.get(f"/{language}/{name}/")).main
                self.assertNotRegex(words(main), r"\{\w*\}")

    @override_settings(
        PUBLISHER="Ada & <b>friends</b>",
        CONTACT="ada@example.org",
        HOST_PROVIDER="Grace's machines",
    )
    def test_who_runs_this_copy_is_named(self):
        response = self.client.get("/en/legal/")
        text = words(read(response).main)
        self.assertIn("Ada & <b>friends</b>", text)
        self.assertIn("Grace's machines", text)
        self.assertIn('href="mailto:ada@example.org"', response.text)

    def test_every_rule_has_its_paragraph_in_each_language(self):
        for language in LANGUAGES:
            with translation.override(language):
                for code in RULES:
                    page, _mark, anchor = rule_url(code).partition("#")
                    heading = read(self.client.get(page)).select_one(f"h2#{anchor}")
                    self.assertIsNotNone(heading, (language, code))

    def test_every_reason_rests_on_a_paragraph_that_there_is(self):
        rules = Reason.objects.exclude(rule="").values_list("rule", flat=True)
        self.assertEqual(set(rules) - set(RULES), set())

    def test_they_ask_the_database_nothing(self):
        with self.assertNumQueries(0):
            self.client.get("/en/about/")
