"""What the admin pages of every kind of record share, shown on tools."""

from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse

from catalogue.models import Tool
from core.kinds import kind
from core.models import CatalogueVersion, Document, Image, Record, StaleRecord
from revisions.admin.records import RecordAdmin
from revisions.editing import Attribution, Change, write
from revisions.models import Redirect, Revision
from revisions.slugs import free_slug
from tests.admin_pages import errors, form_data, soup
from tests.factories import (
    make_image,
    make_moderator,
    make_organization,
    make_tag,
    make_tool,
    make_user,
    picture_bytes,
)

ADD = "admin:catalogue_tool_add"
CHANGE = "admin:catalogue_tool_change"
HISTORY = "admin:catalogue_tool_history"
LIST = "admin:catalogue_tool_changelist"


class RecordAdminTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = make_moderator(display_name="Ada")

    def setUp(self):
        self.client.force_login(self.moderator)

    def page(self, tool):
        return reverse(CHANGE, args=[tool.pk])

    def form(self, tool):
        return form_data(self.client.get(self.page(tool)), "tool_form")

    def new_form(self, **values):
        data = form_data(self.client.get(reverse(ADD)), "tool_form")
        return data | {"name": "Decidim", "kind": "software"} | values

    def act(self, action, *records, **values):
        data = {"action": action, "_selected_action": [r.pk for r in records], **values}
        return self.client.post(reverse(LIST), data, follow=True)

    def edit_elsewhere(self, tool, **values):
        tool.refresh_from_db()
        by = Attribution(make_user(display_name="Grace"))
        write(kind("tool"), [Change(tool, values)], by)


