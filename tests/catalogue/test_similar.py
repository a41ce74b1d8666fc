from django.test import TestCase

from catalogue.similar import OFTEN, SHOWN_SIMILAR, neighbours, often_together, similar
from revisions.editing import Attribution, hide
from tests.factories import make_tag, make_tool, make_use_case
from tests.public_pages import read, words

BY = Attribution(source="tests")


class SimilarToolsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for slug in ("voting", "mapping", "budgets"):
            make_tag(slug)
        make_tag("health", kind="theme")
        cls.vote = make_tool("Vote", tags=["voting", "mapping", "budgets", "health"])

    def page(self, slug="vote"):
        return read(self.client.get(f"/en/tools/{slug}/")).main

    def shown(self, title, slug="vote"):
        """Return {name: reason} of a section of the page."""
        heading = self.page(slug).find("h2", string=title)
        if heading is None:
            return {}
        items = heading.parent.select(".near li")
        return {words(li.h3): words(li.p) for li in items}

    def use_together(self, times, *slugs):
        for _ in range(times):
            make_use_case(tools=slugs)

    def test_the_reason_is_shown(self):
        make_tool("Poll", tags=["voting", "budgets"], alternatives=["vote"])
        make_tool("Atlas", tags=["mapping"])
        self.use_together(1, "vote", "poll")
        self.assertEqual(
            self.shown("Similar tools"),
            {
                "Poll": "Declared alternative · shares 2 functions: Budgets, Voting"
                " · used together in 1 use case",
                "Atlas": "Shares 1 function: Mapping",
            },
        )

    def test_points_decide_the_order_then_use_cases(self):
        make_tool("Alternative", alternatives=["vote"])
        make_tool("All functions", tags=["voting", "mapping", "budgets"])
        make_tool("One function", tags=["voting"])
        make_tool("One and used", tags=["voting"])
        make_tool("Two and used", tags=["voting", "mapping"])
        self.use_together(5, "vote", "one-and-used")
        self.use_together(1, "vote", "two-and-used")
        self.use_together(2, "all-functions")
        near = similar(neighbours([self.vote.pk]))
        self.assertEqual(
            [(tool.slug, tool.points) for tool in near],
            [
                ("one-and-used", 4),
                ("all-functions", 3),
                ("two-and-used", 3),
                ("alternative", 3),
                ("one-function", 1),
            ],
        )
        self.assertEqual(
            list(self.shown("Similar tools")), [tool.name for tool in near]
        )

    def test_a_theme_or_a_use_case_in_common_is_not_enough(self):
        make_tool("Clinic", tags=["health"])
        make_tool("Chat")
        self.use_together(3, "vote", "chat")
        self.assertEqual(self.shown("Similar tools"), {})

    def test_six_are_shown_and_the_other_alternatives_stand_apart(self):
        for number in range(SHOWN_SIMILAR + 2):
            make_tool(f"T{number}", alternatives=["vote"])
        self.assertEqual(
            list(self.shown("Similar tools")), [f"T{n}" for n in range(SHOWN_SIMILAR)]
        )
        rest = self.page().find("h2", string="More alternatives").parent
        self.assertEqual([words(a) for a in rest.select("a")], ["T6", "T7"])

    def test_tools_used_together_twice_are_often_used_together(self):
        for name in ("Chat", "Once", "More"):
            make_tool(name)
        self.use_together(OFTEN, "vote", "chat")
        self.use_together(1, "vote", "once")
        self.use_together(OFTEN + 1, "vote", "more")
        shown = self.shown("Often used together")
        self.assertEqual(
            list(shown.items()),
            [
                ("More", "Used together in 3 use cases"),
                ("Chat", "Used together in 2 use cases"),
            ],
        )

    def test_no_tool_stands_twice_on_the_page(self):
        tags = ["voting", "mapping"]
        make_tool("Both", tags=tags, alternatives=["vote"], works_with=["vote"])
        make_tool("Base", tags=tags)
        make_tool("Heir", tags=tags, built_on=["vote"], forked_from=["vote"])
        make_tool("Poll", tags=tags)
        self.use_together(3, "vote", "both", "base", "heir", "poll")
        links = self.page().select(".near h3 a, section:not(.ways) > .plain span > a")
        self.assertCountEqual(
            [words(link) for link in links], ["Both", "Base", "Heir", "Poll"]
        )
        reason = self.shown("Similar tools")["Both"]
        self.assertIn("Declared alternative · works with this tool", reason)

    def test_they_can_be_compared_in_one_click(self):
        make_tool("Poll", tags=["voting", "mapping"])
        make_tool("Atlas", tags=["mapping"])
        link = self.page().find("a", string="Compare with these")["href"]
        self.assertEqual(link, "/en/tools/compare/?tool=vote&tool=poll&tool=atlas")

    def test_the_rule_is_said(self):
        make_tool("Poll", tags=["voting"])
        rule = self.page().select_one("details.rule")
        self.assertIn("three points", words(rule))

    def test_what_is_hidden_counts_for_nothing(self):
        secret = make_tag("secret")
        tool = make_tool("Tool", tags=["secret"])
        make_tool("Poll", tags=["secret"])
        make_tool("Chat")
        case = make_use_case(tools=["tool", "chat"])
        make_use_case(tools=["tool", "chat"])
        ghost = make_tool("Ghost", works_with=["tool"], alternatives=["tool"])
        self.use_together(2, "tool", "ghost")
        for record in (case, ghost, secret):
            hide(record, "A test", BY)
        self.assertEqual(neighbours([tool.pk]), [])
        self.assertNotIn("Ghost", words(self.page("tool")))
        self.assertEqual(self.shown("Similar tools", "tool"), {})

    def test_several_tools_have_neighbours_in_common(self):
        poll = make_tool("Poll", tags=["voting"])
        make_tool("Atlas", tags=["mapping"])
        make_tool("Ballot", tags=["voting"])
        with self.assertNumQueries(1):
            found = neighbours([self.vote.pk, poll.pk])
        self.assertEqual([tool.slug for tool in similar(found)], ["ballot", "atlas"])
        self.assertEqual(often_together(found), [])

    def test_without_tools_nothing_is_asked(self):
        with self.assertNumQueries(0):
            self.assertEqual(neighbours([]), [])
