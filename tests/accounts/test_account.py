"""The account of who is signed in: profile, addresses, data, leaving."""

import datetime
import json
from io import StringIO
from smtplib import SMTPException
from unittest.mock import patch

from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.test import TestCase, override_settings
from django.utils import timezone

from accounts.forgetting import forget
from accounts.models import Ban, User
from catalogue.models import Collection
from core.kinds import kind
from core.models import CatalogueVersion
from core.search.index import refresh
from revisions.editing import Attribution, Change, write
from revisions.models import Patrol, Revision
from revisions.proposals.reviewing import Decision, answer, decide
from tests.accounts.flows import code_in_mail, last_mail, sign_in, sign_up_data
from tests.admin_pages import soup
from tests.factories import (
    make_administrator,
    make_ban,
    make_collection,
    make_collectioninvitation,
    make_moderator,
    make_proposal,
    make_tool,
    make_user,
)

PAGE = "/en/account/"
DAY = datetime.timedelta(days=1)


class SignedInTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user("ada", email="ada@example.org", display_name="Ada L.")

    def setUp(self):
        self.client.force_login(self.user)


class ProfileTests(SignedInTestCase):
    DATA = {"display_name": "Ada", "about": "", "language": "en", "notify": "at-once"}

    def test_strangers_are_asked_to_sign_in_and_come_back(self):
        for page in (PAGE, "/en/account/data/", "/en/account/delete/"):
            self.client.logout()
            answer = self.client.get(page)
            self.assertRedirects(answer, f"/en/account/login/?next={page}")

    def test_what_is_saved_is_seen_on_pages_at_once(self):
        CatalogueVersion.bump()
        before = CatalogueVersion.current()
        data = {"about": " I count\nwords. ", "language": "es", "notify": "never"}
        answer = self.client.post(PAGE, self.DATA | data, follow=True)
        self.assertContains(answer, "Your profile is saved.")
        self.user.refresh_from_db()
        self.assertEqual(
            (self.user.display_name, self.user.about), ("Ada", "I count words.")
        )
        self.assertEqual((self.user.language, self.user.notify), ("es", "never"))
        self.assertNotEqual(CatalogueVersion.current(), before)

    def test_the_search_finds_their_collections_by_the_new_name(self):
        def found(name):
            page = self.client.get("/en/collections/", {"q": f'"{name}"'})
            return "Tools I like" in page.text

        make_collection("Tools I like")
        Collection.objects.update(curator=self.user)
        refresh("collection", list(Collection.objects.values_list("pk", flat=True)))
        self.assertTrue(found("Ada L."))
        self.client.post(PAGE, self.DATA | {"display_name": "Grace Hopper"})
        self.assertTrue(found("Grace Hopper"))
        self.assertFalse(found("Ada L."))

    def test_what_concerns_nobody_else_leaves_the_pages_alone(self):
        CatalogueVersion.bump()
        before = CatalogueVersion.current()
        self.client.post(PAGE, self.DATA | {"display_name": "Ada L.", "language": "fr"})
        self.assertEqual(CatalogueVersion.current(), before)

    def test_what_is_refused_is_kept_in_the_form_and_shown_nowhere_else(self):
        data = self.DATA | {"display_name": "--", "about": "x" * 301}
        answer = self.client.post(PAGE, data)
        self.assertEqual(answer.status_code, 422)
        page = soup(answer)
        self.assertEqual(page.find(id="id_display_name")["value"], "--")
        self.assertEqual(page.h1.text, "Ada L.")
        self.assertEqual(len(page.select(".summary li")), 2)

    def test_what_others_see_is_closed_to_who_is_banned(self):
        make_ban(self.user)
        data = self.DATA | {"display_name": "Insult", "about": "https://spam.example"}
        self.client.post(PAGE, data | {"language": "es", "notify": "never"})
        self.user.refresh_from_db()
        self.assertEqual((self.user.display_name, self.user.about), ("Ada L.", ""))
        self.assertEqual((self.user.language, self.user.notify), ("es", "never"))
        page = soup(self.client.get(PAGE))
        for field in ("id_display_name", "id_about"):
            self.assertTrue(page.find(id=field).has_attr("disabled"))
        self.assertIn("stay as they are", page.text)

    def test_nobody_raises_their_own_role(self):
        self.client.post(PAGE, self.DATA | {"role": "administrator", "is_staff": "on"})
        self.user.refresh_from_db()
        self.assertEqual(self.user.role, "contributor")


