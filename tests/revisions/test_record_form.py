"""What the form of every kind promises, tried with tools."""

from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse

from catalogue.models import Tool
from core.kinds import all_kinds, kind as kind_named
from core.models import Image
from revisions.editing import Attribution, Change, hide, write
from revisions.models import Draft, Proposal, Revision
from tests.factories import (
    make_ban,
    make_draft,
    make_moderator,
    make_organization,
    make_tag,
    make_tool,
    make_user,
    picture_bytes,
)
from tests.public_pages import read, words
from tests.record_forms import FormTests, address, errors, typed

ELSE = Attribution(source="somebody else")


def change(record, **values):
    """Let somebody else change a record."""
    record = type(record)._base_manager.get(pk=record.pk)
    kind = kind_named("tool")
    return write(kind, [Change(record, values)], ELSE)[0]


class Signed(FormTests, TestCase):
    def setUp(self):
        self.moderator = make_moderator()
        self.client.force_login(self.moderator)


class SavingTests(Signed):
    def test_an_edit_is_published_with_its_reason(self):
        tool = make_tool("Decidim", summary="Old words")
        response = self.send(
            tool,
            summary_en="New words",
            **self.why("Read the site", "decidim.org/news"),
        )
        self.assertRedirects(response, tool.get_absolute_url())
        tool.refresh_from_db()
        self.assertEqual(tool.summary_en, "New words")
        revision = Revision.objects.of(tool).get(number=2)
        self.assertEqual(revision.comment, "Read the site")
        self.assertEqual(revision.evidence, "https://decidim.org/news")
        self.assertEqual(revision.author, self.moderator)

    def test_only_what_was_touched_is_changed(self):
        tool = make_tool("Decidim", website="https://decidim.org", licence="MIT")
        with (
            mock.patch(
                "revisions.forms.writing.submit", side_effect=AssertionError
            ) as asked,
            self.assertRaises(AssertionError),
        ):
            self.send(tool, licence="AGPL-3.0-only")
        submission = asked.call_args.args[0]
        self.assertEqual(submission.values, {"licence": "AGPL-3.0-only"})

    def test_what_a_form_has_not_shown_stays(self):
        tool = make_tool("Decidim", website="https://decidim.org", aliases=["D"])
        data = {"version": tool.version, "shown": ["name"], "name": "Decidim 2"}
        response = self.client.post(address("tool", tool), data)
        self.assertEqual(response.status_code, 302)
        tool.refresh_from_db()
        self.assertEqual(tool.website, "https://decidim.org")
        self.assertEqual(tool.aliases, ["D"])

    def test_a_form_of_which_nothing_was_changed_says_so(self):
        tool = make_tool("Decidim")
        response = self.send(tool)
        self.assertEqual(response.status_code, 422)
        self.assertContains(response, "Nothing is changed yet", status_code=422)
        self.assertEqual(Revision.objects.of(tool).count(), 1)

    def test_opening_a_form_changes_nothing(self):
        tool = make_tool("Decidim")
        self.open(tool)
        self.assertEqual(Revision.objects.of(tool).count(), 1)
        self.assertFalse(Draft.objects.exists())

    def test_a_hidden_record_is_found_by_those_who_see_it_only(self):
        tool = make_tool("Decidim")
        hide(tool, "Advertising", ELSE)
        self.assertEqual(self.open(tool).status_code, 200)
        self.client.force_login(make_user())
        self.assertEqual(self.open(tool).status_code, 404)

    def test_a_forged_request_is_refused(self):
        tool = make_tool("Decidim")
        strict = self.client_class(enforce_csrf_checks=True)
        strict.force_login(self.moderator)
        for page in (address("tool", tool), address("tool", tool) + "draft/",
                     reverse("revisions:preview")):  # fmt: skip
            with self.subTest(page=page):
                self.assertEqual(strict.post(page, {"text": "x"}).status_code, 403)


