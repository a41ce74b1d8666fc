import datetime
from unittest import mock

from django.test import TestCase
from django.utils import timezone

from accounts.roles import Role
from catalogue.models import Tool
from core.kinds import kind as kind_named
from revisions.editing import Attribution, Change, protect, write
from revisions.models import Redirect, Revision
from revisions.views import quick
from tests.factories import (
    make_ban,
    make_collection,
    make_moderator,
    make_tag,
    make_tool,
    make_user,
)
from tests.public_pages import read, words

URL = "/en/tools/decidim/still-right/"


class StillRightPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.record = make_tool("Decidim", verified_on="2020-01-01", verified_by="Old")
        cls.contributor = make_user("carl", "carl@example.org", display_name="Carl")
        cls.unconfirmed = make_user("uma")
        cls.trusted = make_user("tess", role=Role.TRUSTED)

    def send(self, user=None, url=URL, version=None):
        self.client.force_login(user or self.contributor)
        return self.client.post(url, {"version": version or self.now().version})

    def now(self):
        return Tool.objects.get()

    def test_looking_at_the_page_confirms_nothing(self):
        self.client.force_login(self.contributor)
        self.assertIn("Carl", words(read(self.client.get(URL)).main))
        self.assertEqual(self.now().version, 1)

    def test_who_confirms_is_named_with_the_day(self):
        self.assertRedirects(self.send(), "/en/tools/decidim/")
        record = self.now()
        today = timezone.now().date()
        self.assertEqual((record.verified_on, record.verifier), (today, "Carl"))
        self.assertEqual(record.verified_by, self.contributor)
        revision = Revision.objects.of(record).first()
        self.assertEqual((revision.action, revision.author),
                         ("verify", self.contributor))  # fmt: skip
        self.assertEqual(revision.data["verified_by"], "Carl")
        self.assertEqual(revision.data["verified_on"], today.isoformat())
        self.assertIn("by Carl", self.client.get("/en/tools/decidim/").text)

    def test_confirming_twice_a_day_is_confirming_once(self):
        self.send()
        self.send()
        self.assertEqual(Revision.objects.of(self.record).count(), 2)

    def test_another_person_confirms_it_again(self):
        self.send()
        self.send(self.trusted)
        self.assertEqual(self.now().verified_by, self.trusted)

    def test_it_can_be_confirmed_again_on_another_day(self):
        self.send()
        yesterday = timezone.now().date() - datetime.timedelta(days=1)
        Tool.objects.update(verified_on=yesterday)
        self.send()
        self.assertEqual(self.now().verified_on, timezone.now().date())

    def test_an_address_must_be_confirmed(self):
        self.assertEqual(self.send(self.unconfirmed).status_code, 403)
        self.assertEqual(self.send(self.trusted).status_code, 302)

    def test_a_protected_record_is_confirmed_by_moderators_alone(self):
        protect(self.now(), True, Attribution(make_moderator()))
        for user, status in (
            (self.contributor, 403),
            (self.trusted, 403),
            (make_moderator(), 302),
        ):
            self.assertEqual(self.send(user).status_code, status, user)

    def test_tags_and_the_collections_of_others_are_not_theirs_to_confirm(self):
        make_tag("budgets")
        tag = self.send(url="/en/tags/budgets/still-right/")
        self.assertEqual(tag.status_code, 403)
        collection = make_collection("Kit")
        collection.co_editors.add(self.trusted)
        kit = self.send(url="/en/collections/kit/still-right/")
        self.assertEqual(kit.status_code, 403)

    def test_visitors_sign_in_and_come_back(self):
        response = self.client.get(URL)
        self.assertEqual(response["Location"], f"/en/account/login/?next={URL}")

    def test_who_looked_at_an_older_page_looks_again(self):
        version = self.now().version
        kind = kind_named("tool")
        write(kind, [Change(self.now(), {"licence": "MIT"})], Attribution(self.trusted))
        response = self.send(version=version)
        self.assertEqual(response.status_code, 409)
        self.assertEqual(self.now().verifier, "Old")
        again = read(response).select_one('[name="version"]')["value"]
        self.assertEqual(self.send(version=again).status_code, 302)

    def test_the_banned_and_the_tireless_are_refused(self):
        with mock.patch.object(quick, "VERIFICATIONS", 0):
            self.assertEqual(self.send().status_code, 429)
        make_ban(self.contributor)
        self.assertEqual(self.send().status_code, 403)
        self.assertEqual(self.now().version, 1)

    def test_a_former_address_leads_to_it(self):
        Redirect.objects.create(kind="tool", old="old", new="decidim")
        self.client.force_login(self.trusted)
        response = self.client.get("/en/tools/old/still-right/")
        self.assertRedirects(response, URL, status_code=301)