class AddressTests(SignedInTestCase):
    PAGE = "/en/account/email/"

    def act(self, email, **values):
        """Send the form of addresses; prove who one is when the site asks."""
        data = {"email": email, **values}
        answer = self.client.post(self.PAGE, data)
        if "/reauthenticate/" in answer.get("Location", ""):
            proof = {"password": "correct horse", "next": self.PAGE}
            answer = self.client.post(answer["Location"], proof)
        return answer

    def test_an_address_is_added_confirmed_and_made_the_first(self):
        answer = self.act("new@example.org", action_add="")
        self.assertEqual(answer["Location"], "/en/account/confirm-email/")
        self.assertEqual(mail.outbox[-1].to, ["new@example.org"])
        self.client.post("/en/account/confirm-email/", {"code": code_in_mail()})
        self.act("new@example.org", action_primary="")
        self.user.refresh_from_db()
        self.assertEqual(self.user.email, "new@example.org")
        self.assertEqual(mail.outbox[-1].to, ["ada@example.org"])
        self.assertIn("new@example.org", last_mail())
        self.act("ada@example.org", action_remove="")
        emails = EmailAddress.objects.values_list("email", flat=True)
        self.assertEqual(list(emails), ["new@example.org"])

    def test_the_only_address_stays(self):
        self.act("ada@example.org", action_remove="")
        self.assertTrue(EmailAddress.objects.filter(user=self.user).exists())

    def test_an_address_of_somebody_else_is_not_given_away(self):
        make_user(email="eve@example.org")
        answer = self.act("eve@example.org", action_add="")
        self.assertEqual(answer["Location"], "/en/account/confirm-email/")
        self.assertEqual(len(mail.outbox), 1)
        self.assertNotRegex(last_mail(), r"(?m)^[A-Z0-9]{6}$")

    def test_a_mail_server_that_fails_is_no_broken_page(self):
        with patch("core.mail.EmailMultiAlternatives.send", side_effect=SMTPException):
            answer = self.act("new@example.org", action_add="")
        page = self.client.get(answer["Location"])
        self.assertContains(page, "The e-mail could not be sent.")


class DataTests(SignedInTestCase):
    def download(self):
        answer = self.client.get("/en/account/data/download/")
        self.assertIn("attachment", answer["Content-Disposition"])
        return json.loads(answer.content)

    def test_a_person_takes_away_what_is_held_about_them(self):
        make_ban(self.user, reason="Advertising")
        data = self.download()
        self.assertEqual(data["account"]["display_name"], "Ada L.")
        self.assertEqual(data["addresses"][0]["email"], "ada@example.org")
        self.assertEqual(data["bans"][0]["reason"], "Advertising")
        self.assertTrue(data["sign_in"]["has_password"])

    def test_it_holds_the_invitations_that_one_received_and_sent(self):
        guide, eve = make_collection("Guide"), make_user("eve", display_name="Eve")
        make_collectioninvitation(guide, user=self.user, invited_by=eve)
        make_collectioninvitation(email="ada@example.org", part="curator")
        make_collectioninvitation(guide, user=eve, invited_by=self.user)
        make_collectioninvitation(guide)
        invitations = self.download()["invitations"]
        received, sent = invitations["received"], invitations["sent"]
        self.assertEqual([one["part"] for one in received], ["co-editor", "curator"])
        self.assertEqual((received[0]["collection"], received[0]["by"]),
                         ("guide", "Eve"))  # fmt: skip
        self.assertEqual([one["to"] for one in sent], ["Eve"])

    def test_it_holds_what_one_did_as_a_moderator_and_nothing_of_others(self):
        mod, tool = make_moderator(), make_tool("Decidim")
        proposal = make_proposal(tool, author=self.user, licence="MIT")
        answer(proposal, "Which file?", mod, by_moderator=True)
        no = Decision(accept=False, note="No source")
        decide(proposal, {"licence": no}, mod, seen=tool.version)
        revision = Revision.objects.of(tool).get()
        now = timezone.now()
        Patrol.objects.create(revision=revision, by=mod, created_at=now)
        self.assertEqual(
            self.download()["moderation"],
            {"actions": [], "messages": [], "looked_at": []},
        )
        self.client.force_login(mod)
        did = self.download()["moderation"]
        (action,), (message,) = did["actions"], did["messages"]
        self.assertEqual((action["action"], action["slug"]), ("rejected", "decidim"))
        self.assertEqual(message["text"], "Which file?")
        self.assertEqual(did["looked_at"][0]["revision__data__slug"], "decidim")

    def test_it_holds_no_secret(self):
        text = json.dumps(self.download())
        self.assertNotIn(self.user.password, text)

    def test_it_holds_where_one_is_signed_in(self):
        self.client.logout()
        sign_in(self.client, "ada")
        self.assertEqual(self.download()["sessions"][0]["ip"], "127.0.0.1")


