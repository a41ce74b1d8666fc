import datetime
import time
from unittest import mock

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_signed_up
from django.core import mail
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone

from accounts.models import User
from catalogue.models import Tool
from revisions.models import Proposal, Report, Revision
from revisions.proposals import reviewing
from revisions.proposals.reviewing import Decision
from revisions.visitors import signing
from revisions.visitors.confirming import ask
from tests.accounts.flows import code_in_mail, sign_up_data
from tests.factories import (
    make_ban,
    make_moderator,
    make_proposal,
    make_report,
    make_tool,
    make_user,
)
from tests.public_pages import read, words

EMAIL = "vera@example.org"
WEEK = 7 * 24 * 60 * 60


class Visitors(TestCase):
    """A visitor without an account who proposed a change of a tool."""

    @classmethod
    def setUpTestData(cls):
        cls.tool = make_tool("Decidim")
        cls.proposal = make_proposal(cls.tool, email=EMAIL, licence="MIT")

    def ask(self, *contributions):
        with self.captureOnCommitCallbacks(execute=True):
            ask(*(contributions or [self.proposal]))
        return self.path()

    def path(self):
        link = next(w for w in mail.outbox[-1].body.split() if "/confirm/" in w)
        return "/" + link.split("/", 3)[3]

    def state(self, contribution=None):
        contribution = contribution or self.proposal
        contribution.refresh_from_db()
        return contribution.status


class ConfirmPageTests(Visitors):
    def test_a_link_is_sent_and_its_button_confirms(self):
        path = self.ask()
        self.assertEqual(mail.outbox[0].to, [EMAIL])
        page = read(self.client.get(path))
        self.assertIn("Decidim", words(page.main))
        self.assertEqual(len(page.select("main form button")), 1)
        self.assertRedirects(self.client.post(path), path)
        self.assertEqual(self.state(), "waiting")

    def test_following_the_link_confirms_nothing(self):
        path = self.ask()
        self.client.get(path)
        self.client.head(path)
        self.assertEqual(self.state(), "unconfirmed")

    def test_confirming_twice_is_confirming_once(self):
        path = self.ask()
        self.client.post(path)
        reviewing.withdraw(self.proposal)
        self.assertEqual(self.client.post(path).status_code, 302)
        self.assertEqual(self.state(), "withdrawn")

    def test_the_page_then_leads_to_what_becomes_of_it(self):
        path = self.ask()
        self.client.post(path)
        link = read(self.client.get(path)).select_one("main li a")
        self.assertEqual(self.client.get(link["href"]).status_code, 200)
        other = make_proposal(self.tool, email="eve@example.org", licence="Apache-2.0")
        wrong = link["href"].replace(f"/{self.proposal.pk}/", f"/{other.pk}/")
        self.assertNotEqual(self.client.get(wrong).status_code, 200)

    def test_a_report_is_confirmed_and_shows_its_answer_later(self):
        report = make_report(self.tool, status="unconfirmed", email=EMAIL)
        path = self.ask(report)
        self.client.post(path)
        self.assertEqual(self.state(report), "open")
        Report.objects.update(status="resolved", decided_at=timezone.now(),
                              answer="It is mended")  # fmt: skip
        self.assertIn("It is mended", self.client.get(path).text)

    def test_a_link_holds_for_a_week(self):
        path = self.ask()
        with mock.patch.object(time, "time", return_value=time.time() + WEEK + 60):
            for answer in (self.client.get(path), self.client.post(path)):
                self.assertEqual(answer.status_code, 410)
        self.assertEqual(self.state(), "unconfirmed")

    def test_a_forged_link_is_not_there(self):
        path = self.ask()
        for wrong in ("/en/confirm/abc/", path[:-3] + "x/"):
            self.assertEqual(self.client.get(wrong).status_code, 404)
        # The word that shows a proposal does not confirm it.
        status = f"/en/confirm/{signing.token(self.proposal)}/"
        self.assertEqual(self.client.post(status).status_code, 404)

    def test_a_banned_address_confirms_nothing(self):
        path = self.ask()
        make_ban(email=EMAIL)
        self.assertEqual(self.client.post(path).status_code, 403)
        self.assertEqual(self.state(), "unconfirmed")

    def test_a_banned_address_confirms_nothing_for_who_is_signed_in(self):
        path = self.ask()
        make_ban(email=EMAIL)
        self.client.force_login(make_user("other", "other@example.org"))
        self.assertEqual(self.client.post(path).status_code, 403)
        self.assertEqual(self.state(), "unconfirmed")

    def test_a_banned_person_confirms_nothing_from_another_address(self):
        path = self.ask()
        banned = make_user("eve", "eve@example.org")
        make_ban(banned)
        self.client.force_login(banned)
        self.assertEqual(self.client.post(path).status_code, 403)
        self.assertEqual(self.state(), "unconfirmed")

    def test_what_needs_no_confirming_sends_nothing(self):
        with self.captureOnCommitCallbacks(execute=True):
            ask(make_proposal(self.tool, author=make_user(), licence="MIT"), None)
        self.assertEqual(mail.outbox, [])

    def test_what_nobody_confirmed_is_deleted_after_two_weeks(self):
        make_report(self.tool, status="unconfirmed", email=EMAIL)
        old = timezone.now() - datetime.timedelta(days=15)
        path = self.ask()
        confirmed = make_proposal(self.tool, email="a@example.org", licence="MIT")
        Proposal.objects.filter(pk=confirmed.pk).update(status="waiting")
        call_command("forget", stdout=mock.Mock())
        self.assertEqual((Proposal.objects.count(), Report.objects.count()), (2, 1))
        Proposal.objects.update(created_at=old)
        Report.objects.update(created_at=old)
        call_command("forget", stdout=mock.Mock())
        self.assertQuerySetEqual(Proposal.objects.all(), [confirmed])
        self.assertFalse(Report.objects.exists())
        self.assertEqual(self.client.get(path).status_code, 410)


