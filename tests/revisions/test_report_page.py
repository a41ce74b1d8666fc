import time
from unittest import mock

from django.core import mail
from django.test import TestCase

from core import public_forms
from core.kinds import all_kinds
from revisions.models import Redirect, Report
from revisions.views import quick
from tests.factories import (
    make_ban,
    make_collection,
    make_moderator,
    make_organization,
    make_proposal,
    make_tag,
    make_tool,
    make_use_case,
    make_user,
)
from tests.public_pages import read, words

URL = "/en/tools/decidim/report/"
SAID = {"key": "licence", "why": "wrong", "text": "It is AGPL", "evidence": ""}


class ReportPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tool = make_tool("Decidim")
        cls.user = make_user("carl")

    def setUp(self):
        self.client.force_login(self.user)

    def send(self, url=URL, **data):
        return self.client.post(url, SAID | data)

    def test_every_kind_of_record_leads_to_it(self):
        make_organization("Town")
        records = [
            self.tool,
            make_use_case("Case"),
            make_organization("City"),
            make_collection("Kit"),
        ]
        for record in records:
            page = read(self.client.get(record.get_absolute_url()))
            url = f"{record.get_absolute_url()}report/"
            self.assertTrue(page.select(f'a[href="{url}"]'), url)
            self.assertEqual(self.client.get(url).status_code, 200)
        make_tag("budgets")
        self.assertEqual(self.client.get("/en/tags/budgets/report/").status_code, 200)

    def test_a_link_leads_straight_to_the_field(self):
        page = read(self.client.get(f"{URL}?field=licence"))
        chosen = page.select_one('select[name="key"] option[selected]')
        self.assertEqual((chosen["value"], words(chosen)), ("licence", "Licence"))

    def test_a_field_of_any_kind_has_words(self):
        makers = {
            "tag": lambda: make_tag("t"),
            "organization": lambda: make_organization("O"),
            "tool": lambda: self.tool,
            "use-case": lambda: make_use_case("U"),
            "collection": lambda: make_collection("C"),
        }
        for kind in all_kinds():
            record = makers[kind.key]()
            url = f"/en/{kind.collective.replace('_', '-')}/{record.slug}/report/"
            options = read(self.client.get(url)).select('select[name="key"] option')
            self.assertEqual(len(options), len(kind.fields), kind.key)
            self.assertNotIn("", [words(option) for option in options])

    def test_a_person_reports(self):
        self.assertRedirects(self.send(), "/en/tools/decidim/")
        report = Report.objects.get()
        self.assertEqual((report.kind, report.object_id), ("tool", self.tool.pk))
        self.assertEqual((report.author, report.status), (self.user, "open"))
        self.assertEqual((report.key, report.title), ("licence", "Decidim"))
        self.assertEqual(mail.outbox, [])

    def test_what_looks_like_spam_in_it_is_noted(self):
        self.send(text="Best casino, click here")
        self.send(text="It is AGPL")
        signals = Report.objects.order_by("pk").values_list("signals", flat=True)
        self.assertEqual(list(signals), [["words"], []])

    def test_the_same_report_twice_is_one(self):
        self.send()
        self.send()
        self.assertEqual(Report.objects.count(), 1)

    def test_what_is_wrong_is_said_and_what_was_typed_stays(self):
        for wrong in (
            {"why": "nonsense"},
            {"why": ""},
            {"why": "other", "text": " "},
            {"evidence": "ftp://example.org"},
            {"key": "password"},
            {"text": "x" * 2001},
        ):
            response = self.send(**wrong)
            self.assertEqual(response.status_code, 422, wrong)
        self.assertIn("x" * 2001, response.text)
        self.assertFalse(Report.objects.exists())

    def test_one_revision_can_be_reported(self):
        self.send(f"{URL}?revision=1")
        self.assertEqual(Report.objects.get().number, 1)
        self.assertEqual(self.client.get(f"{URL}?revision=2").status_code, 404)

    def test_a_proposal_is_reported_by_who_sees_it(self):
        proposal = make_proposal(self.tool, author=make_user(), licence="MIT")
        url = f"/en/proposals/{proposal.pk}/report/"
        self.assertEqual(self.client.get(url).status_code, 404)
        self.client.force_login(make_moderator())
        self.client.post(url, {"why": "spam"})
        report = Report.objects.get()
        self.assertEqual((report.kind, report.object_id), ("proposal", proposal.pk))

    def test_a_person_can_be_reported(self):
        other = make_user("otto", display_name="Otto")
        self.client.post("/en/contributors/otto/report/", {"why": "abuse"})
        report = Report.objects.get()
        self.assertEqual((report.kind, report.object_id), ("user", other.pk))
        self.assertEqual(report.title, "Otto")
        nobody = self.client.get("/en/contributors/nobody/report/")
        self.assertEqual(nobody.status_code, 404)

    def test_a_former_address_leads_to_it_and_a_hidden_record_is_not_there(self):
        Redirect.objects.create(kind="tool", old="old", new="decidim")
        response = self.client.get("/en/tools/old/report/")
        self.assertRedirects(response, URL, status_code=301)
        self.assertEqual(self.client.get("/en/tools/none/report/").status_code, 404)

    def test_a_banned_person_is_refused_and_there_is_a_measure(self):
        with mock.patch.object(quick, "REPORTS", 1):
            self.assertEqual(self.send().status_code, 302)
            self.assertEqual(self.send(text="Again").status_code, 429)
        make_ban(self.user)
        self.assertEqual(self.client.get(URL).status_code, 403)


class VisitorReportTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_tool("Decidim")

    def send(self, language="en", **data):
        stamp = public_forms.stamp(time.time() - 60)
        data = SAID | {"email": "vera@example.org", "stamp": stamp} | data
        with self.captureOnCommitCallbacks(execute=True):
            return self.client.post(f"/{language}/tools/decidim/report/", data)

    def test_a_visitor_is_asked_for_an_address_that_they_confirm(self):
        self.assertRedirects(self.send(), "/en/confirm/")
        report = Report.objects.get()
        self.assertEqual((report.status, report.author), ("unconfirmed", None))
        self.assertEqual(mail.outbox[0].to, ["vera@example.org"])
        self.assertIn("Decidim", mail.outbox[0].subject)

    def test_the_link_is_in_the_language_of_the_page(self):
        self.send("fr")
        self.assertIn("/fr/confirm/", mail.outbox[0].body)

    def test_without_an_address_nothing_is_kept(self):
        self.assertEqual(self.send(email="").status_code, 422)
        self.assertFalse(Report.objects.exists())
