from django.test import TestCase

from catalogue.models import (
    Collection,
    CollectionInvitation,
    CollectionItem,
    Role,
    Screenshot,
    TaggedTool,
    Tool,
    ToolIdentifier,
    ToolRelation,
    ToolValue,
)
from core.models import DESCRIPTION_LENGTH
from tests.factories import (
    make_collection,
    make_collectioninvitation,
    make_image,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
    make_user,
)
from tests.violations import ViolationTests, add, change, of_every_record, too_long


def twice(model, **columns):
    """Return a write of the same row twice, for the tool of the test."""

    def violate(test):
        for _turn in range(2):
            add(model, tool=test.record, **columns)

    return violate


def add_relation(test, *, type="built-on", **columns):
    values = {"tool": test.record, "other": test.younger, "type": type} | columns
    add(ToolRelation, **values)


class ToolRuleTests(ViolationTests, TestCase):
    violations = {
        **of_every_record(Tool),
        "tool_name_filled": lambda t: change(t.record, name=""),
        "tool_name_short": lambda t: change(t.record, name="x" * 201),
        **too_long("tool_summary_short", "summary", 160),
        **too_long("tool_description_short", "description", DESCRIPTION_LENGTH),
        **too_long("tool_activity_reason_short", "activity_reason", 300),
        "tool_kind_known": lambda t: change(t.record, kind="hardware"),
        "tool_pricing_known": lambda t: change(t.record, pricing="dear"),
        "tool_activity_known": lambda t: change(t.record, activity="asleep"),
        "tool_licence_family_known": lambda t: change(t.record, licence_family=""),
        "tool_not_its_own_successor": lambda t: change(t.record, successor=t.record),
        "tool_tagged_once": lambda t: [
            add(TaggedTool, content_object=t.record, tag=t.tag) for _turn in range(2)
        ],
        "tool_value_once": twice(ToolValue, field="platforms", value="web"),
        "tool_value_known": lambda t: add(
            ToolValue, tool=t.record, field="platforms", value="beos"
        ),
        "tool_identifier_once": twice(ToolIdentifier, scheme="doi", value="1"),
        "tool_identifier_known": lambda t: add(
            ToolIdentifier, tool=t.record, scheme="isbn", value="1"
        ),
    }

    @classmethod
    def setUpTestData(cls):
        cls.record, cls.tag = make_tool("Decidim"), make_tag()

    def test_each_list_of_values_has_its_own_words(self):
        for field, value in (("hosting", "web"), ("audience", "robots"),
                             ("programming_languages", ""), ("interface_languages", ""),
                             ("colours", "red")):  # fmt: skip
            self.assert_refused(
                "tool_value_known",
                lambda field=field, value=value: add(
                    ToolValue, tool=self.record, field=field, value=value
                ),
            )


class ToolRelationRuleTests(ViolationTests, TestCase):
    violations = {
        "role_once": lambda t: [
            add(Role, tool=t.record, organization=t.organization, role="partner")
            for _turn in range(2)
        ],
        "role_known": lambda t: add(
            Role, tool=t.record, organization=t.organization, role="user"
        ),
        "tool_relation_once": lambda t: [add_relation(t) for _turn in range(2)],
        "tool_relation_to_another": lambda t: add_relation(t, other=t.record),
        "tool_relation_one_row_a_pair": lambda t: add_relation(
            t, tool=t.younger, other=t.record, type="alternative"
        ),
        "tool_relation_type_known": lambda t: add_relation(t, type="hates"),
        "screenshot_alt_short": lambda t: add(
            Screenshot, tool=t.record, image=t.image, alt_es="x" * 301
        ),
        "screenshot_caption_short": lambda t: add(
            Screenshot, tool=t.record, image=t.image, caption_es="x" * 301
        ),
    }

    @classmethod
    def setUpTestData(cls):
        cls.record, cls.younger = make_tool("Decidim"), make_tool("Consul")
        cls.organization = make_organization()

    def setUp(self):
        self.image = make_image()

    def test_saving_a_pair_puts_the_older_tool_first(self):
        relation = ToolRelation(tool=self.younger, other=self.record, type="works-with")
        relation.save()
        relation.refresh_from_db()
        self.assertEqual((relation.tool, relation.other), (self.record, self.younger))