class CreditTests(Visitors):
    def accept(self):
        self.client.post(self.ask())
        decisions = {"licence": Decision(True)}
        self.proposal = reviewing.decide(self.proposal, decisions, make_moderator())

    def open_account(self, email="Vera@Example.org"):
        user = make_user("vera", email)
        address = EmailAddress.objects.get(user=user)
        email_confirmed.send(EmailAddress, request=None, email_address=address)
        return user

    def test_what_a_visitor_sent_is_theirs_once_they_have_an_account(self):
        self.accept()
        report = make_report(self.tool, email=EMAIL)
        self.assertIsNone(Revision.objects.of(self.tool).first().author)
        user = self.open_account()
        self.proposal.refresh_from_db()
        report.refresh_from_db()
        self.assertEqual((self.proposal.author, self.proposal.email), (user, ""))
        self.assertEqual((report.author, report.email), (user, ""))
        self.assertEqual(Revision.objects.of(self.tool).first().author, user)
        self.assertEqual(Tool.objects.get().licence, "MIT")

    def test_an_account_from_another_service_is_credited_too(self):
        self.accept()
        user = make_user("vera", EMAIL)
        user_signed_up.send(type(user), request=None, user=user)
        self.assertEqual(Revision.objects.of(self.tool).first().author, user)

    def test_what_comes_later_from_the_address_of_an_account_is_theirs(self):
        user = make_user("vera", EMAIL)
        self.client.post(self.ask())
        self.proposal.refresh_from_db()
        self.assertEqual((self.proposal.author, self.proposal.status),
                         (user, "waiting"))  # fmt: skip

    def test_what_nobody_confirmed_is_not_theirs(self):
        self.open_account()
        self.proposal.refresh_from_db()
        self.assertEqual((self.proposal.author, self.proposal.status),
                         (None, "unconfirmed"))  # fmt: skip

    def test_capitals_are_the_same_address(self):
        self.accept()
        Proposal.objects.update(email="Vera@EXAMPLE.org")
        user = self.open_account()
        self.proposal.refresh_from_db()
        self.assertEqual(self.proposal.author, user)

    def test_letters_with_the_same_capital_are_other_addresses(self):
        """PostgreSQL writes both i and ı as I."""
        sent = [
            make_proposal(self.tool, email="mike@github.example", licence="MIT"),
            make_report(self.tool, email="mike@github.example"),
        ]
        Proposal.objects.update(status="waiting")
        self.open_account("mike@gıthub.example")
        for one in sent:
            one.refresh_from_db()
            self.assertEqual((one.author, one.email), (None, "mike@github.example"))

    def test_the_account_of_such_an_address_is_not_credited(self):
        self.open_account("vera@gıthub.example")
        proposal = make_proposal(self.tool, email="vera@github.example", licence="MIT")
        self.client.post(self.ask(proposal))
        proposal.refresh_from_db()
        self.assertEqual((proposal.author, proposal.status), (None, "waiting"))

    def test_another_address_gets_nothing(self):
        self.accept()
        self.open_account("other@example.org")
        self.assertIsNone(Revision.objects.of(self.tool).first().author)


class SignUpTests(Visitors):
    def test_who_opens_an_account_finds_their_proposals_there(self):
        self.client.post(self.ask())
        self.client.post("/en/account/signup/", sign_up_data(email=EMAIL))
        self.proposal.refresh_from_db()
        self.assertIsNone(self.proposal.author)
        self.client.post("/en/account/confirm-email/", {"code": code_in_mail()})
        self.proposal.refresh_from_db()
        ada = User.objects.get(username="ada-lovelace")
        self.assertEqual(self.proposal.author, ada)
