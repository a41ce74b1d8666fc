from django.test import SimpleTestCase, TestCase

from core.kinds import all_kinds, kind, kind_of
from tests.factories import make_tool


class KindTests(SimpleTestCase):
    def test_what_is_pointed_to_comes_before_what_points(self):
        self.assertEqual(
            [k.key for k in all_kinds()],
            ["tag", "organization", "tool", "use-case", "collection"],
        )

    def test_an_unknown_kind_is_an_error(self):
        with self.assertRaises(KeyError):
            kind("event")
        with self.assertRaises(LookupError):
            kind_of(object())

    def test_every_kind_begins_with_its_slug_and_ends_with_its_sources(self):
        for known in all_kinds():
            keys = [part.key for part in known.fields]
            self.assertEqual((keys[0], keys[-1]), ("slug", "sources"))
            self.assertEqual(len(keys), len(set(keys)))


class KindOfTests(TestCase):
    def test_a_record_and_its_model_lead_to_their_kind(self):
        tool = make_tool()
        self.assertIs(kind_of(tool), kind("tool"))
        self.assertIs(kind_of(type(tool)), kind("tool"))
