from io import StringIO

from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse_lazy

from accounts.models import User
from tests.factories import make_moderator, make_user

SIGN_IN = reverse_lazy("account_login")


def run():
    out = StringIO()
    call_command("first_moderator", stdout=out)
    return out.getvalue()


class FirstModeratorTests(TestCase):
    def test_an_account_is_made_and_its_password_is_printed(self):
        printed = run()
        password = printed.partition("password: ")[2].split()[0]
        self.assertGreaterEqual(len(password), 16)
        data = {"login": "moderator", "password": password, "next": "/admin/"}
        answer = self.client.post(SIGN_IN, data)
        self.assertRedirects(answer, "/admin/", fetch_redirect_response=False)
        self.assertEqual(self.client.get("/admin/").status_code, 200)

    def test_a_second_call_says_nothing_and_changes_nothing(self):
        run()
        before = User.objects.get().password
        self.assertEqual(run(), "")
        self.assertEqual(User.objects.get().password, before)

    def test_two_sites_get_two_passwords(self):
        first = run()
        User.objects.all().delete()
        self.assertNotEqual(first, run())

    def test_any_moderator_is_enough(self):
        make_moderator(username="ada")
        self.assertEqual(run(), "")
        self.assertFalse(User.objects.filter(username="moderator").exists())

    def test_a_visitor_called_moderator_does_not_become_one(self):
        visitor = make_user("moderator")
        self.assertIn("moderator-2", run())
        visitor.refresh_from_db()
        self.assertFalse(visitor.is_staff)
        self.assertTrue(User.objects.get(username="moderator-2").is_superuser)
