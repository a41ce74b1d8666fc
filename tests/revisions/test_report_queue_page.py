from django.core import mail
from django.test import TestCase

from revisions.models import ModerationAction, Reason, Report
from tests.factories import (
    make_moderator,
    make_proposal,
    make_report,
    make_tool,
    make_user,
)
from tests.public_pages import read, words

REPORTS = "/en/moderation/reports/"


class ReportQueueTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.author = make_user("ana", "ana@example.org", language="es")
        cls.moderator = make_moderator()
        cls.tool = make_tool("Decidim")

    def setUp(self):
        self.client.force_login(self.moderator)

    def report(self, **fields):
        return make_report(self.tool, **({"author": self.author} | fields))

    def answer(self, report, **data):
        data = {"status": "resolved", "reason": "report-done"} | data
        with self.captureOnCommitCallbacks(execute=True):
            return self.client.post(f"{REPORTS}{report.pk}/", data)

    def titles(self, query=""):
        page = read(self.client.get(f"{REPORTS}{query}"))
        return [words(row.b) for row in page.select(".waiting > li")]

    def test_open_reports_wait_the_oldest_first(self):
        self.report()
        make_report(make_tool("Consul"), why="link", language="fr")
        self.report(why="spam", status="unconfirmed", email="a@example.org")
        self.assertEqual(self.titles(), ["Decidim", "Consul"])
        for query in ("?why=link", "?language=fr", "?why=link&assigned=nobody"):
            self.assertEqual(self.titles(query), ["Consul"], query)
        for query in ("?assigned=me", "?state=decided"):
            self.assertEqual(self.titles(query), [], query)
        self.assertEqual(len(self.titles("?why=nonsense")), 2)

    def test_a_report_leads_to_the_field_of_the_form(self):
        report = self.report(key="website", text="It answers 404.")
        page = read(self.client.get(f"{REPORTS}{report.pk}/"))
        self.assertIn("It answers 404.", words(page.main))
        links = [link["href"] for link in page.select("aside a")]
        self.assertIn("/en/tools/decidim/edit/?field=website", links)
        self.assertIn("/en/tools/decidim/moderate/", links)

    def test_its_author_is_told_what_was_done(self):
        report = self.report()
        response = self.answer(report, answer="Gracias a usted.")
        self.assertRedirects(response, REPORTS)
        report.refresh_from_db()
        self.assertEqual(report.status, Report.Status.RESOLVED)
        letter = mail.outbox[0]
        self.assertEqual(letter.to, ["ana@example.org"])
        reason = Reason.objects.get(code="report-done")
        self.assertIn(reason.text_es, letter.body)
        self.assertIn("Gracias a usted.", letter.body)
        self.assertEqual(ModerationAction.objects.get().action, "resolved")

    def test_it_is_set_aside_with_a_reason_and_its_rule(self):
        report = self.report()
        self.answer(report, status="dismissed", reason="report-unfounded")
        action = ModerationAction.objects.get()
        self.assertEqual((action.action, action.rule), ("dismissed", "sources"))

    def test_an_answer_says_why(self):
        report = self.report()
        self.assertEqual(self.answer(report, reason="").status_code, 422)
        self.assertEqual(self.answer(report, status="").status_code, 422)
        self.assertTrue(Report.objects.get().is_open)

    def test_two_moderators_do_not_answer_twice(self):
        report = self.report()
        self.answer(report)
        self.answer(report, status="dismissed")
        report.refresh_from_db()
        self.assertEqual(report.status, Report.Status.RESOLVED)
        self.assertEqual(len(mail.outbox), 1)

    def test_it_is_taken_released_and_opened_again(self):
        report = self.report()
        address = f"{REPORTS}{report.pk}/assign/"
        self.client.post(address, {"act": "take"})
        self.assertEqual(Report.objects.get().assignee, self.moderator)
        self.client.post(address, {"act": "release"})
        self.assertIsNone(Report.objects.get().assignee)
        self.answer(report)
        self.client.post(address, {"act": "reopen"})
        self.assertTrue(Report.objects.get().is_open)

    def test_a_report_may_be_about_a_proposal_a_person_or_what_is_gone(self):
        proposal = make_proposal(self.tool, author=self.author, licence="MIT")
        about = {"proposal": proposal.pk, "user": self.author.pk, "tool": 999_999}
        for kind, pk in about.items():
            report = self.report()
            Report.objects.filter(pk=report.pk).update(kind=kind, object_id=pk)
            response = self.client.get(f"{REPORTS}{report.pk}/")
            self.assertEqual(response.status_code, 200, kind)
            self.assertEqual(self.client.get(REPORTS).status_code, 200)
            self.answer(report)

    def test_only_moderators_see_and_answer_them(self):
        report = self.report()
        self.client.force_login(self.author)
        self.assertEqual(self.client.get(REPORTS).status_code, 403)
        self.assertEqual(self.answer(report).status_code, 403)
        self.assertTrue(Report.objects.get().is_open)

    def test_the_list_takes_few_queries(self):
        for _number in range(8):
            self.report()
        self.client.get(REPORTS)
        with self.assertNumQueries(5):
            self.client.get(REPORTS)