class RefusalTests(Signed):
    def test_what_is_wrong_is_named_and_everything_typed_stays(self):
        tool = make_tool("Decidim")
        response = self.send(
            tool,
            website="no address",
            summary_fr="é" * 205,
            first_release="soon",
            description_es="Texto",
        )
        self.assertEqual(response.status_code, 422)
        complaints = errors(response)
        self.assertEqual(set(complaints), {"website", "summary_fr", "first_release"})
        self.assertIn("45 characters too many", complaints["summary_fr"])
        data = typed(response)
        self.assertEqual(data["website"], ["no address"])
        self.assertEqual(data["summary_fr"], ["é" * 205])
        self.assertEqual(data["description_es"], ["Texto"])
        page = read(response)
        field = page.select_one("#i-website")
        self.assertEqual(field["aria-invalid"], "true")
        self.assertIn("i-website-e", field["aria-describedby"])

    def test_what_is_wrong_is_said_in_the_language_of_the_page(self):
        tool = make_tool("Decidim")
        path = address("tool", tool).replace("/en/", "/fr/")
        data = typed(self.client.get(path)) | {"alternatives-more": ["Decidim"]}
        response = self.client.post(path, data | {"do": ["save"], "website": ["x"]})
        self.assertEqual(response.status_code, 422)
        self.assertNotIn("names the tool itself", response.content.decode())

    def test_a_needed_field_is_asked_for(self):
        response = self.send(name="", kind=None)
        self.assertEqual(response.status_code, 422)
        self.assertEqual(set(errors(response)), {"name", "kind"})

    def test_what_contradicts_itself_is_said_beside_a_field(self):
        tool = make_tool("Decidim")
        response = self.send(tool, alternatives__more="Decidim")
        self.assertEqual(response.status_code, 422)
        self.assertEqual(set(errors(response)), {"alternatives-more"})

    def test_a_rule_of_the_database_is_said_beside_its_field(self):
        tool = make_tool("Decidim")
        response = self.send(tool, successor="decidim")
        self.assertEqual(response.status_code, 422)
        self.assertEqual(set(errors(response)), {"successor"})

    def test_a_comment_and_its_source_are_checked(self):
        tool = make_tool("Decidim")
        response = self.send(
            tool, website="https://decidim.org", **self.why("a" * 301, "nonsense")
        )
        self.assertEqual(response.status_code, 422)
        self.assertEqual(typed(response)["change-comment"], ["a" * 301])
        self.assertEqual(typed(response)["website"], ["https://decidim.org"])
        self.assertEqual(len(errors(response)), 2)

    def test_who_is_banned_is_told_why(self):
        make_ban(self.moderator, reason="Advertising again")
        for response in (self.open(), self.client.post(address("tool"), {})):
            self.assertContains(response, "Advertising again", status_code=403)


