import datetime

from django.test import TestCase
from django.utils import timezone

from catalogue.models import Tool
from core.kinds import kind
from revisions.editing import Attribution, Change, write
from revisions.models import ModerationAction, Reason, Revision
from tests.factories import make_moderator, make_tool, make_user
from tests.public_pages import read, words

DAY = timezone.now() - datetime.timedelta(days=2)


class MassRevertTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.vandal, cls.other = make_user("vandal"), make_user("other")
        cls.moderator = make_moderator()
        cls.tool = make_tool("Decidim", summary={"en": "Good", "fr": "Bien"})
        # Long before anything here happens.
        Revision.objects.update(created_at=DAY)

    def setUp(self):
        self.client.force_login(self.moderator)

    def edit(self, by, record=None, **values):
        record = Tool.objects.get(pk=(record or self.tool).pk)
        write(kind("tool"), [Change(record, values)], Attribution(by))

    def make(self, by, name="Casino"):
        values = {"name": name, "slug": name.lower(), "kind": "software"}
        change = Change(Tool(), values)
        return write(kind("tool"), [change], Attribution(by))[0]

    def ask(self, method="post", since=None, user=None):
        since = since or (timezone.now() - datetime.timedelta(days=1)).date()
        data = {"since": since.isoformat(), "reason": "hide-spam"}
        address = f"/en/moderation/people/{(user or self.vandal).pk}/revert/"
        return getattr(self.client, method)(address, data)

    def now(self):
        return Tool.objects.get(pk=self.tool.pk)

    def test_a_record_goes_back_to_before_the_first_change(self):
        self.edit(self.vandal, summary={"en": "Bad", "fr": "Mal"}, licence="MIT")
        self.edit(self.vandal, pricing="paid")
        self.ask()
        now = self.now()
        self.assertEqual((now.summary_en, now.summary_fr), ("Good", "Bien"))
        self.assertEqual((now.licence, now.pricing), ("", ""))
        last = Revision.objects.of(self.tool).first()
        self.assertEqual((last.author, last.action), (self.moderator, "revert"))

    def test_what_others_changed_since_stays_and_is_told(self):
        self.edit(self.vandal, summary={"en": "Bad", "fr": "Mal"}, licence="MIT")
        self.edit(self.other, licence="EUPL-1.2", pricing="free")
        text = words(read(self.ask()).main)
        now = self.now()
        self.assertEqual((now.summary_en, now.summary_fr), ("Good", "Bien"))
        self.assertEqual((now.licence, now.pricing), ("EUPL-1.2", "free"))
        self.assertIn("Stays, for others have changed it since: licence", text)

    def test_one_language_goes_back_where_another_was_mended(self):
        self.edit(self.vandal, summary={"en": "Bad", "fr": "Mal"})
        self.edit(self.other, summary={"en": "Mended", "fr": "Mal"})
        self.ask()
        now = self.now()
        self.assertEqual((now.summary_en, now.summary_fr), ("Mended", "Bien"))

    def test_the_last_value_by_somebody_else_comes_back(self):
        self.edit(self.vandal, licence="MIT")
        self.edit(self.other, licence="EUPL-1.2")
        self.edit(self.vandal, licence="proprietary")
        self.ask()
        self.assertEqual(self.now().licence, "EUPL-1.2")

    def test_what_they_made_is_hidden(self):
        made = self.make(self.vandal)
        self.ask()
        made.refresh_from_db()
        self.assertEqual(made.status, "hidden")
        reason = Reason.objects.get(code="hide-spam")
        self.assertEqual(made.hidden_reason, reason.text_en)

    def test_what_others_worked_on_is_not_hidden(self):
        made = self.make(self.vandal)
        self.edit(self.other, made, licence="MIT")
        text = words(read(self.ask()).main)
        made.refresh_from_db()
        self.assertTrue(made.is_public)
        self.assertIn("Others have worked on it since.", text)

    def test_what_they_did_before_that_day_stays(self):
        self.edit(self.vandal, licence="MIT")
        Revision.objects.filter(author=self.vandal).update(created_at=DAY)
        self.edit(self.vandal, pricing="paid")
        self.ask()
        self.assertEqual((self.now().licence, self.now().pricing), ("MIT", ""))

    def test_it_is_shown_before_it_is_done(self):
        self.edit(self.vandal, licence="MIT")
        self.make(self.vandal)
        text = words(read(self.ask("get")).main)
        self.assertIn("Goes back: licence", text)
        self.assertIn("Will be hidden", text)
        self.assertEqual(self.now().licence, "MIT")

    def test_the_log_has_it(self):
        self.edit(self.vandal, licence="MIT")
        self.make(self.vandal)
        self.ask()
        actions = ModerationAction.objects.values_list("action", "rule")
        expected = {("reverted", "neutrality"), ("hidden", "neutrality")}
        self.assertEqual(set(actions), expected)

    def test_who_did_nothing_is_told_so(self):
        self.assertContains(self.ask("get"), "has changed nothing")
        self.assertEqual(self.ask().status_code, 200)
        self.assertFalse(ModerationAction.objects.exists())

    def test_a_relation_of_two_tools_goes_back_on_both_sides(self):
        friend = make_tool("Friend")
        Revision.objects.filter(object_id=friend.pk).update(created_at=DAY)
        self.edit(self.vandal, alternatives=["friend"])
        self.ask()
        self.assertFalse(self.tool.relations.exists())

    def test_a_day_that_is_none_is_asked_again(self):
        address = f"/en/moderation/people/{self.vandal.pk}/revert/"
        data = {"since": "yesterday", "reason": "hide-spam"}
        self.assertEqual(self.client.post(address, data).status_code, 422)

    def test_only_moderators_do_it(self):
        self.edit(self.vandal, licence="MIT")
        self.client.force_login(self.other)
        self.assertEqual(self.ask().status_code, 403)
        self.assertEqual(self.now().licence, "MIT")

    def test_the_preview_takes_few_queries(self):
        for number in range(12):
            tool = make_tool(f"Tool {number}")
            self.edit(self.vandal, tool, licence="MIT")
        self.ask("get")
        with self.assertNumQueries(9):
            self.ask("get")
