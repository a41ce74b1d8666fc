from django.test import TestCase
from django.utils import timezone

from catalogue.models import Tool
from core.kinds import kind
from revisions.editing import Attribution, Change, write
from revisions.models import ModerationAction, Proposal, Revision
from revisions.proposals.reviewing import answer
from tests.factories import (
    make_moderator,
    make_organization,
    make_proposal,
    make_reason,
    make_tag,
    make_tool,
    make_use_case,
    make_user,
)
from tests.public_pages import read, words

QUEUE, BATCH, UNDO = (
    "/en/moderation/queue/",
    "/en/moderation/queue/batch/",
    "/en/moderation/queue/undo/",
)


class QueueTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.author = make_user("ana")
        cls.moderator = make_moderator(username="claire")
        cls.tool = make_tool("Decidim", summary={"en": "Old words"})

    def setUp(self):
        self.client.force_login(self.moderator)

    def propose(self, record=None, **values):
        return make_proposal(record or self.tool, author=self.author, **values)

    def titles(self, query=""):
        page = read(self.client.get(f"{QUEUE}{query}"))
        return [words(heading) for heading in page.select(".line h3")]

    def act(self, *proposals, **data):
        data["proposal"] = [proposal.pk for proposal in proposals]
        return self.client.post(BATCH, data, follow=True)

    def now(self):
        return Tool.objects.get(pk=self.tool.pk)


class SeenTests(QueueTests):
    def test_only_moderators_see_it(self):
        self.client.force_login(self.author)
        self.assertEqual(self.client.get(QUEUE).status_code, 403)
        self.client.logout()
        response = self.client.get(QUEUE)
        self.assertRedirects(
            response,
            f"/en/account/login/?next={QUEUE}",
            fetch_redirect_response=False,
        )

    def test_the_oldest_comes_first_with_its_difference_at_sight(self):
        day = timezone.now() - timezone.timedelta(days=3)
        self.propose(make_tool("Newer"), licence="MIT")
        self.propose(summary={"en": "New words"}, at=day)
        self.assertEqual(self.titles(), ["Decidim", "Newer"])
        line = read(self.client.get(QUEUE)).select_one(".line")
        self.assertEqual(
            [words(line.select_one(tag)) for tag in ("del", "ins")],
            ["removed: Old", "added: New"],
        )

    def test_a_long_text_is_cut_to_where_it_differs(self):
        text = "word " * 3000
        tool = make_tool("Long", description={"en": f"{text}old end"})
        self.propose(tool, description={"en": f"{text}new end"})
        line = words(read(self.client.get(QUEUE)).select_one(".line-diff"))
        self.assertLess(len(line), 1000)
        self.assertIn("removed: old", line)
        self.assertIn("added: new", line)

    def test_what_was_changed_meanwhile_is_said(self):
        self.propose(licence="MIT")
        by = Attribution(self.moderator)
        write(kind("tool"), [Change(self.now(), {"licence": "EUPL-1.2"})], by)
        self.assertContains(self.client.get(QUEUE), "Changed meanwhile: licence")

    def test_what_looks_like_spam_is_said_in_words(self):
        self.propose(summary={"en": "Best casino, click here"})
        self.assertContains(self.client.get(QUEUE), "Words of advertising")

    def test_it_narrows_by_everything_that_moderators_ask_for(self):
        day = timezone.now() - timezone.timedelta(days=10)
        self.propose(licence="MIT", at=day)
        make_proposal(make_use_case("Vote"), author=make_user("bob"), city="Lyon")
        make_proposal(author=self.author, name="Consul", kind="software")
        Proposal.objects.filter(title="Vote").update(language="fr")
        spam = make_proposal(make_tool("Casino"), author=self.author, licence="MIT")
        Proposal.objects.filter(pk=spam.pk).update(
            signals=["words"], assignee=self.moderator
        )
        found = {
            "?kind=use-case": ["Vote"],
            "?what=new": ["Consul"],
            "?language=fr": ["Vote"],
            "?age=7": ["Decidim"],
            "?assigned=me": ["Casino"],
            "?signs=yes": ["Casino"],
            "?author=@bob": ["Vote"],
            "?author=bo": ["Vote"],
            "?kind=tool&assigned=nobody&what=changes": ["Decidim"],
            "?state=decided": [],
            "?kind=nonsense": ["Decidim", "Vote", "Consul", "Casino"],
        }
        for query, titles in found.items():
            self.assertEqual(self.titles(query), titles, query)

    def test_it_narrows_by_source(self):
        self.propose(licence="MIT")
        visitor = make_proposal(self.tool, email="ana@example.org", pricing="free")
        Proposal.objects.filter(pk=visitor.pk).update(status="waiting")
        machine = make_proposal(make_tool("Other"), author=self.author, licence="MIT")
        Proposal.objects.filter(pk=machine.pk).update(author=None, source="wikidata")
        self.assertEqual(self.titles("?source=people"), ["Decidim"])
        self.assertEqual(self.titles("?source=visitors"), ["Decidim"])
        self.assertEqual(self.titles("?source=wikidata"), ["Other"])

    def test_addresses_of_visitors_are_not_spread_over_the_queue(self):
        visitor = make_proposal(self.tool, email="ana@example.org", pricing="free")
        Proposal.objects.filter(pk=visitor.pk).update(status="waiting")
        line = read(self.client.get(QUEUE)).select_one(".line")
        self.assertNotIn("ana@example.org", words(line))

    def test_impossible_pages_are_pages_all_the_same(self):
        for query in ("?page=999", "?page=x", "?age=x", f"?page={'9' * 36}"):
            self.assertEqual(self.client.get(QUEUE + query).status_code, 200, query)

    def test_its_queries_do_not_grow_with_what_waits(self):
        """One of them for each kind of record that is named: three here."""
        make_tag("vote")
        make_organization("Maker")
        named = {"tags": ["vote"], "developers": ["maker"], "successor": "decidim"}
        for number in range(4):
            self.propose(make_tool(f"Tool {number}"), licence="MIT", **named)
        self.client.get(QUEUE)
        with self.assertNumQueries(13):
            self.client.get(QUEUE)