class NamesTests(Signed):
    """Records, licences and languages are written by their names."""

    def test_a_name_another_name_or_a_slug_stands_for_a_record(self):
        make_organization("Ayuntamiento de Madrid", slug="madrid")
        make_organization(
            {"en": "Paris City Council", "fr": "Ville de Paris"}, slug="paris"
        )
        make_organization("Organisation X", slug="x", aliases=["The X, inc."])
        tool = make_tool("Decidim")
        more = "madrid\nVille de Paris; The X, inc."
        response = self.send(tool, developers__more=more.replace("; ", "\n"))
        self.assertEqual(response.status_code, 302, errors(response))
        slugs = tool.roles.values_list("organization__slug", flat=True)
        self.assertEqual(set(slugs), {"madrid", "paris", "x"})

    def test_what_is_unticked_goes(self):
        one, two = make_tag("voting"), make_tag("budget")
        tool = make_tool("Decidim", tags=[one.slug, two.slug])
        self.send(tool, tags=["voting"])
        slugs = tool.tagged.values_list("tag__slug", flat=True)
        self.assertEqual(list(slugs), ["voting"])

    def test_an_unknown_name_offers_the_near_ones(self):
        make_organization("Decidim Association", slug="decidim-association")
        tool = make_tool("Decidim")
        response = self.send(tool, developers__more="Decidim Asociation")
        self.assertEqual(response.status_code, 422)
        wish = "use developers-more decidim-association"
        self.assertTrue(read(response).select(f'button[value="{wish}"]'))
        again = self.send(tool, page=response, do=wish)
        self.assertEqual(again.status_code, 200)
        self.assertEqual(typed(again)["developers"], ["decidim-association"])
        self.assertEqual(typed(again)["developers-more"], [""])

    def test_of_several_of_one_name_one_is_chosen(self):
        make_organization("City Council", slug="council-a")
        make_organization("City Council", slug="council-b")
        tool = make_tool("Decidim")
        response = self.send(tool, developers__more="City Council")
        self.assertEqual(response.status_code, 422)
        self.assertContains(response, "City Council (council-b)", status_code=422)
        self.send(tool, developers__more="City Council (council-b)")
        self.assertEqual(tool.roles.get().organization.slug, "council-b")

    def test_what_one_may_not_see_is_neither_shown_nor_lost(self):
        hidden = make_organization("Secret Ltd", slug="secret")
        make_organization("Open Ltd", slug="open")
        tool = make_tool("Decidim", developers=["secret", "open"])
        hide(hidden, "Advertising", ELSE)
        self.client.force_login(make_user(role="trusted"))
        self.assertNotContains(self.open(tool), "ecret")
        response = self.send(tool, developers=[])
        self.assertEqual(response.status_code, 302)
        self.assertEqual(tool.roles.get().organization.slug, "secret")

    def test_a_licence_is_taken_by_its_name_and_near_ones_are_offered(self):
        tool = make_tool("Decidim")
        self.send(tool, licence="Proprietary")
        tool.refresh_from_db()
        self.assertEqual(tool.licence, "proprietary")
        response = self.send(tool, licence="AGPL 3")
        self.assertContains(response, "use licence AGPL-3.0-only", status_code=422)

    def test_what_is_not_in_the_catalogue_is_not_taken_from_a_forged_box(self):
        tool = make_tool("Decidim")
        response = self.send(tool, tags=["no-such-tag", "nul\0"])
        self.assertEqual(set(errors(response)), {"tags-more"})

    def test_languages_are_taken_by_their_names(self):
        tool = make_tool("Decidim")
        self.send(tool, interface_languages__more="Catalan, français, pt-BR")
        # A name in another language than the page's is not known.
        self.assertFalse(tool.values.exists())
        self.send(tool, interface_languages__more="Catalan, French, pt-BR")
        self.assertEqual(
            set(tool.values.values_list("value", flat=True)), {"ca", "fr", "pt-BR"}
        )

    def test_names_are_made_boxes_without_a_script(self):
        tool = make_tool("Decidim")
        response = self.send(
            tool, do="add interface_languages", interface_languages__more="French"
        )
        self.assertEqual(response.status_code, 200)
        self.assertEqual(typed(response)["interface_languages"], ["fr"])

    def test_lookup_offers_names_in_the_language_of_the_page(self):
        make_tag("voting", label={"en": "Voting", "fr": "Vote"})
        path = reverse("revisions:lookup").replace("/en/", "/fr/")
        found = self.client.get(path, {"kind": "tag", "q": "vot"}).json()
        self.assertEqual(found["items"][0]["value"], "voting")
        self.assertEqual(found["items"][0]["text"], "Vote")
        self.assertEqual(self.client.get(path, {"kind": "no"}).status_code, 404)


class ExistsTests(Signed):
    def test_a_doubt_is_a_warning_that_a_second_submit_overrides(self):
        make_tool("Decidim", website="https://decidim.org")
        response = self.send(name="Decidim!", kind="software")
        self.assertEqual(response.status_code, 422)
        self.assertContains(response, "Does it exist already?", status_code=422)
        self.assertEqual(Tool.objects.count(), 1)
        again = self.send(page=response)
        self.assertEqual(again.status_code, 302)
        self.assertEqual(Tool.objects.count(), 2)

    def test_the_candidates_are_shown_while_one_types(self):
        make_tool("Decidim", source_code="https://github.com/decidim/decidim")
        path = reverse("revisions:exists", args=["tools"])
        link = "https://github.com/decidim/decidim/issues"
        response = self.client.get(path, {"name": "X", "link": link})
        self.assertContains(response, "Decidim")
        self.assertNotContains(self.client.get(path, {"name": "X"}), "Decidim")

    def test_what_a_search_did_not_find_is_the_name_already(self):
        self.assertEqual(typed(self.open(query="?name=Nemo"))["name"], ["Nemo"])


