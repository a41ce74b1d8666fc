"""What moderators may do in the admin, and what only administrators may."""

from django.test import TestCase
from django.urls import reverse

from tests.admin_pages import errors, form_data
from tests.factories import (
    make_administrator,
    make_ban,
    make_moderator,
    make_tag,
    make_tool,
    make_user,
)


class ModeratorTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = make_moderator()
        cls.user = make_user("ada")

    def setUp(self):
        self.client.force_login(self.moderator)

    def test_the_admin_shows_what_moderators_see_to_and_nothing_else(self):
        page = self.client.get("/admin/")
        labels = {app["app_label"] for app in page.context["app_list"]}
        self.assertLessEqual({"catalogue", "taxonomy", "accounts"}, labels)
        self.assertEqual(labels & {"auth", "account", "mfa", "socialaccount"}, set())

    def test_a_moderator_changes_a_record_with_its_rows(self):
        tool = make_tool("Decidim", tags=[make_tag("votes").slug])
        page = reverse("admin:catalogue_tool_change", args=[tool.pk])
        data = form_data(self.client.get(page), "tool_form")
        answer = self.client.post(page, data | {"website": "https://decidim.org"})
        self.assertEqual(answer.status_code, 302, errors(answer))
        tool.refresh_from_db()
        self.assertEqual(tool.website, "https://decidim.org")

    def test_a_moderator_takes_a_row_away(self):
        tool = make_tool("Decidim", identifiers=[{"scheme": "wikidata", "value": "Q1"}])
        page = reverse("admin:catalogue_tool_change", args=[tool.pk])
        data = form_data(self.client.get(page), "tool_form")
        data["identifiers-0-DELETE"] = "on"
        self.assertEqual(self.client.post(page, data).status_code, 302)
        self.assertFalse(tool.identifiers.exists())

    def test_a_moderator_reads_accounts_and_changes_none(self):
        page = reverse("admin:accounts_user_change", args=[self.user.pk])
        self.assertContains(self.client.get(page), "ada")
        answer = self.client.post(page, {"username": "eve", "role": "administrator"})
        self.assertEqual(answer.status_code, 403)
        self.user.refresh_from_db()
        self.assertEqual((self.user.username, self.user.role), ("ada", "contributor"))
        password = reverse("admin:auth_user_password_change", args=[self.user.pk])
        self.assertEqual(self.client.get(password).status_code, 403)

    def test_a_moderator_reads_the_bans(self):
        make_ban(self.user, reason="Twelve advertisements")
        page = reverse("admin:accounts_ban_changelist")
        self.assertContains(self.client.get(page), "Twelve advertisements")
        self.assertEqual(
            self.client.get(reverse("admin:accounts_ban_add")).status_code, 403
        )


class OtherRoleTests(TestCase):
    def test_administrators_see_accounts_and_their_addresses(self):
        self.client.force_login(make_administrator())
        user = make_user(email="ada@example.org")
        page = reverse("admin:accounts_user_change", args=[user.pk])
        data = form_data(self.client.get(page), "user_form")
        answer = self.client.post(page, data | {"role": "moderator"})
        self.assertEqual(answer.status_code, 302, errors(answer))
        user.refresh_from_db()
        self.assertEqual((user.role, user.is_staff), ("moderator", True))

    def test_contributors_do_not_enter(self):
        self.client.force_login(make_user())
        self.assertEqual(self.client.get("/admin/", follow=True).status_code, 403)

    def test_the_admin_has_no_sign_in_page_of_its_own(self):
        answer = self.client.get("/admin/", follow=True)
        address, _status = answer.redirect_chain[-1]
        self.assertEqual(address, "/en/account/login/?next=%2Fadmin%2F")
