from django.test import TestCase

from catalogue.models import Collection
from revisions.models import Revision
from tests.factories import make_collection, make_moderator, make_tool, make_user
from tests.public_pages import read, words

ADDRESS = "/en/moderation/collections/"


class CurationTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_tool("Decidim")
        for name in ("A", "B", "C"):
            make_collection(name, items=["decidim"], featured=True)
        make_collection("D", items=["decidim"])

    def setUp(self):
        self.client.force_login(make_moderator())

    def act(self, name, act):
        data = {"collection": name.lower(), "act": act}
        return self.client.post(f"{ADDRESS}change/", data)

    def order(self):
        page = read(self.client.get(ADDRESS))
        return "".join(words(row.b) for row in page.select(".ranked > li"))

    def on_home(self):
        page = read(self.client.get("/en/"))
        return "".join(words(h) for h in page.select(".sheaf h3"))

    def test_the_home_page_keeps_the_order_of_the_moderators(self):
        self.assertEqual((self.order(), self.on_home()), ("ABC", "ABC"))
        self.act("C", "up")
        self.assertEqual((self.order(), self.on_home()), ("ACB", "ACB"))
        self.act("A", "down")
        self.assertEqual((self.order(), self.on_home()), ("CAB", "CAB"))

    def test_who_is_first_or_last_stays_so(self):
        self.act("A", "up")
        self.act("C", "down")
        self.assertEqual(self.order(), "ABC")

    def test_a_collection_comes_to_the_home_page_and_goes(self):
        self.act("D", "feature")
        self.assertEqual(self.order(), "ABCD")
        self.act("A", "unfeature")
        self.assertEqual((self.order(), self.on_home()), ("BCD", "BCD"))
        self.assertIsNone(Collection.objects.get(slug="a").home_position)

    def test_each_change_stands_in_the_history(self):
        self.act("D", "feature")
        last = Revision.objects.filter(kind="collection").first()
        self.assertEqual(last.comment, "Choice for the home page")
        self.assertEqual(last.data["featured"], True)

    def test_nonsense_is_refused(self):
        self.assertEqual(self.act("A", "nonsense").status_code, 400)
        self.assertEqual(self.act("no-such", "up").status_code, 404)

    def test_only_moderators_curate(self):
        self.client.force_login(make_user())
        self.assertEqual(self.act("D", "feature").status_code, 403)
        self.assertEqual(self.client.get(ADDRESS).status_code, 403)
        self.assertFalse(Collection.objects.get(slug="d").featured)
