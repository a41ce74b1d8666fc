"""That the index follows every change, and that a check says whether it does."""

import io

from django.core.management import call_command
from django.test import TestCase

from catalogue.models import Tool
from core.kinds import kind_of
from core.models import Document
from core.search.index import dependents_of
from core.search.reindexing import out_of_step
from revisions.editing import Attribution, Change, hide, show, write
from tests.factories import (
    make_collection,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
)
from tests.search_matches import found
from tests.violations import change as change_past_the_door

BY = Attribution(source="tests")


def edit(record, **values):
    fresh = type(record).objects.get(pk=record.pk)
    write(kind_of(record), [Change(fresh, values)], BY)


class InStepTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.root = make_tag("participation", kind="theme")
        cls.voting = make_tag("voting", kind="theme", parent="participation")
        cls.mapping = make_tag("mapping")
        cls.maker = make_organization("Maker", slug="maker")
        cls.city = make_organization("City", slug="city")
        cls.curator = make_organization("Curator", slug="curator")
        cls.tool = make_tool(
            "Decidim", slug="decidim", tags=["mapping"], developers=["maker"]
        )
        cls.other = make_tool("Consul", slug="consul")
        cls.case = make_use_case(
            "Plan",
            slug="plan",
            tools=["decidim"],
            tags=["voting"],
            participants=["city"],
            country="ES",
        )
        cls.collection = make_collection("Picks", slug="picks", items=["decidim"],
                                         curator="curator")  # fmt: skip

    def assert_in_step_after(self, change, *arguments, **values):
        change(*arguments, **values)
        self.assertEqual(list(out_of_step()), [])

    def popularity(self, record):
        return Document.objects.get(
            kind=kind_of(record).key, object_id=record.pk
        ).popularity

    def test_what_use_cases_are_counted_for_follows_them(self):
        self.assertEqual(
            [self.popularity(r) for r in (self.tool, self.city, self.voting)], [1, 1, 1]
        )
        self.assert_in_step_after(hide, self.case, "spam", BY)
        self.assertEqual(
            [self.popularity(r) for r in (self.tool, self.city, self.voting)], [0, 0, 0]
        )
        self.assert_in_step_after(show, self.case, BY)

    def test_both_sides_of_a_relation_follow_when_it_comes_and_when_it_goes(self):
        for values in (
            {"tools": [{"tool": "consul"}]},
            {"tools": None},
            {"participants": [{"organization": "maker"}]},
            {"participants": None},
            {"tags": ["mapping"]},
            {"tags": None},
            {"country": "FR"},
        ):
            with self.subTest(values):
                self.assert_in_step_after(edit, self.case, **values)
        for values in ({"developers": ["city"]}, {"developers": None}, {"tags": None}):
            with self.subTest(values):
                self.assert_in_step_after(edit, self.tool, **values)
        self.assert_in_step_after(edit, self.collection, items=[{"tool": "consul"}])

    def test_what_names_a_record_follows_its_name(self):
        for record in (self.tool, self.maker, self.city, self.curator):
            name = "New" if record == self.tool else {"en": "New"}
            with self.subTest(record):
                self.assert_in_step_after(edit, record, name=name, aliases=["Other"])
        self.assert_in_step_after(edit, self.voting, synonyms={"fr": ["scrutin"]})
        self.assertEqual(found("scrutin "), {"tag voting", "tool decidim",
                                             "use-case plan"})  # fmt: skip

    def test_what_names_a_record_follows_when_it_is_hidden(self):
        for record in (self.maker, self.voting, self.curator, self.tool, self.root):
            with self.subTest(record):
                self.assert_in_step_after(hide, record, "spam", BY)
                self.assert_in_step_after(show, record, BY)

    def test_whatever_shows_or_counts_a_record_depends_on_it(self):
        for record, expected in (
            (self.case, {"tool decidim", "organization city", "tag voting"}),
            (self.tool, {"use-case plan", "organization maker", "collection picks"}),
            (self.city, {"use-case plan", "tool decidim"}),
            (self.curator, {"collection picks"}),
            (self.mapping, {"tool decidim", "collection picks"}),
            (self.root, {"tool decidim", "use-case plan"}),
        ):
            with self.subTest(record):
                self.assertEqual(self.dependents(record), expected)

    def dependents(self, record):
        names = {}
        for made in (self.tool, self.other, self.case, self.city, self.maker,
                     self.curator, self.voting, self.collection):  # fmt: skip
            key = kind_of(made).key
            names[key, made.pk] = f"{key} {made.slug}"
        depending = dependents_of(kind_of(record).key, [record.pk])
        return {names[kind, pk] for kind, pks in depending.items() for pk in pks}


class CheckTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tool = make_tool("Decidim")
        cls.other = make_tool("Consul")

    def check(self):
        """Return (exit status, what is said of documents, the last line)."""
        out, err = io.StringIO(), io.StringIO()
        status = 0
        try:
            call_command("reindex", check=True, verbosity=0, stdout=out, stderr=err)
        except SystemExit as stopped:
            status = stopped.code
        return status, err.getvalue().splitlines(), out.getvalue().strip()

    def test_what_is_in_step_is_said_to_be(self):
        self.assertEqual(
            self.check(), (0, [], "0 documents are not in step with their records")
        )

    def test_what_differs_is_named_and_nothing_written(self):
        change_past_the_door(self.tool, name="New name")
        Document.objects.filter(object_id=self.other.pk).delete()
        Document.objects.create(pk=9999 << 4 | 2, kind="tool", object_id=9999)
        status, named, _said = self.check()
        self.assertEqual(status, 1)
        self.assertEqual(
            sorted(named),
            sorted(
                f"not in step: tool {pk}" for pk in (9999, self.tool.pk, self.other.pk)
            ),
        )
        self.assertEqual(self.check()[0], 1)
        call_command("reindex", verbosity=0, stdout=io.StringIO())
        self.assertEqual(self.check()[0], 0)

    def test_what_is_hidden_past_the_door_is_not_in_step(self):
        Tool.objects.filter(pk=self.tool.pk).update(status="hidden", hidden_reason="-")
        self.assertEqual(self.check()[1], [f"not in step: tool {self.tool.pk}"])

    def test_an_index_is_made_only_where_there_is_none(self):
        change_past_the_door(self.tool, name="New name")
        call_command("reindex", if_empty=True, verbosity=0, stdout=io.StringIO())
        self.assertEqual(self.check()[0], 1)
        Document.objects.all().delete()
        call_command("reindex", if_empty=True, verbosity=0, stdout=io.StringIO())
        self.assertEqual(self.check()[0], 0)
