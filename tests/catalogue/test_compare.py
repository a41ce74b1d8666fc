import csv
import io

from django.db import connection
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from catalogue.compare import MOST, basket
from catalogue.models import Tool
from core.kinds import kind as kind_named
from revisions.editing import Attribution, Change, hide, write
from revisions.models import Redirect
from tests.factories import (
    make_collection,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
    make_user,
)
from tests.public_pages import make_full_tool, make_ground, meta, notices, read, words
from tests.test_bad_input import NASTY

BY = Attribution(source="tests")


def table_of(response):
    """Return {label of a row: [cells]} as a reader sees it."""
    rows = read(response).select("table.compare tbody tr:not(.group):not(.about)")
    return {
        words(row.th).removesuffix(" (differs)"): [words(td) for td in row.select("td")]
        for row in rows
    }


def columns_of(response):
    return [words(th) for th in read(response).select("table.compare thead th")]


class ComparePageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_tag("voting", label="Voting")
        make_tag("mapping", label="Mapping")
        make_tag("budgets", kind="theme", label="Budgets")
        make_organization("Maker", sector="private")
        make_organization("City", country="ES")
        make_tool(
            "Vote",
            tags=["voting", "budgets"],
            licence="AGPL-3.0-only",
            platforms=["web"],
            website="https://vote.example.org/",
            developers=["maker"],
            hosting=["hosted"],
            activity="active",
            first_release="2016",
            sources=["https://source.example.org/a"],
        )
        make_tool(
            "Poll",
            tags=["voting"],
            licence="proprietary",
            platforms=["web"],
            kind="online-service",
        )
        make_tool("Atlas", tags=["mapping"])
        make_use_case(
            "Budget of a city",
            tools=["vote"],
            country="ES",
            started="2020-05",
            tags=["budgets"],
            participants=[{"organization": "city", "role": "lead"}],
        )

    def see(self, query="tool=vote&tool=poll", language="en"):
        return self.client.get(f"/{language}/tools/compare/?{query}")

    def test_tools_stand_side_by_side_in_the_order_of_the_address(self):
        self.assertEqual(columns_of(self.see()), ["Vote", "Poll"])
        self.assertEqual(columns_of(self.see("tool=poll&tool=vote")), ["Poll", "Vote"])

    def test_each_criterion_is_a_row(self):
        rows = table_of(self.see())
        for label, cells in {
            "Kind": ["Software", "Online service"],
            "Functions": ["Voting", "Voting"],
            "Themes": ["Budgets", "Unknown"],
            "Website": ["vote.example.org", "Unknown"],
            "Licence": ["AGPL-3.0-only", "Proprietary"],
            "Free software": ["Yes", "No"],
            "Runs on": ["Web", "Web"],
            "Developed by": ["Maker", "Unknown"],
            "Number of use cases": ["1", "None is told yet"],
            "Used for": ["Budgets (1)", "Unknown"],
            "Countries": ["Spain (1)", "Unknown"],
            "Used by": ["City", "Unknown"],
            "The newest is of": ["2020", "Unknown"],
            "Status": ["Active", "Unknown"],
            "First release": ["2016", "Unknown"],
        }.items():
            self.assertEqual(rows[label], cells, label)

    def test_what_is_unknown_is_never_told_as_no(self):
        rows = table_of(self.see("tool=vote&tool=atlas"))
        self.assertEqual(rows["Free software"], ["Yes", "Unknown"])
        self.assertEqual(rows["How it can be hosted"], ["Hosted service", "Unknown"])
        for label, (_vote, atlas) in rows.items():
            self.assertNotEqual(atlas, "No", label)

    def test_a_row_that_differs_is_marked_in_words_too(self):
        marked = read(self.see()).select("tr.differs th")
        labels = [words(th) for th in marked]
        self.assertIn("Licence (differs)", labels)
        self.assertNotIn("Runs on (differs)", labels)

    def test_a_switch_leaves_only_the_differences(self):
        page = read(self.see())
        switch = page.find("a", string="Show only the differences")["href"]
        response = self.client.get(switch)
        rows = table_of(response)
        self.assertIn("Licence", rows)
        self.assertNotIn("Runs on", rows)
        back = read(response).find("a", string="Show all rows")["href"]
        self.assertEqual(table_of(self.client.get(back)), table_of(self.see()))

    def test_a_group_without_differences_goes_with_its_rows(self):
        groups = read(self.see("tool=vote&tool=poll&only=differences"))
        labels = [words(th) for th in groups.select("tr.group")]
        self.assertIn("Licence and price", labels)
        self.assertNotIn("Languages", labels)

    def test_the_table_says_what_heads_what(self):
        table = read(self.see()).select_one("table.compare")
        self.assertTrue(words(table.caption))
        scopes = {th["scope"] for th in table.select("thead th")}
        self.assertEqual(scopes, {"col"})
        self.assertEqual(
            {th["scope"] for th in table.select("tr.group th")}, {"rowgroup"}
        )
        rows = table.select("tbody tr:not(.group) th")
        self.assertEqual({th["scope"] for th in rows}, {"row"})

    def test_a_tool_can_be_removed(self):
        page = read(self.see("tool=vote&tool=poll&tool=atlas&only=differences"))
        links = [a for a in page.select(".moves a") if "Remove" in words(a)]
        self.assertEqual(
            [a["href"] for a in links][1],
            "/en/tools/compare/?tool=vote&tool=atlas&only=differences",
        )

    def test_a_tool_can_change_its_place(self):
        page = read(self.see("tool=vote&tool=poll&tool=atlas"))
        moves = {words(a): a["href"] for a in page.select(".moves a")}
        self.assertEqual(
            moves["Move before: Poll"],
            "/en/tools/compare/?tool=poll&tool=vote&tool=atlas",
        )
        self.assertEqual(
            moves["Move after: Poll"],
            "/en/tools/compare/?tool=vote&tool=atlas&tool=poll",
        )
        self.assertNotIn("Move before: Vote", moves)
        self.assertNotIn("Move after: Atlas", moves)

    def test_another_can_be_added_by_its_name(self):
        form = read(self.see()).select_one("main form")
        kept = [(i["name"], i["value"]) for i in form.select("input[type=hidden]")]
        self.assertEqual(kept, [("tool", "vote"), ("tool", "poll")])
        self.assertEqual(
            columns_of(self.see("tool=vote&tool=poll&tool=%20ATLAS")),
            ["Vote", "Poll", "Atlas"],
        )

    def test_similar_tools_are_offered_with_the_reason(self):
        response = self.see("tool=vote")
        offers = read(response).select(".near li")
        self.assertEqual([words(li.h3) for li in offers], ["Compare Poll"])
        self.assertEqual(words(offers[0].p), "Shares 1 function: Voting")
        self.assertEqual(
            columns_of(self.client.get(offers[0].a["href"])), ["Vote", "Poll"]
        )
        option = read(response).select_one("datalist option")
        self.assertEqual(option["value"], "Poll")

    def test_one_or_no_tool_gives_a_page_that_helps(self):
        for query in ("", "tool=vote", "tool=&tool=%20"):
            response = self.see(query)
            page = read(response)
            self.assertFalse(page.select("table"), query)
            self.assertTrue(page.select("main form input[type=search]"), query)
            self.assertTrue(page.select(".near a"), query)
            self.assertEqual(notices(response), [], query)

    def test_without_a_tool_the_most_used_are_offered(self):
        first = read(self.see("")).select_one(".near a")
        self.assertEqual(words(first), "Compare Vote")

    def test_an_unknown_tool_is_told_and_can_be_searched(self):
        response = self.see("tool=vote&tool=no-such&tool=poll")
        self.assertEqual(columns_of(response), ["Vote", "Poll"])
        self.assertIn("There is no tool “no-such”.", notices(response))
        search = read(response).select_one(".looking a")["href"]
        self.assertEqual(search, "/en/tools/?q=no-such&compare=vote&compare=poll")

    def test_a_former_slug_is_followed(self):
        Redirect.objects.create(kind="tool", old="ballot", new="vote")
        Redirect.objects.create(kind="use-case", old="poll-2", new="poll")
        response = self.see("tool=ballot&tool=poll&tool=poll-2")
        self.assertEqual(columns_of(response), ["Vote", "Poll"])
        self.assertEqual(notices(response), ["There is no tool “poll-2”."])

    def test_a_tool_named_twice_stands_once(self):
        Redirect.objects.create(kind="tool", old="ballot", new="vote")
        response = self.see("tool=vote&tool=ballot&tool=Vote&tool=poll")
        self.assertEqual(columns_of(response), ["Vote", "Poll"])

    def test_what_is_hidden_is_not_compared(self):
        ghost = make_tool("Ghost", tags=["voting"])
        hide(ghost, "A test", BY)
        response = self.see("tool=vote&tool=poll&tool=ghost")
        self.assertEqual(columns_of(response), ["Vote", "Poll"])
        self.assertNotIn("Ghost", self.see("tool=vote").text)
        self.assertNotIn("Ghost", self.see("").text)

    def test_of_more_than_six_the_first_six_are_shown_and_it_is_told(self):
        for number in range(7):
            make_tool(f"T{number}")
        query = "&".join(f"tool=t{number}" for number in range(7))
        response = self.see(query)
        self.assertEqual(columns_of(response), [f"T{n}" for n in range(MOST)])
        self.assertEqual(
            notices(response), ["6 tools are compared at most; left out: T6."]
        )
        self.assertFalse(read(response).select("main form"))

    def test_the_address_can_be_copied_and_names_slugs(self):
        response = self.see("tool=VOTE&tool=Poll&only=differences")
        field = read(response).select_one("#address")
        self.assertEqual(
            field["value"],
            "http://testserver/en/tools/compare/?tool=vote&tool=poll&only=differences",
        )
        self.assertTrue(field.has_attr("readonly"))
        canonical = read(response).select_one("link[rel=canonical]")["href"]
        self.assertEqual(
            canonical, "http://testserver/en/tools/compare/?tool=vote&tool=poll"
        )

    def test_search_engines_follow_it_but_do_not_keep_it(self):
        self.assertEqual(meta(self.see(), "robots"), "noindex,follow")
        self.assertIn("Compare Vote and Poll", words(read(self.see()).title))

    def test_sources_stand_with_each_tool(self):
        page = read(self.see())
        (folded,) = page.select("td details")
        self.assertEqual(folded.a["href"], "https://source.example.org/a")
        self.assertIn("No source is given.", table_of(self.see())["Sources"])

    def test_who_wrote_a_value_is_said_on_demand(self):
        plain = self.see()
        self.assertFalse(read(plain).select("td small"))
        link = read(plain).find("a", string="Show who wrote each value, and when")
        rows = table_of(self.client.get(link["href"]))
        self.assertRegex(rows["Licence"][0], r"AGPL-3.0-only ?Taken from “tests” on ")
        self.assertEqual(rows["Price"], ["Unknown", "Unknown"])

    def test_the_person_who_wrote_a_value_last_is_named(self):
        tool, ada = Tool.objects.get(slug="vote"), make_user("Ada")
        kind = kind_named("tool")
        for values in ({"licence": "MIT"}, {"pricing": "free"}):
            (tool,) = write(kind, [Change(tool, values)], Attribution(author=ada))
        rows = table_of(self.see("tool=vote&tool=poll&sources=yes"))
        self.assertRegex(rows["Licence"][0], r"MIT ?Written by Ada on ")
        self.assertRegex(rows["Runs on"][0], r"Web ?Taken from “tests” on ")

    def test_a_text_in_another_language_is_marked(self):
        make_organization({"fr": "Mairie"}, slug="mairie")
        make_tool("Urne", developers=["mairie"])
        page = read(self.see("tool=vote&tool=urne"))
        marked = page.select_one("td .otherlang")
        self.assertEqual((marked["lang"], words(marked)), ("fr", "Mairie"))

    def test_the_values_of_no_switch_are_told(self):
        response = self.see("tool=vote&tool=poll&only=sums&format=xml")
        self.assertEqual(
            notices(response),
            [
                "“sums” is no way to show a comparison.",
                "“xml” is no way to show a comparison.",
            ],
        )

    def test_the_file_holds_the_same_table(self):
        page = read(self.see("tool=vote&tool=poll&only=differences"))
        link = page.find("a", string="Take this table as CSV")["href"]
        response = self.client.get(link)
        self.assertEqual(response["Content-Type"], "text/csv; charset=utf-8")
        self.assertIn("compare-vote-poll.csv", response["Content-Disposition"])
        text = response.content.decode()
        self.assertTrue(text.startswith("\ufeff"))
        head, links, *rows = csv.reader(io.StringIO(text[1:]))
        self.assertEqual(head, ["", "", "Vote", "Poll"])
        self.assertEqual(links[2], "http://testserver/en/tools/vote/")
        labels = {label: cells for _group, label, *cells in rows}
        shown = table_of(self.see("tool=vote&tool=poll&only=differences"))
        self.assertEqual(list(labels), list(shown))
        self.assertEqual(labels["Licence"], shown["Licence"])
        self.assertEqual(labels["Website"], ["https://vote.example.org/", "Unknown"])

    def test_no_cell_of_the_file_is_a_formula(self):
        make_tool("=1+1", slug="sum", latest_version="-2")
        text = self.see("tool=sum&tool=vote&format=csv").content.decode()
        cells = {cell for row in csv.reader(io.StringIO(text)) for cell in row}
        self.assertLessEqual({"'=1+1", "'-2"}, cells)

    def test_nasty_values_answer(self):
        for value in NASTY:
            for name in ("tool", "only", "sources", "format", "compare"):
                query = f"tool=vote&tool=poll&{name}={value}"
                response = self.client.get(
                    "/en/tools/compare/", QUERY_STRING=f"{query}&tool={value}"
                )
                self.assertEqual(response.status_code, 200, query)

    def test_texts_are_escaped(self):
        make_tool("<b>&", slug="bold", latest_version="<i>")
        text = self.see("tool=bold&tool=vote&tool=%3Cu%3E").text
        for wrong in ("<b>&", "<i>", "<u>"):
            self.assertNotIn(wrong, text)


