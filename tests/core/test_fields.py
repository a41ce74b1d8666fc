import datetime

from django.core.exceptions import ValidationError
from django.test import SimpleTestCase, TestCase

from catalogue.models import Tool
from core.fields import date_range, validate_web_address
from core.forms import LinesField
from tests.factories import make_tool, make_use_case


class DateRangeTests(SimpleTestCase):
    def test_a_partial_date_stands_for_a_span(self):
        day = datetime.date
        for text, span in {
            "2016": (day(2016, 1, 1), day(2016, 12, 31)),
            "2016-02": (day(2016, 2, 1), day(2016, 2, 29)),
            "2016-12-09": (day(2016, 12, 9), day(2016, 12, 9)),
        }.items():
            self.assertEqual(date_range(text), span)

    def test_what_is_no_date_is_refused(self):
        for wrong in ("", "16", "2016-13", "2016-02-30", "2016-1", "0000", "2016-12-9",
                      "20161", "2016-12-09T10:00", "２０１６", "2016\n"):  # fmt: skip
            with self.subTest(wrong), self.assertRaises(ValueError):
                date_range(wrong)


class PartialDateFieldTests(TestCase):
    def test_the_bounds_follow_the_text(self):
        case = make_use_case(started="2016", ended="2017-02")
        case.refresh_from_db()
        self.assertEqual(case.started_earliest, datetime.date(2016, 1, 1))
        self.assertEqual(case.ended_latest, datetime.date(2017, 2, 28))
        case.ended = ""
        case.save()
        case.refresh_from_db()
        self.assertIsNone(case.ended_latest)

    def test_a_form_says_how_to_write_a_date(self):
        with self.assertRaises(ValidationError) as caught:
            Tool(name="A", slug="a", kind="software", first_release="May").full_clean()
        self.assertIn("2016-12", caught.exception.message_dict["first_release"][0])


class WebAddressTests(SimpleTestCase):
    def test_only_http_and_https_are_taken(self):
        for address in ("http://example.org", "https://xn--e1afmkfd.org/a?b=c#d"):
            validate_web_address(address)
        for address in ("javascript:alert(1)", "data:text/html,x", "ftp://a.org", "//a",
                        "example.org", "https://", "mailto:a@b.org",
                        "https://a.org/\njavascript:x"):  # fmt: skip
            with self.subTest(address), self.assertRaises(ValidationError):
                validate_web_address(address)


class StringListTests(TestCase):
    def test_only_strings_may_stand_in_a_list(self):
        tool = make_tool()
        for wrong in ("text", {"a": 1}, [1], [None]):
            tool.aliases = wrong
            with self.subTest(wrong), self.assertRaises(ValidationError):
                tool.full_clean()

    def test_an_address_in_a_list_is_checked_like_any_other(self):
        tool = make_tool()
        tool.sources = ["https://example.org", "javascript:x"]
        with self.assertRaises(ValidationError):
            tool.full_clean()


class LinesFieldTests(SimpleTestCase):
    def test_each_line_is_a_value(self):
        field = LinesField(required=False)
        self.assertEqual(field.clean(" a \r\n\n b"), ["a", "b"])
        self.assertEqual(field.clean(""), [])
        self.assertEqual(field.prepare_value(["a", "b"]), "a\nb")

    def test_the_same_lines_are_no_change(self):
        field = LinesField()
        self.assertFalse(field.has_changed(["a", "b"], "a\nb\n"))
        self.assertTrue(field.has_changed(None, "a"))
