from unittest import mock

from django.core import mail
from django.test import TestCase

from catalogue.models import Tool
from core.kinds import kind
from revisions.editing import Attribution, Change, hide, write
from revisions.merges.merging import merge
from revisions.models import Message, Proposal, Reason
from revisions.proposals import reviewing
from revisions.proposals.reviewing import Decision, decide
from revisions.visitors.signing import token
from tests.factories import (
    make_moderator,
    make_proposal,
    make_reason,
    make_tag,
    make_tool,
    make_user,
)
from tests.public_pages import read, words


class ProposalTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.author = make_user("ana", "ana@example.org", language="fr")
        cls.moderator = make_moderator(username="claire")
        cls.reason = make_reason("sourceless", text="No source", rule="sources")
        Reason.objects.filter(pk=cls.reason.pk).update(text_fr="Pas de source")
        cls.tool = make_tool("Decidim", summary={"en": "Old words"})

    def propose(self, **values):
        return make_proposal(self.tool, author=self.author, **values)

    def now(self):
        return Tool.objects.get(pk=self.tool.pk)

    def edit(self, **values):
        by = Attribution(self.moderator)
        write(kind("tool"), [Change(self.now(), values)], by)

    def refused(self, **values):
        """Propose and refuse."""
        proposal = self.propose(**(values or {"licence": "MIT"}))
        no = Decision(accept=False, reason=self.reason)
        seen = self.now().version
        keys = proposal.values
        return decide(proposal, dict.fromkeys(keys, no), self.moderator, seen=seen)

    def page(self, proposal):
        return read(self.client.get(f"/en/proposals/{proposal.pk}/"))

    def post(self, proposal, verb, user=None, **data):
        if user:
            self.client.force_login(user)
        return self.client.post(f"/en/proposals/{proposal.pk}/{verb}/", data)

    def decide(self, proposal, **data):
        data = {"seen": self.now().version, "do": "decide"} | data
        with self.captureOnCommitCallbacks(execute=True):
            return self.post(proposal, "decide", self.moderator, **data)


class WhoSeesTests(ProposalTests):
    def test_its_author_and_moderators_see_it_and_nobody_else(self):
        address = f"/en/proposals/{self.propose(licence='MIT').pk}/"
        response = self.client.get(address)
        self.assertEqual(response["Location"], f"/en/account/login/?next={address}")
        for user, status in (
            (make_user(), 404),
            (self.author, 200),
            (self.moderator, 200),
        ):
            self.client.force_login(user)
            self.assertEqual(self.client.get(address).status_code, status)

    def test_a_visitor_comes_in_by_the_link_of_the_e_mail_alone(self):
        proposal = make_proposal(self.tool, email="eve@example.org", licence="MIT")
        other = make_proposal(self.tool, email="bob@example.org", licence="EUPL-1.2")
        address = f"/en/proposals/{proposal.pk}/"
        response = self.client.get(f"{address}?token={token(proposal)}")
        self.assertContains(response, "We have sent you an e-mail.")
        for wrong in (token(other), "nonsense", f"{token(proposal)}x"):
            response = self.client.get(f"{address}?token={wrong}")
            self.assertEqual(response.status_code, 302, wrong)

    def test_the_author_reads_what_was_proposed_and_its_state(self):
        proposal = self.propose(summary={"en": "New words"})
        self.client.force_login(self.author)
        text = words(self.page(proposal).main)
        self.assertIn("Waiting for review", text)
        self.assertIn("added: New", text)
        self.assertNotIn("Signs of spam", text)

    def test_the_author_reads_nothing_that_was_written_since_the_record_is_hidden(self):
        proposal = self.propose(summary={"en": "New words"})
        self.edit(summary={"en": "Public words"})
        self.client.force_login(self.author)
        self.assertIn("removed: Public", words(self.page(proposal).main))
        hide(self.now(), "Privacy", Attribution(self.moderator))
        self.edit(summary={"en": "Inner words"})
        visitors = make_proposal(self.tool, email="eve@example.org", licence="MIT")
        Proposal.objects.filter(pk=visitors.pk).update(status="waiting")
        self.edit(licence="EUPL-1.2")
        text = words(self.page(proposal).main)
        self.assertNotIn("Inner", text)
        self.assertIn("added: New", text)
        page = self.client.get(f"/en/proposals/{visitors.pk}/?token={token(visitors)}")
        self.assertNotContains(page, "EUPL")

    def test_the_author_reads_every_field_and_every_text_to_its_end(self):
        links = ("website", "source_code", "documentation", "demo", "download")
        values = {key: f"https://example.org/{key}" for key in links}
        text = "Long words. " * 90 + "The end."
        proposal = self.propose(description={"en": text}, **values)
        self.client.force_login(self.author)
        page = words(self.page(proposal).main)
        for said in (*values.values(), "The end."):
            self.assertIn(said, page)

    def test_no_proposal_has_a_number_that_long(self):
        self.client.force_login(self.moderator)
        response = self.client.get(f"/en/proposals/{'9' * 36}/")
        self.assertEqual(response.status_code, 404)


