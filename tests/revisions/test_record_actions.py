"""What moderators do to a record: hide, protect, rename, merge, and take it back."""

from django.test import TestCase

from core.kinds import kind_of
from core.models import Record
from revisions.editing import Attribution, Change, hide, write
from revisions.models import ModerationAction, Redirect, Revision
from tests.factories import (
    make_collection,
    make_moderator,
    make_organization,
    make_proposal,
    make_reason,
    make_tag,
    make_tool,
    make_use_case,
    make_user,
)
from tests.public_pages import LANGUAGES, read, words


class RecordActions(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = make_moderator()
        cls.tool = make_tool("Tool", licence="MIT", summary={"en": "One", "fr": "Un"})

    def setUp(self):
        self.client.force_login(self.moderator)

    def url(self, page="moderate", slug="tool", folder="tools", language="en"):
        return f"/{language}/{folder}/{slug}/{page}/"

    def post(self, page, record=None, status=302, query="", **data):
        record = record or self.tool
        record.refresh_from_db()
        data = {"version": record.version, **data}
        response = self.client.post(self.url(page, record.slug) + query, data)
        self.assertEqual(response.status_code, status)
        record.refresh_from_db()
        return response

    def logged(self):
        return list(ModerationAction.objects.values_list("action", flat=True))


class RightsTests(RecordActions):
    pages = ("hide", "show", "protect", "rename", "unmerge", "merge")

    def test_visitors_are_asked_to_sign_in(self):
        self.client.logout()
        for page in self.pages:
            response = self.client.post(self.url(page))
            self.assertIn("/account/login/", response["Location"])
        self.assertEqual(self.client.get(self.url()).status_code, 302)

    def test_contributors_are_refused(self):
        self.client.force_login(make_user(role="trusted"))
        for page in self.pages:
            self.assertEqual(self.client.post(self.url(page)).status_code, 403, page)
        self.assertEqual(self.client.get(self.url()).status_code, 403)

    def test_what_changes_something_takes_a_post(self):
        for page in ("hide", "show", "protect", "rename", "unmerge"):
            self.assertEqual(self.client.get(self.url(page)).status_code, 405, page)

    def test_the_page_of_every_kind_answers_in_every_language(self):
        made = {
            "tools": make_tool(slug="example"),
            "use-cases": make_use_case(slug="example"),
            "organizations": make_organization(slug="example"),
            "collections": make_collection(slug="example"),
            "tags": make_tag(slug="example"),
        }
        for folder in made:
            for language in LANGUAGES:
                for page in ("moderate", "merge"):
                    url = self.url(page, "example", folder, language)
                    self.assertEqual(self.client.get(url).status_code, 200, url)


class HidingTests(RecordActions):
    def test_a_record_is_hidden_with_a_reason_that_is_given_often_and_words(self):
        reason = make_reason(use="hide", text="Advertising", rule="scope")
        self.post("hide", **{"hide-reason": reason.pk, "hide-words": "A shop."})
        self.assertEqual(self.tool.status, Record.Status.HIDDEN)
        self.assertEqual(self.tool.hidden_reason, "Advertising – A shop.")
        revision = Revision.objects.of(self.tool).first()
        self.assertEqual((revision.action, revision.author), ("hide", self.moderator))
        logged = ModerationAction.objects.get()
        self.assertEqual((logged.action, logged.rule), ("hidden", "scope"))
        self.assertEqual(self.client.get("/en/tools/tool/").status_code, 404)

    def test_a_reason_is_needed_and_what_was_typed_is_kept(self):
        response = self.post("hide", status=422)
        self.assertContains(response, "Say why it is hidden.", status_code=422)
        response = self.post("hide", status=422, **{"hide-words": "x" * 301})
        self.assertContains(response, "x" * 301, status_code=422)
        self.assertTrue(self.tool.is_public)

    def test_only_reasons_for_hiding_are_offered(self):
        make_reason(use="reject", text="Not sober")
        make_reason(use="hide", text="Advertising")
        page = read(self.client.get(self.url()))
        options = words(page.select_one("select[name=hide-reason]"))
        self.assertIn("Advertising", options)
        self.assertNotIn("Not sober", options)

    def test_a_hidden_record_is_shown_again(self):
        hide(self.tool, "A test", Attribution(self.moderator))
        page = read(self.client.get(self.url()))
        self.assertIn("A test", page.get_text())
        self.assertFalse(page.select("form[action$='hide/']"))
        self.post("show")
        self.assertTrue(self.tool.is_public)
        self.assertEqual(self.logged(), ["shown"])

    def test_what_is_not_hidden_cannot_be_shown_again(self):
        self.post("show", status=422)
        self.assertEqual(self.logged(), [])

    def test_protection_is_put_on_and_lifted(self):
        self.post("protect", protected="yes")
        self.assertTrue(self.tool.protected)
        self.assertContains(self.client.get(self.url()), "Lift the protection")
        self.post("protect", protected="yes")
        self.post("protect", protected="no")
        self.assertFalse(self.tool.protected)
        self.assertEqual(sorted(self.logged()), ["protected", "unprotected"])

    def test_a_record_that_changed_meanwhile_is_left_alone(self):
        version = self.tool.version
        write(kind_of(self.tool), [Change(self.tool, {"licence": None})],
              Attribution(make_user()))  # fmt: skip
        for page, data in (
            ("hide", {"hide-words": "Why"}),
            ("protect", {"protected": "yes"}),
            ("rename", {"rename-slug": "other"}),
        ):
            response = self.post(page, status=409, version=version, **data)
            self.assertContains(response, "Somebody has just", status_code=409)
        self.assertEqual((self.tool.slug, self.tool.status), ("tool", "published"))
        self.assertEqual(self.logged(), [])


class RenamingTests(RecordActions):
    def test_a_record_gets_another_address(self):
        response = self.post("rename", **{"rename-slug": "other"})
        self.assertEqual(response["Location"], self.url(slug="other"))
        self.assertEqual(Redirect.table(), {("tool", "tool"): "other"})
        response = self.client.get("/en/tools/tool/")
        self.assertRedirects(response, "/en/tools/other/", status_code=301)

    def test_what_cannot_be_an_address_is_refused_and_kept(self):
        make_tool(slug="taken")
        for slug, why in (
            ("No Slug", "lower-case letters"),
            ("history", "reserved"),
            ("taken", "Another record"),
            ("tool", "already"),
        ):
            response = self.post("rename", status=422, **{"rename-slug": slug})
            self.assertContains(response, why, status_code=422)
            self.assertContains(response, f'value="{slug}"', status_code=422)
        self.assertEqual(self.tool.slug, "tool")


class MergingTests(RecordActions):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.twin = make_tool("Tool 2", licence="Apache-2.0", summary={"fr": "Deux"},
                             website="https://twin.example.org/")  # fmt: skip
        cls.choice = make_collection("Choice", items=["tool-2"])

    def merge(self, status=302, **data):
        self.tool.refresh_from_db()
        data = {
            "winner_version": self.tool.version,
            "merge-keep-name": "winner",
            "merge-keep-licence": "winner",
            "merge-keep-summary": "winner",
            **data,
        }
        response = self.post("merge", self.twin, status, "?into=tool", **data)
        self.tool.refresh_from_db()
        return response

    def test_likely_twins_are_offered_and_any_address_is_taken(self):
        make_tool("Tool", slug="tool-3")
        page = read(self.client.get(self.url(slug="tool-3")))
        links = [a["href"] for a in page.select(".act a")]
        self.assertIn("/en/tools/tool-3/merge/?into=tool", links)
        for into in ("tool", "http://testserver/fr/tools/tool/?q=1", "/en/tools/tool/"):
            response = self.client.get(self.url("merge", "tool-2"), {"into": into})
            self.assertContains(response, "Merge Tool 2 into Tool?")

    def test_an_unknown_address_is_refused_and_kept(self):
        response = self.client.get(self.url("merge", "tool-2"), {"into": "nowhere"})
        self.assertContains(response, "No page has this address.", status_code=422)
        self.assertContains(response, 'value="nowhere"', status_code=422)

    def test_both_stand_side_by_side_with_what_can_be_chosen(self):
        page = read(self.client.get(self.url("merge", "tool-2"), {"into": "tool"}))
        rows = {words(row.legend): row for row in page.select("form fieldset")}
        self.assertEqual(
            list(rows),
            ["Slug", "Name", "Summary", "Website", "Licence"],
        )
        offered = [name for name, row in rows.items() if row.select("input")]
        self.assertEqual(offered, ["Name", "Summary", "Licence"])
        self.assertIn("Choice", words(page.select("section.section")[-1]))

    def test_the_two_become_one(self):
        response = self.merge(**{"merge-comment": "The same software"})
        self.assertEqual(response["Location"], "/en/tools/tool/history/")
        self.assertEqual(self.twin.status, Record.Status.MERGED)
        self.assertEqual((self.tool.name, self.tool.licence), ("Tool", "MIT"))
        self.assertEqual(self.tool.website, "https://twin.example.org/")
        self.assertEqual(self.choice.items.get().tool, self.tool)
        revision = Revision.objects.of(self.tool).first()
        self.assertIn("The same software", revision.comment)
        self.assertEqual(self.logged(), ["merged"])

    def test_the_other_value_is_taken_where_it_was_chosen(self):
        self.merge(**{"merge-keep-licence": "loser", "merge-keep-summary": "loser"})
        self.assertEqual(self.tool.licence, "Apache-2.0")
        self.assertEqual((self.tool.summary_en, self.tool.summary_fr), ("One", "Deux"))

    def test_a_lost_race_keeps_the_choices(self):
        version = self.tool.version
        write(kind_of(self.tool), [Change(self.tool, {"pricing": "free"})],
              Attribution(make_user()))  # fmt: skip
        response = self.merge(409, winner_version=version,
                              **{"merge-keep-licence": "loser"})  # fmt: skip
        box = read(response).select_one("input[name=merge-keep-licence][value=loser]")
        self.assertTrue(box.has_attr("checked"))
        self.assertTrue(self.twin.is_public)

    def test_what_cannot_be_merged_is_refused_in_words(self):
        make_proposal(self.twin, pricing="free")
        response = self.merge(422)
        self.assertContains(response, "decide on them first", status_code=422)
        self.assertTrue(self.twin.is_public)
        self.client.post(self.url("merge") + "?into=tool", {"version": 1})
        self.tool.refresh_from_db()
        self.assertTrue(self.tool.is_public)

    def test_a_merge_is_taken_back(self):
        self.merge()
        page = read(self.client.get(self.url(slug="tool-2")))
        self.assertTrue(page.select("form[action$='unmerge/']"))
        self.post("unmerge", self.twin)
        self.assertTrue(self.twin.is_public)
        self.assertEqual(self.choice.items.get().tool, self.twin)
        self.tool.refresh_from_db()
        self.assertEqual(self.tool.website, "")
        self.assertEqual(Redirect.objects.count(), 0)

    def test_what_stays_after_taking_a_merge_back_is_said(self):
        self.merge()
        change = Change(self.tool, {"website": "https://other.example.org/"})
        write(kind_of(self.tool), [change], Attribution(make_user()))
        self.post("unmerge", self.twin)
        page = self.client.get(self.url(slug="tool-2"))
        self.assertContains(
            page, "Tool: changed again since, and left as it is: website"
        )

    def test_what_is_not_merged_cannot_be_taken_back(self):
        self.post("unmerge", status=422)

    def test_nothing_people_wrote_is_html(self):
        change = Change(self.twin, {"name": "<b>Bold</b>"})
        write(kind_of(self.twin), [change], Attribution(make_user()))
        for page in ("moderate", "merge"):
            response = self.client.get(self.url(page, "tool-2"), {"into": "tool"})
            self.assertNotContains(response, "<b>Bold")