class BoundsTests(TestCase):
    """What a comparison costs, whatever the tools."""

    @classmethod
    def setUpTestData(cls):
        make_ground()
        for number in range(MOST):
            make_full_tool(number, ["budgets", "mapping"])
            for _ in range(number * 2):
                make_use_case(
                    tools=[f"full-{number}"],
                    participants=["city", "maker"],
                    tags=["budgets", "mapping"],
                )
        Redirect.objects.create(kind="tool", old="former", new="full-0")

    def queries(self, query):
        with CaptureQueriesContext(connection) as captured:
            response = self.client.get(f"/en/tools/compare/?{query}")
        self.assertEqual(response.status_code, 200)
        return len(captured), response

    def test_eight_queries_are_enough(self):
        six = "&".join(f"tool=full-{number}" for number in range(MOST))
        for query in (
            "",
            "tool=full-1",
            "tool=full-1&tool=full-2",
            "tool=former&tool=full-5&tool=no-such",
            "tool=former&tool=full-5&tool=no-such&sources=yes",
            six,
            f"{six}&sources=yes&only=differences",
            f"tool=former&{six}&format=csv",
        ):
            self.assertLessEqual(self.queries(query)[0], 8, query)

    def test_six_tools_weigh_100_kilobytes_at_most(self):
        six = "&".join(f"tool=full-{number}" for number in range(MOST))
        _number, response = self.queries(six)
        self.assertEqual(len(read(response).select("thead th")), MOST)
        self.assertLessEqual(len(response.content), 100_000)


