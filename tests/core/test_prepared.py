"""Queries compiled once, and pages whose parts were drawn before."""

from unittest.mock import patch

from django.test import RequestFactory, SimpleTestCase, TestCase
from django.urls import reverse
from django.utils import translation

from catalogue.models import Tool
from core.addresses import record_url
from core.drawn import Drawings
from core.prepared import Prepared, columns_of, record_of, remember, select, slot
from tests.factories import make_tool


class PreparedTests(TestCase):
    def test_a_query_is_asked_with_other_values_each_time(self):
        for name in ("Vote", "Poll"):
            make_tool(name)
        query = Prepared(
            lambda: select(Tool.objects.filter(slug=slot("slug")), "name", "slug")
        )
        with self.assertNumQueries(3):
            for slug, found in (
                ("vote", [("Vote", "vote")]),
                ("poll", [("Poll", "poll")]),
                ("'; --", []),
            ):
                self.assertEqual([*map(tuple, query.rows(slug=slug))], found)

    def test_columns_come_in_the_order_asked_and_converted(self):
        make_tool("Vote", aliases=["V", "W"], summary={"fr": "Voter"})
        columns = ("summary_fr", "aliases", "id", "name", "summary_en")
        query = Prepared(lambda: select(Tool.objects.all(), *columns))
        with translation.override("fr"):
            (row,) = query.rows()
        pk = Tool.objects.get().pk
        self.assertEqual([*row[:4]], ["Voter", ["V", "W"], pk, "Vote"])

    def test_a_record_has_the_columns_it_was_read_with(self):
        columns = columns_of(Tool, "name", "id", "slug")
        self.assertEqual(columns, ["id", "slug", "name"])
        tool = record_of(Tool, columns, [7, "vote", "Vote"])
        self.assertEqual((tool.pk, tool.name), (7, "Vote"))
        self.assertIn("licence", tool.get_deferred_fields())

    def test_remembered_rows_are_not_asked_for(self):
        tool = make_tool("Vote")
        rows = [tool.values.model(field="platforms", value="web")]
        with self.assertNumQueries(0):
            remember(tool, "values", rows)
            self.assertEqual(tool.values_of("platforms"), ["web"])


class AddressTests(SimpleTestCase):
    def test_an_address_is_what_reverse_says_in_each_language(self):
        for language in ("en", "fr", "es", "en"):
            with translation.override(language):
                self.assertEqual(
                    record_url("catalogue:tool", "a-b"),
                    reverse("catalogue:tool", args=["a-b"]),
                )


class DrawingsTests(SimpleTestCase):
    def setUp(self):
        self.drawings = Drawings(most=2)
        self.drawn = []

    def draw(self, data, path="/"):
        """Draw a page that has one part; return the context it was rendered with."""
        with patch("core.drawn.render", side_effect=self.rendered):
            return self.drawings.render(
                RequestFactory().get(path),
                "page.html",
                data,
                first=lambda data: {"whole": data},
                again=lambda data: {"rest": data},
            )

    def rendered(self, request, template_name, context):
        if "main" not in context["parts"]:
            self.drawn.append(context["whole"])
            context["parts"]["main"] = f"drawn from {context['whole']}"
        return context

    def test_a_part_is_drawn_once_from_the_same_data(self):
        self.draw("a")
        again = self.draw("a")
        self.assertEqual(again, {"rest": "a", "parts": {"main": "drawn from a"}})
        self.assertEqual(self.drawn, ["a"])

    def test_other_data_or_another_address_are_drawn_anew(self):
        for data, path in (("a", "/"), ("b", "/"), ("b", "/?q=1")):
            self.draw(data, path)
        self.assertEqual(self.drawn, ["a", "b", "b"])

    def test_the_pages_seen_last_are_kept(self):
        for data in ("a", "b", "a", "c", "a", "b"):
            self.draw(data)
        self.assertEqual(self.drawn, ["a", "b", "c", "b"])
