from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from catalogue.models import Collection
from revisions.editing import Attribution, hide
from tests.factories import (
    make_collection,
    make_organization,
    make_tool,
    make_use_case,
    make_user,
)
from tests.public_pages import (
    make_full_tool,
    make_ground,
    make_pictures,
    meta,
    read,
    row_slugs,
    words,
)

BY = Attribution(source="tests")


class CollectionPageTests(TestCase):
    def see(self, slug="kit"):
        return self.client.get(f"/en/collections/{slug}/")

    def test_the_tools_stand_in_their_order_with_the_reasons(self):
        for name in ("Ada", "Bob", "Eve"):
            make_tool(name, summary=f"Summary of {name}")
        items = ["eve", {"tool": "ada", "note": {"en": "The <first>"}}, "bob"]
        make_collection("Kit", items=items, description={"en": "*Why* these"})
        response = self.see()
        self.assertEqual(
            [a["href"] for a in read(response).select("ol.rows h3 a")],
            ["/en/tools/eve/", "/en/tools/ada/", "/en/tools/bob/"],
        )
        text = words(read(response).main)
        self.assertIn("The <first>", text)
        self.assertIn("Why these", text)
        self.assertIn("3 tools", text)

    def test_a_hidden_tool_leaves_no_gap(self):
        tools = [make_tool(name) for name in ("Ada", "Bob")]
        make_collection("Kit", items=["ada", "bob"])
        hide(tools[0], "A test", BY)
        page = read(self.see())
        self.assertNotIn("Ada", words(page))
        self.assertEqual([words(n) for n in page.select(".rank")], ["1"])
        self.assertIn("1 tool", words(page.select_one(".kind")))

    def test_the_count_is_in_the_singular_and_the_plural(self):
        make_tool("Ada")
        for items, said in (([], "0 tools"), (["ada"], "1 tool")):
            record = make_collection(items=items)
            kind = read(self.see(record.slug)).select_one(".kind")
            self.assertRegex(words(kind), rf"{said} ")

    def test_it_names_who_recommends(self):
        make_organization("Town")
        make_collection("Of a town", curator="town")
        make_collection("Of a person", curator_name="Grace")
        make_collection("Of nobody")
        account = make_collection("Of an account")
        user = make_user(display_name="Ada Lovelace")
        Collection.objects.filter(pk=account.pk).update(curator=user)
        for slug, name in (
            ("of-a-town", "Town"),
            ("of-a-person", "Grace"),
            ("of-nobody", "editors"),
            ("of-an-account", "Ada Lovelace"),
        ):
            aside = words(read(self.see(slug)).select_one("aside"))
            self.assertIn(name, aside)

    def test_a_hidden_curator_is_not_named(self):
        town = make_organization("Ghost town")
        make_collection("Kit", curator=town.slug)
        hide(town, "A test", BY)
        self.assertNotIn("Ghost", self.see().text)

    def test_drafts_are_not_there(self):
        make_collection("Kit")
        Collection.objects.update(status="draft")
        self.assertEqual(self.see().status_code, 404)

    def test_its_head_is_plain_words(self):
        make_collection("Kit", description={"fr": "R&D *pour* <b>tous</b>"})
        response = self.see()
        for name in ("description", "og:description"):
            self.assertEqual(meta(response, name), "R&D pour <b>tous</b>")

    def test_queries_are_few_and_do_not_grow(self):
        make_ground()
        images = make_pictures()
        make_full_tool(1, ["budgets", "mapping"], images=images)
        with CaptureQueriesContext(connection) as few:
            self.assertEqual(self.see("choice-1").status_code, 200)
        self.assertLessEqual(len(few), 12)
        collection = Collection.objects.get(slug="choice-1")
        for _ in range(6):
            tool = make_tool(tags=["mapping"], platforms=["web"])
            make_use_case(tools=[tool.slug])
            collection.items.create(tool=tool, position=9)
        with CaptureQueriesContext(connection) as many:
            self.assertEqual(len(row_slugs(self.see("choice-1"))), 0)
        self.assertEqual(len(many), len(few))