class ModeratorTests(ProposalTests):
    def test_a_field_changed_meanwhile_is_shown_three_ways(self):
        proposal = self.propose(summary={"en": "New words"}, licence="MIT")
        self.edit(summary={"en": "Other words"})
        self.client.force_login(self.moderator)
        page = self.page(proposal)
        three = page.select_one("#r-summary .three")
        self.assertEqual(
            [words(side.div) for side in three.select("div:has(> h3)")],
            ["Old words", "Other words", "removed: Otheradded: New words"],
        )
        self.assertIsNone(page.select_one("#r-licence .three"))
        # What two people wrote takes a choice.
        self.assertEqual(page.select("#r-summary [checked]"), [])
        self.assertEqual(page.select_one("#r-licence [checked]")["value"], "accept")

    def test_one_button_accepts_everything(self):
        proposal = self.propose(licence="MIT", pricing="free")
        response = self.decide(proposal, all="accept")
        self.assertRedirects(response, "/en/moderation/queue/")
        self.assertEqual((self.now().licence, self.now().pricing), ("MIT", "free"))

    def test_it_leads_on_to_the_next_one(self):
        first, second = self.propose(licence="MIT"), self.propose(pricing="free")
        response = self.decide(first, all="accept")
        self.assertEqual(response["Location"], f"/en/proposals/{second.pk}/")
        page = read(self.client.get(response["Location"]))
        self.assertIn("Decidim: Accepted.", words(page))

    def test_a_decision_can_be_taken_back_from_the_next_page(self):
        first, second = self.propose(licence="MIT"), self.propose(pricing="free")
        self.decide(first, all="accept")
        undo = self.page(second).select_one("form.undo")
        data = {"proposal": undo.select_one("[name=proposal]")["value"]}
        response = self.client.post(undo["action"], data)
        self.assertRedirects(response, f"/en/proposals/{first.pk}/")
        self.assertEqual(self.now().licence, "")

    def test_each_field_is_decided_by_itself(self):
        proposal = self.propose(licence="MIT", pricing="free")
        self.decide(
            proposal,
            **{"decision-licence": "accept", "decision-pricing": "reject"},
            **{"reason-pricing": self.reason.pk, "note-pricing": "It says paid"},
        )
        proposal.refresh_from_db()
        self.assertEqual(proposal.status, Proposal.Status.PARTLY)
        self.assertEqual((self.now().licence, self.now().pricing), ("MIT", ""))
        change = proposal.changes.get(key="pricing")
        self.assertEqual((change.reason, change.note), (self.reason, "It says paid"))

    def test_nothing_is_refused_without_a_reason(self):
        proposal = self.propose(licence="MIT")
        response = self.decide(proposal, **{"decision-licence": "reject"})
        self.assertEqual(response.status_code, 422)
        self.assertContains(response, "Say why it is not accepted.", status_code=422)
        self.assertEqual(Proposal.objects.waiting().count(), 1)

    def test_every_field_takes_a_decision(self):
        response = self.decide(self.propose(licence="MIT"))
        self.assertContains(response, "Accept it or not.", status_code=422)

    def test_everything_is_refused_at_once(self):
        proposal = self.propose(licence="MIT", pricing="free")
        self.decide(proposal, all="reject", **{"reason-all": self.reason.pk})
        self.assertEqual({c.reason for c in proposal.changes.all()}, {self.reason})

    def test_it_is_corrected_before_it_is_accepted(self):
        proposal = self.propose(summary={"en": "New wrods"})
        data = {"decision-summary": "accept", "shown": "summary"}
        self.decide(proposal, summary_en="New words", **data)
        self.assertEqual(self.now().summary_en, "New words")
        self.assertTrue(proposal.changes.get().edited)

    def test_what_is_corrected_wrongly_is_kept_as_typed(self):
        proposal = self.propose(website="https://decidim.org/")
        data = {"decision-website": "accept", "shown": "website"}
        response = self.decide(proposal, website="no address", **data)
        self.assertEqual(response.status_code, 422)
        page = read(response)
        self.assertEqual(page.select_one("[name=website]")["value"], "no address")
        self.assertTrue(page.select_one("details.amend").has_attr("open"))
        self.assertEqual(self.now().website, "")

    def test_a_record_changed_under_the_eyes_of_the_moderator_is_looked_at_again(self):
        proposal = self.propose(licence="MIT")
        seen = self.now().version
        self.edit(pricing="free")
        response = self.decide(proposal, all="accept", seen=seen)
        self.assertContains(response, "has just been changed", status_code=409)
        self.assertEqual(self.now().licence, "")

    def test_two_moderators_do_not_decide_twice(self):
        proposal = self.propose(licence="MIT")
        self.decide(proposal, all="accept")
        response = self.decide(proposal, all="reject", **{"note-all": "No"})
        self.assertContains(response, "decided on it already", status_code=409)
        self.assertEqual(self.now().licence, "MIT")

    def test_what_no_database_stores_is_left_out(self):
        make_tag("open-data")
        proposal = self.propose(tags=["open-data"])
        data = {"decision-tags": "accept", "shown": "tags", "do": "decide\0"}
        self.decide(proposal, tags="open\0-data", **data)
        self.assertEqual(self.now().tags.get().slug, "open-data")
        proposal = self.propose(licence="MIT")
        data = {"decision-licence": "reject", "note-licence": "N\0o"}
        self.decide(proposal, **data)
        self.assertEqual(proposal.changes.get().note, "No")

    def test_no_record_has_a_version_that_long(self):
        proposal = self.propose(licence="MIT")
        response = self.decide(proposal, all="accept", seen="9" * 5000)
        self.assertEqual(response.status_code, 302)

    def test_a_new_record_shows_what_it_may_be_already(self):
        values = {"name": "Decidim", "kind": "software"}
        proposal = make_proposal(author=self.author, **values)
        self.client.force_login(self.moderator)
        aside = words(self.page(proposal).aside)
        self.assertIn("Perhaps the sameDecidimSame name", aside)
        self.decide(proposal, all="accept")
        self.assertEqual(Tool.objects.filter(name="Decidim").count(), 2)

    def test_it_is_taken_and_released(self):
        proposal = self.propose(licence="MIT")
        self.post(proposal, "assign", self.moderator, act="take")
        self.assertEqual(Proposal.objects.get().assignee, self.moderator)
        self.post(proposal, "assign", act="release")
        self.assertIsNone(Proposal.objects.get().assignee)

    def test_authors_do_not_decide(self):
        proposal = self.propose(licence="MIT")
        for verb in ("decide", "assign"):
            response = self.post(proposal, verb, self.author, all="accept")
            self.assertEqual(response.status_code, 403)
        self.assertEqual(self.now().licence, "")

    def test_its_page_takes_few_queries(self):
        proposal = self.propose(licence="MIT", pricing="free", summary={"en": "New"})
        self.client.force_login(self.moderator)
        self.page(proposal)
        with self.assertNumQueries(18):
            self.page(proposal)


