from django.core import mail
from django.test import TestCase, override_settings
from django.urls import reverse

from accounts.models import User
from core import public_forms
from tests.accounts.flows import code_in_mail, sign_in, sign_up_data, stamped
from tests.admin_pages import soup
from tests.factories import make_user

PAGE = "/en/account/signup/"
CONFIRM = "/en/account/confirm-email/"


class SignUpTests(TestCase):
    def sign_up(self, **values):
        return self.client.post(PAGE, sign_up_data(**values))

    def confirm(self, code=None, **values):
        return self.client.post(CONFIRM, {"code": code or code_in_mail(), **values})

    def test_a_person_opens_an_account_and_goes_on_where_they_were(self):
        there = "/en/tools/?q=vote"
        self.assertRedirects(self.sign_up(next=there), CONFIRM)
        self.assertNotIn("_auth_user_id", self.client.session)
        answer = self.confirm()
        self.assertRedirects(answer, there, fetch_redirect_response=False)
        user = User.objects.get()
        self.assertEqual(str(user.pk), self.client.session["_auth_user_id"])
        self.assertEqual(
            (user.display_name, user.username), ("Ada Lovelace", "ada-lovelace")
        )
        self.assertEqual((user.role, user.language), ("contributor", "en"))
        self.assertTrue(user.emailaddress_set.get().verified)

    def test_the_e_mail_comes_in_text_and_html_in_the_language_of_the_page(self):
        self.client.post("/fr/account/signup/", sign_up_data())
        self.assertEqual(User.objects.get().language, "fr")
        [letter] = mail.outbox
        self.assertEqual(letter.to, ["ada@example.org"])
        self.assertIn(code_in_mail(), letter.subject)
        [(html, kind)] = letter.alternatives
        self.assertEqual(kind, "text/html")
        self.assertIn(code_in_mail(), html)
        self.assertIn('<html lang="fr">', html)

    def test_a_wrong_code_is_refused_and_after_three_the_code_is_worth_nothing(self):
        self.sign_up()
        code = code_in_mail()
        answer = self.confirm("AAAAAA")
        self.assertContains(answer, "This is not the code.", status_code=422)
        self.confirm("AAAAAA")
        self.assertEqual(self.confirm("AAAAAA").status_code, 302)
        self.confirm(code)
        self.assertNotIn("_auth_user_id", self.client.session)

    @override_settings(ACCOUNT_RATE_LIMITS={"confirm_email": None})
    def test_another_code_is_sent_on_request(self):
        self.sign_up()
        first = code_in_mail()
        self.client.post(CONFIRM, {"action": "resend"})
        self.assertEqual(len(mail.outbox), 2)
        self.assertNotEqual(code_in_mail(), first)

    def test_a_misspelt_address_is_mended_before_it_is_confirmed(self):
        self.sign_up(email="ada@exmaple.org")
        data = {"action": "change", "email": "ada@example.org"}
        self.client.post(CONFIRM, data)
        self.confirm()
        self.assertEqual(User.objects.get().email, "ada@example.org")

    @override_settings(ACCOUNT_RATE_LIMITS={"confirm_email": None})
    def test_who_confirms_later_is_asked_for_a_code_on_signing_in(self):
        self.sign_up()
        self.client.cookies.clear()
        password = "a rather long sentence"
        answer = sign_in(self.client, "ada@example.org", password, next="/en/tools/")
        self.assertRedirects(answer, CONFIRM)
        self.assertEqual(len(mail.outbox), 2)
        answer = self.confirm()
        self.assertRedirects(answer, "/en/tools/", fetch_redirect_response=False)

    def test_nobody_learns_who_has_an_account(self):
        make_user(email="ada@example.org")
        answer = self.sign_up()
        self.assertRedirects(answer, CONFIRM)
        self.assertEqual(User.objects.count(), 1)
        [letter] = mail.outbox
        self.assertEqual(
            letter.subject, "You already have an account at the OGP Toolbox"
        )
        self.assertContains(self.client.get(CONFIRM), "ada@example.org")

    def test_two_people_of_one_name_have_two_addresses(self):
        self.sign_up()
        self.client.logout()
        self.client.cookies.clear()
        self.sign_up(email="eve@example.org")
        names = User.objects.values_list("username", flat=True)
        self.assertEqual(set(names), {"ada-lovelace", "ada-lovelace-2"})

    def test_a_name_in_other_letters_is_kept_whole(self):
        self.sign_up(display_name="  小林  Łukasz ")
        user = User.objects.get()
        self.assertEqual((user.display_name, user.username), ("小林 Łukasz", "lukasz"))
        self.client.cookies.clear()
        self.sign_up(display_name="李", email="li@example.org")
        self.assertTrue(User.objects.filter(username="contributor").exists())

    def test_a_refused_form_says_why_and_keeps_what_was_typed(self):
        answer = self.sign_up(password1="12345", display_name="???")
        page = soup(answer)
        self.assertEqual(answer.status_code, 422)
        self.assertEqual(page.find(id="id_email")["value"], "ada@example.org")
        self.assertEqual(page.find(id="id_password1")["aria-invalid"], "true")
        links = {a["href"] for a in page.select(".summary a")}
        self.assertEqual(links, {"#id_display_name", "#id_password1"})
        self.assertFalse(User.objects.exists())


class TrapTests(TestCase):
    """Machines that fill in forms."""

    def send(self, **values):
        return self.client.post(PAGE, sign_up_data() | values)

    def assert_refused(self, answer, why):
        self.assertContains(answer, why, status_code=422)
        self.assertEqual(soup(answer).find(id="id_email")["value"], "ada@example.org")
        self.assertFalse(User.objects.exists())

    def test_who_fills_in_the_field_that_nobody_sees_is_refused(self):
        answer = self.send(homepage="https://example.org")
        self.assert_refused(answer, "A field that must stay empty was filled in")

    def test_who_is_quicker_than_a_person_is_refused(self):
        answer = self.send(stamp=public_forms.stamp())
        self.assert_refused(answer, "too quick for a person")

    def test_who_brings_no_stamp_or_a_false_one_gets_one_that_holds(self):
        for false in ("", "1:abc", public_forms.stamp(0)[:-1]):
            answer = self.send(stamp=false)
            self.assert_refused(answer, "too quick for a person")
            given = soup(answer).find(id="id_stamp")["value"]
            self.assertIsNotNone(public_forms.drawn_at(given))

    def test_who_was_too_quick_sends_the_same_form_again(self):
        answer = self.send(stamp=public_forms.stamp())
        kept = soup(answer).find(id="id_stamp")["value"]
        with self.settings():
            quickest, public_forms.QUICKEST = public_forms.QUICKEST, 0
            try:
                self.assertEqual(self.send(stamp=kept).status_code, 302)
            finally:
                public_forms.QUICKEST = quickest

    def test_the_trap_is_out_of_the_way_of_people(self):
        page = soup(self.client.get(PAGE))
        trap = page.find(id="id_homepage")
        self.assertEqual(trap["tabindex"], "-1")
        self.assertEqual(trap.find_parent(class_="trap")["aria-hidden"], "true")
        self.assertTrue(page.find(id="id_stamp")["value"])

    def test_a_stamp_is_kept_on_a_page_left_open_overnight(self):
        day = 24 * 60 * 60
        old = public_forms.stamp(public_forms.time.time() - day)
        self.assertEqual(self.send(stamp=old).status_code, 302)

    def test_helpers_stamp_what_they_send(self):
        self.assertIn("stamp", stamped())
        self.assertEqual(reverse("account_signup"), PAGE)