class RowsTests(Signed):
    def entry(self, number, **parts):
        return {f"identifiers__{number}__{key}": value for key, value in parts.items()}

    def test_a_row_is_added_filled_moved_and_taken_away_without_a_script(self):
        tool = make_tool("Decidim")
        first = self.send(
            tool, do="add identifiers", **self.entry(0, scheme="doi", value="10/x")
        )
        self.assertEqual(first.status_code, 200)
        self.assertIn("identifiers-1-scheme", typed(first))
        second = self.send(
            tool,
            page=first,
            do="remove identifiers 0",
            **self.entry(1, scheme="wikidata", value="Q1"),
        )
        saved = self.send(tool, page=second)
        self.assertEqual(saved.status_code, 302)
        self.assertEqual(str(tool.identifiers.get()), "wikidata:Q1")

    def test_a_row_half_filled_is_refused(self):
        tool = make_tool("Decidim")
        response = self.send(tool, **self.entry(0, scheme="doi", value=""))
        self.assertEqual(response.status_code, 422)
        self.assertEqual(set(errors(response)), {"identifiers-0-value"})

    def test_the_same_row_twice_is_one(self):
        tool = make_tool("Decidim")
        same = {"scheme": "doi", "value": "10/x"}
        response = self.send(tool, **self.entry(0, **same), **self.entry(1, **same))
        self.assertEqual(response.status_code, 302)
        self.assertEqual(tool.identifiers.count(), 1)


class PicturesTests(Signed):
    def upload(self, colour="teal", name="logo.png"):
        return SimpleUploadedFile(name, picture_bytes(colour=colour))

    def test_a_logo_and_a_screenshot_are_sent_with_their_words(self):
        tool = make_tool("Decidim")
        response = self.send(
            tool,
            **{
                "logo-file": self.upload(),
                "screenshots-0-image-file": self.upload("red"),
                "screenshots-0-alt_en": "A page",
                "screenshots-0-credit": "Ada",
            },
        )
        self.assertEqual(response.status_code, 302)
        tool.refresh_from_db()
        self.assertIsNotNone(tool.logo)
        shot = tool.screenshots.get()
        self.assertEqual((shot.alt_en, shot.credit), ("A page", "Ada"))

    def test_a_picture_is_not_lost_by_an_error_elsewhere(self):
        tool = make_tool("Decidim")
        response = self.send(tool, website="x", **{"logo-file": self.upload()})
        self.assertEqual(response.status_code, 422)
        kept = typed(response)["logo"]
        self.assertEqual(kept, [Image.objects.get().file_name])
        self.send(tool, page=response, website="")
        tool.refresh_from_db()
        self.assertEqual([tool.logo.file_name], kept)

    def test_what_is_no_picture_is_refused(self):
        tool = make_tool("Decidim")
        wrong = SimpleUploadedFile("logo.png", b"no picture")
        response = self.send(tool, **{"logo-file": wrong})
        self.assertEqual(response.status_code, 422)
        self.assertEqual(set(errors(response)), {"logo"})

    def test_a_broken_file_under_an_unknown_name_is_passed_over(self):
        wrong = SimpleUploadedFile("logo.png", b"no picture")
        response = self.send(name="Nemo", kind="software", **{"foo-file": wrong})
        self.assertEqual(response.status_code, 302)

    def test_every_picture_is_counted(self):
        tool = make_tool("Decidim")
        two = {
            "logo-file": self.upload(),
            "screenshots-0-image-file": self.upload("red"),
            "summary_en": "Kept",
        }
        with mock.patch("revisions.forms.writing.UPLOADS", 1):
            for do in ("form", "save"):
                response = self.send(tool, do=do, **two)
                self.assertEqual(response.status_code, 429)
                self.assertEqual(typed(response)["summary_en"], ["Kept"])
                self.assertContains(response, "too many pictures", status_code=429)
                two["logo-file"].seek(0)
                two["screenshots-0-image-file"].seek(0)
        self.assertFalse(Image.objects.exists())

    def test_a_visitor_may_send_fewer_pictures_than_an_account(self):
        tool, limits = make_tool("Decidim"), "revisions.forms.writing."
        with mock.patch(limits + "VISITOR_UPLOADS", 1):
            for do in (200, 429):
                self.client.logout()
                sent = self.send(tool, do="form", **{"logo-file": self.upload()})
                self.assertEqual(sent.status_code, do)
            self.client.force_login(self.moderator)
            sent = self.send(tool, do="form", **{"logo-file": self.upload()})
            self.assertEqual(sent.status_code, 200)

    def test_a_logo_is_taken_away(self):
        tool = make_tool("Decidim")
        self.send(tool, **{"logo-file": self.upload()})
        self.send(tool, **{"logo-off": "yes"})
        tool.refresh_from_db()
        self.assertIsNone(tool.logo)


