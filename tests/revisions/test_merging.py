"""Merging two records, taking it back, and giving a record another address."""

from django.test import TestCase

from core.kinds import all_kinds, kind as kind_named, kind_of
from core.models import CatalogueVersion, Document, Record, StaleRecord
from revisions.editing import Attribution, Change, hide, write
from revisions.fields import Problem
from revisions.finding import Moved, find
from revisions.history import merged_into
from revisions.merges.merging import merge, rename, unmerge
from revisions.models import ModerationAction, Redirect, Revision
from revisions.snapshots import same, snapshot
from taxonomy.models import Tag
from tests.factories import (
    make_collection,
    make_moderator,
    make_organization,
    make_proposal,
    make_tag,
    make_tool,
    make_use_case,
    make_user,
)


class Merging(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = make_moderator(display_name="Ada")

    def merge(self, loser, winner, **options):
        loser.refresh_from_db()
        winner.refresh_from_db()
        by = Attribution(self.moderator)
        return merge(kind_of(winner), loser, winner, by, **options)

    def unmerge(self, loser):
        loser.refresh_from_db()
        return unmerge(kind_of(loser), loser, Attribution(self.moderator))

    def data(self, record):
        return snapshot(type(record).objects.get(pk=record.pk))

    def assert_history_is_whole(self):
        """The last revision of each record says what the record says."""
        for kind in all_kinds():
            for record in kind.model.objects.all():
                last = Revision.objects.of(record).order_by("number").last()
                self.assertEqual(last.number, record.version)
                said = {k: v for k, v in last.data.items() if k in _keys(kind)}
                self.assertTrue(same(kind, said, snapshot(record)), record)


def _keys(kind):
    return {part.key for part in kind.fields}


class MergeTests(Merging):
    def test_the_one_that_stays_takes_over_what_it_lacks(self):
        loser = make_tool(
            "Twin",
            summary={"en": "Two", "fr": "Deux"},
            licence="MIT",
            website="https://twin.example.org/",
            platforms=["web", "ios"],
            identifiers=[{"scheme": "wikidata", "value": "Q1"}],
            aliases=["T"],
        )
        winner = make_tool(
            "Tool", summary={"en": "One"}, licence="Apache-2.0", platforms=["web"]
        )
        self.merge(loser, winner)
        data = self.data(winner)
        self.assertEqual(data["summary"], {"en": "One", "fr": "Deux"})
        self.assertEqual(data["licence"], "Apache-2.0")
        self.assertEqual(data["website"], "https://twin.example.org/")
        self.assertEqual(data["platforms"], ["ios", "web"])
        self.assertEqual(data["identifiers"], [{"scheme": "wikidata", "value": "Q1"}])
        self.assertEqual(data["aliases"], ["T", "Twin"])
        self.assertEqual(data["slug"], "tool")
        self.assert_history_is_whole()

    def test_a_moderator_can_prefer_a_value_of_the_one_that_goes(self):
        loser = make_tool("Right name", licence="MIT")
        winner = make_tool("Wrong name", licence="Apache-2.0")
        self.merge(loser, winner, choices={"name": "loser", "licence": "loser"})
        data = self.data(winner)
        self.assertEqual((data["name"], data["licence"]), ("Right name", "MIT"))
        self.assertEqual(data["aliases"], ["Wrong name"])

    def test_values_that_belong_together_are_not_mixed(self):
        loser = make_organization("Brussels", country="BE", city="Brussels")
        winner = make_organization("Bruxelles", country="FR")
        self.merge(loser, winner)
        self.assertNotIn("city", self.data(winner))
        third = make_organization("Lyon", country="FR", city="Lyon")
        self.merge(third, winner)
        self.assertEqual(self.data(winner)["city"], "Lyon")

    def test_nobody_verified_the_one_that_stays(self):
        loser = make_tool("A", verified_on="2026-01-02", verified_by="Ada")
        winner = make_tool("B")
        self.merge(loser, winner)
        self.assertNotIn("verified_on", self.data(winner))

    def test_what_pointed_to_one_points_to_the_other(self):
        loser, winner = make_organization("Twin"), make_organization("City")
        tool = make_tool("Tool", developers=["twin"], funders=["city", "twin"])
        case = make_use_case(
            "Case",
            participants=[
                {"organization": "twin", "role": "lead"},
                {"organization": "city", "role": "lead"},
                {"organization": "twin", "role": "funder"},
            ],
        )
        collection = make_collection("Choice", curator="twin")
        child = make_organization("Office", parent="twin")
        self.merge(loser, winner)
        self.assertEqual(self.data(tool)["developers"], ["city"])
        self.assertEqual(self.data(tool)["funders"], ["city"])
        rows = [(p["organization"], p["role"]) for p in self.data(case)["participants"]]
        self.assertEqual(rows, [("city", "funder"), ("city", "lead")])
        self.assertEqual(self.data(collection)["curator"], "city")
        self.assertEqual(self.data(child)["parent"], "city")
        for record in (tool, case, collection, child):
            revision = Revision.objects.of(record).first()
            self.assertEqual(revision.action, "merge")
            self.assertEqual(revision.author, self.moderator)
            self.assertEqual(revision.comment, "“Twin” merged into “City”")
        self.assert_history_is_whole()

    def test_items_of_collections_follow_with_their_notes(self):
        loser, winner, other = make_tool("Twin"), make_tool("Tool"), make_tool("Other")
        note, mine = {"en": "Because"}, {"fr": "Parce que"}
        one = make_collection(
            "One", items=[{"tool": "twin", "note": note}, {"tool": "other"}]
        )
        both = make_collection(
            "Both",
            items=[
                {"tool": "tool", "note": mine},
                {"tool": "other"},
                {"tool": "twin", "note": note},
            ],
        )
        self.merge(loser, winner)
        items = self.data(one)["items"]
        self.assertEqual(items, [{"tool": "tool", "note": note}, {"tool": "other"}])
        items = self.data(both)["items"]
        self.assertEqual(items, [{"tool": "tool", "note": mine}, {"tool": "other"}])
        self.assertEqual(other.collection_items.count(), 2)

    def test_a_list_names_one_tool_once_by_whichever_of_its_addresses(self):
        winner, loser = make_tool("Decidim"), make_tool("Dicidem")
        self.merge(loser, winner)
        old = {"tool": "dicidem", "note": {"en": "By its old address"}}
        new = {"tool": "decidim", "note": {"fr": "Par son adresse"}}
        for items, note in (
            ([old], old["note"]),
            ([old, new], old["note"]),
            ([new, old], new["note"]),
        ):
            collection = make_collection()
            change = Change(collection, {"items": items}, collection.version)
            write(kind_of(collection), [change], Attribution(self.moderator))
            with self.subTest(items=items):
                said = self.data(collection)["items"]
                self.assertEqual(said, [{"tool": "decidim", "note": note}])

    def test_relations_between_tools_follow_and_none_leads_to_itself(self):
        loser, winner = make_tool("Twin"), make_tool("Tool")
        make_tool("Both", alternatives=["twin", "tool"])
        make_tool("Fork", forked_from=["twin"], successor="twin")
        winner.refresh_from_db()
        write(
            kind_named("tool"),
            [
                Change(
                    winner, {"works_with": ["both"], "alternatives": ["both", "twin"]}
                )
            ],
            Attribution(self.moderator),
        )
        self.merge(loser, winner)
        self.assertEqual(self.data(winner)["alternatives"], ["both"])
        both = type(winner).objects.get(slug="both")
        self.assertEqual(self.data(both)["alternatives"], ["tool"])
        self.assertEqual(self.data(both)["works_with"], ["tool"])
        fork = self.data(type(winner).objects.get(slug="fork"))
        self.assertEqual((fork["forked_from"], fork["successor"]), (["tool"], "tool"))
        self.assert_history_is_whole()

    def test_a_tool_that_was_forked_from_its_twin_is_not_its_own_fork(self):
        loser = make_tool("Twin")
        winner = make_tool("Tool", forked_from=["twin"], successor="twin")
        self.merge(loser, winner)
        self.assertNotIn("forked_from", self.data(winner))
        self.assertNotIn("successor", self.data(winner))

    def test_tags_take_children_labels_and_tagged_records_along(self):
        loser = make_tag("voting", label={"en": "Voting", "fr": "Vote"},
                         synonyms={"en": ["ballot"]})  # fmt: skip
        winner = make_tag("polls", label={"en": "Polls"})
        child = make_tag("e-voting", parent="voting")
        tool = make_tool("Tool", tags=["voting", "polls"])
        case = make_use_case("Case", tags=["voting"])
        self.merge(loser, winner)
        data = self.data(winner)
        self.assertEqual(data["label"], {"en": "Polls", "fr": "Vote"})
        self.assertEqual(data["synonyms"], {"en": ["ballot", "Voting"]})
        self.assertEqual(self.data(child)["parent"], "polls")
        self.assertEqual(self.data(tool)["tags"], ["polls"])
        self.assertEqual(self.data(case)["tags"], ["polls"])
        self.assert_history_is_whole()

    def test_a_tag_never_stands_above_itself(self):
        top = make_tag("top")
        middle = make_tag("middle", parent="top")
        low = make_tag("low", parent="middle")
        self.merge(top, low)
        self.assertNotIn("parent", self.data(low))
        self.assertEqual(self.data(middle)["parent"], "low")

    def test_those_to_whom_a_collection_belonged_may_edit_the_other(self):
        loser, winner = make_collection("Twin"), make_collection("Choice")
        curator, other = make_user(), make_user()
        for record, user in ((loser, curator), (winner, other)):
            type(record).objects.filter(pk=record.pk).update(curator=user)
        self.merge(loser, winner)
        self.assertEqual(list(winner.co_editors.all()), [curator])

    def test_the_one_that_goes_leads_to_the_other(self):
        loser, winner = make_tool("Twin"), make_tool("Tool")
        Redirect.objects.create(kind="tool", old="older", new="twin")
        before = CatalogueVersion.current()
        self.merge(loser, winner)
        loser.refresh_from_db()
        self.assertEqual(loser.status, Record.Status.MERGED)
        self.assertEqual(
            Redirect.table(), {("tool", "twin"): "tool", ("tool", "older"): "tool"}
        )
        self.assertNotEqual(CatalogueVersion.current(), before)
        self.assertFalse(
            Document.objects.filter(kind="tool", object_id=loser.pk).exists()
        )
        response = self.client.get("/en/tools/older/")
        self.assertRedirects(response, "/en/tools/tool/", status_code=301)

    def test_no_chain_is_left_when_the_other_goes_too(self):
        first, second, third = (make_tool(name) for name in ("One", "Two", "Three"))
        self.merge(first, second)
        self.merge(second, third)
        self.assertEqual(set(Redirect.table().values()), {"three"})
        self.assertEqual(Redirect.objects.filter(new="three").count(), 2)
        merged = merged_into(kind_named("tool"), third)
        self.assertEqual([record.slug for record in merged], ["one", "two"])

    def test_every_change_of_a_merge_has_one_time_and_is_in_the_log(self):
        loser, winner = make_organization("Twin"), make_organization("City")
        make_tool("Tool", developers=["twin"])
        self.merge(loser, winner)
        revisions = Revision.objects.filter(action="merge")
        self.assertEqual(len({revision.created_at for revision in revisions}), 1)
        self.assertEqual({r.object_id for r in revisions if r.kind == "organization"},
                         {loser.pk, winner.pk})  # fmt: skip
        logged = ModerationAction.objects.get()
        self.assertEqual((logged.action, logged.object_id), ("merged", winner.pk))

    def test_two_that_cannot_be_one_are_refused(self):
        tool, hidden = make_tool("Tool"), make_tool("Hidden")
        hide(hidden, "Advertising", Attribution(self.moderator))
        with self.assertRaises(Problem):
            self.merge(tool, tool)
        with self.assertRaises(Problem):
            self.merge(hidden, tool)
        with self.assertRaises(Problem):
            self.merge(tool, hidden)

    def test_proposals_are_decided_first(self):
        loser, winner = make_tool("Twin"), make_tool("Tool")
        make_proposal(loser, licence="MIT")
        with self.assertRaisesMessage(Problem, "decide on them first"):
            self.merge(loser, winner)

    def test_a_record_that_was_changed_meanwhile_is_not_merged(self):
        for stale in (0, 1):
            pair = make_tool(f"Twin {stale}"), make_tool(f"Tool {stale}")
            changed = type(pair[stale]).objects.get(pk=pair[stale].pk)
            change = Change(changed, {"licence": "MIT"})
            write(kind_named("tool"), [change], Attribution(make_user()))
            with self.assertRaises(StaleRecord):
                merge(kind_named("tool"), *pair, Attribution(self.moderator))
            pair[0].refresh_from_db()
            self.assertTrue(pair[0].is_public)

    def test_a_choice_that_makes_no_sense_is_refused_and_nothing_is_written(self):
        loser = make_use_case("Twin", started="2020")
        winner = make_use_case("Case", ended="2015", started="2014")
        with self.assertRaises(Problem):
            self.merge(loser, winner, choices={"started": "loser"})
        self.assertEqual(Revision.objects.filter(action="merge").count(), 0)


class UnmergeTests(Merging):
    def test_everything_comes_back_when_nobody_changed_it(self):
        loser = make_organization(
            "Twin", country="FR", links=["https://a.example.org/"]
        )
        winner = make_organization("City")
        tool = make_tool("Tool", developers=["twin"], funders=["city", "twin"])
        child = make_organization("Office", parent="twin")
        Redirect.objects.create(kind="organization", old="elsewhere", new="city")
        records = (loser, winner, tool, child)
        before = [self.data(record) for record in records]
        self.merge(loser, winner)
        result = self.unmerge(loser)
        self.assertEqual([self.data(record) for record in records], before)
        self.assertEqual({r.pk for r in result.restored if kind_of(r).key == "tool"},
                         {tool.pk})  # fmt: skip
        self.assertEqual(result.left, [])
        loser.refresh_from_db()
        self.assertTrue(loser.is_public)
        self.assertEqual(Redirect.table(), {("organization", "elsewhere"): "city"})
        self.assertRedirects(
            self.client.get("/en/organizations/elsewhere/"),
            "/en/organizations/city/",
            status_code=301,
        )
        self.assert_history_is_whole()

    def test_relations_of_pairs_come_back(self):
        loser, winner = make_tool("Twin"), make_tool("Tool")
        other = make_tool("Other", alternatives=["twin"])
        self.merge(loser, winner)
        self.assertEqual(self.data(other)["alternatives"], ["tool"])
        self.unmerge(loser)
        self.assertEqual(self.data(other)["alternatives"], ["twin"])
        self.assertEqual(self.data(loser)["alternatives"], ["other"])
        self.assertNotIn("alternatives", self.data(winner))
        self.assert_history_is_whole()

    def test_what_somebody_changed_since_stays_and_is_named(self):
        loser, winner = make_tool("Twin", licence="MIT"), make_tool("Tool")
        self.merge(loser, winner)
        winner.refresh_from_db()
        change = Change(winner, {"licence": "Apache-2.0"})
        write(kind_named("tool"), [change], Attribution(make_user()))
        result = self.unmerge(loser)
        self.assertEqual(self.data(winner)["licence"], "Apache-2.0")
        self.assertEqual(
            [(r.slug, labels) for r, labels in result.left], [("tool", ["licence"])]
        )

    def test_former_addresses_lead_to_the_record_again(self):
        first, second, third = (make_tool(name) for name in ("One", "Two", "Three"))
        rename(second, "second", Attribution(self.moderator))
        self.merge(first, second)
        self.merge(second, third)
        self.unmerge(second)
        table = {old: new for (_kind, old), new in Redirect.table().items()}
        self.assertEqual(table, {"two": "second", "one": "second"})
        self.unmerge(first)
        self.assertEqual(Redirect.table(), {("tool", "two"): "second"})

    def test_a_record_that_is_not_merged_is_refused(self):
        with self.assertRaises(Problem):
            self.unmerge(make_tool("Tool"))


class RenameTests(Merging):
    def rename(self, record, slug):
        record.refresh_from_db()
        return rename(record, slug, Attribution(self.moderator))

    def test_the_former_address_leads_to_the_new_one(self):
        for kind in all_kinds():
            make = {
                "tag": make_tag, "organization": make_organization, "tool": make_tool,
                "use-case": make_use_case, "collection": make_collection,
            }[kind.key]  # fmt: skip
            record = make(slug="first")
            self.rename(record, "second")
            self.rename(record, "third")
            table = {k: v for k, v in Redirect.table().items() if k[0] == kind.key}
            self.assertEqual(
                table, {(kind.key, "first"): "third", (kind.key, "second"): "third"}
            )
            url = record.get_absolute_url()
            self.assertEqual(self.client.get(url).status_code, 200)
            former = url.replace("third", "first")
            self.assertRedirects(self.client.get(former), url, status_code=301)
            revision = Revision.objects.of(record).first()
            self.assertEqual((revision.action, revision.data["slug"]),
                             ("rename", "third"))  # fmt: skip
        self.assert_history_is_whole()

    def test_the_name_of_a_tag_is_its_slug(self):
        tag = make_tag("budgets")
        tool = make_tool("Tool", tags=["budgets"])
        self.rename(tag, "public-money")
        self.assertEqual(Tag.objects.get(pk=tag.pk).name, "public-money")
        self.assertEqual(self.data(tool)["tags"], ["public-money"])
        tool.tags.add("public-money")
        self.assertEqual(Tag.objects.count(), 1)

    def test_a_former_address_of_its_own_can_come_back(self):
        tool = make_tool(slug="first")
        self.rename(tool, "second")
        self.rename(tool, "first")
        self.assertEqual(Redirect.table(), {("tool", "second"): "first"})

    def test_taken_and_reserved_addresses_are_refused(self):
        tool = make_tool(slug="tool")
        make_tool(slug="other")
        Redirect.objects.create(kind="tool", old="former", new="other")
        for slug in (
            "tool",
            "other",
            "former",
            "new",
            "edit",
            "No slug",
            "",
            "x" * 101,
        ):
            with self.assertRaises(Problem, msg=slug):
                self.rename(tool, slug)
        self.assertEqual(Revision.objects.of(tool).count(), 1)

    def test_an_address_of_another_kind_is_free(self):
        make_organization(slug="city")
        self.assertEqual(self.rename(make_tool(), "city").slug, "city")

    def test_it_is_in_the_log(self):
        tool = make_tool()
        self.rename(tool, "second")
        logged = ModerationAction.objects.get()
        self.assertEqual((logged.action, logged.object_id), ("renamed", tool.pk))


class FindingTests(TestCase):
    def test_redirects_are_followed_to_the_end(self):
        tool = make_tool(slug="here")
        Redirect.objects.create(kind="tool", old="one", new="two")
        Redirect.objects.create(kind="tool", old="two", new="here")
        with self.assertRaises(Moved) as caught:
            find(type(tool).objects.public(), "tool", "one")
        self.assertEqual(caught.exception.slug, "here")

    def test_a_circle_leads_nowhere(self):
        Redirect.objects.create(kind="tool", old="one", new="two")
        Redirect.objects.create(kind="tool", old="two", new="one")
        self.assertEqual(self.client.get("/en/tools/one/").status_code, 404)
