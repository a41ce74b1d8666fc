from django.test import TestCase
from django.utils import timezone

from accounts.models import User
from core.kinds import kind
from revisions.editing import Attribution, Change, hide, write
from revisions.models import ModerationAction
from tests.admin_pages import soup
from tests.factories import (
    make_ban,
    make_collection,
    make_moderator,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
    make_user,
)

PAGE = "/en/contributors/ada/"


def edit(user, record, key="tool", **values):
    by = Attribution(user, comment=values.pop("comment", "Checked"))
    record.refresh_from_db()
    write(kind(key), [Change(record, values)], by)


class ContributorTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user(
            "ada", email="ada@example.org", display_name="Ada L.",
            about="I count <words>.", last_login=timezone.now(),
        )  # fmt: skip

    def test_a_name_with_control_characters_is_nobodys(self):
        for name in ("%00", "ada%00", "a%01da", "ada%7F"):
            for page in ("", "report/"):
                with self.subTest(name, page=page):
                    answer = self.client.get(f"/en/contributors/{name}/{page}")
                    self.assertEqual(answer.status_code, 404)

    def test_the_page_says_who_it_is_and_what_they_wrote(self):
        tool = make_tool("Decidim")
        edit(self.user, tool, website="https://decidim.org", comment="Its website")
        edit(self.user, tool, website="https://www.decidim.org")
        page = self.client.get(PAGE)
        self.assertContains(page, "Ada L.")
        self.assertContains(page, "I count &lt;words&gt;.")
        self.assertContains(page, "2 contributions")
        self.assertContains(page, "to 1 page")
        self.assertContains(page, "Its website")
        self.assertContains(page, tool.get_absolute_url())

    def test_it_gives_no_address_away(self):
        self.assertNotContains(self.client.get(PAGE), "example.org")

    def test_what_everybody_may_not_see_is_not_there(self):
        tool = make_tool("Secret")
        edit(self.user, tool, website="https://secret.org")
        hide(tool, "A test", Attribution(source="tests"))
        self.assertNotContains(self.client.get(PAGE), "Secret")
        self.assertContains(self.client.get(PAGE), "0 contributions")

    def test_search_engines_get_it_when_something_stands_there(self):
        def robots():
            return soup(self.client.get(PAGE)).find("meta", {"name": "robots"})

        self.assertEqual(robots()["content"], "noindex,follow")
        edit(self.user, make_tool(), website="https://example.net")
        self.assertIsNone(robots())

    def test_collections_they_curate_are_there(self):
        mine = make_collection("Votes")
        type(mine).objects.filter(pk=mine.pk).update(curator=self.user)
        self.assertContains(self.client.get(PAGE), "Votes")

    def test_accounts_nobody_signed_in_to_and_closed_ones_have_no_page(self):
        make_user("eve")
        self.assertEqual(self.client.get("/en/contributors/eve/").status_code, 404)
        self.assertEqual(self.client.get("/en/contributors/nobody/").status_code, 404)
        User.objects.filter(pk=self.user.pk).update(is_active=False)
        self.assertEqual(self.client.get(PAGE).status_code, 404)

    def test_who_is_banned_does_not_speak_of_themselves(self):
        make_ban(self.user)
        self.assertNotContains(self.client.get(PAGE), "I count")

    def test_it_asks_no_more_for_more(self):
        makers = {
            "tool": make_tool, "use-case": make_use_case,
            "organization": make_organization, "tag": make_tag,
        }  # fmt: skip
        for _turn in range(7):
            for key, make in makers.items():
                edit(self.user, make(), key, sources=["https://example.net/"])
        make_collection("Votes")
        type(make_collection()).objects.update(curator=self.user, curator_name="")
        self.client.get(PAGE)
        with self.assertNumQueries(13):
            page = self.client.get(PAGE)
        self.assertEqual(len(soup(page).select("ol.ledger > li")), 20)
        second = self.client.get(f"{PAGE}?page=2")
        self.assertEqual(len(soup(second).select("ol.ledger > li")), 8)


class DealingsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user("ada", last_login=timezone.now())
        cls.moderator = make_moderator(username="mo", last_login=timezone.now())

    def links(self, page=PAGE):
        found = soup(self.client.get(page)).select("main .actions a, main form")
        return {a.get("href") or a.get("action") for a in found}

    def trust(self):
        address = f"/en/moderation/people/{self.user.pk}/trust/"
        return self.client.post(address, follow=True)

    def test_others_can_report_a_person_who_cannot_report_themselves(self):
        report = "/en/contributors/ada/report/"
        self.assertEqual(self.links(), {report})
        self.client.force_login(make_user())
        self.assertEqual(self.links(), {report})
        self.client.force_login(self.user)
        self.assertEqual(self.links(), set())

    def test_moderators_find_what_they_may_do_about_a_person(self):
        self.client.force_login(self.moderator)
        people = f"/en/moderation/people/{self.user.pk}"
        verbs = {f"{people}/{verb}/" for verb in ("trust", "revert", "ban")}
        self.assertEqual(self.links(), verbs)
        for address in verbs - {f"{people}/trust/"}:
            self.assertEqual(self.client.get(address).status_code, 200)
        make_ban(self.user)
        self.assertNotIn(f"{people}/trust/", self.links())
        colleagues = f"/en/moderation/people/{self.moderator.pk}/revert/"
        self.assertEqual(self.links("/en/contributors/mo/"), {colleagues})

    def test_a_moderator_lets_a_person_publish_at_once(self):
        self.client.force_login(self.moderator)
        self.assertContains(self.trust(), "publishes at once from now on")
        self.user.refresh_from_db()
        self.assertTrue(self.user.is_trusted)
        self.assertEqual(self.user.trusted_by, self.moderator)
        action = ModerationAction.objects.get()
        self.assertEqual((action.action, action.actor), ("trusted", self.moderator))
        self.assertContains(self.trust(), "is trusted already")
        self.assertEqual(ModerationAction.objects.count(), 1)

    def test_nobody_else_does(self):
        self.client.force_login(self.user)
        self.assertEqual(self.trust().status_code, 403)
        self.user.refresh_from_db()
        self.assertFalse(self.user.is_trusted)