class BasketTests(TestCase):
    def fill(self, query):
        return basket(QueryDict(query))

    def test_it_holds_the_tools_of_the_address_in_order(self):
        make_tool("Vote")
        make_tool("Poll")
        found = self.fill("q=a&compare=vote&compare=poll&page=2")
        self.assertEqual(
            found.tools,
            [
                ("vote", "Vote", "?q=a&compare=poll&page=2"),
                ("poll", "Poll", "?q=a&compare=vote&page=2"),
            ],
        )
        self.assertEqual(found.slugs, ["vote", "poll"])
        self.assertEqual(found.url, "/en/tools/compare/?tool=vote&tool=poll")
        self.assertFalse(found.full)
        self.assertEqual(found.notices, [])

    def test_empty_it_costs_nothing(self):
        with self.assertNumQueries(0):
            self.assertEqual(self.fill("q=a").tools, [])

    def test_six_tools_fill_it_and_what_does_not_fit_is_told(self):
        for number in range(7):
            make_tool(f"T{number}")
        found = self.fill("&".join(f"compare=t{n}" for n in range(7)) + "&compare=x")
        self.assertTrue(found.full)
        self.assertEqual(len(found.tools), MOST)
        self.assertEqual(
            found.notices,
            [
                "There is no tool “x”.",
                "6 tools are compared at most; left out: T6.",
            ],
        )

    def test_its_bar_lists_the_tools_and_leads_to_the_comparison(self):
        make_tool("Vote")
        make_tool("Poll")
        found = self.fill("compare=vote&compare=poll")
        html = render_to_string("catalogue/_basket.html", {"basket": found})
        self.assertIn('href="?compare=poll"', html)
        self.assertIn("Compare 2 tools", html)
        empty = render_to_string("catalogue/_basket.html", {"basket": self.fill("")})
        self.assertEqual(empty.strip(), "")


class OneClickTests(TestCase):
    """The ways into a comparison."""

    @classmethod
    def setUpTestData(cls):
        make_tag("voting", label="Voting")
        for number in range(8):
            make_tool(f"T{number}", tags=["voting"])

    def link(self, path, label):
        found = read(self.client.get(path)).find("a", string=label)
        return found and found["href"]

    def test_from_a_tool(self):
        self.assertEqual(
            self.link("/en/tools/t3/", "Compare"), "/en/tools/compare/?tool=t3"
        )

    def test_from_a_collection(self):
        make_collection("Two", items=["t5", "t2"])
        self.assertEqual(
            self.link("/en/collections/two/", "Compare these tools"),
            "/en/tools/compare/?tool=t5&tool=t2",
        )
        make_collection("Many", items=[f"t{number}" for number in range(8)])
        many = self.link("/en/collections/many/", "Compare the first six")
        self.assertEqual(many.count("tool="), MOST)
        make_collection("One", items=["t1"])
        self.assertIsNone(self.link("/en/collections/one/", "Compare these tools"))

    def test_from_a_tag(self):
        address = self.link("/en/tags/voting/", "Compare the first six")
        self.assertEqual(address.count("tool="), MOST)
        self.assertIn("?tool=t0&tool=t1", address)
