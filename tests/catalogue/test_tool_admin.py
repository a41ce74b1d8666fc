from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse

from catalogue.models import ToolRelation
from revisions.models import Revision
from revisions.snapshots import snapshot
from tests.admin_pages import blank_row, errors, form_data, soup
from tests.factories import (
    make_collection,
    make_moderator,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
    picture_bytes,
)

LIST = reverse("admin:catalogue_tool_changelist")


class ToolAdminTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = make_moderator()

    def setUp(self):
        self.client.force_login(self.moderator)

    def page(self, tool):
        return reverse("admin:catalogue_tool_change", args=[tool.pk])

    def form(self, tool, prefix=None, **values):
        """Return the data of a tool's form, with one more row of an inline."""
        answer = self.client.get(self.page(tool))
        row = blank_row(answer, "tool_form", prefix, **values) if prefix else {}
        return form_data(answer, "tool_form") | row

    def save(self, tool, data):
        answer = self.client.post(self.page(tool), data)
        self.assertEqual(answer.status_code, 302, errors(answer))

    def last(self, tool):
        return Revision.objects.of(tool).first()


class ListTests(ToolAdminTests):
    def test_the_list_does_not_ask_more_for_more_tools(self):
        make_tag("vote")
        make_organization("Ville")
        for number in range(25):
            make_tool(
                tags=["vote"],
                developers=["ville"],
                verified_on="2026-01-01",
                verified_by="Ada",
                slug=f"tool-{number}",
            )
        make_use_case(tools=["tool-1"])
        with self.assertNumQueries(8):
            answer = self.client.get(LIST)
        self.assertEqual(len(soup(answer).select("#result_list tbody tr")), 25)

    def test_it_is_searched_and_filtered(self):
        make_tag("vote")
        make_tool("Decidim", tags=["vote"], summary={"fr": "Démocratie"})
        make_tool("Consul", licence="MIT", verified_on="2020-01-01")
        for query, names in [
            ("q=moc", ["Decidim"]),
            ("tag=vote", ["Decidim"]),
            ("licence_family__exact=permissive", ["Consul"]),
            ("verified=never", ["Decidim"]),
            ("verified=old", ["Consul"]),
            ("verified=recent", []),
        ]:
            with self.subTest(query):
                found = soup(self.client.get(f"{LIST}?{query}"))
                rows = found.select("#result_list .field-name")
                self.assertEqual([row.text for row in rows], names)


class RowsTests(ToolAdminTests):
    def test_a_role_stands_in_the_same_revision(self):
        tool, ville = make_tool("Decidim"), make_organization("Ville")
        data = self.form(tool, "roles", role="developer", organization=ville.pk)
        self.save(tool, data)
        self.assertEqual(self.last(tool).number, 2)
        self.assertEqual(self.last(tool).data["developers"], ["ville"])

    def test_a_role_is_taken_away(self):
        make_organization("Ville")
        tool = make_tool("Decidim", developers=["ville"])
        self.save(tool, self.form(tool) | {"roles-0-DELETE": "on"})
        self.assertNotIn("developers", self.last(tool).data)

    def test_screenshots_are_uploaded_and_come_in_order(self):
        tool = make_tool("Decidim")
        for number, position in enumerate(["", "", "0"]):
            file = SimpleUploadedFile("a.png", picture_bytes(size=(100, 50 + number)))
            row = {"image": file, "position": position, "alt_en": f"Picture {number}"}
            self.save(tool, self.form(tool, "screenshots", **row))
        shown = [
            picture["alt"]["en"] for picture in self.last(tool).data["screenshots"]
        ]
        self.assertEqual(shown, ["Picture 0", "Picture 2", "Picture 1"])
        self.assertEqual([s.position for s in tool.screenshots.all()], [0, 1, 2])
        page = soup(self.client.get(self.page(tool)))
        self.assertEqual(len(page.select(".picture-preview")), 3)

    def test_a_screenshot_that_is_no_picture_is_refused_in_words(self):
        tool = make_tool("Decidim")
        file = SimpleUploadedFile("a.png", b"no picture")
        data = self.form(tool, "screenshots", image=file)
        answer = self.client.post(self.page(tool), data)
        self.assertIn("This is no JPEG, PNG, WebP or AVIF picture", errors(answer))
        self.assertEqual(Revision.objects.of(tool).count(), 1)

    def test_identifiers_are_chosen_among_the_known_schemes(self):
        tool = make_tool("Decidim")
        data = self.form(tool, "identifiers", scheme="wikidata", value="Q55609338")
        self.save(tool, data)
        self.assertEqual(
            self.last(tool).data["identifiers"],
            [{"scheme": "wikidata", "value": "Q55609338"}],
        )

    def test_where_a_tool_is_used_and_listed_is_shown(self):
        tool = make_tool("Decidim")
        use_case = make_use_case("Budget of Paris", tools=["decidim"])
        make_collection("Best", items=["decidim"])
        page = self.client.get(self.page(tool))
        self.assertContains(
            page, reverse("admin:usecases_usecase_change", args=[use_case.pk])
        )
        self.assertContains(page, "Best")


