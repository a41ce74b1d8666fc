from django.test import TestCase
from django.urls import reverse

from revisions.models import Revision
from tests.admin_pages import blank_row, errors, form_data, soup
from tests.factories import (
    make_collection,
    make_moderator,
    make_organization,
    make_tool,
    make_user,
)

LIST = reverse("admin:catalogue_collection_changelist")


class CollectionAdminTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = make_moderator()

    def setUp(self):
        self.client.force_login(self.moderator)

    def page(self, collection):
        return reverse("admin:catalogue_collection_change", args=[collection.pk])

    def form(self, collection, **row):
        answer = self.client.get(self.page(collection))
        data = form_data(answer, "collection_form")
        return data | (
            blank_row(answer, "collection_form", "items", **row) if row else {}
        )

    def last(self, collection):
        return Revision.objects.of(collection).first()

    def test_the_list_does_not_ask_more_for_more_collections(self):
        make_tool("Decidim")
        organization, person = make_organization("Etalab"), make_user()
        for number in range(25):
            collection = make_collection(items=["decidim"])
            curator = {"curator_organization": organization}
            if number % 2:
                curator = {"curator": person}
            type(collection).objects.filter(pk=collection.pk).update(**curator)
        with self.assertNumQueries(7):
            answer = self.client.get(LIST)
        self.assertEqual(len(soup(answer).select("#result_list tbody tr")), 25)

    def test_items_are_added_in_order_with_a_note_in_each_language(self):
        make_tool("Consul")
        decidim = make_tool("Decidim")
        collection = make_collection("Best", items=["consul"])
        data = self.form(
            collection, tool=decidim.pk, note_fr="Le meilleur", position="0"
        )
        data["items-0-position"] = "1"
        self.assertEqual(self.client.post(self.page(collection), data).status_code, 302)
        self.assertEqual(
            self.last(collection).data["items"],
            [{"tool": "decidim", "note": {"fr": "Le meilleur"}}, {"tool": "consul"}],
        )

    def test_an_item_without_a_position_comes_last(self):
        make_tool("Consul")
        decidim = make_tool("Decidim")
        collection = make_collection("Best", items=["consul"])
        self.client.post(self.page(collection), self.form(collection, tool=decidim.pk))
        positions = collection.items.values_list("tool__slug", "position")
        self.assertEqual(list(positions), [("consul", 0), ("decidim", 1)])

    def test_a_tool_stands_once_in_a_collection(self):
        tool = make_tool("Consul")
        collection = make_collection("Best", items=["consul"])
        data = self.form(collection, tool=tool.pk)
        answer = self.client.post(self.page(collection), data)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("correct the", errors(answer))

    def test_one_language_of_the_name_is_enough_and_one_is_needed(self):
        add = reverse("admin:catalogue_collection_add")
        data = form_data(self.client.get(add), "collection_form")
        answer = self.client.post(add, data)
        self.assertIn("Write it in at least one language.", errors(answer))
        answer = self.client.post(add, data | {"name_es": "Herramientas útiles"})
        self.assertEqual(answer.status_code, 302)
        revision = Revision.objects.get(kind="collection")
        self.assertEqual(revision.data["slug"], "herramientas-utiles")
        self.assertEqual(revision.data["name"], {"es": "Herramientas útiles"})

    def test_two_curators_are_refused_in_words(self):
        collection = make_collection("Best")
        data = self.form(collection) | {
            "curator_name": "Grace",
            "curator": self.moderator.pk,
        }
        answer = self.client.post(self.page(collection), data)
        self.assertIn("Name one curator", errors(answer))

    def test_featuring_and_not_featuring_write_revisions(self):
        first, second = make_collection("A"), make_collection("B", featured=True)
        chosen = {"_selected_action": [first.pk, second.pk]}
        self.client.post(LIST, chosen | {"action": "feature"})
        first.refresh_from_db()
        second.refresh_from_db()
        self.assertTrue(first.featured)
        self.assertEqual((first.version, second.version), (2, 1))
        self.assertEqual(self.last(first).data["featured"], True)
        self.client.post(LIST, chosen | {"action": "unfeature"})
        first.refresh_from_db()
        self.assertFalse(first.featured)
        self.assertNotIn("featured", self.last(first).data)

    def test_a_draft_is_not_shown_by_showing_hidden_ones_again(self):
        collection = make_collection("Draft")
        type(collection).objects.filter(pk=collection.pk).update(status="draft")
        chosen = {"_selected_action": [collection.pk], "action": "show_again"}
        self.client.post(LIST, chosen)
        collection.refresh_from_db()
        self.assertEqual(collection.status, "draft")