class SavingTests(RecordAdminTestCase):
    def test_a_change_writes_one_revision_with_tags_lists_and_comment(self):
        tags = [make_tag("vote"), make_tag("debate")]
        tool = make_tool("Decidim", tags=["vote"], platforms=["web"])
        before = CatalogueVersion.current()
        data = self.form(tool) | {
            "summary_fr": "Démocratie participative",
            "tags": [tag.pk for tag in tags],
            "platforms": ["web", "linux"],
            "programming_languages": "Ruby\r\nC++",
            "comment": "Seen on their site",
        }
        answer = self.client.post(self.page(tool), data)
        self.assertRedirects(answer, reverse(LIST))
        revision = Revision.objects.of(tool).get(number=2)
        self.assertEqual(revision.author, self.moderator)
        self.assertEqual(revision.comment, "Seen on their site")
        self.assertEqual(revision.data["tags"], ["debate", "vote"])
        self.assertEqual(revision.data["platforms"], ["linux", "web"])
        self.assertEqual(revision.data["programming_languages"], ["C++", "Ruby"])
        self.assertEqual(revision.data["summary"], {"fr": "Démocratie participative"})
        self.assertGreater(CatalogueVersion.current(), before)
        self.assertTrue(
            Document.objects.filter(kind="tool", words__contains="democrat").exists()
        )

    def test_saving_what_nobody_touched_writes_no_revision(self):
        make_tag("vote")
        make_organization("Ville")
        tool = make_tool(
            "Decidim",
            tags=["vote"],
            developers=["ville"],
            platforms=["web"],
            aliases=["Decidim Barcelona", "DCD"],
            interface_languages=["en", "pt-BR"],
            description={"en": "One\n\ntwo\n- three"},
            sources=["https://example.org/a", "https://example.org/b"],
            identifiers=[{"scheme": "wikidata", "value": "Q1"}],
            first_release="2016-12",
        )
        before = CatalogueVersion.current()
        self.client.post(self.page(tool), self.form(tool) | {"comment": "Nothing"})
        tool.refresh_from_db()
        self.assertEqual(tool.version, 1)
        self.assertEqual(Revision.objects.of(tool).count(), 1)
        self.assertEqual(CatalogueVersion.current(), before)

    def test_texts_are_written_as_a_load_would_write_them(self):
        tool = make_tool("Decidim")
        data = self.form(tool) | {
            "summary_en": "  Two   spaces ",
            "description_en": "One\r\n\r\ntwo ",
            "aliases": "DCD\r\n\r\nDCD\r\n D ",
            "licence": "agpl-3.0-only",
        }
        self.client.post(self.page(tool), data)
        tool.refresh_from_db()
        self.assertEqual(tool.summary_en, "Two spaces")
        self.assertEqual(tool.description_en, "One\n\ntwo")
        self.assertEqual(tool.aliases, ["DCD", "D"])
        self.assertEqual(tool.licence, "AGPL-3.0-only")

    def test_a_newer_edit_is_never_overwritten_silently(self):
        tool = make_tool("Decidim", summary="Old")
        data = self.form(tool) | {"summary_en": "Mine", "comment": "My words"}
        self.edit_elsewhere(tool, summary={"en": "Theirs"})
        before = CatalogueVersion.current()
        answer = self.client.post(self.page(tool), data)
        self.assertEqual(answer.status_code, 409)
        self.assertIn(
            "Somebody saved this record while you were writing", errors(answer)
        )
        self.assertIn("Grace changed: summary", errors(answer))
        tool.refresh_from_db()
        self.assertEqual((tool.summary_en, tool.version), ("Theirs", 2))
        self.assertEqual(CatalogueVersion.current(), before)
        kept = form_data(answer, "tool_form")
        self.assertEqual(kept["summary_en"], ["Mine"])
        self.assertEqual(kept["comment"], ["My words"])

    def test_the_warned_moderator_may_save_again(self):
        tool = make_tool("Decidim", summary="Old")
        data = self.form(tool) | {"summary_en": "Mine"}
        self.edit_elsewhere(tool, summary={"en": "Theirs"})
        refused = self.client.post(self.page(tool), data)
        self.client.post(self.page(tool), form_data(refused, "tool_form"))
        tool.refresh_from_db()
        self.assertEqual((tool.summary_en, tool.version), ("Mine", 3))

    def test_a_save_between_the_check_and_the_claim_is_seen_too(self):
        tool = make_tool("Decidim", summary="Old")
        data = self.form(tool) | {"summary_en": "Mine"}
        attempts, attempt, claim = [], RecordAdmin._change_at_once, Record.claim

        def attempt_again(*args):
            attempts.append(args)
            if len(attempts) == 2:
                self.edit_elsewhere(tool, summary={"en": "Theirs"})
            return attempt(*args)

        def lose_once(record, version):
            if len(attempts) == 1:
                raise StaleRecord
            claim(record, version)

        with (
            mock.patch.object(RecordAdmin, "_change_at_once", attempt_again),
            mock.patch.object(Record, "claim", lose_once),
        ):
            answer = self.client.post(self.page(tool), data)
        self.assertEqual(answer.status_code, 409)
        self.assertIn("Grace changed: summary", errors(answer))
        tool.refresh_from_db()
        self.assertEqual(tool.summary_en, "Theirs")

    def test_without_a_version_nothing_is_saved(self):
        tool = make_tool("Decidim")
        data = self.form(tool) | {"name": "Other"}
        del data["version"]
        self.assertEqual(self.client.post(self.page(tool), data).status_code, 409)
        tool.refresh_from_db()
        self.assertEqual(tool.name, "Decidim")

    def test_a_broken_rule_is_told_in_words(self):
        tool = make_tool("Decidim")
        data = self.form(tool) | {"verified_by_name": "Somebody", "licence": "Nonsense"}
        answer = self.client.post(self.page(tool), data)
        self.assertIn("is no SPDX licence expression", errors(answer))
        data["licence"] = ""
        answer = self.client.post(self.page(tool), data)
        self.assertIn("Say on which day it was verified.", errors(answer))

    def test_an_unknown_language_is_told_in_words(self):
        tool = make_tool("Decidim")
        data = self.form(tool) | {"interface_languages": "en\r\nklingon"}
        answer = self.client.post(self.page(tool), data)
        self.assertIn("“klingon” is no BCP 47 language tag.", errors(answer))
        self.assertEqual(
            form_data(answer, "tool_form")["interface_languages"], ["en\r\nklingon"]
        )

    def test_a_text_is_emptied_in_whatever_language_the_moderator_reads(self):
        tool = make_tool("Decidim", summary={"en": "One", "fr": "Un", "es": "Uno"})
        for code in ("en", "fr", "es"):
            self.client.post(
                self.page(tool),
                self.form(tool) | {f"summary_{code}": ""},
                headers={"accept-language": code},
            )
        tool.refresh_from_db()
        texts = [tool.summary_en, tool.summary_fr, tool.summary_es]
        self.assertEqual((texts, tool.version), ([None, None, None], 4))

    def test_people_without_the_right_change_nothing(self):
        tool = make_tool("Decidim")
        data = self.form(tool) | {"name": "Other"}
        self.client.force_login(make_user())
        answer = self.client.post(self.page(tool), data, follow=True)
        self.assertEqual(answer.status_code, 403)
        tool.refresh_from_db()
        self.assertEqual((tool.name, tool.version), ("Decidim", 1))


