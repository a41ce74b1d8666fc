import datetime

from django.contrib.auth.models import AnonymousUser
from django.test import SimpleTestCase, TestCase
from django.utils import timezone

from accounts import roles
from accounts.models import Ban, User
from accounts.roles import Role
from tests.factories import (
    make_administrator,
    make_ban,
    make_moderator,
    make_user,
)
from tests.violations import ViolationTests, add, change

DAY = datetime.timedelta(days=1)


def both(test):
    add(Ban, user=test.user, email="ada@example.org", reason="Advertising")


def ended_before(test):
    add(Ban, user=test.user, reason="Advertising", until=timezone.now() - DAY)


class AccountRuleTests(ViolationTests, TestCase):
    violations = {
        "user_role_known": lambda t: change(t.user, role="visitor"),
        "user_staff_follows_role": lambda t: change(t.user, is_staff=True),
        "user_superuser_follows_role": lambda t: change(t.user, is_superuser=True),
        "user_language_known": lambda t: change(t.user, language="de"),
        "user_notify_known": lambda t: change(t.user, notify="weekly"),
        "ban_account_or_address": both,
        "ban_with_reason": lambda t: add(Ban, user=t.user, reason=""),
        "ban_ends_after_it_begins": ended_before,
    }

    @classmethod
    def setUpTestData(cls):
        cls.user = make_user()


class RoleTests(TestCase):
    def test_each_role_may_all_that_those_before_it_may(self):
        ladder = [
            AnonymousUser(),
            make_user(),
            make_user(role=Role.TRUSTED),
            make_moderator(),
            make_administrator(),
        ]
        self.assertEqual([roles.role_of(user) for user in ladder], list(Role))
        for number, ask in enumerate(
            (
                roles.is_contributor,
                roles.is_trusted,
                roles.is_moderator,
                roles.is_administrator,
            ),
            start=1,
        ):
            answers = [ask(user) for user in ladder]
            self.assertEqual(answers, [False] * number + [True] * (5 - number))

    def test_what_the_admin_asks_follows_from_the_role(self):
        user = make_user(is_staff=True, is_superuser=True)
        self.assertEqual((user.is_staff, user.is_superuser), (False, False))
        for role, expected in (
            (Role.MODERATOR, (True, False)),
            (Role.ADMINISTRATOR, (True, True)),
            (Role.TRUSTED, (False, False)),
        ):
            user.role = role
            user.save(update_fields=["role"])
            user.refresh_from_db()
            self.assertEqual((user.is_staff, user.is_superuser), expected)

    def test_a_closed_account_has_no_role(self):
        closed = make_administrator(is_active=False)
        self.assertEqual(roles.role_of(closed), Role.VISITOR)
        self.assertFalse(closed.is_moderator)

    def test_createsuperuser_makes_an_administrator(self):
        user = User.objects.create_superuser("root", password="correct horse")
        self.assertIs(user.is_administrator, True)

    def test_trust_is_given_once_and_never_lowers(self):
        moderator, user = make_moderator(), make_user()
        self.assertTrue(user.trust(by=moderator))
        user.refresh_from_db()
        self.assertTrue(user.is_trusted)
        self.assertEqual(user.trusted_by, moderator)
        self.assertIsNotNone(user.trusted_at)
        self.assertFalse(user.trust())
        self.assertFalse(moderator.trust())
        moderator.refresh_from_db()
        self.assertEqual(moderator.role, Role.MODERATOR)


class BanTests(TestCase):
    def test_a_ban_holds_until_its_end(self):
        user = make_user()
        make_ban(user, until=timezone.now() + DAY)
        in_force = Ban.objects.in_force
        self.assertEqual(in_force().against(user).count(), 1)
        later = timezone.now() + 2 * DAY
        self.assertEqual(in_force(later).against(user).count(), 0)

    def test_a_ban_without_an_end_is_the_longest(self):
        user = make_user()
        make_ban(user, until=timezone.now() + DAY, reason="Short")
        make_ban(user, reason="Long")
        self.assertEqual(user.ban.reason, "Long")
        self.assertTrue(user.is_banned)
        self.assertFalse(make_user().is_banned)

    def test_a_ban_of_an_address_meets_the_account_that_confirmed_it(self):
        make_ban(email="Ada@Example.org")
        self.assertTrue(make_user(email="ada@example.org").is_banned)
        liar = make_user()
        liar.emailaddress_set.create(email="ada@example.org", verified=False)
        self.assertFalse(liar.is_banned)

    def test_a_ban_of_an_account_meets_its_confirmed_addresses(self):
        make_ban(make_user(email="ada@example.org"))
        bans = Ban.objects.in_force()
        self.assertEqual(bans.against_email(" ADA@example.org").count(), 1)
        self.assertEqual(bans.against_email("eve@example.org").count(), 0)

    def test_a_ban_does_not_meet_an_address_of_letters_with_the_same_capitals(self):
        make_ban(make_user(email="mike@gıthub.example"))
        bans = Ban.objects.in_force()
        self.assertEqual(bans.against_email("mike@GITHUB.example").count(), 0)
        self.assertEqual(bans.against_email("mike@gıthub.example").count(), 1)


class NameTests(SimpleTestCase):
    def test_people_go_by_their_display_name(self):
        self.assertEqual(str(User(username="ada-l", display_name="Ada L.")), "Ada L.")
        self.assertEqual(str(User(username="ada-l")), "ada-l")
        self.assertEqual(str(Ban(email="a@example.org")), "a@example.org")
