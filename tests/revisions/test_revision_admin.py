from django.test import TestCase
from django.urls import reverse

from core.models import CatalogueVersion
from revisions.models import Redirect, Revision
from tests.admin_pages import errors, form_data, soup
from tests.factories import make_administrator, make_moderator, make_tag, make_tool

LIST = reverse("admin:revisions_revision_changelist")
REDIRECTS = reverse("admin:revisions_redirect_changelist")
ADD = reverse("admin:revisions_redirect_add")


class RevisionAdminTests(TestCase):
    def setUp(self):
        self.client.force_login(make_moderator())

    def test_the_list_of_recent_changes_does_not_ask_more_for_more(self):
        for _ in range(25):
            make_tool()
        Revision.objects.update(author=make_moderator(), source="")
        with self.assertNumQueries(8):
            answer = self.client.get(LIST)
        self.assertEqual(len(soup(answer).select("#result_list tbody tr")), 25)

    def test_it_is_searched_and_filtered(self):
        make_tool("Decidim")
        make_tag("vote")
        Revision.objects.filter(kind="tag").update(author=make_moderator(), source="")
        for query, slugs in [
            ("q=decid", ["decidim"]),
            ("kind=tag", ["vote"]),
            ("by=people", ["vote"]),
            ("by=machines", ["decidim"]),
        ]:
            with self.subTest(query):
                rows = soup(self.client.get(f"{LIST}?{query}")).select(".field-slug")
                self.assertEqual([row.text for row in rows], slugs)

    def test_nothing_of_it_can_be_changed(self):
        make_tool("Decidim")
        revision = Revision.objects.get()
        page = reverse("admin:revisions_revision_change", args=[revision.pk])
        self.assertContains(self.client.get(page), "Decidim")
        for address in (
            page,
            reverse("admin:revisions_revision_add"),
            reverse("admin:revisions_revision_delete", args=[revision.pk]),
        ):
            self.assertEqual(
                self.client.post(address, {"post": "yes"}).status_code, 403
            )

    def test_content_is_never_taken_for_markup(self):
        make_tool("Decidim", summary="<script>alert(1)</script>")
        page = reverse(
            "admin:revisions_revision_change", args=[Revision.objects.get().pk]
        )
        self.assertNotContains(self.client.get(page), "<script>alert(1)")


class RedirectAdminTests(TestCase):
    def setUp(self):
        self.client.force_login(make_moderator())

    def add(self, **values):
        data = form_data(self.client.get(ADD), "redirect_form") | values
        return self.client.post(ADD, data)

    def test_a_former_address_leads_to_a_page_there_is(self):
        make_tool("Decidim")
        before = CatalogueVersion.current()
        answer = self.add(kind="tool", old="decidim-bcn", new="decidim")
        self.assertRedirects(answer, REDIRECTS)
        self.assertGreater(CatalogueVersion.current(), before)
        self.assertTrue(Redirect.objects.filter(old="decidim-bcn").exists())

    def test_others_are_refused_in_words(self):
        make_tool("Decidim")
        answer = self.add(kind="tool", old="decidim", new="nowhere")
        self.assertIn("A page has this address now.", errors(answer))
        self.assertIn("No page has this address.", errors(answer))
        self.assertFalse(Redirect.objects.exists())

    def test_deleting_one_is_seen_by_the_page_cache(self):
        self.client.force_login(make_administrator())
        make_tool("Decidim")
        redirect = Redirect.objects.create(kind="tool", old="a", new="decidim")
        before = CatalogueVersion.current()
        self.client.post(
            reverse("admin:revisions_redirect_delete", args=[redirect.pk]),
            {"post": "yes"},
        )
        self.assertGreater(CatalogueVersion.current(), before)