class ConflictTests(Signed):
    def test_a_lost_race_keeps_every_word_and_shows_both(self):
        tool = make_tool("Decidim", summary="Free framework")
        page = self.open(tool)
        change(tool, summary={"en": "Free library"})
        response = self.send(
            tool, page=page, summary_en="Free platform", website="https://decidim.org"
        )
        self.assertEqual(response.status_code, 409)
        sides = [words(side) for side in read(response).select(".three > div")]
        self.assertIn("Free framework", sides[0])
        self.assertIn("library", sides[1])
        self.assertIn("platform", sides[2])
        data = typed(response)
        self.assertEqual(data["summary_en"], ["Free platform"])
        self.assertEqual(data["website"], ["https://decidim.org"])
        self.assertEqual(data["version"], ["2"])
        tool.refresh_from_db()
        self.assertEqual(tool.summary_en, "Free library")

    def lost_race(self):
        tool = make_tool("Decidim", summary="One")
        page = self.open(tool)
        change(tool, summary={"en": "Two"})
        lost = self.send(tool, page=page, summary_en="Three", website="https://a.org")
        self.assertEqual(lost.status_code, 409)
        return tool, lost

    def test_one_click_publishes_mine(self):
        tool, lost = self.lost_race()
        self.assertEqual(self.send(tool, page=lost).status_code, 302)
        tool.refresh_from_db()
        self.assertEqual(tool.summary_en, "Three")

    def test_theirs_can_be_left_and_the_rest_of_mine_saved(self):
        tool, lost = self.lost_race()
        self.send(tool, page=lost, **{"pick-summary-en": "theirs"})
        tool.refresh_from_db()
        self.assertEqual((tool.summary_en, tool.website), ("Two", "https://a.org"))

    def test_what_the_other_changed_elsewhere_stays(self):
        tool = make_tool("Decidim", summary={"en": "One", "fr": "Un"})
        page = self.open(tool)
        change(tool, summary={"en": "One", "fr": "Deux"}, licence="MIT")
        lost = self.send(tool, page=page, summary_en="Two")
        self.assertEqual(lost.status_code, 409)
        self.assertContains(lost, "one click publishes yours", status_code=409)
        self.assertEqual(self.send(tool, page=lost).status_code, 302)
        tool.refresh_from_db()
        self.assertEqual((tool.summary_en, tool.summary_fr), ("Two", "Deux"))
        self.assertEqual(tool.licence, "MIT")

    def test_what_both_added_to_a_list_comes_together(self):
        for slug in ("a", "b", "c"):
            make_tag(slug)
        tool = make_tool("Decidim", tags=["a"])
        page = self.open(tool)
        change(tool, tags=["a", "b"])
        lost = self.send(tool, page=page, tags=["c"])
        self.assertEqual(lost.status_code, 409)
        self.send(tool, page=lost)
        slugs = tool.tagged.values_list("tag__slug", flat=True)
        self.assertEqual(set(slugs), {"b", "c"})

    def test_a_third_change_meanwhile_is_shown_as_well(self):
        tool, lost = self.lost_race()
        change(tool, summary={"en": "Four"})
        again = self.send(tool, page=lost)
        self.assertEqual(again.status_code, 409)
        self.assertEqual(typed(again)["summary_en"], ["Three"])