class CollectionRuleTests(ViolationTests, TestCase):
    violations = {
        **of_every_record(Collection),
        **too_long("collection_name_short", "name", 200),
        **too_long("collection_description_short", "description", DESCRIPTION_LENGTH),
        "collection_one_curator": lambda t: change(
            t.record, curator_organization=t.organization, curator_name="Ada"
        ),
        "collection_item_once": lambda t: add(
            CollectionItem, collection=t.record, tool=t.tool
        ),
        "collection_item_note_short": lambda t: change(
            t.record.items.get(), note_es="x" * 501
        ),
    }

    @classmethod
    def setUpTestData(cls):
        cls.tool, cls.organization = make_tool("Decidim"), make_organization()
        cls.record = make_collection("Picks", items=["decidim"])

    def test_no_two_of_the_three_curators_go_together(self):
        ada = make_user()
        for columns in (
            {"curator": ada, "curator_name": "Ada"},
            {"curator": ada, "curator_organization": self.organization},
        ):
            self.assert_refused(
                "collection_one_curator",
                lambda columns=columns: change(self.record, **columns),
            )

    def test_only_a_collection_can_be_a_draft(self):
        change(self.record, status="draft")
        self.assert_refused(
            "tool_status_known", lambda: change(self.tool, status="draft")
        )


class ToolTests(TestCase):
    def test_the_family_follows_the_licence(self):
        tool = make_tool(licence="agpl-3.0-only")
        self.assertEqual(
            (tool.licence, tool.licence_family), ("AGPL-3.0-only", "copyleft")
        )
        tool.licence = ""
        tool.save(update_fields=["licence"])
        tool.refresh_from_db()
        self.assertEqual(tool.licence_family, "unknown")

    def test_only_published_use_cases_are_counted(self):
        tool = make_tool("Decidim")
        for _turn in range(2):
            case = make_use_case(tools=["decidim"])
        count = Tool.objects.with_use_case_count
        self.assertEqual(count().get(pk=tool.pk).use_case_count, 2)
        change(case, status="hidden", hidden_reason="spam")
        self.assertEqual(count().get(pk=tool.pk).use_case_count, 1)
        self.assertEqual(count().get(pk=make_tool().pk).use_case_count, 0)
        self.assertIs(count().ordered, True)


def invite_twice(**guest):
    """Return a write of a second invitation of the same guest."""

    def violate(test):
        options = {key: value(test) for key, value in guest.items()}
        for _turn in range(2):
            make_collectioninvitation(test.record, **options)

    return violate


class InvitationRuleTests(ViolationTests, TestCase):
    violations = {
        "collection_invitation_part_known": lambda t: change(t.invitation, part="pope"),
        "collection_invitation_account_or_address": lambda t: change(
            t.invitation, email="a@example.org"
        ),
        "collection_invitation_once_per_account": invite_twice(user=lambda t: t.user),
        "collection_invitation_once_per_address": invite_twice(
            email=lambda t: "a@example.org"
        ),
    }

    @classmethod
    def setUpTestData(cls):
        cls.user, cls.record = make_user(), make_collection("Picks")
        cls.invitation = make_collectioninvitation(cls.record)

    def test_an_invitation_says_whom_it_asks(self):
        self.user.display_name = "Ada"
        for guest, said in (
            ({"user": self.user}, "Ada"),
            ({"email": "b@example.org"}, "b@example.org"),
        ):
            invitation = CollectionInvitation(collection=self.record, **guest)
            self.assertEqual(str(invitation), f"Picks: {said}")


class RelationTests(TestCase):
    def test_a_relation_is_of_both_its_tools(self):
        make_tool("A")
        b = make_tool("B", built_on=["a"])
        relation = ToolRelation.objects.get()
        for tool in (b, relation.other):
            self.assertQuerySetEqual(ToolRelation.objects.of(tool), [relation])
        self.assertEqual(str(relation), "B – Built on – A")

    def test_a_relation_to_a_hidden_tool_is_not_public(self):
        a = make_tool("A")
        make_tool("B", built_on=["a"])
        self.assertEqual(ToolRelation.objects.public().count(), 1)
        change(a, status="hidden", hidden_reason="spam")
        self.assertEqual(ToolRelation.objects.public().count(), 0)


class CollectionTests(TestCase):
    def test_only_published_tools_are_counted(self):
        hidden = make_tool("A")
        make_tool("B")
        make_collection("Picks", items=["a", "b"])
        change(hidden, status="hidden", hidden_reason="spam")
        counted = Collection.objects.with_tool_count()
        self.assertEqual(counted.get().tool_count, 1)
        self.assertIs(counted.ordered, True)

    def test_the_curator_is_an_account_or_a_name(self):
        collection = make_collection(curator_name="Ada Lovelace")
        self.assertEqual(collection.curator_display_name, "Ada Lovelace")
        ada = make_user(display_name="Ada L.")
        change(collection, curator=ada, curator_name="")
        self.assertEqual(Collection.objects.get().curator_display_name, "Ada L.")

    def test_featured_collections_are_apart(self):
        make_collection("A")
        shown = make_collection("B", featured=True)
        self.assertQuerySetEqual(Collection.objects.featured(), [shown])
