import datetime

from django.test import RequestFactory, TestCase, override_settings
from django.utils import timezone

from core.models import Rate
from core.rates import address, allow


class RateTests(TestCase):
    def test_the_first_so_many_are_allowed_and_the_next_are_not(self):
        allowed = [allow("report", "somebody", 3, 3600) for _ in range(5)]
        self.assertEqual(allowed, [True, True, True, False, False])

    def test_everybody_and_everything_is_counted_apart(self):
        allow("report", "somebody", 1, 3600)
        self.assertTrue(allow("report", "somebody else", 1, 3600))
        self.assertTrue(allow("proposal", "somebody", 1, 3600))
        self.assertFalse(allow("report", "somebody", 1, 3600))

    def test_counts_that_are_over_are_forgotten(self):
        yesterday = timezone.now() - datetime.timedelta(days=1)
        Rate.objects.create(key="old", window=1, count=9, ends_at=yesterday)
        allow("report", "somebody", 3, 3600)
        self.assertFalse(Rate.objects.filter(key="old").exists())

    def test_no_address_is_kept_in_clear(self):
        allow("report", "203.0.113.7", 3, 3600)
        self.assertNotIn("203.0.113.7", Rate.objects.get().key)


class AddressTests(TestCase):
    def test_what_a_visitor_says_of_their_address_is_not_believed(self):
        request = RequestFactory().get("/", headers={"x-forwarded-for": "198.51.100.1"})
        self.assertEqual(address(request), "127.0.0.1")

    @override_settings(BEHIND_PROXY=True)
    def test_behind_a_proxy_its_word_counts(self):
        forwarded = {"x-forwarded-for": "198.51.100.1, 203.0.113.7"}
        request = RequestFactory().get("/", headers=forwarded)
        self.assertEqual(address(request), "203.0.113.7")

    def test_a_network_of_the_newer_sort_counts_as_one_visitor(self):
        def of(seen):
            return address(RequestFactory().get("/", REMOTE_ADDR=seen))

        self.assertEqual(of("2001:db8:1:2::3"), of("2001:db8:1:2:ffff:4::5"))
        self.assertNotEqual(of("2001:db8:1:2::3"), of("2001:db8:1:3::3"))
        self.assertEqual(of("::ffff:203.0.113.7"), "203.0.113.7")
        self.assertEqual(of("fe80::1%eth0"), of("fe80::2%eth0"))
        for other in ("", "unix:", "203.0.113.7"):
            self.assertEqual(of(other), other)