class RelationTests(ToolAdminTests):
    def test_a_symmetric_relation_to_an_older_tool_is_stored_its_way(self):
        older, newer = make_tool("Consul"), make_tool("Decidim")
        data = self.form(newer, "relations", type="alternative", other=older.pk)
        self.save(newer, data | {"comment": "Same purpose"})
        relation = ToolRelation.objects.get()
        self.assertEqual((relation.tool, relation.other), (older, newer))

    def test_both_tools_get_a_revision(self):
        older, newer = make_tool("Consul"), make_tool("Decidim")
        data = self.form(newer, "relations", type="works-with", other=older.pk)
        self.save(newer, data | {"comment": "They work together"})
        for tool, other in [(older, "decidim"), (newer, "consul")]:
            tool.refresh_from_db()
            revision = self.last(tool)
            self.assertEqual((tool.version, revision.number), (2, 2))
            self.assertEqual(revision.data["works_with"], [other])
            self.assertEqual(revision.comment, "They work together")
            self.assertEqual(snapshot(tool)["works_with"], [other])

    def test_a_relation_with_a_direction_belongs_to_one_tool(self):
        origin, fork = make_tool("Consul"), make_tool("Decidim")
        data = self.form(fork, "relations", type="forked-from", other=origin.pk)
        self.save(fork, data)
        origin.refresh_from_db()
        self.assertEqual(origin.version, 1)
        self.assertEqual(self.last(fork).data["forked_from"], ["consul"])

    def test_relations_are_seen_and_taken_away_from_either_side(self):
        older = make_tool("Consul")
        newer = make_tool("Decidim", alternatives=["consul"], built_on=["consul"])
        older.refresh_from_db()
        data = self.form(older)
        self.assertEqual(data["relations-0-other"], [str(newer.pk)])
        self.assertEqual(data["reverse_relations-0-tool"], [str(newer.pk)])
        self.save(older, data | {"reverse_relations-0-DELETE": "on"})
        self.assertEqual(self.last(newer).data["alternatives"], ["consul"])
        self.assertNotIn("built_on", self.last(newer).data)
        self.save(newer, self.form(newer) | {"reverse_relations-0-DELETE": "on"})
        self.assertNotIn("alternatives", self.last(older).data)
        self.assertNotIn("alternatives", self.last(newer).data)
        for tool in (older, newer):
            tool.refresh_from_db()
            self.assertEqual(tool.version, self.last(tool).number)

    def test_no_relation_stands_twice_nor_leads_to_the_tool_itself(self):
        older = make_tool("Consul")
        newer = make_tool("Decidim", alternatives=["consul"])
        for tool, other, problem in [
            (older, newer, "This relation is there already."),
            (newer, older, "This relation is there already."),
            (newer, newer, "A tool cannot relate to itself."),
        ]:
            with self.subTest(problem):
                data = self.form(tool, "relations", type="alternative", other=other.pk)
                answer = self.client.post(self.page(tool), data)
                self.assertIn(problem, errors(answer))
        self.assertEqual(ToolRelation.objects.count(), 1)

    def test_a_new_tool_may_have_relations(self):
        older = make_tool("Consul")
        add = reverse("admin:catalogue_tool_add")
        answer = self.client.get(add)
        data = form_data(answer, "tool_form") | {"name": "Decidim", "kind": "software"}
        row = {"type": "alternative", "other": older.pk}
        data |= blank_row(answer, "tool_form", "relations", **row)
        self.assertEqual(self.client.post(add, data).status_code, 302)
        self.assertEqual(self.last(older).data["alternatives"], ["decidim"])
        self.assertEqual(self.last(older).number, 2)
