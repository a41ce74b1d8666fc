import datetime
from unittest import mock

from django.db import IntegrityError, connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from catalogue.models import Tool, ToolRelation
from core.kinds import all_kinds, kind
from core.models import CatalogueVersion, Document, StaleRecord
from organizations.models import Organization
from revisions import editing
from revisions.editing import Attribution, Change, conclude, hide, show, write
from revisions.fields import Problem
from revisions.models import Redirect, Revision
from revisions.snapshots import snapshot
from tests.factories import (
    make_collection,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
    make_user,
)
from tests.search_matches import found
from tests.violations import change as change_past_the_door

BY = Attribution(source="tests")


def edit(record, by=BY, version=None, **values):
    """Change a record that was read anew, as two people do."""
    fresh = type(record).objects.get(pk=record.pk)
    made = Change(fresh, values, version=version)
    return write(next(k for k in all_kinds() if k.model is type(record)), [made], by)[0]


def numbers(record):
    return list(
        Revision.objects.of(record).order_by("number").values_list("number", flat=True)
    )


class NewRecordTests(TestCase):
    def test_a_new_record_has_a_first_revision_with_everything_in_it(self):
        make_tag("voting")
        make_organization("OSP", slug="osp")
        tool = make_tool("Decidim", summary="A platform", tags=["voting"],
                         developers=["osp"], platforms=["web"])  # fmt: skip
        revision = Revision.objects.of(tool).get()
        self.assertEqual((revision.number, tool.version), (1, 1))
        self.assertEqual(
            revision.data,
            {
                "slug": "decidim",
                "name": "Decidim",
                "kind": "software",
                "summary": {"en": "A platform"},
                "platforms": ["web"],
                "developers": ["osp"],
                "tags": ["voting"],
                "status": "published",
            },
        )

    def test_the_revision_says_who_and_why_and_when(self):
        ada = make_user()
        at = datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)
        by = Attribution(author=ada, comment="Seen at the fair", at=at)
        values = {"slug": "a", "name": "A", "kind": "software"}
        tool = write(kind("tool"), [Change(Tool(), values)], by)[0]
        revision = Revision.objects.of(tool).get()
        self.assertEqual(
            (revision.author, revision.source, revision.comment, revision.created_at),
            (ada, "", "Seen at the fair", at),
        )
        tool.refresh_from_db()
        self.assertEqual((tool.created_at, tool.updated_at), (at, at))

    def test_new_records_may_point_to_each_other(self):
        values = [
            {"slug": slug, "name": slug.upper(), "kind": "software", "successor": other}
            for slug, other in (("a", "b"), ("b", "a"))
        ]
        a, b = write(kind("tool"), [Change(Tool(), v) for v in values], BY)
        self.assertEqual((a.successor, b.successor), (b, a))

    def test_writing_nothing_is_no_error(self):
        self.assertEqual(write(kind("tool"), [], BY), [])


class ChangeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for slug in ("voting", "mapping"):
            make_tag(slug)
        cls.tool = make_tool("Decidim", tags=["voting"], website="https://decidim.org",
                             aliases=["DCD"], licence="AGPL-3.0-only")  # fmt: skip

    def test_keys_that_are_not_named_stay(self):
        before = snapshot(Tool.objects.get())
        edit(self.tool, pricing="free")
        self.assertEqual(snapshot(Tool.objects.get()), before | {"pricing": "free"})

    def test_none_empties_a_key(self):
        edit(self.tool, website=None, tags=None, aliases=None, licence=None)
        self.assertEqual(
            snapshot(Tool.objects.get()),
            {"slug": "decidim", "name": "Decidim", "kind": "software"},
        )

    def test_relations_are_replaced_as_a_whole(self):
        edit(self.tool, tags=["mapping"])
        self.assertEqual(snapshot(Tool.objects.get())["tags"], ["mapping"])
        edit(self.tool, tags=["mapping", "voting"])
        self.assertEqual(snapshot(Tool.objects.get())["tags"], ["mapping", "voting"])

    def test_one_key_of_a_shared_table_leaves_the_others(self):
        edit(self.tool, platforms=["web"], hosting=["hosted"])
        edit(self.tool, platforms=["linux", "windows"])
        now = snapshot(Tool.objects.get())
        self.assertEqual(now["platforms"], ["linux", "windows"])
        self.assertEqual(now["hosting"], ["hosted"])

    def test_each_change_is_a_version_and_a_revision(self):
        edit(self.tool, pricing="free")
        edit(self.tool, pricing="paid")
        self.assertEqual(numbers(self.tool), [1, 2, 3])
        self.assertEqual(Tool.objects.get().version, 3)
        self.assertEqual(snapshot(Tool.objects.get())["pricing"], "paid")

    def test_a_newer_edit_is_never_overwritten_silently(self):
        edit(self.tool, version=1, pricing="free")
        before = list(Document.objects.order_by("pk").values())
        with self.assertRaises(StaleRecord):
            edit(self.tool, version=1, pricing="paid", tags=None)
        self.assertEqual(numbers(self.tool), [1, 2])
        now = snapshot(Tool.objects.get())
        self.assertEqual((now["pricing"], now["tags"]), ("free", ["voting"]))
        self.assertEqual(list(Document.objects.order_by("pk").values()), before)

    def test_one_stale_record_stops_them_all(self):
        other = make_tool("Consul")
        changes = [
            Change(Tool.objects.get(pk=other.pk), {"pricing": "free"}),
            Change(Tool.objects.get(pk=self.tool.pk), {"pricing": "free"}, version=7),
        ]
        with self.assertRaises(StaleRecord):
            write(kind("tool"), changes, BY)
        self.assertEqual(set(Tool.objects.values_list("pricing", flat=True)), {""})
        self.assertEqual(set(Tool.objects.values_list("version", flat=True)), {1})

    def test_a_slug_that_leads_nowhere_is_a_problem_and_nothing_is_written(self):
        for values in ({"tags": ["nowhere"]}, {"successor": "nowhere"},
                       {"logo": f"{'0' * 64}.png"}):  # fmt: skip
            with self.subTest(values), self.assertRaises(Problem):
                edit(self.tool, pricing="free", **values)
        self.assertEqual(numbers(self.tool), [1])
        self.assertEqual(Tool.objects.get().pricing, "")

    def test_a_former_slug_leads_to_the_record(self):
        Redirect.objects.create(kind="tag", old="ballots", new="voting")
        edit(self.tool, tags=["ballots", "voting", "mapping"])
        self.assertEqual(snapshot(Tool.objects.get())["tags"], ["mapping", "voting"])


class WholeOrNothingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tool = make_tool("Decidim", aliases=["DCD"])

    def state(self):
        return (
            snapshot(Tool.objects.get()),
            Tool.objects.get().version,
            numbers(self.tool),
            CatalogueVersion.current(),
            list(Document.objects.order_by("pk").values()),
        )

    def test_a_failure_in_the_middle_leaves_nothing(self):
        before = self.state()
        for step in ("_save_pointers", "_save_rows", "_revision", "replace",
                     "refresh"):  # fmt: skip
            with (
                self.subTest(step),
                mock.patch.object(editing, step, side_effect=RuntimeError),
                self.assertRaises(RuntimeError),
            ):
                edit(self.tool, name="Other", aliases=["X"], platforms=["web"])
            self.assertEqual(self.state(), before)

    def test_a_broken_rule_leaves_nothing(self):
        before = self.state()
        with self.assertRaises(IntegrityError):
            edit(self.tool, pricing="by barter", aliases=["X"])
        self.assertEqual(self.state(), before)


class SymmetricPairTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.a, cls.b, cls.c = (make_tool(name) for name in "ABC")

    def now(self, record, key="alternatives"):
        return snapshot(Tool.objects.get(pk=record.pk)).get(key)

    def test_a_pair_is_one_row_whichever_side_writes_it(self):
        edit(self.a, alternatives=["b"])
        edit(self.b, alternatives=["a"])
        self.assertEqual(ToolRelation.objects.count(), 1)
        edit(self.c, alternatives=["a", "b"])
        self.assertEqual(ToolRelation.objects.count(), 3)
        self.assertEqual(self.now(self.a), ["b", "c"])
        self.assertEqual(self.now(self.b), ["a", "c"])

    def test_both_tools_get_a_revision(self):
        edit(self.b, alternatives=["a"])
        for record, other in ((self.a, "b"), (self.b, "a")):
            self.assertEqual(numbers(record), [1, 2])
            revision = Revision.objects.of(record).get(number=2)
            self.assertEqual(revision.data["alternatives"], [other])
            self.assertEqual(Tool.objects.get(pk=record.pk).version, 2)
        self.assertEqual(numbers(self.c), [1])

    def test_taking_a_pair_away_is_a_revision_of_both(self):
        edit(self.a, alternatives=["b", "c"])
        edit(self.b, alternatives=None)
        self.assertEqual(self.now(self.a), ["c"])
        self.assertIsNone(self.now(self.b))
        self.assertEqual(numbers(self.a), [1, 2, 3])
        self.assertEqual(numbers(self.b), [1, 2, 3])
        self.assertEqual(numbers(self.c), [1, 2])

    def test_writing_a_pair_again_changes_the_other_not(self):
        edit(self.a, alternatives=["b"])
        edit(self.b, alternatives=["a"], pricing="free")
        self.assertEqual(numbers(self.a), [1, 2])

    def test_two_kinds_of_pairs_stay_apart(self):
        edit(self.a, alternatives=["b"], works_with=["c"])
        edit(self.a, alternatives=None)
        self.assertEqual(self.now(self.c, "works_with"), ["a"])
        self.assertIsNone(self.now(self.b))

    def test_a_relation_with_a_direction_is_of_one_tool(self):
        edit(self.a, forked_from=["b"])
        self.assertIsNone(self.now(self.b, "forked_from"))
        self.assertEqual(numbers(self.b), [1])


class CatalogueVersionTests(TestCase):
    def test_each_write_raises_it_once_and_last(self):
        make_tag("voting")
        tools = [make_tool(f"Tool {n}", tags=["voting"]) for n in range(3)]
        make_use_case(tools=[tool.slug for tool in tools])
        before = CatalogueVersion.current()
        changes = [
            Change(Tool.objects.get(pk=t.pk), {"alternatives": [tools[0].slug]})
            for t in tools[1:]
        ]
        with CaptureQueriesContext(connection) as queries:
            write(kind("tool"), changes, BY)
        self.assertEqual(CatalogueVersion.current()[0], before[0] + 1)
        written = [
            q["sql"]
            for q in queries
            if q["sql"].startswith(("UPDATE", "INSERT", "DEL"))
        ]
        version = [n for n, sql in enumerate(written) if "core_catalogueversion" in sql]
        self.assertEqual(len(version), 1)
        for sql in written[version[0] + 1 :]:
            self.assertIn("core_cataloguechange", sql)

    def test_hiding_and_showing_raise_it_too(self):
        tool = make_tool()
        before = CatalogueVersion.current()
        hide(tool, "spam", BY)
        show(tool, BY)
        self.assertEqual(CatalogueVersion.current()[0], before[0] + 2)


class SearchTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_tag("voting", label="Voting")
        cls.organization = make_organization("Old name", slug="o")
        cls.tool = make_tool("Decidim", tags=["voting"], developers=["o"])
        cls.case = make_use_case("Plan", tools=["decidim"], participants=["o"])
        make_collection("Picks", items=["decidim"])

    def test_renaming_an_organization_renames_it_in_what_names_it(self):
        edit(self.organization, name={"en": "Metadecidim lab"})
        named = {"organization o", "tool decidim", "use-case plan"}
        self.assertEqual(found("metadecidim "), named)
        self.assertEqual(found("old name "), set())

    def test_a_tags_new_synonym_finds_what_carries_it(self):
        tag = self.tool.tags.get()
        edit(tag, synonyms={"en": ["plebiscite"]})
        self.assertEqual(found("plebiscite "), {"tag voting", "tool decidim"})

    def test_a_use_cases_tag_becomes_a_usage_of_its_tools(self):
        make_tag("urban-planning")
        edit(self.case, tags=["urban-planning"])
        named = {"tag urban-planning", "tool decidim", "use-case plan"}
        self.assertEqual(found("urban planning "), named)
        edit(self.case, tags=None)
        self.assertEqual(found("urban planning "), {"tag urban-planning"})

    def test_a_tool_leaves_and_enters_what_named_it(self):
        edit(self.case, tools=None)
        self.assertNotIn("use-case plan", found("decidim "))
        edit(self.case, tools=[{"tool": "decidim"}])
        self.assertIn("use-case plan", found("decidim "))

    def test_a_renamed_tool_is_found_in_its_collections(self):
        edit(self.tool, name="Barcelona platform")
        self.assertIn("collection picks", found("barcelona "))

    def test_a_hidden_record_leaves_the_index_and_what_names_it(self):
        hide(self.tool, "spam", BY)
        self.assertEqual(found("decidim "), set())
        hide(self.organization, "spam", BY)
        self.assertEqual(found("old name "), set())
        show(self.organization, BY)
        show(self.tool, BY)
        named = {"organization o", "tool decidim", "use-case plan"}
        self.assertEqual(found("old name "), named)


class HidingTests(TestCase):
    def test_the_history_keeps_the_reason(self):
        tool = make_tool()
        hide(tool, "An advertisement", BY)
        revision = Revision.objects.of(tool).get(number=2)
        self.assertEqual(revision.data["status"], "hidden")
        self.assertEqual(revision.data["hidden_reason"], "An advertisement")
        show(tool, BY)
        revision = Revision.objects.of(tool).get(number=3)
        self.assertEqual(revision.data["status"], "published")
        self.assertNotIn("hidden_reason", revision.data)

    def test_a_record_changed_meanwhile_is_not_hidden_unseen(self):
        tool = make_tool()
        edit(tool, pricing="free")
        with self.assertRaises(StaleRecord):
            hide(tool, "spam", BY)
        self.assertEqual(Tool.objects.get().status, "published")

    def test_hiding_takes_a_reason(self):
        with self.assertRaises(IntegrityError):
            hide(make_tool(), "", BY)


class ConcludeTests(TestCase):
    def test_what_a_form_saved_gets_its_revision_and_its_words(self):
        tool = make_tool("Decidim")
        tool.claim(1)
        change_past_the_door(tool, name="Consul", sort_name="consul")
        at = datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)
        conclude(tool, Attribution(author=make_user(), at=at))
        revision = Revision.objects.of(tool).get(number=2)
        self.assertEqual(revision.data["name"], "Consul")
        self.assertEqual(found("consul "), {"tool decidim"})
        self.assertEqual(Tool.objects.get().updated_at, at)

    def test_another_record_that_changed_with_it_has_a_revision_too(self):
        a, b = make_tool("A"), make_tool("B")
        a.claim(1)
        ToolRelation(tool=a, other=b, type="alternative").save()
        conclude(a, BY, also={a.pk, b.pk})
        self.assertEqual((numbers(a), numbers(b)), ([1, 2], [1, 2]))


class BatchTests(TestCase):
    def test_many_records_are_written_in_few_questions(self):
        def entries(prefix, count):
            return [
                Change(
                    Organization(),
                    {"slug": f"{prefix}{n}", "name": {"en": "A"}, "sector": "public"},
                )
                for n in range(count)
            ]

        with CaptureQueriesContext(connection) as few:
            write(kind("organization"), entries("few", 2), BY)
        with CaptureQueriesContext(connection) as many:
            write(kind("organization"), entries("many", 20), BY)
        # A row per question would be twenty more of each kind.
        self.assertLess(len(many), len(few) + 20)
