import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import TestCase
from django.urls import reverse

from core.models import CatalogueVersion
from tests.accounts.flows import last_mail, link_in_mail, sign_in
from tests.admin_pages import soup
from tests.factories import make_ban, make_moderator, make_user

HOME = "/en/"
PAGE = "/en/account/login/"
NEW = "another long sentence"


def code_of(secret):
    """Return what an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


class SignInTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user("ada", email="ada@example.org", display_name="Ada L.")

    def test_by_address_and_by_name_in_any_case(self):
        for login in ("ada@example.org", "ADA@Example.org", "ada"):
            answer = sign_in(self.client, login, next="/fr/tools/?q=b")
            self.assertEqual(answer["Location"], "/fr/tools/?q=b")
            self.client.logout()

    def test_without_a_place_to_go_on_one_lands_on_ones_account(self):
        self.assertRedirects(sign_in(self.client, "ada"), "/en/account/")

    def test_nobody_is_led_to_another_site(self):
        for away in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
            answer = sign_in(self.client, "ada", next=away)
            self.assertRedirects(answer, "/en/account/")
            self.client.logout()

    def test_what_is_wrong_is_said_without_saying_which_half(self):
        for login, password in (("ada", "wrong"), ("eve@example.org", "correct horse")):
            answer = sign_in(self.client, login, password)
            said = "The address and the password do not go together."
            self.assertContains(answer, said, status_code=422)
            self.assertEqual(soup(answer).find(id="id_login")["value"], login)

    def test_guessing_comes_to_an_end(self):
        for _turn in range(5):
            sign_in(self.client, "ada@example.org", "wrong")
        answer = sign_in(self.client, "ada@example.org")
        self.assertContains(answer, "wrong too often", status_code=422)

    def test_a_closed_account_stays_closed_and_says_so(self):
        self.user.is_active = False
        self.user.save()
        answer = sign_in(self.client, "ada")
        self.assertRedirects(answer, "/en/account/inactive/")

    def test_the_masthead_knows_who_is_signed_in(self):
        page = soup(self.client.get("/en/tools/?q=x"))
        link = page.select_one(".masthead a.account")
        self.assertEqual(link["href"], f"{PAGE}?next=%2Fen%2Ftools%2F%3Fq%3Dx")
        self.client.force_login(self.user)
        page = soup(self.client.get("/en/tools/"))
        self.assertEqual(
            page.select_one("summary.account").get_text(strip=True), "Ada L."
        )
        self.assertNotIn("Moderation", page.select_one(".account-menu").text)
        self.client.force_login(make_moderator())
        page = soup(self.client.get("/en/tools/"))
        self.assertIn("Moderation", page.select_one(".account-menu").text)

    def test_signing_out_takes_a_form_not_a_link(self):
        self.client.force_login(self.user)
        self.assertContains(self.client.get("/en/account/logout/"), "Sign out?")
        self.assertIn("_auth_user_id", self.client.session)
        answer = self.client.post("/en/account/logout/", follow=True)
        self.assertContains(answer, "You are signed out.")
        self.assertNotIn("_auth_user_id", self.client.session)

    def test_a_banned_person_signs_in_and_is_told_why(self):
        make_ban(self.user, reason="Twelve advertisements in a day")
        answer = self.client.post(
            PAGE, {"login": "ada", "password": "correct horse"}, follow=True
        )
        self.assertContains(answer, "You may read but not contribute.")
        self.assertContains(answer, "Twelve advertisements in a day")

    def test_the_pages_of_signing_in_are_kept_out_of_search_engines(self):
        for name in ("account_login", "account_signup", "account_reset_password"):
            page = soup(self.client.get(reverse(name)))
            self.assertEqual(
                page.find("meta", {"name": "robots"})["content"], "noindex"
            )


class PasswordTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user("ada", email="ada@example.org", language="fr")

    def ask(self, email="ada@example.org"):
        return self.client.post("/en/account/password/reset/", {"email": email})

    def test_a_forgotten_password_is_replaced_once(self):
        self.assertRedirects(self.ask(), "/en/account/password/reset/done/")
        link = link_in_mail()
        page = self.client.get(link, follow=True)
        address = page.redirect_chain[-1][0]
        self.assertNotIn(link.split("-")[-1], address)
        data = {"password1": NEW, "password2": NEW}
        self.assertEqual(self.client.post(address, data).status_code, 302)
        self.user.refresh_from_db()
        self.assertTrue(self.user.check_password(NEW))
        self.client.cookies.clear()
        again = self.client.get(link, follow=True)
        self.assertContains(again, "This link was used already, or is too old.")

    def test_the_person_is_told_in_their_own_language(self):
        self.ask()
        page = self.client.get(link_in_mail(), follow=True)
        address = page.redirect_chain[-1][0]
        self.client.post(address, {"password1": NEW, "password2": NEW})
        self.assertEqual(len(mail.outbox), 2)
        self.assertIn('<html lang="fr">', mail.outbox[-1].alternatives[0][0])
        self.assertIn("127.0.0.1", last_mail())

    def test_nobody_learns_who_has_an_account(self):
        self.assertRedirects(
            self.ask("eve@example.org"), "/en/account/password/reset/done/"
        )
        self.assertIn("No account has this address", last_mail())

    def test_a_password_is_changed_by_who_knows_it(self):
        self.client.force_login(self.user)
        page = "/en/account/password/change/"
        data = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
        answer = self.client.post(page, data)
        self.assertContains(answer, "not your present password", status_code=422)
        answer = self.client.post(page, data | {"oldpassword": "correct horse"})
        self.assertEqual(answer.status_code, 302)
        self.user.refresh_from_db()
        self.assertTrue(self.user.check_password(NEW))
        self.assertEqual(self.client.get("/en/account/").status_code, 200)

    def test_a_new_one_may_not_be_easy(self):
        self.client.force_login(self.user)
        data = {
            "oldpassword": "correct horse",
            "password1": "12345",
            "password2": "12345",
        }
        answer = self.client.post("/en/account/password/change/", data)
        self.assertEqual(answer.status_code, 422)


class SecondFactorTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user("ada", email="ada@example.org")

    def prove(self, page):
        """Go to a page that asks for the password once more; return the page."""
        answer = self.client.get(page)
        self.assertEqual(answer.status_code, 302)
        self.assertIn("/reauthenticate/", answer["Location"])
        asked = self.client.get(answer["Location"])
        self.assertContains(asked, "Is it you?")
        data = {"password": "correct horse", "next": page}
        answer = self.client.post(answer["Location"], data)
        self.assertRedirects(answer, page, fetch_redirect_response=False)
        return self.client.get(page)

    def set_up(self):
        sign_in(self.client, "ada")
        page = self.prove("/en/account/2fa/totp/activate/")
        secret = soup(page).select_one(".secret").text
        self.assertTrue(
            soup(page).select_one(".qr")["src"].startswith("data:image/svg")
        )
        data = {"code": code_of(secret)}
        with self.captureOnCommitCallbacks(execute=True):
            answer = self.client.post("/en/account/2fa/totp/activate/", data)
        self.assertEqual(answer.status_code, 302)
        return secret

    def test_signing_in_asks_for_the_code_of_the_app(self):
        secret = self.set_up()
        self.assertIn("authenticator app", last_mail())
        self.client.logout()
        answer = sign_in(self.client, "ada", next="/en/tools/")
        self.assertRedirects(answer, "/en/account/2fa/authenticate/")
        self.assertNotIn("_auth_user_id", self.client.session)
        page = "/en/account/2fa/authenticate/"
        self.assertEqual(self.client.post(page, {"code": "000000"}).status_code, 422)
        # A code is worth nothing a second time: the next one is taken.
        next_code = format_hotp_value(hotp_value(secret, int(time.time()) // 30 + 1))
        answer = self.client.post(page, {"code": next_code})
        self.assertRedirects(answer, "/en/tools/", fetch_redirect_response=False)

    def test_a_recovery_code_opens_the_account_once(self):
        self.set_up()
        page = soup(self.client.get("/en/account/2fa/recovery-codes/"))
        code = page.select_one(".codes code").text
        for expected in (302, 422):
            self.client.logout()
            sign_in(self.client, "ada")
            answer = self.client.post("/en/account/2fa/authenticate/", {"code": code})
            self.assertEqual(answer.status_code, expected)

    def test_what_concerns_safety_asks_for_the_password_again(self):
        self.client.force_login(self.user)
        page = self.prove("/en/account/2fa/totp/activate/")
        self.assertContains(page, "Let the application on your telephone read")

    def test_the_app_is_turned_off_again(self):
        self.set_up()
        self.client.post("/en/account/2fa/totp/deactivate/")
        self.assertFalse(Authenticator.objects.filter(user=self.user).exists())

    def test_passkeys_say_what_they_need_and_bring_no_script_of_the_page(self):
        for answer in (self.client.get(PAGE), self.add_passkey()):
            self.assertContains(answer, "Passkeys need JavaScript")
            for script in soup(answer).find_all("script"):
                plain = script.get("src") or script["type"] == "application/json"
                self.assertTrue(plain, script)

    def add_passkey(self):
        sign_in(self.client, "ada")
        return self.prove("/en/account/2fa/webauthn/add/")

    def test_the_browser_is_asked_for_a_passkey_of_this_site(self):
        answer = self.client.get(
            "/en/account/2fa/webauthn/login/", headers={"accept": "application/json"}
        )
        options = answer.json()["request_options"]["publicKey"]
        self.assertEqual(options["rpId"], "testserver")

    def test_a_passkey_that_makes_no_sense_is_refused(self):
        answer = self.client.post(
            "/en/account/2fa/webauthn/login/", {"credential": ""}, follow=True
        )
        self.assertNotIn("_auth_user_id", self.client.session)
        self.assertLess(answer.status_code, 500)

    def test_the_page_shows_what_there_is(self):
        sign_in(self.client, "ada")
        answer = self.client.get("/en/account/2fa/")
        self.assertContains(answer, "0 passkeys are added.")
        self.assertContains(answer, "Not in use.")


class OtherBrowserTests(TestCase):
    def test_one_sees_where_one_is_signed_in_and_ends_it(self):
        make_user("ada", email="ada@example.org")
        other = self.client_class()
        sign_in(other, "ada")
        sign_in(self.client, "ada")
        page = "/en/account/sessions/"
        answer = self.client.get(page)
        self.assertContains(answer, "This browser")
        self.assertContains(answer, "Another browser")
        self.client.post(page)
        self.assertEqual(other.get("/en/account/").status_code, 302)
        self.assertEqual(self.client.get("/en/account/").status_code, 200)


class VersionTests(TestCase):
    def test_signing_in_changes_nothing_in_the_catalogue(self):
        CatalogueVersion.bump()
        before = CatalogueVersion.current()
        make_user("ada")
        sign_in(self.client, "ada")
        self.assertEqual(CatalogueVersion.current(), before)