class CreatingTests(RecordAdminTestCase):
    def test_a_new_record_has_version_one_and_its_slug_from_its_name(self):
        self.client.post(reverse(ADD), self.new_form(name="Décidim à Paris"))
        tool = Tool.objects.get()
        self.assertEqual((tool.slug, tool.version), ("decidim-a-paris", 1))
        revision = Revision.objects.of(tool).get()
        self.assertEqual((revision.number, revision.author), (1, self.moderator))
        self.assertTrue(Document.objects.filter(kind="tool").exists())

    def test_a_slug_that_is_or_was_taken_gets_a_number(self):
        make_tool("Decidim")
        Redirect.objects.create(kind="tool", old="decidim-2", new="decidim")
        self.assertEqual(free_slug(kind("tool"), "Decidim!"), "decidim-3")
        self.assertEqual(free_slug(kind("organization"), "Decidim"), "decidim")

    def test_a_slug_is_never_a_reserved_word_nor_empty_nor_too_long(self):
        tools = kind("tool")
        self.assertEqual(free_slug(tools, "Search"), "search-2")
        self.assertEqual(free_slug(tools, "日本"), "tool")
        make_tool(slug="a" * 100)
        self.assertEqual(free_slug(tools, "a" * 200), "a" * 98 + "-2")

    def test_a_written_slug_is_checked(self):
        Redirect.objects.create(kind="tool", old="former", new="decidim")
        for slug, problem in [
            ("Capital", "Write lower-case letters, digits and hyphens."),
            ("search", "Write lower-case letters, digits and hyphens."),
            ("former", "This is the former address of another page."),
        ]:
            with self.subTest(slug):
                answer = self.client.post(reverse(ADD), self.new_form(slug=slug))
                self.assertIn(problem, errors(answer))
        self.assertFalse(Tool.objects.exists())

    def test_the_slug_cannot_be_changed_later(self):
        tool = make_tool("Decidim")
        data = self.form(tool)
        self.assertNotIn("slug", data)
        self.client.post(self.page(tool), data | {"slug": "other", "name": "Other"})
        tool.refresh_from_db()
        self.assertEqual((tool.name, tool.slug), ("Other", "decidim"))


