from django.test import TestCase
from django.urls import reverse

from accounts.models import User
from core.models import CatalogueVersion
from tests.admin_pages import form_data, soup
from tests.factories import make_administrator, make_user

LIST = reverse("admin:accounts_user_changelist")


class UserAdminTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.administrator = make_administrator()

    def setUp(self):
        self.client.force_login(self.administrator)

    def test_the_list_does_not_ask_more_for_more_people(self):
        User.objects.bulk_create(User(username=f"user-{n}") for n in range(25))
        with self.assertNumQueries(7):
            answer = self.client.get(LIST)
        self.assertEqual(len(soup(answer).select("#result_list tbody tr")), 26)

    def test_a_new_display_name_shows_on_pages_at_once(self):
        user = make_user()
        page = reverse("admin:accounts_user_change", args=[user.pk])
        data = form_data(self.client.get(page), "user_form")
        before = CatalogueVersion.current()
        answer = self.client.post(page, data | {"display_name": "Grace"})
        self.assertRedirects(answer, LIST)
        user.refresh_from_db()
        self.assertEqual(user.public_name, "Grace")
        self.assertNotEqual(CatalogueVersion.current(), before)

    def test_a_new_person_gets_a_display_name(self):
        add = reverse("admin:accounts_user_add")
        self.assertContains(self.client.get(add), 'name="display_name"')
