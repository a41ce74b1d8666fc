from django.test import TestCase
from django.utils import timezone

from harvest.models import CheckedLink
from tests.factories import make_checkedlink
from tests.violations import ViolationTests, add, change


class CheckedLinkTests(ViolationTests, TestCase):
    violations = {
        "checked_link_once": lambda t: add(
            CheckedLink, url=t.link.url, status=200, checked_at=timezone.now()
        ),
        "checked_link_has_an_address": lambda t: change(t.link, url=""),
        "checked_link_trouble_follows_status": lambda t: change(t.link, status=None),
        "checked_link_fails_since_a_day": lambda t: change(t.link, failing_since=None),
        "checked_link_failed_before_now": lambda t: change(
            t.link, checked_at="2020-01-01T00:00Z"
        ),
    }

    @classmethod
    def setUpTestData(cls):
        cls.link = make_checkedlink()

    def test_the_rules_hold_whichever_side_is_broken(self):
        for rule, columns in (
            (
                "checked_link_trouble_follows_status",
                {"trouble": "server", "status": None},
            ),
            ("checked_link_trouble_follows_status", {"trouble": "unreachable"}),
            ("checked_link_fails_since_a_day", {"trouble": ""}),
            ("checked_link_fails_since_a_day", {"failures": 0}),
        ):
            with self.subTest(rule=rule, **columns):
                self.assert_refused(rule, lambda c=columns: change(self.link, **c))

    def test_it_goes_by_its_address(self):
        self.assertEqual(
            str(CheckedLink(url="https://a.example/")), "https://a.example/"
        )
