from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from catalogue.models import Tool
from catalogue.tool_facts import SHOWN_USE_CASES
from core.kinds import all_kinds
from organizations.models import Organization
from revisions.editing import Attribution, hide
from taxonomy.models import Tag
from tests.core.test_inventory import edit
from tests.factories import (
    make_collection,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
)
from tests.public_pages import (
    make_full_tool,
    make_ground,
    make_pictures,
    meta,
    read,
    words,
)

BY = Attribution(source="tests")


class ToolPageTests(TestCase):
    def see(self, slug="vote", language="en"):
        return self.client.get(f"/{language}/tools/{slug}/")

    def main(self, slug="vote"):
        return read(self.see(slug)).main

    def test_it_says_all_that_is_known(self):
        make_ground()
        images = make_pictures()
        make_full_tool(1, ["budgets", "mapping"], images=images)
        page = self.main("full-1")
        text = words(page)
        for expected in (
            "Full 1", "FT", "What it is for", "AGPL-3.0-only", "Free of charge",
            "Ruby", "C++", "Linux", "Brazilian Portuguese", "Citizens",
            "February 2016", "6 May 2024", "1.2", "Released every month", "Fork 1",
            "Developer 1", "City 1", "Lyon, France", "Budgets", "Mapping", "Choice 1",
            "Because", "Q1", "Ada", "2 January 2026", "The first page", "2 use cases",
        ):  # fmt: skip
            self.assertIn(expected, text)
        addresses = {link["href"] for link in page.select("a[href]")}
        for expected in (
            "https://full.example.org/",
            "https://code.example.org/full",
            "https://docs.example.org/full",
            "https://source.example.org/",
            "https://www.wikidata.org/wiki/Q1",
            "/en/collections/choice-1/",
            "/en/organizations/developer-1/",
            "/en/tools/fork-1/",
        ):
            self.assertIn(expected, addresses)
        pictures = page.select(".pictures img")
        self.assertEqual({img["alt"] for img in pictures}, {"A screen"})
        self.assertEqual(len(pictures), 2)

    def test_what_is_unknown_is_told_as_unknown(self):
        make_tool("Vote")
        page = self.main()
        self.assertNotIn("Proprietary", words(page))
        self.assertGreaterEqual(len(page.select(".unknown")), 5)
        self.assertTrue(page.select("#uses .empty"))

    def test_free_or_not_follows_the_licence(self):
        for licence, answer in (
            ("MIT", "Yes · MIT"),
            ("proprietary", "No · Proprietary"),
            ("BUSL-1.1", "No · BUSL-1.1"),
            ("", "unknown"),
        ):
            tool = make_tool(licence=licence)
            self.assertIn(answer, words(self.main(tool.slug).select_one(".vitals")))

    def test_developers_come_first_and_an_organization_once(self):
        for name in ("Ada", "Bob", "Eve"):
            make_organization(name)
        make_tool("Vote", funders=["ada", "bob"], developers=["bob"], partners=["eve"])
        roles = self.see().context["roles"]
        found = [(o.slug, [row.role for row in rows]) for o, rows in roles]
        self.assertEqual(
            found,
            [
                ("bob", ["developer", "funder"]),
                ("eve", ["partner"]),
                ("ada", ["funder"]),
            ],
        )

    def test_relations_show_from_both_sides(self):
        make_tool("Base")
        make_tool("Other")
        make_tool("Vote", built_on=["base"], alternatives=["other"])
        titles = {"Similar tools", "Built on", "Built on it"}
        for slug, expected in (
            ("vote", {"Similar tools": ["Other"], "Built on": ["Base"]}),
            ("base", {"Built on it": ["Vote"]}),
            ("other", {"Similar tools": ["Vote"]}),
        ):
            sections = self.main(slug).select("section:has(> h2)")
            found = {
                words(section.h2): [words(a) for a in section.select("li a")]
                for section in sections
                if words(section.h2) in titles
            }
            self.assertEqual(found, expected, slug)

    def test_what_is_hidden_is_not_shown(self):
        make_tag("ghost-tag")
        make_organization("Ghost maker")
        for name in ("Ghost fork", "Ghost heir"):
            make_tool(name)
        make_tool(
            "Vote",
            tags=["ghost-tag"],
            developers=["ghost-maker"],
            works_with=["ghost-fork"],
            successor="ghost-heir",
            activity_reason={"en": "Why"},
        )
        make_use_case("Ghost case", tools=["vote"], tags=["ghost-tag"])
        make_collection("Ghost list", items=["vote"])
        for kind in all_kinds():
            for record in kind.model.objects.filter(slug__startswith="ghost"):
                hide(record, "A test", BY)
        for path in ("tools/vote/", "tools/", ""):
            self.assertNotIn("Ghost", self.client.get(f"/en/{path}").text, path)

    def test_use_cases_are_counted_and_the_newest_shown(self):
        make_tool("Vote")
        for year in range(2000, 2010):
            make_use_case(f"Case {year}", tools=["vote"], started=str(year))
        page = self.main()
        years = [words(node) for node in page.select(".ledger > li > .year")]
        self.assertEqual(
            years, [str(y) for y in range(2009, 2009 - SHOWN_USE_CASES, -1)]
        )
        more = page.select_one("#uses a.btn")
        self.assertEqual(more["href"], "/en/use-cases/?tool=vote")
        self.assertIn("10", words(more))

    def test_a_usage_is_drawn_when_two_use_cases_share_it(self):
        for slug in ("shared", "single"):
            make_tag(slug)
        make_tool("Vote")
        make_use_case(tools=["vote"], tags=["shared", "single"])
        make_use_case(tools=["vote"], tags=["shared"])
        hide(make_use_case(tools=["vote"], tags=["single"]), "A test", BY)
        bubbles = self.main().select("svg.bubbles a")
        self.assertEqual([a["href"] for a in bubbles], ["/en/tools/?usage=shared"])

    def test_its_head_says_what_it_is(self):
        make_tool("Vote & <b>", slug="vote", summary='For "all"')
        response = self.see()
        self.assertIn("Vote & <b>", words(read(response).title))
        self.assertEqual(meta(response, "description"), 'For "all"')
        self.assertEqual(meta(response, "og:description"), 'For "all"')
        self.assertEqual(meta(response, "og:type"), "article")

    def test_without_a_summary_its_description_begins_the_head(self):
        make_tool("Vote", description={"fr": "R&D *pour* tous"})
        self.assertEqual(meta(self.see(), "description"), "R&D pour tous")
        make_tool("Bare")
        response = self.see("bare")
        self.assertTrue(meta(response, "description"))
        self.assertIsNone(meta(response, "og:description"))

    def test_its_logo_is_the_picture_of_social_sites(self):
        image = make_pictures(1)[0]
        make_tool("Vote", logo=image.file_name)
        address = meta(self.see(), "og:image")
        self.assertTrue(address.startswith("http://testserver/media/"), address)

    def test_a_page_seen_before_shows_at_once_what_changed(self):
        make_organization("Maker")
        make_tag("voting")
        make_tool("Vote", developers=["maker"], tags=["voting"], activity="active")
        make_tool("Poll", tags=["voting"])
        case = make_use_case("Case", tools=["vote"], participants=["maker"])
        before = self.see()
        self.assertEqual(self.see().content, before.content)
        for record, values in (
            (Tool.objects.get(slug="vote"), {"licence": "MIT"}),
            (Tool.objects.get(slug="poll"), {"name": "Poll MIT 1"}),
            (Organization.objects.get(), {"name": {"en": "Maker MIT 2"}}),
            (Tag.objects.get(), {"label": {"en": "Voting MIT 3"}}),
            (case, {"summary": {"en": "Case MIT 4"}}),
        ):
            edit(record, **values)
            value = next(iter(values.values()))
            said = value["en"] if isinstance(value, dict) else value
            self.assertIn(said, words(self.main()), values)
        make_use_case("Ballot", tools=["vote"])
        self.assertIn("Ballot", words(self.main()))

    def test_a_page_seen_before_is_drawn_anew_for_each_language_and_host(self):
        make_tool("Vote", summary={"en": "To vote", "fr": "Pour voter"})
        for language, summary in (("en", "To vote"), ("fr", "Pour voter")) * 2:
            self.assertIn(summary, words(read(self.see(language=language)).main))
        for host in ("localhost", "127.0.0.1") * 2:
            page = self.client.get("/en/tools/vote/", headers={"host": host})
            link = read(page).select_one("link[rel=canonical]")["href"]
            self.assertEqual(link, f"http://{host}/en/tools/vote/")

    def test_queries_are_few(self):
        make_ground()
        images = make_pictures()
        make_full_tool(1, ["budgets", "mapping"], images=images)
        for language in ("en", "fr"):
            with CaptureQueriesContext(connection) as queries:
                self.assertEqual(self.see("full-1", language).status_code, 200)
            self.assertLessEqual(len(queries), 8)
        # Read before, and nothing changed since: the version alone is asked for.
        with self.assertNumQueries(1):
            self.see("full-1")

    def test_queries_do_not_grow_with_what_is_tied_to_it(self):
        make_ground()
        images = make_pictures()
        make_full_tool(1, ["budgets", "mapping"], images=images)
        city, maker = make_organization(), make_organization()
        tool = Tool.objects.get(slug="full-1")

        def grow(number):
            other = make_tool(tags=["budgets", "mapping"])
            make_use_case(
                tools=["full-1", other.slug],
                participants=[city.slug, maker.slug],
                tags=["budgets"],
            )
            make_collection(items=["full-1", other.slug])
            tool.roles.create(organization=make_organization(), role="partner")
            tool.relations.create(other=make_tool(), type="built-on")
            tool.identifiers.create(scheme="other", value=str(number))

        grow(0)
        with self.assertNumQueries(8):
            self.assertEqual(self.see("full-1").context["record"].use_case_count, 3)
        for number in range(1, 28):
            grow(number)
        with self.assertNumQueries(8):
            self.assertEqual(self.see("full-1").context["record"].use_case_count, 30)
