from django.db import connection
from django.http import QueryDict
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from pages.home import MOST_TAGS, home_page
from revisions.editing import Attribution, hide
from tests.factories import (
    make_collection,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
)
from tests.public_pages import (
    chips,
    make_full_tool,
    make_ground,
    make_pictures,
    meta,
    notices,
    read,
    words,
)

BY = Attribution(source="tests")


class HomeTests(TestCase):
    def see(self, query="", language="en"):
        return self.client.get(f"/{language}/?{query}")

    def figures(self, query=""):
        return {row[0]: row[3] for row in self.see(query).context["figures"]}

    def bubbles(self, query=""):
        return {link.tag.slug: link.count for link in self.see(query).context["links"]}

    def test_the_empty_site_stands(self):
        response = self.see()
        self.assertEqual(response.status_code, 200)
        self.assertEqual(set(self.figures().values()), {0})

    def test_figures_count_what_is_public(self):
        make_tool("Vote")
        make_use_case(tools=["vote"])
        make_organization("City")
        make_collection()
        for record in (make_tool(), make_use_case(), make_organization()):
            hide(record, "A test", BY)
        self.assertEqual(
            self.figures(),
            {"tool": 1, "use-case": 1, "organization": 1, "collection": 1},
        )

    def test_a_chosen_tag_narrows_every_figure(self):
        make_tag("vote")
        make_organization("Maker")
        make_organization("City")
        make_organization("Other")
        make_tool("Decidim", tags=["vote"], developers=["maker"])
        make_tool("Plain")
        make_use_case(tags=["vote"], participants=["city"])
        make_use_case()
        make_collection(items=["decidim"])
        make_collection(items=["plain"])
        self.assertEqual(
            self.figures("tag=vote"),
            {"tool": 1, "use-case": 1, "organization": 2, "collection": 1},
        )

    def test_a_bubble_counts_what_choosing_it_would_leave(self):
        for slug in ("a", "b", "c"):
            make_tag(slug)
        for tags in (["a"], ["a", "b"], ["a", "b", "c"], ["c"]):
            make_tool(tags=tags)
            make_use_case(tags=tags[:1])
        hide(make_tool(tags=["a", "b", "c"]), "A test", BY)
        for before in ("", "tag=a", "tag=a&tag=b"):
            for slug, count in self.bubbles(before).items():
                after = self.figures(f"{before}&tag={slug}")
                self.assertEqual(after["tool"] + after["use-case"], count, before)

    def test_bubbles_link_to_themselves_added_and_taken_away(self):
        make_tag("a")
        make_tag("b")
        make_tool(tags=["a", "b"])
        links = {link.tag.slug: link.href for link in self.see().context["links"]}
        self.assertEqual(links, {"a": "/en/?tag=a", "b": "/en/?tag=b"})
        response = self.see("tag=a")
        links = {link.tag.slug: link.href for link in response.context["links"]}
        self.assertEqual(links, {"a": "/en/", "b": "/en/?tag=a&tag=b"})
        self.assertEqual(list(chips(response).values()), ["/en/#bubbles"])

    def test_hidden_tags_have_no_bubble(self):
        tag = make_tag("ghost")
        make_tool(tags=["ghost"])
        hide(tag, "A test", BY)
        self.assertEqual(self.bubbles(), {})
        self.assertIn("ghost", notices(self.see("tag=ghost"))[0])

    def test_an_unknown_tag_is_told(self):
        make_tool()
        response = self.see("tag=nonsense")
        self.assertEqual(response.status_code, 200)
        self.assertIn("nonsense", notices(response)[0])
        self.assertEqual(self.figures("tag=nonsense")["tool"], 1)

    def test_only_a_few_tags_count(self):
        slugs = [make_tag(f"tag{n}").slug for n in range(MOST_TAGS + 2)]
        data = QueryDict("&".join(f"tag={slug}" for slug in slugs + slugs))
        self.assertEqual(len(home_page(data)["chosen"]), MOST_TAGS)

    def test_a_chosen_tag_that_fits_nothing_stays_to_be_taken_away(self):
        make_tag("a")
        make_tag("b")
        make_tool(tags=["a"])
        self.assertEqual(len(chips(self.see("tag=a&tag=b"))), 2)

    def test_use_cases_with_a_result_come_first_in_any_language(self):
        make_use_case("New", slug="newest", started="2024", country="FR")
        make_use_case("Told in English", outcome={"en": "Yes"}, country="ES")
        make_use_case("Told in Spanish", outcome={"es": "Sí"}, country="IT")
        make_use_case("Told in French", outcome={"fr": "Oui"}, country="DE")
        names = [case.display_name for case in self.see().context["use_cases"]]
        self.assertEqual(names[3], "New")
        self.assertEqual(len(names), 4)

    def test_use_cases_come_from_many_countries(self):
        for year in (2020, 2021, 2022):
            make_use_case(f"Case {year}", started=str(year), country="FR")
        make_use_case("Elsewhere", started="2001", country="ES")
        names = [case.display_name for case in self.see().context["use_cases"]]
        self.assertEqual(names, ["Case 2022", "Elsewhere", "Case 2021", "Case 2020"])

    def test_the_most_used_tools_and_featured_collections_are_shown(self):
        make_tool("Never")
        make_tool("Often")
        make_use_case(tools=["often"])
        make_collection("Shown", items=["often"], featured=True)
        make_collection("Not shown", items=["often"])
        response = self.see()
        names = [tool.name for tool in response.context["tools"]]
        self.assertEqual(names, ["Often", "Never"])
        names = [record.display_name for record in response.context["collections"]]
        self.assertEqual(names, ["Shown"])

    def test_a_sheaf_counts_the_tools_it_does_not_name(self):
        tools = [make_tool(f"Tool {n}") for n in range(7)]
        items = [tool.slug for tool in tools]
        make_collection("Many", items=items, featured=True)
        hide(tools[0], "A test", BY)
        sheaf = read(self.see()).select_one(".sheaf")
        names = [words(item) for item in sheaf.select("ol li")]
        self.assertEqual(names, ["Tool 1", "Tool 2", "Tool 3", "Tool 4"])
        self.assertTrue(words(sheaf.select_one("a.more")).startswith("2 more"))

    def test_only_the_plain_home_page_is_for_search_engines(self):
        make_tag("a")
        self.assertIsNone(meta(self.see(), "robots"))
        for query in ("tag=a", "tag=nonsense"):
            self.assertIn("noindex", meta(self.see(query), "robots"), query)

    def test_queries_are_few(self):
        make_ground()
        images = make_pictures()
        for number in range(4):
            make_full_tool(number, ["budgets", "mapping"], images=images)
        for query, most in (("", 8), ("tag=fiscal&tag=mapping", 9)):
            self.see(query)
            with CaptureQueriesContext(connection) as queries:
                self.assertEqual(self.see(query).status_code, 200)
            self.assertLessEqual(len(queries), most, query)


class ChosenTagTests(TestCase):
    def test_a_bubble_says_how_many_records_its_choice_leaves(self):
        make_tag("access", kind="theme")
        make_tag("records", kind="theme", parent="access")
        make_tool("Own", tags=["access"])
        make_tool("Under", tags=["records"])
        context = self.client.get("/en/?tag=access").context
        (chosen,) = context["chosen"]
        figures = {kind: count for kind, _label, _url, count in context["figures"]}
        self.assertEqual(chosen.count, 1)
        self.assertEqual(figures["tool"], 1)