class PictureTests(RecordAdminTestCase):
    def upload(self, tool, data, name="logo.png"):
        file = SimpleUploadedFile(name, data)
        return self.client.post(self.page(tool), self.form(tool) | {"logo": file})

    def test_a_logo_goes_through_the_one_door_for_pictures(self):
        tool = make_tool("Decidim")
        self.upload(tool, picture_bytes(size=(400, 300)))
        tool.refresh_from_db()
        self.assertEqual((tool.logo.format, tool.logo.widths), ("png", [96, 320]))
        self.assertEqual(
            Revision.objects.of(tool).first().data["logo"], tool.logo.file_name
        )

    def test_the_picture_there_is_is_shown_and_can_be_taken_away(self):
        tool = make_tool("Decidim", logo=make_image(size=(400, 300)).file_name)
        page = soup(self.client.get(self.page(tool)))
        self.assertIn("-96.webp", page.find("img", class_="picture-preview")["src"])
        self.client.post(self.page(tool), self.form(tool) | {"logo-clear": "on"})
        tool.refresh_from_db()
        self.assertIsNone(tool.logo)

    def test_a_form_without_a_new_picture_keeps_the_old_one(self):
        image = make_image()
        tool = make_tool("Decidim", logo=image.file_name)
        self.client.post(self.page(tool), self.form(tool) | {"name": "Other"})
        tool.refresh_from_db()
        self.assertEqual(tool.logo, image)

    def test_what_is_no_picture_is_refused_in_words(self):
        tool = make_tool("Decidim")
        answer = self.upload(tool, b"<svg></svg>", "logo.svg")
        self.assertIn("SVG is refused", errors(answer))
        answer = self.upload(tool, picture_bytes(), "logo.jpg")
        self.assertIn("another format than it has (PNG)", errors(answer))
        answer = self.upload(tool, b"x" * (5 * 1024 * 1024 + 1))
        self.assertIn("larger than 5 MB", errors(answer))

    def test_a_refused_form_leaves_no_picture_behind(self):
        tool = make_tool("Decidim")
        data = self.form(tool) | {"name": ""}
        data["logo"] = SimpleUploadedFile("logo.png", picture_bytes())
        self.client.post(self.page(tool), data)
        self.assertFalse(Image.objects.exists())


class TagTests(RecordAdminTestCase):
    def test_only_existing_tags_are_taken(self):
        make_tag("vote")
        tool = make_tool("Decidim", tags=["vote"])
        answer = self.client.post(
            self.page(tool), self.form(tool) | {"tags": "new tag"}
        )
        self.assertIn("is not a valid value", errors(answer))
        self.assertEqual(list(tool.tags.names()), ["vote"])
        self.assertEqual(tool.tags.model.objects.count(), 1)

    def test_tags_are_found_by_their_label_in_any_language(self):
        make_tag("vote", label={"en": "Voting", "fr": "Scrutin"})
        make_tag("debate", label="Debate")
        page = soup(self.client.get(reverse(ADD)))
        field = page.find("select", attrs={"name": "tags"})
        self.assertTrue(field.has_attr("multiple"))
        parameters = {
            "app_label": field["data-app-label"],
            "model_name": field["data-model-name"],
            "field_name": field["data-field-name"],
            "term": "scrut",
        }
        found = self.client.get(field["data-ajax--url"], parameters).json()["results"]
        self.assertEqual([tag["text"] for tag in found], ["Voting"])

    def test_hidden_records_are_not_offered(self):
        make_tag("vote")
        tag = make_tag("voting")
        type(tag).objects.filter(pk=tag.pk).update(status="hidden", hidden_reason="x")
        parameters = {
            "app_label": "catalogue", "model_name": "taggedtool", "field_name": "tag",
            "term": "vot",
        }  # fmt: skip
        answer = self.client.get(reverse("admin:autocomplete"), parameters).json()
        self.assertEqual([tag["text"] for tag in answer["results"]], ["Vote"])


