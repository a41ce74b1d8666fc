from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from revisions.editing import Attribution, hide
from revisions.models import Redirect
from tests.factories import make_collection, make_tag, make_tool, make_use_case
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


class TagTests(TestCase):
    def see(self, slug, query=""):
        return self.client.get(f"/en/tags/{slug}/{query}")

    def test_a_theme_holds_everything_under_it_once(self):
        make_ground()
        make_tool("Both", tags=["fiscal", "budgets"])
        make_tool("Child", tags=["budgets"])
        make_use_case("Case", tags=["budgets"])
        hide(make_tool("Hidden", tags=["budgets"]), "A test", BY)
        response = self.see("fiscal")
        self.assertEqual(response.context["tool_count"], 2)
        self.assertEqual(response.context["use_case_count"], 1)
        names = {tool.name for tool in response.context["tools"]}
        self.assertEqual(names, {"Both", "Child"})

    def test_its_figures_lead_to_lists_of_as_many(self):
        make_ground()
        for number in range(3):
            make_tool(f"Tool {number}", tags=["budgets", "mapping"])
            make_use_case(f"Case {number}", tags=["budgets", "mapping"])
        for slug in ("fiscal", "budgets", "mapping"):
            for link in read(self.see(slug)).select(".vitals a"):
                found = row_slugs(self.client.get(link["href"]))
                self.assertEqual(len(found), 3, link["href"])
                self.assertTrue(words(link).startswith("3 "))

    def test_more_than_are_shown_are_one_step_away(self):
        make_tag("vote", kind="theme")
        for number in range(13):
            make_tool(f"Tool {number}", tags=["vote"])
        links = [link["href"] for link in read(self.see("vote")).select("a.more")]
        self.assertEqual(links, ["/en/tools/?theme=vote"])

    def test_it_shows_its_children_and_siblings(self):
        make_ground()
        make_tag("taxes", kind="theme", parent="fiscal")
        hide(make_tag("ghost", kind="theme", parent="fiscal"), "A test", BY)
        children = self.see("fiscal").context["children"]
        self.assertEqual([tag.slug for tag in children], ["budgets", "taxes"])
        response = self.see("budgets")
        self.assertEqual([tag.slug for tag in response.context["siblings"]], ["taxes"])
        crumbs = [link["href"] for link in read(response).select(".crumbs a")]
        self.assertEqual(crumbs, ["/en/", "/en/themes/", "/en/tags/fiscal/"])

    def test_collections_fit_when_two_of_their_tools_do(self):
        make_tag("vote")
        for name in ("One", "Two", "Three"):
            make_tool(name, tags=["vote"])
        hide(make_tool("Four", tags=["vote"]), "A test", BY)
        make_collection("Fits", items=["one", "two"])
        make_collection("Fits not", items=["three", "four"])
        found = self.see("vote").context["collections"]
        self.assertEqual([record.slug for record in found], ["fits"])

    def test_an_unused_tag_says_so(self):
        make_tag("vote")
        response = self.see("vote")
        self.assertEqual(response.status_code, 200)
        self.assertIn("yet", words(read(response).select_one("#main .lede")))

    def test_its_description_is_that_of_the_page(self):
        make_tag("vote", label="Voting", description={"en": "To <vote>"})
        response = self.see("vote")
        self.assertEqual(meta(response, "description"), "To <vote>")
        self.assertIn("Voting", words(read(response).title))
        self.assertEqual(meta(response, "og:title"), "Voting")

    def test_hidden_and_unknown_tags_are_not_there(self):
        hide(make_tag("ghost"), "A test", BY)
        for slug in ("ghost", "nonsense"):
            self.assertEqual(self.see(slug).status_code, 404)

    def test_a_former_slug_leads_to_the_tag(self):
        make_tag("voting")
        Redirect.objects.create(kind="tag", old="vote", new="voting")
        self.assertRedirects(
            self.see("vote", "?a=%C3%A9"), "/en/tags/voting/?a=%C3%A9", 301
        )

    def test_queries_are_few(self):
        make_ground()
        images = make_pictures()
        for number in range(3):
            make_full_tool(number, ["budgets", "mapping"], images=images)
        for slug in ("fiscal", "budgets", "mapping"):
            self.see(slug)
            with CaptureQueriesContext(connection) as queries:
                self.assertEqual(self.see(slug).status_code, 200)
            self.assertLessEqual(len(queries), 10, slug)