class LeavingTests(SignedInTestCase):
    PAGE = "/en/account/delete/"

    def leave(self, password="correct horse"):
        return self.client.post(self.PAGE, {"password": password}, follow=True)

    def test_the_account_goes_and_what_it_wrote_stays(self):
        tool = make_tool("Decidim")
        by = Attribution(self.user, comment="Its website")
        change = Change(tool, {"website": "https://decidim.org"})
        write(kind("tool"), [change], by)
        before = CatalogueVersion.current()
        self.assertContains(self.leave(), "Your account is deleted.")
        self.assertFalse(User.objects.exists())
        self.assertFalse(EmailAddress.objects.exists())
        revision = Revision.objects.get(comment="Its website")
        self.assertIsNone(revision.author)
        self.assertNotEqual(CatalogueVersion.current(), before)
        self.assertNotIn("_auth_user_id", self.client.session)

    def test_a_wrong_password_deletes_nothing(self):
        answer = self.leave("wrong")
        self.assertContains(answer, "This is not your password.", status_code=422)
        self.assertTrue(User.objects.exists())

    def test_who_has_no_password_types_their_name(self):
        self.user.set_unusable_password()
        self.user.save()
        self.client.force_login(self.user)
        answer = self.client.post(self.PAGE, {"name": "Ada"})
        self.assertContains(answer, "not your name", status_code=422)
        self.client.post(self.PAGE, {"name": "Ada L."})
        self.assertFalse(User.objects.exists())

    def test_leaving_does_not_end_a_ban(self):
        until = timezone.now() + DAY
        make_ban(self.user, reason="Advertising", until=until)
        self.leave()
        again = make_user(email="ada@example.org")
        self.assertEqual((again.ban.reason, again.ban.until), ("Advertising", until))

    def test_the_last_administrator_stays(self):
        last = make_administrator()
        self.client.force_login(last)
        answer = self.leave()
        self.assertContains(answer, "Nobody else administers", status_code=422)
        make_administrator()
        self.leave()
        self.assertFalse(User.objects.filter(pk=last.pk).exists())

    def test_collections_become_those_of_a_former_contributor(self):
        tool = make_tool("Decidim")
        collection = make_collection(
            "Votes", curator_name="Ada L.", items=[{"tool": tool.slug}]
        )
        type(collection).objects.update(curator=self.user, curator_name="")
        self.leave()
        address = collection.get_absolute_url()
        self.assertContains(self.client.get(address), "Former contributor")
        page = self.client.get(tool.get_absolute_url())
        self.assertContains(page, "Recommended by a former contributor")
        self.client.force_login(make_moderator())
        page = self.client.get(f"{address}settings/")
        self.assertContains(page, "A former contributor curated it.")
        self.assertNotContains(page, "Ada L.")

    def test_the_history_forgets_the_name(self):
        verified = {"verified_on": "2026-01-02", "verified_by": "Ada L."}
        tool = make_tool("Decidim", **verified)
        type(tool).objects.update(verified_by=self.user, verified_by_name="")
        other = make_tool("Consul", **verified | {"verified_by": "Eve"})
        self.leave()
        self.assertNotIn("verified_by", Revision.objects.of(tool).get().data)
        self.assertEqual(Revision.objects.of(other).get().data["verified_by"], "Eve")
        tool.refresh_from_db()
        self.assertEqual(tool.verifier, "")


class ForgettingTests(TestCase):
    @override_settings(ACCOUNT_RATE_LIMITS={"signup": None})
    def test_an_account_that_nobody_confirms_goes_after_a_month(self):
        self.client.post("/en/account/signup/", sign_up_data())
        confirmed = make_user(email="eve@example.org")
        first = make_administrator()
        month = timezone.now() + 29 * DAY
        self.assertEqual(forget(month)["unconfirmed accounts"], 0)
        month = timezone.now() + 31 * DAY
        self.assertEqual(forget(month)["unconfirmed accounts"], 1)
        self.assertEqual(set(User.objects.all()), {confirmed, first})

    def test_sessions_that_are_over_leave_no_trace(self):
        make_user("ada", email="ada@example.org")
        sign_in(self.client, "ada")
        self.assertEqual(forget()["traces of sessions"], 0)
        counts = forget(timezone.now() + 15 * DAY)
        self.assertEqual((counts["sessions"], counts["traces of sessions"]), (1, 1))

    def test_a_ban_is_forgotten_a_year_after_its_end(self):
        make_ban(until=timezone.now() + DAY)
        make_ban()
        self.assertEqual(forget(timezone.now() + 365 * DAY)["ended bans"], 0)
        self.assertEqual(forget(timezone.now() + 367 * DAY)["ended bans"], 1)
        self.assertEqual(Ban.objects.count(), 1)

    def test_the_command_says_what_it_did(self):
        out = StringIO()
        call_command("forget", stdout=out)
        self.assertIn("0 unconfirmed accounts", out.getvalue())