class DraftTests(Signed):
    def test_a_draft_is_kept_without_being_asked(self):
        tool = make_tool("Decidim")
        data = typed(self.open(tool)) | {"summary_en": ["Half a sen"]}
        path = reverse("revisions:draft", args=["tools", tool.slug])
        answer = self.client.post(path, data)
        self.assertEqual(answer.json(), {"status": "Draft kept"})
        self.assertContains(self.open(tool), "You have begun already")
        again = typed(self.open(tool, "?draft=yes"))
        self.assertEqual(again["summary_en"], ["Half a sen"])

    def test_a_draft_of_an_older_state_still_meets_what_changed(self):
        tool = make_tool("Decidim", summary="One")
        page = self.open(tool)
        self.send(tool, page=page, do="keep", summary_en="Mine")
        change(tool, summary={"en": "Theirs"})
        draft = self.open(tool, "?draft=yes")
        self.assertEqual(self.send(tool, page=draft).status_code, 409)

    def test_a_button_keeps_a_draft_and_another_discards_it(self):
        response = self.send(do="keep", name="Nemo")
        self.assertRedirects(response, address("tool") + "?draft=yes")
        self.assertEqual(Draft.objects.get().title, "Nemo")
        self.client.post(address("tool"), {"do": "discard"})
        self.assertFalse(Draft.objects.exists())

    def test_a_draft_goes_when_its_form_is_sent(self):
        make_draft(self.moderator, data={"name": ["Nemo"]})
        self.send(name="Nemo", kind="software")
        self.assertFalse(Draft.objects.exists())

    def test_a_draft_is_its_authors_alone(self):
        make_draft(data={"name": ["Nemo"]}, title="Nemo")
        self.assertNotContains(self.open(query="?draft=yes"), "Nemo")

    def test_visitors_have_no_drafts(self):
        self.client.logout()
        path = reverse("revisions:draft", args=["tools"])
        self.assertEqual(self.client.post(path, {"name": "X"}).status_code, 403)


class NewcomerTests(FormTests, TestCase):
    def setUp(self):
        self.newcomer = make_user()
        self.client.force_login(self.newcomer)

    def test_a_newcomer_proposes(self):
        tool = make_tool("Decidim", summary="Old")
        response = self.send(tool, summary_en="New", **self.why("Because"))
        proposal = Proposal.objects.get()
        self.assertRedirects(
            response, proposal.get_absolute_url(), fetch_redirect_response=False
        )
        self.assertEqual(proposal.author, self.newcomer)
        self.assertEqual(proposal.comment, "Because")
        self.assertEqual(proposal.values, {"summary": {"en": "New"}})
        tool.refresh_from_db()
        self.assertEqual(tool.summary_en, "Old")

    def test_a_day_has_room_for_so_many_proposals_of_one_person(self):
        with mock.patch("revisions.forms.writing.PROPOSALS", 1):
            for name, status in (("Nemo", 302), ("Ahab", 429)):
                response = self.send(name=name, kind="software", summary_en="Long")
                self.assertEqual(response.status_code, status)
            self.assertEqual(typed(response)["name"], ["Ahab"])
            self.assertEqual(typed(response)["summary_en"], ["Long"])
            self.assertContains(response, "tomorrow", status_code=429)
            self.assertEqual(Proposal.objects.get().title, "Nemo")
            self.client.force_login(make_user(role="trusted"))
            for name in ("Ahab", "Ishmael"):
                sent = self.send(name=name, kind="software")
                self.assertEqual(sent.status_code, 302)

    def test_a_new_record_is_a_proposal_without_a_row(self):
        self.send(name="Nemo", kind="software")
        self.assertEqual(Proposal.objects.get().title, "Nemo")
        self.assertFalse(Tool.objects.exists())

    def test_a_missing_organization_is_proposed_on_the_way(self):
        gone = self.send(
            name="Nemo",
            kind="software",
            developers__more="Acme",
        )
        self.assertContains(gone, "create developers-more", status_code=422)
        away = self.send(page=gone, do="create developers-more")
        self.assertEqual(away.status_code, 302)
        other = self.client.get(away["Location"])
        self.assertEqual(typed(other)["name_en"], ["Acme"])
        data = typed(other) | {"sector": ["private"], "do": ["save"]}
        back = self.client.post(away["Location"], data)
        self.assertIn(address("tool"), back["Location"])
        form = self.client.get(back["Location"])
        self.assertContains(form, "waits for review")
        self.assertEqual(typed(form)["name"], ["Nemo"])
        self.assertEqual(typed(form)["developers-more"], [""])
        self.assertIn("Acme", typed(form)["change-comment"][0])
        self.assertEqual(Proposal.objects.get().title, "Acme")


