"""The plain form of a collection."""

from django.test import TestCase

from catalogue.models import Collection
from revisions.models import Revision
from tests.factories import (
    make_collection,
    make_moderator,
    make_organization,
    make_tool,
    make_user,
)
from tests.record_forms import FormTests, errors, typed


class CollectionFormTests(FormTests, TestCase):
    kind = "collection"

    def test_a_collection_belongs_to_who_makes_it(self):
        user = make_user(role="trusted")
        self.client.force_login(user)
        make_tool("Decidim")
        response = self.send(
            name_en="Mine", items__0__tool="Decidim", items__0__note_en="First"
        )
        self.assertEqual(response.status_code, 302, errors(response))
        made = Collection.objects.get()
        self.assertEqual(made.curator, user)
        self.assertEqual(made.items.get().note_en, "First")

    def test_others_are_told_whose_it_is(self):
        owner, other = make_user(role="trusted"), make_user(role="trusted")
        collection = make_collection("Mine")
        Collection.objects.filter(pk=collection.pk).update(curator=owner)
        self.client.force_login(other)
        response = self.open(collection)
        self.assertContains(response, "belongs to somebody", status_code=403)

    def test_moderators_alone_choose_what_is_on_the_home_page(self):
        collection = make_collection("One")
        self.client.force_login(make_user(role="trusted"))
        self.assertNotIn("featured", typed(self.open(collection))["shown"])
        self.send(collection, featured="yes", shown=["featured"])
        collection.refresh_from_db()
        self.assertFalse(collection.featured)
        self.client.force_login(make_moderator())
        self.assertEqual(self.send(collection, featured="yes").status_code, 302)
        collection.refresh_from_db()
        self.assertTrue(collection.featured)

    def test_two_curators_are_refused(self):
        make_organization("Code for All")
        collection = make_collection("One", curator_name="Ada")
        self.client.force_login(make_moderator())
        response = self.send(collection, curator="Code for All")
        self.assertEqual(response.status_code, 422)
        self.assertEqual(Revision.objects.of(collection).count(), 1)

    def test_opening_and_sending_changes_nothing(self):
        make_tool("Decidim")
        collection = make_collection("One", items=["decidim"], featured=True)
        self.client.force_login(make_moderator())
        self.assertEqual(self.send(collection).status_code, 422)