class HidingTests(RecordAdminTestCase):
    def test_nobody_deletes_a_record(self):
        tool = make_tool("Decidim")
        address = reverse("admin:catalogue_tool_delete", args=[tool.pk])
        self.assertEqual(self.client.post(address, {"post": "yes"}).status_code, 403)
        self.assertNotContains(self.client.get(self.page(tool)), address)
        self.act("delete_selected", tool, post="yes")
        self.assertTrue(Tool.objects.filter(pk=tool.pk).exists())

    def test_hiding_asks_for_a_reason_first(self):
        tool = make_tool("Decidim")
        answer = self.act("hide", tool)
        self.assertContains(answer, "These pages leave the site.")
        self.assertContains(answer, "Decidim")
        answer = self.act("hide", tool, reason="  ")
        self.assertContains(answer, "Write a reason.")
        tool.refresh_from_db()
        self.assertEqual(tool.status, "published")

    def test_hidden_records_leave_the_search_and_come_back(self):
        tool, other = make_tool("Decidim"), make_tool("Consul")
        self.act("hide", tool, other, reason="A duplicate")
        tool.refresh_from_db()
        self.assertEqual((tool.status, tool.hidden_reason), ("hidden", "A duplicate"))
        self.assertFalse(Document.objects.filter(kind="tool").exists())
        revision = Revision.objects.of(tool).first()
        self.assertEqual((revision.number, revision.author), (2, self.moderator))
        self.assertEqual(revision.data["hidden_reason"], "A duplicate")
        answer = self.act("show_again", tool)
        self.assertContains(answer, "1 record changed.")
        tool.refresh_from_db()
        self.assertEqual((tool.status, tool.hidden_reason), ("published", ""))
        self.assertTrue(Document.objects.filter(object_id=tool.pk).exists())

    def test_reading_the_list_changes_nothing(self):
        tool = make_tool("Decidim")
        self.client.get(reverse(LIST), {"action": "hide", "_selected_action": tool.pk})
        tool.refresh_from_db()
        self.assertEqual(tool.version, 1)

    def test_the_page_of_a_record_offers_to_hide_it(self):
        tool = make_tool("Decidim")
        form = soup(self.client.get(self.page(tool))).select_one(".record-tools form")
        self.assertEqual(form["action"], reverse(LIST))
        button = form.find("button", attrs={"value": "hide"})
        self.assertEqual(button["name"], "action")

    def test_verifying_writes_who_and_when(self):
        tool = make_tool("Decidim", verified_on="2020-01-01", verified_by="Old hand")
        self.act("verify", tool)
        tool.refresh_from_db()
        self.assertEqual(tool.verifier, "Ada")
        self.assertNotEqual(tool.verified_on.isoformat(), "2020-01-01")
        data = Revision.objects.of(tool).first().data
        self.assertEqual(data["verified_by"], "Ada")
        self.act("verify", tool)
        self.assertEqual(Revision.objects.of(tool).count(), 2)

    def test_a_lost_race_changes_none_of_the_records(self):
        first, second = make_tool("A"), make_tool("B")
        claim = Record.claim

        def lose(record, version):
            claim(record, version + (record.pk == second.pk))

        with mock.patch.object(Record, "claim", lose):
            answer = self.act("verify", first, second)
        self.assertContains(answer, "nothing is changed")
        first.refresh_from_db()
        self.assertEqual((first.version, first.verified_on), (1, None))


class HistoryTests(RecordAdminTestCase):
    def rows(self, tool, page=1):
        answer = self.client.get(reverse(HISTORY, args=[tool.pk]), {"p": page})
        return [
            [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
            for row in soup(answer).select("#change-history tbody tr")
        ]

    def test_it_lists_the_revisions_and_what_each_changed(self):
        tool = make_tool("Decidim", summary="Old")
        self.client.post(
            self.page(tool),
            self.form(tool) | {"summary_en": "New", "platforms": "web", "comment": "c"},
        )
        newest, first = self.rows(tool)
        self.assertEqual(
            [newest[0], *newest[2:]], ["2", "Ada", "c", "summary, platforms"]
        )
        self.assertEqual(first[2], "tests")
        self.assertIn("name", first[4])

    def test_it_goes_on_over_pages_and_stays_few_queries(self):
        tool = make_tool("Decidim")
        for number in range(60):
            write(
                kind("tool"),
                [Change(tool, {"summary": {"en": f"Text {number}"}})],
                Attribution(self.moderator),
            )
            tool.refresh_from_db()
        self.assertEqual(
            [self.rows(tool)[49][0], self.rows(tool, 2)[0][0]], ["12", "11"]
        )
        self.assertEqual(self.rows(tool)[49][4], "summary")
        with self.assertNumQueries(6):
            self.rows(tool)

    def test_a_revision_is_read_only(self):
        tool = make_tool("Decidim")
        revision = Revision.objects.of(tool).get()
        address = reverse("admin:revisions_revision_change", args=[revision.pk])
        self.assertContains(self.client.get(address), "decidim")
        self.assertEqual(self.client.post(address, {"comment": "x"}).status_code, 403)
