from django.core.exceptions import ValidationError
from django.test import SimpleTestCase

from core.licences import Family, family_of, normalize


class NormalizeTests(SimpleTestCase):
    def test_spelling_becomes_that_of_spdx(self):
        for written, spelt in {
            "mit": "MIT",
            "agpl-3.0-only": "AGPL-3.0-only",
            "GPL-3.0": "GPL-3.0-only",
            "GPL-2.0+": "GPL-2.0-or-later",
            "mit or apache-2.0": "MIT OR Apache-2.0",
            "(MIT)": "MIT",
        }.items():
            self.assertEqual(normalize(written), spelt)

    def test_unknown_and_proprietary_stay(self):
        self.assertEqual(normalize(""), "")
        self.assertEqual(normalize("proprietary"), "proprietary")

    def test_what_is_no_expression_is_refused_with_its_name(self):
        for wrong in ("Free", "Apache 2", "MIT AND", "MIT OR proprietary", "((", "&"):
            with self.subTest(wrong), self.assertRaises(ValidationError) as caught:
                normalize(wrong)
            self.assertIn(wrong, caught.exception.messages[0])


class FamilyTests(SimpleTestCase):
    def test_each_licence_is_of_one_family(self):
        for expression, family in {
            "": Family.UNKNOWN,
            "proprietary": Family.PROPRIETARY,
            "CC0-1.0": Family.PUBLIC_DOMAIN,
            "MIT": Family.PERMISSIVE,
            "Apache-2.0": Family.PERMISSIVE,
            "CC-BY-4.0": Family.PERMISSIVE,
            "LGPL-3.0-only": Family.WEAK_COPYLEFT,
            "MPL-2.0": Family.WEAK_COPYLEFT,
            "CECILL-C": Family.WEAK_COPYLEFT,
            "AGPL-3.0-only": Family.COPYLEFT,
            "EUPL-1.2": Family.COPYLEFT,
            "CECILL-2.1": Family.COPYLEFT,
            "SSPL-1.0": Family.SOURCE_AVAILABLE,
            "CC-BY-NC-SA-4.0": Family.SOURCE_AVAILABLE,
            "LicenseRef-scancode-unknown": Family.UNKNOWN,
        }.items():
            with self.subTest(expression):
                self.assertEqual(family_of(expression), family)

    def test_of_alternatives_the_freest_counts(self):
        self.assertEqual(family_of("MIT OR GPL-3.0-only"), Family.PERMISSIVE)

    def test_of_a_sum_the_strictest_counts(self):
        self.assertEqual(family_of("MIT AND GPL-3.0-only"), Family.COPYLEFT)
        nested = "(MIT OR GPL-3.0-only) AND LGPL-3.0-only"
        self.assertEqual(family_of(nested), Family.WEAK_COPYLEFT)

    def test_an_exception_stays_in_the_family(self):
        expression = "GPL-2.0-or-later WITH Classpath-exception-2.0"
        self.assertEqual(family_of(expression), Family.COPYLEFT)