class CreatedOnTheWayTests(Signed):
    def test_a_missing_organization_is_made_and_stands_in_the_form(self):
        tool = make_tool("Decidim")
        wrong = self.send(tool, developers__more="Acme", summary_en="Kept")
        away = self.send(tool, page=wrong, do="create developers-more")
        other = self.client.get(away["Location"])
        data = typed(other) | {"sector": ["private"], "do": ["save"]}
        back = self.client.post(away["Location"], data)
        form = self.client.get(back["Location"])
        self.assertEqual(typed(form)["developers"], ["acme"])
        self.assertEqual(typed(form)["summary_en"], ["Kept"])
        self.assertEqual(self.send(tool, page=form).status_code, 302)
        self.assertEqual(tool.roles.get().organization.slug, "acme")

    def test_no_foreign_address_is_returned_to(self):
        data = typed(self.open()) | {
            "return": ["https://evil.example"], "name": ["Nemo"],
            "kind": ["software"], "do": ["save"],
        }  # fmt: skip
        response = self.client.post(address("tool"), data)
        self.assertEqual(response["Location"], "/en/tools/nemo/")

    def test_what_a_request_says_of_the_way_back_is_not_believed(self):
        held = {"_path": "//evil.example/", "_input": "name"}
        for said in (held, {"_path": "/x"}, {"_pa\0th": "//evil.example/"}):
            with self.subTest(said):
                away = self.send(do="signin", **said)
                token = away["Location"].partition("held%3D")[2]
                data = typed(self.open()) | {"return": [token], "kind": ["software"]}
                data |= {"name": [f"Nemo {len(said)} {len(str(said))}"], "sure": "yes"}
                response = self.client.post(address("tool"), data | {"do": ["save"]})
                self.assertEqual(response.status_code, 302)
                self.assertTrue(response["Location"].startswith("/en/tools/nemo-"))

    def test_only_pages_of_this_site_are_returned_to(self):
        session = self.client.session
        data = {"_path": ["//evil.example/"], "_input": ["developers-more"]}
        session["held"] = {"t": {"kind": "tool", "values": {}, "data": data,
                                 "notes": [], "sources": []}}  # fmt: skip
        session.save()
        response = self.send(name="Nemo", kind="software", **{"return": "t"})
        self.assertEqual(response["Location"], "/en/tools/nemo/")


