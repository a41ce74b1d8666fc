from django.test import TestCase
from django.urls import reverse

from tests.admin_pages import soup
from tests.factories import make_image, make_moderator

LIST = reverse("admin:core_image_changelist")


class ImageAdminTests(TestCase):
    def setUp(self):
        self.client.force_login(make_moderator())

    def test_the_list_shows_each_picture_and_does_not_ask_more_for_more(self):
        for number in range(25):
            make_image(size=(100 + number, 60))
        with self.assertNumQueries(7):
            answer = self.client.get(LIST)
        self.assertEqual(len(soup(answer).select("img.picture-preview")), 25)

    def test_pictures_are_only_read(self):
        page = reverse("admin:core_image_change", args=[make_image().pk])
        self.assertContains(self.client.get(page), "picture-preview")
        self.assertEqual(self.client.post(page, {"width": "1"}).status_code, 403)
