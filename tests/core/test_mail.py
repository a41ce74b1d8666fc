from django.core import mail
from django.test import SimpleTestCase, override_settings

from core.mail import send

NOTICE = {
    "account_url": "https://toolbox.example/en/account/",
    "ip": "::1",
    "user_agent": "Navigator <5>",
    "timestamp": "now",
}


class MailTests(SimpleTestCase):
    def send(self, language="en", **context):
        send("email_deleted", "ada@example.org", language, NOTICE | context)
        return mail.outbox[-1]

    def test_the_text_has_no_escapes_and_the_html_has(self):
        letter = self.send(deleted_email="o'neil&co@example.org")
        self.assertIn("o'neil&co@example.org", letter.body)
        self.assertIn("Navigator <5>", letter.body)
        html = letter.alternatives[0][0]
        self.assertIn("Navigator &lt;5&gt;", html)
        self.assertIn('<a href="https://toolbox.example/en/account/"', html)

    def test_it_comes_in_the_language_of_who_gets_it(self):
        for language in ("en", "fr", "es"):
            letter = self.send(language, deleted_email="a@example.org")
            self.assertIn(f'<html lang="{language}">', letter.alternatives[0][0])

    def test_a_subject_is_one_line(self):
        send("email_confirmation", "a@example.org", "en", {"code": "AB\nCD"})
        self.assertTrue(mail.outbox[-1].subject.startswith("AB CD is your code"))

    @override_settings(DEFAULT_FROM_EMAIL="Toolbox <toolbox@toolbox.example>")
    def test_it_says_who_sends_it(self):
        letter = self.send(deleted_email="a@example.org")
        self.assertEqual(letter.from_email, "Toolbox <toolbox@toolbox.example>")