class VisitorTests(FormTests, TestCase):
    def send(self, *args, **changes):
        # Nobody reads a form in less than two seconds.
        with mock.patch("core.public_forms.QUICKEST", 0):
            return super().send(*args, **changes)

    def test_a_visitor_proposes_with_an_address_to_confirm(self):
        tool = make_tool("Decidim")
        response = self.send(
            tool, website="https://decidim.org", change__email="ada@example.org"
        )
        self.assertEqual(response.status_code, 302)
        self.assertContains(self.client.get(response["Location"]), "e-mail")
        proposal = Proposal.objects.get()
        self.assertEqual(proposal.email, "ada@example.org")
        self.assertEqual(proposal.status, Proposal.Status.UNCONFIRMED)

    def test_without_an_address_everything_typed_stays(self):
        tool = make_tool("Decidim")
        response = self.send(tool, website="https://decidim.org")
        self.assertEqual(response.status_code, 422)
        self.assertEqual(typed(response)["website"], ["https://decidim.org"])
        self.assertContains(response, "Sign in and go on", status_code=422)

    def test_signing_in_brings_back_what_was_typed(self):
        tool = make_tool("Decidim")
        away = self.send(tool, do="signin", website="x.org", **self.why("Because"))
        self.assertIn(reverse("account_login"), away["Location"])
        user = make_user("ada", "ada@example.org")
        back = self.client.post(
            away["Location"], {"login": "ada@example.org", "password": "correct horse"}
        )
        form = self.client.get(back["Location"])
        self.assertEqual(typed(form)["website"], ["x.org"])
        self.assertEqual(typed(form)["change-comment"], ["Because"])
        super().send(tool, page=form)
        self.assertEqual(Proposal.objects.get().author, user)

    def test_a_banned_address_is_refused(self):
        make_ban(email="bad@example.org")
        response = self.send(
            name="Nemo", kind="software", change__email="bad@example.org"
        )
        self.assertEqual(response.status_code, 422)
        self.assertFalse(Proposal.objects.exists())

    def test_a_machine_that_fills_everything_in_is_refused(self):
        response = self.send(
            name="Nemo", kind="software", change__email="a@example.org",
            change__homepage="https://spam.example",
        )  # fmt: skip
        self.assertEqual(response.status_code, 422)
        self.assertFalse(Proposal.objects.exists())

    def test_too_many_from_one_network_are_asked_to_wait(self):
        with mock.patch("revisions.forms.writing.VISITS", 1):
            for name, status in (("Nemo", 302), ("Ahab", 429)):
                response = self.send(
                    name=name, kind="software", change__email="a@example.org"
                )
                self.assertEqual(response.status_code, status)
        self.assertEqual(typed(response)["name"], ["Ahab"])


class HelpTests(Signed):
    def test_every_field_of_every_kind_is_asked_for_with_help_and_an_example(self):
        not_asked = {"slug", "verified_on", "verified_by"}
        for kind in all_kinds():
            asks = {ask.key: ask for part in kind.sections for ask in part.asks}
            for part in kind.fields:
                if part.key in not_asked or (kind.key, part.key) == ("tag", "sources"):
                    continue
                with self.subTest(kind=kind.key, key=part.key):
                    self.assertTrue(str(asks[part.key].help))
                    self.assertTrue(str(asks[part.key].example))

    def test_a_call_to_action_opens_the_form_at_its_field(self):
        tool = make_tool("Decidim")
        page = read(self.open(tool, "?field=summary"))
        self.assertEqual(page.select_one("[autofocus]")["id"], "i-summary_en")
        folded = read(self.open(tool, "?field=demo")).select_one("#f-demo")
        self.assertTrue(folded.find_parent("details").has_attr("open"))
        self.assertEqual(self.open(tool, "?field=no").status_code, 200)

    def test_a_preview_shows_safe_markdown(self):
        text = "**bold** <script>alert(1)</script>"
        answer = self.client.post(reverse("revisions:preview"), {"text": text})
        self.assertContains(answer, "<strong>bold</strong>")
        self.assertNotContains(answer, "<script>")
        response = self.send(do="preview", description_en=text, name="Nemo")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(
            words(read(response).select_one(".preview:not([hidden]) strong")), "bold"
        )

    def test_what_was_filled_in_for_one_stands_in_the_form(self):
        session = self.client.session
        session["held"] = {
            "t": {"kind": "tool", "values": {"name": "Nemo", "website": "https://n.org"},
                  "data": None, "notes": ["The licence is unknown"],
                  "sources": ["https://n.org/publiccode.yml"]}
        }  # fmt: skip
        session.save()
        page = self.open(query="?held=t")
        self.assertEqual(typed(page)["website"], ["https://n.org"])
        self.assertContains(page, "The licence is unknown")
        self.send(query="?held=t", page=page, kind="software")
        self.assertEqual(Tool.objects.get().website, "https://n.org")

    def test_a_button_with_an_endless_number_does_nothing(self):
        for do in ("up", "down", "remove"):
            for number in ("9" * 5000, "9", "²", ""):
                with self.subTest(do, length=len(number)):
                    wish = {"shown": "screenshots", "do": f"{do} screenshots {number}"}
                    response = self.client.post(address("tool"), wish)
                    self.assertEqual(response.status_code, 200)
