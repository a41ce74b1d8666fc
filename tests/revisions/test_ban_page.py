from django.test import TestCase
from django.utils import timezone

from accounts.models import Ban
from revisions.models import ModerationAction, Reason
from revisions.rights import may_contribute
from tests.factories import make_ban, make_moderator, make_proposal, make_user
from tests.public_pages import read, words


class BanTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.person = make_user("eve", language="fr")
        cls.moderator = make_moderator()

    def setUp(self):
        self.client.force_login(self.moderator)

    def ban(self, person=None, **data):
        data = {"reason": "ban-spam", "days": "30"} | data
        address = f"/en/moderation/people/{(person or self.person).pk}/ban/"
        return self.client.post(address, data, follow=True)

    def test_an_account_is_banned_for_a_time_with_a_reason_in_its_language(self):
        self.ban(note="Encore")
        ban = Ban.objects.get()
        reason = Reason.objects.get(code="ban-spam")
        self.assertEqual(ban.reason, f"{reason.text_fr} Encore")
        self.assertEqual((ban.until - timezone.now()).days, 29)
        self.assertEqual((ban.by, ban.user), (self.moderator, self.person))
        self.assertFalse(may_contribute(self.person))

    def test_a_ban_may_have_no_end(self):
        self.ban(days="")
        self.assertIsNone(Ban.objects.get().until)

    def test_the_address_of_a_visitor_is_banned_from_their_proposal(self):
        proposal = make_proposal(email="eve@example.org")
        address = f"/en/proposals/{proposal.pk}/ban/"
        self.client.post(address, {"reason": "ban-abuse", "days": "7"})
        self.assertEqual(Ban.objects.get().email, "eve@example.org")

    def test_a_ban_needs_a_reason(self):
        response = self.ban(reason="")
        self.assertEqual(response.status_code, 422)
        self.assertFalse(Ban.objects.exists())

    def test_moderators_are_not_banned(self):
        self.assertEqual(self.ban(make_moderator()).status_code, 403)
        self.assertFalse(Ban.objects.exists())

    def test_a_ban_is_ended_and_stays_known(self):
        ban = make_ban(self.person)
        page = read(self.client.get("/en/moderation/bans/"))
        self.assertIn("without an end", words(page.main))
        self.client.post(f"/en/moderation/bans/{ban.pk}/end/")
        self.client.post(f"/en/moderation/bans/{ban.pk}/end/")
        self.assertTrue(may_contribute(self.person))
        page = read(self.client.get("/en/moderation/bans/"))
        self.assertIn("ended", words(page.main))
        actions = ModerationAction.objects.values_list("action", flat=True)
        self.assertEqual(list(actions), ["unbanned"])

    def test_the_public_log_says_it_without_a_name(self):
        self.ban()
        action = ModerationAction.objects.get()
        self.assertEqual((action.action, action.rule), ("banned", "neutrality"))
        self.assertEqual((action.kind, action.object_id), ("", None))
        self.assertNotContains(self.client.get("/en/moderation-log/"), "eve")

    def test_only_moderators_ban(self):
        self.client.force_login(make_user())
        self.assertEqual(self.ban().status_code, 403)
        self.assertEqual(self.client.get("/en/moderation/bans/").status_code, 403)
        self.assertFalse(Ban.objects.exists())