class AuthorTests(ProposalTests):
    def test_the_author_reads_why_and_where_the_rule_stands(self):
        proposal = self.refused()
        self.client.force_login(self.author)
        page = self.page(proposal)
        self.assertIn("Not accepted No source", words(page.main))
        rule = page.select_one(".decisions a")["href"]
        self.assertTrue(rule.endswith("/en/inclusion-rules/#sources"))

    def test_a_waiting_proposal_is_withdrawn_by_its_author_alone(self):
        proposal = self.propose(licence="MIT")
        self.assertEqual(
            self.post(proposal, "withdraw", self.moderator).status_code, 403
        )
        self.post(proposal, "withdraw", self.author)
        proposal.refresh_from_db()
        self.assertEqual(proposal.status, Proposal.Status.WITHDRAWN)
        self.assertEqual(self.post(proposal, "withdraw").status_code, 403)

    def test_a_visitor_withdraws_with_the_link(self):
        proposal = make_proposal(self.tool, email="eve@example.org", licence="MIT")
        response = self.post(proposal, "withdraw", token=token(proposal))
        self.assertIn("?token=", response["Location"])
        proposal.refresh_from_db()
        self.assertEqual(proposal.status, Proposal.Status.WITHDRAWN)

    def test_a_moderator_asks_and_the_author_answers(self):
        proposal = self.propose(licence="MIT")
        self.post(proposal, "answer", self.moderator, text="Which file?")
        self.assertEqual(mail.outbox[0].to, ["ana@example.org"])
        self.assertIn("Which file?", mail.outbox[0].body)
        self.post(proposal, "answer", self.author, text="LICENSE")
        page = words(self.page(proposal).select_one("#talk"))
        self.assertIn("Which file?", page)
        self.assertIn("LICENSE", page)
        self.assertEqual(len(mail.outbox), 1)

    def test_an_empty_or_endless_message_is_not_sent(self):
        proposal = self.propose(licence="MIT")
        for text in ("", "  ", "x" * 2001):
            response = self.post(proposal, "answer", self.author, text=text)
            self.assertEqual(response.status_code, 422)
        self.assertIn("x" * 2001, response.content.decode())
        self.assertFalse(Message.objects.exists())

    def test_a_message_that_comes_after_the_decision_is_not_lost(self):
        for choice in ("accept", "reject"):
            proposal = self.propose(licence="MIT")
            self.decide(proposal, all=choice, **{"note-all": "No source"})
            response = self.post(proposal, "answer", self.author, text="See LICENSE")
            self.assertEqual(response.status_code, 409)
            talk = read(response).select_one("#talk")
            self.assertEqual(talk.textarea.string.strip(), "See LICENSE")
            self.assertIn("Your message is not sent", words(talk))
            self.edit(licence="")
        self.assertFalse(Message.objects.exists())

    def test_an_appeal_that_comes_too_late_is_not_lost(self):
        proposal, data = self.refused(), {"text": "See LICENSE", "appeal": "yes"}
        with mock.patch.object(reviewing, "answer", side_effect=reviewing.NotWaiting):
            response = self.post(proposal, "answer", self.author, **data)
        self.assertEqual(response.status_code, 409)
        talk = read(response).select_one("#talk")
        self.assertEqual(talk.textarea.string.strip(), "See LICENSE")

    def test_one_appeals_once_and_another_moderator_decides(self):
        proposal = self.refused()
        other = make_moderator()
        data = {"text": "It is in the repository", "appeal": "yes"}
        self.post(proposal, "answer", self.author, **data)
        proposal.refresh_from_db()
        self.assertTrue(proposal.is_waiting)
        self.assertEqual(
            self.post(proposal, "answer", self.author, **data).status_code, 403
        )
        response = self.decide(proposal, all="accept")
        self.assertEqual(response.status_code, 403)
        self.assertIn("another moderator decides", words(read(response).h2))
        self.post(proposal, "decide", other, all="accept", seen=self.now().version)
        self.assertEqual(self.now().licence, "MIT")

    def test_who_is_appealed_against_finds_a_sentence_instead_of_the_form(self):
        proposal, other = self.refused(), make_moderator()
        data = {"text": "It is in the repository", "appeal": "yes"}
        self.post(proposal, "answer", self.author, **data)
        for moderator, forms in ((self.moderator, 0), (other, 1)):
            self.client.force_login(moderator)
            page = self.page(proposal)
            self.assertEqual(len(page.select("form.review")), forms)
            said = "an appeal against your own decision" in words(page.main)
            self.assertEqual(said, not forms)

    def test_after_a_merge_the_page_leads_to_the_record_that_stands(self):
        proposal = self.refused()
        winner = make_tool("Decidim platform")
        merge(kind("tool"), self.now(), winner, Attribution(self.moderator))
        data = {"text": "It is so", "appeal": "yes"}
        self.post(proposal, "answer", self.author, **data)
        self.client.force_login(self.moderator)
        self.assertTrue(self.page(proposal).select('.callout a[href$="platform/"]'))
        response = self.decide(proposal, all="accept")
        self.assertEqual(response.status_code, 422)
        self.assertIn("Decidim platform", words(read(response).h2))

    def test_after_a_merge_it_is_proposed_anew_for_the_record_that_stands(self):
        proposal = self.refused()
        winner = make_tool("Decidim platform")
        merge(kind("tool"), self.now(), winner, Attribution(self.moderator))
        response = self.post(proposal, "resubmit", self.author)
        path = "/en/tools/decidim-platform/edit/?held="
        self.assertTrue(response["Location"].startswith(path), response["Location"])

    def test_the_only_moderator_decides_on_an_appeal_too(self):
        proposal = self.refused()
        self.post(proposal, "answer", self.author, text="It is so", appeal="yes")
        self.decide(proposal, all="accept")
        self.assertEqual(self.now().licence, "MIT")

    def test_what_was_accepted_is_not_appealed_against(self):
        proposal = self.propose(licence="MIT")
        self.decide(proposal, all="accept")
        response = self.post(proposal, "answer", self.author, text="x", appeal="yes")
        self.assertEqual(response.status_code, 403)

    def test_what_was_refused_is_proposed_anew_with_what_was_typed(self):
        proposal = self.refused()
        response = self.post(proposal, "resubmit", self.author)
        page = read(self.client.get(response["Location"]))
        self.assertEqual(page.select_one("[name=licence]")["value"], "MIT")

    def test_a_decision_is_marked_as_read_by_post_only(self):
        proposal = self.refused()
        self.client.force_login(self.author)
        self.page(proposal)
        proposal.refresh_from_db()
        self.assertIsNone(proposal.seen_at)
        self.post(proposal, "seen")
        proposal.refresh_from_db()
        self.assertIsNotNone(proposal.seen_at)

    def test_moderators_do_not_read_for_the_author(self):
        proposal = self.refused()
        self.post(proposal, "seen", self.moderator)
        proposal.refresh_from_db()
        self.assertIsNone(proposal.seen_at)


