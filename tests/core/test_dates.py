from datetime import UTC, date, datetime

from django.core.exceptions import ValidationError
from django.test import SimpleTestCase
from django.utils import translation

from core.fields import date_range, validate_partial_date
from core.templatetags.records import day, partial_date, year

BROKEN = (
    "", "16", "2016-1", "2016-13", "2016-00", "2016-01-00", "2016-02-30", "2015-02-29",
    "0000", "2016-12-09T00:00", " 2016", "2016 ", "2016\n", "٢٠١٦", "20160101", "-2016",
    "10000",
)  # fmt: skip


class DateTests(SimpleTestCase):
    def test_a_partial_date_stands_for_a_range_of_days(self):
        for text, first, last in (
            ("2016", date(2016, 1, 1), date(2016, 12, 31)),
            ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
            ("2015-02", date(2015, 2, 1), date(2015, 2, 28)),
            ("2016-12", date(2016, 12, 1), date(2016, 12, 31)),
            ("2016-12-09", date(2016, 12, 9), date(2016, 12, 9)),
            ("0001", date(1, 1, 1), date(1, 12, 31)),
            ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
        ):
            self.assertEqual(date_range(text), (first, last), text)

    def test_anything_else_is_refused(self):
        for text in BROKEN:
            with self.assertRaises(ValueError, msg=text):
                date_range(text)
            with self.assertRaises(ValidationError, msg=text):
                validate_partial_date(text)

    def test_a_partial_date_is_said_as_precisely_as_it_is_known(self):
        for language, said in {
            "en": ["2016", "December 2016", "9 December 2016"],
            "fr": ["2016", "décembre 2016", "9 décembre 2016"],
            "es": ["2016", "diciembre de 2016", "9 de diciembre de 2016"],
        }.items():
            with translation.override(language):
                found = [partial_date(t) for t in ("2016", "2016-12", "2016-12-09")]
            self.assertEqual(found, said)

    def test_a_day_is_said_in_words(self):
        with translation.override("fr"):
            self.assertEqual(day(date(2026, 11, 21)), "21 novembre 2026")
        with translation.override("en"):
            moment = datetime(2026, 11, 21, 23, 59, tzinfo=UTC)
            self.assertEqual(day(moment), "21 November 2026")

    def test_the_year_is_that_of_the_text(self):
        self.assertEqual(year("0812-01-01"), "0812")
