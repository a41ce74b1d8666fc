"""Every text of the interface exists in French and in Spanish, compiled."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.test import SimpleTestCase

LANGUAGES = ("fr", "es")
LEFT_OUT = (
    ".*", "node_modules", "staticfiles", "media", "var", "tests", "docs", "__pycache__",
)  # fmt: skip


def catalogue(language, root=None):
    folder = Path(root or settings.BASE_DIR) / "locale" / language / "LC_MESSAGES"
    with (folder / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def texts(catalog):
    # A compiled catalogue gives contexts as bytes.
    return {
        (
            m.context.decode() if isinstance(m.context, bytes) else m.context,
            _plain(m.id),
        ): _plain(m.string)
        for m in catalog
        if m.id
    }


def _plain(text):
    return tuple(text) if isinstance(text, list | tuple) else text


def _strings(string):
    return string if isinstance(string, list | tuple) else [string]


class TranslationTests(SimpleTestCase):
    def test_nothing_is_left_untranslated_or_doubtful(self):
        for language in LANGUAGES:
            doubtful = [
                message.id
                for message in catalogue(language)
                if message.id and (message.fuzzy or not all(_strings(message.string)))
            ]
            self.assertEqual(doubtful, [], language)

    def test_placeholders_are_the_same_in_every_language(self):
        for language in LANGUAGES:
            catalog = catalogue(language)
            wrong = [
                (message.id, str(error))
                for message in catalog
                if message.id
                for error in message.check(catalog)
            ]
            self.assertEqual(wrong, [], language)

    def test_the_compiled_catalogues_are_those_of_the_sources(self):
        for language in LANGUAGES:
            folder = settings.BASE_DIR / "locale" / language / "LC_MESSAGES"
            with (folder / "django.mo").open("rb") as file:
                compiled = texts(read_mo(file))
            self.assertEqual(compiled, texts(catalogue(language)), language)

    def test_every_text_of_the_sources_is_in_the_catalogues(self):
        if not shutil.which("xgettext"):
            if os.environ.get("CI") == "true":
                self.fail("xgettext is missing: install gettext")
            pytest.skip("xgettext is missing: install gettext")
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "site"
            shutil.copytree(
                settings.BASE_DIR, copy, ignore=shutil.ignore_patterns(*LEFT_OUT)
            )
            found = self.gathered(copy)
        for language in LANGUAGES:
            missing = found[language] - texts(catalogue(language)).keys()
            unused = texts(catalogue(language)).keys() - found[language]
            self.assertEqual((missing, unused), (set(), set()), language)

    def gathered(self, copy):
        before = Path.cwd()
        os.chdir(copy)
        try:
            with self.settings(LOCALE_PATHS=[copy / "locale"]):
                call_command(
                    "makemessages",
                    locale=list(LANGUAGES),
                    no_obsolete=True,
                    verbosity=0,
                )
        finally:
            os.chdir(before)
        return {
            language: texts(catalogue(language, copy)).keys() for language in LANGUAGES
        }