class MailTests(ProposalTests):
    def decided(self, proposal, **decisions):
        with self.captureOnCommitCallbacks(execute=True):
            decide(proposal, decisions, self.moderator, seen=self.now().version)
        return mail.outbox[-1] if mail.outbox else None

    def test_the_author_is_told_in_their_language_what_and_why(self):
        yes, no = Decision(accept=True), Decision(False, self.reason, "Voir le README")
        letter = self.decided(
            self.propose(licence="MIT", pricing="free"), licence=no, pricing=yes
        )
        self.assertEqual(letter.to, ["ana@example.org"])
        self.assertIn("Decidim", letter.subject)
        self.assertIn("Pas de source Voir le README", letter.body)
        self.assertIn("/fr/inclusion-rules/#sources", letter.body)
        self.assertIn("/fr/proposals/", letter.body)
        html = letter.alternatives[0].content
        self.assertIn("Pas de source Voir le README", html)

    def test_who_wants_no_e_mails_gets_none(self):
        self.author.notify = "never"
        self.author.save()
        self.decided(self.propose(licence="MIT"), licence=Decision(accept=True))
        self.assertEqual(mail.outbox, [])

    def test_a_visitor_gets_a_link_that_lets_them_in(self):
        proposal = make_proposal(self.tool, email="eve@example.org", licence="MIT")
        Proposal.objects.update(status="waiting")
        letter = self.decided(proposal, licence=Decision(False, None, "No"))
        self.assertEqual(letter.to, ["eve@example.org"])
        link = next(w for w in letter.body.split() if "token=" in w)
        path = link[link.index("/en/") :]
        self.assertContains(self.client.get(path), "Not accepted")

    def test_a_mail_server_that_fails_does_not_undo_the_decision(self):
        proposal = self.propose(licence="MIT")
        backend = "tests.revisions.test_proposal_page.FailingBackend"
        with (
            self.settings(EMAIL_BACKEND=backend),
            self.assertLogs("revisions.proposals.telling"),
        ):
            self.decided(proposal, licence=Decision(accept=True))
        self.assertEqual(self.now().licence, "MIT")


class FailingBackend:
    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise OSError("no server")
