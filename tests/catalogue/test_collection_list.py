from django.test import TestCase

from catalogue.filters import CollectionFilter
from catalogue.models import Collection
from revisions.editing import hide
from tests.factories import make_collection, make_organization, make_tool
from tests.public_pages import facets_shown, make_world, read, row_slugs, words
from tests.record_lists import BY, ListTests


class CollectionListTests(ListTests, TestCase):
    url_name = "catalogue:collections"
    filterset_class = CollectionFilter
    model = Collection
    one, several = "collection", "collections"
    most_queries = 20

    def make(self, name, **values):
        return make_collection(name, **values)

    def make_rich(self, number):
        make_collection(
            f"Rich {number}",
            description={"en": "Chosen"},
            items=["one", "two"],
            curator="city",
            featured=True,
        )

    def test_drafts_are_not_there(self):
        draft = make_collection("Draft")
        Collection.objects.filter(pk=draft.pk).update(status="draft")
        self.assertEqual(row_slugs(self.see()), [])

    def test_featured_ones_come_first_then_the_largest(self):
        make_tool("One")
        make_tool("Two")
        make_collection("Small", items=["one"])
        make_collection("Large", items=["one", "two"])
        make_collection("Zero", featured=True)
        self.assertEqual(row_slugs(self.see()), ["zero", "large", "small"])

    def test_a_row_names_five_public_tools_and_counts_the_rest(self):
        tools = [make_tool(f"Tool {letter}") for letter in "ABCDEFGH"]
        make_collection("Many", items=[tool.slug for tool in tools])
        hide(tools[0], "A test", BY)
        row = read(self.see()).select_one("ul.rows .meta")
        names = ", ".join(f"Tool {letter}" for letter in "BCDEF")
        self.assertEqual(words(row), f"{names} and 2 more")

    def test_a_list_of_names_does_not_end_in_a_comma(self):
        tools = [make_tool("Ada"), make_tool("Grace")]
        make_collection("Pair", items=[tool.slug for tool in tools])
        hide(tools[1], "A test", BY)
        self.assertEqual(words(read(self.see()).select_one("ul.rows .meta")), "Ada")

    def test_an_excerpt_is_plain_words(self):
        make_collection("Plain", description={"en": 'R&D *for* <b>all</b> & "us"'})
        row = read(self.see()).select_one("ul.rows .sum")
        self.assertEqual(words(row), 'R&D for <b>all</b> & "us"')


class CollectionFacetTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_world()
        make_tool("Budget tool", tags=["budgets"])
        cls.hidden = make_tool("Hidden tool", tags=["fiscal"])
        make_collection("Full", items=["budget-tool"], curator="city", featured=True)
        make_collection("Shadow", items=["hidden-tool"])
        hide(cls.hidden, "A test", BY)

    def see(self, query=""):
        return self.client.get(f"/en/collections/?{query}")

    def test_each_facet_narrows(self):
        for query, slugs in {
            "curator=city": ["full"],
            "curator=maker": [],
            "theme=budgets": ["full"],
            "theme=fiscal": ["full"],
            "featured=yes": ["full"],
            "featured=no": ["shadow"],
        }.items():
            self.assertEqual(row_slugs(self.see(f"sort=name&{query}")), slugs, query)

    def test_hidden_tools_lend_no_theme(self):
        shown = facets_shown(self.see())
        self.assertEqual(shown["theme"], {"budgets": 1, "fiscal": 1})

    def test_a_hidden_curator_is_no_choice(self):
        ghost = make_organization("Ghost")
        make_collection("Haunted", curator=ghost.slug)
        hide(ghost, "A test", BY)
        response = self.see()
        self.assertEqual(facets_shown(response)["curator"], {"city": 1})
        self.assertNotIn("Ghost", response.text)