class BatchTests(QueueTests):
    def test_one_button_accepts_all_fields_of_those_chosen(self):
        first = self.propose(licence="MIT", pricing="free")
        second = self.propose(make_tool("Other"), licence="MIT")
        response = self.act(first, second, act="accept")
        self.assertContains(response, "2 proposals accepted.")
        self.assertEqual((self.now().licence, self.now().pricing), ("MIT", "free"))
        self.assertEqual(Proposal.objects.waiting().count(), 0)

    def test_one_button_accepts_one_line(self):
        first, second = self.propose(licence="MIT"), self.propose(pricing="free")
        self.act(second, one=first.pk)
        self.assertEqual(list(Proposal.objects.waiting()), [second])

    def test_a_batch_is_refused_for_one_reason(self):
        reason = make_reason("because", rule="sources")
        proposal = self.propose(licence="MIT", pricing="free")
        self.act(proposal, act="reject", reason="because")
        proposal.refresh_from_db()
        self.assertEqual(proposal.status, Proposal.Status.REJECTED)
        self.assertEqual({c.reason for c in proposal.changes.all()}, {reason})
        self.assertEqual(ModerationAction.objects.get().rule, "sources")

    def test_a_batch_is_refused_in_words(self):
        proposal = self.propose(licence="MIT")
        self.act(proposal, act="reject", note="No such licence")
        self.assertEqual(proposal.changes.get().note, "No such licence")

    def test_what_no_database_stores_is_left_out(self):
        proposal = self.propose(licence="MIT")
        self.act(proposal, act="reject", reason="\0", note="\0")
        self.assertEqual(Proposal.objects.waiting().count(), 1)
        self.act(proposal, act="reject", reason="no\0ne", note="No such\0 licence")
        self.assertEqual(proposal.changes.get().note, "No such licence")

    def test_nothing_is_refused_without_a_reason(self):
        response = self.act(self.propose(licence="MIT"), act="reject")
        self.assertContains(response, "Say why it is not accepted.")
        self.assertEqual(Proposal.objects.waiting().count(), 1)

    def test_what_was_changed_meanwhile_is_left_for_a_person(self):
        proposal, other = self.propose(licence="MIT"), self.propose(pricing="free")
        by = Attribution(self.moderator)
        write(kind("tool"), [Change(self.now(), {"licence": "EUPL-1.2"})], by)
        response = self.act(proposal, other, act="accept")
        self.assertContains(response, "A field has been changed since")
        self.assertEqual(list(Proposal.objects.waiting()), [proposal])
        self.assertEqual((self.now().licence, self.now().pricing), ("EUPL-1.2", "free"))

    def test_what_cannot_be_written_is_left_with_the_reason(self):
        proposal = make_proposal(author=self.author, name="Consul", kind="software")
        proposal.changes.filter(key="kind").delete()
        response = self.act(proposal, act="accept")
        self.assertContains(response, "Left as it is: Consul.")
        self.assertFalse(Tool.objects.filter(name="Consul").exists())

    def test_what_somebody_else_decided_is_left(self):
        proposal = self.propose(licence="MIT")
        Proposal.objects.update(status="withdrawn")
        response = self.act(proposal, act="accept")
        self.assertContains(response, "Somebody has decided on it already.")
        self.assertEqual(Revision.objects.of(self.tool).count(), 1)

    def test_a_batch_is_taken_back_at_once(self):
        proposal = self.propose(licence="MIT")
        response = self.act(proposal, act="accept")
        form = read(response).select_one("form.undo")
        pks = [box["value"] for box in form.select("[name=proposal]")]
        response = self.client.post(UNDO, {"proposal": pks}, follow=True)
        self.assertContains(response, "1 proposal waits again.")
        self.assertEqual(self.now().licence, "")
        self.assertEqual(list(Proposal.objects.waiting()), [proposal])

    def test_what_cannot_be_taken_back_is_said(self):
        proposal = self.propose(licence="MIT")
        self.act(proposal, act="accept")
        by = Attribution(self.moderator)
        write(kind("tool"), [Change(self.now(), {"licence": "EUPL-1.2"})], by)
        response = self.client.post(UNDO, {"proposal": [proposal.pk]}, follow=True)
        self.assertContains(response, "Not taken back: Decidim. licence")
        self.assertEqual(self.now().licence, "EUPL-1.2")

    def test_all_that_one_author_proposes_is_refused_at_once(self):
        for number in range(21):
            self.propose(latest_version=str(number))
        other = make_proposal(self.tool, author=make_user("bob"), licence="MIT")
        address = f"{QUEUE}?author=@ana"
        page = read(self.client.get(address))
        self.assertIn("All 21 that the filters find", words(page))
        self.act(act="reject", note="Spam", everything="yes", next=address)
        self.assertEqual(list(Proposal.objects.waiting()), [other])

    def test_everything_needs_a_filter(self):
        self.propose(licence="MIT")
        self.act(act="reject", note="Spam", everything="yes", next=QUEUE)
        self.assertEqual(Proposal.objects.waiting().count(), 1)

    def test_proposals_are_taken_and_released(self):
        proposal = self.propose(licence="MIT")
        self.act(proposal, act="take")
        self.assertEqual(Proposal.objects.get().assignee, self.moderator)
        self.act(proposal, act="release")
        self.assertIsNone(Proposal.objects.get().assignee)

    def test_nothing_chosen_changes_nothing(self):
        self.propose(licence="MIT")
        self.assertContains(self.act(act="accept"), "Choose proposals first.")
        response = self.client.post(BATCH, {"proposal": "9" * 36}, follow=True)
        self.assertContains(response, "Choose proposals first.")
        self.assertEqual(Proposal.objects.waiting().count(), 1)

    def test_it_leads_back_to_the_same_part_of_the_queue_only(self):
        proposal = self.propose(licence="MIT")
        data = {"proposal": proposal.pk, "act": "take"}
        for path, led in (
            (f"{QUEUE}?kind=tool", f"{QUEUE}?kind=tool"),
            ("//evil.example/", QUEUE),
        ):
            response = self.client.post(BATCH, data | {"next": path})
            self.assertEqual(response["Location"], led)

    def test_only_moderators_decide(self):
        proposal = self.propose(licence="MIT")
        self.client.force_login(self.author)
        for address in (BATCH, UNDO):
            data = {"proposal": proposal.pk, "act": "accept"}
            self.assertEqual(self.client.post(address, data).status_code, 403)
        self.assertEqual(self.client.get(BATCH).status_code, 405)
        self.assertEqual(Proposal.objects.waiting().count(), 1)

    def test_an_appeal_is_left_to_another_moderator_in_words(self):
        make_moderator()
        proposal = self.propose(licence="MIT")
        self.act(proposal, act="reject", note="Is it?")
        answer(proposal, "It is", self.author, appeal=True)
        for data in ({"act": "accept"}, {"one": proposal.pk}):
            response = self.act(proposal, **data)
            self.assertContains(response, "another moderator decides on it")
        self.assertEqual(self.now().licence, "")
        self.assertTrue(Proposal.objects.get(pk=proposal.pk).is_waiting)
