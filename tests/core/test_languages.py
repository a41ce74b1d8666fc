from types import SimpleNamespace

from django.test import SimpleTestCase
from django.utils import translation

from core.languages import columns, current_language, fallback_order, localized


def record(**texts):
    empty = dict.fromkeys(columns("name"))
    return SimpleNamespace(**empty | {f"name_{k}": v for k, v in texts.items()})


class LocalizedTests(SimpleTestCase):
    def test_the_readers_language_comes_first(self):
        with translation.override("fr"):
            text = localized(record(en="City", fr="Ville"), "name")
        self.assertEqual(
            (str(text), text.language, text.foreign), ("Ville", "fr", False)
        )

    def test_a_missing_text_falls_back_and_says_so(self):
        text = localized(record(es="Ciudad"), "name", "fr")
        self.assertEqual(
            (text.text, text.language, text.foreign), ("Ciudad", "es", True)
        )

    def test_english_is_the_first_to_fall_back_to(self):
        self.assertEqual(str(localized(record(en="City", fr="Ville"), "name", "es")),
                         "City")  # fmt: skip
        self.assertEqual(fallback_order("es"), ("es", "en", "fr"))

    def test_no_text_at_all_is_nothing(self):
        text = localized(record(en="", fr=None), "name", "en")
        self.assertFalse(text)
        self.assertFalse(text.foreign)


class CurrentLanguageTests(SimpleTestCase):
    def test_a_regional_variant_counts_as_its_language(self):
        with translation.override("es-mx"):
            self.assertEqual(current_language(), "es")

    def test_a_language_without_content_reads_english(self):
        for language in ("de", None):
            with translation.override(language):
                self.assertEqual(current_language(), "en")
