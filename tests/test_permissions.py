"""Every address of the site under every role, as docs/permissions.md says."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import RequestFactory, TestCase
from django.urls import NoReverseMatch, get_resolver, reverse

from accounts.roles import ACCOUNT_ROLES, Role
from catalogue.models import Tool
from core.kinds import kind
from revisions.editing import Attribution, Change, write
from revisions.models import Revision
from tests.factories import (
    make_ban,
    make_proposal,
    make_report,
    make_tool,
    make_user,
)
from tests.pages.test_urls import EXAMPLES, FOR_SIGNED_IN, make_examples, patterns

TABLE = Path(settings.BASE_DIR, "docs", "permissions.md")
METHODS = ("GET", "POST")
ROLES = [role.value for role in Role]
# What an answer means, by its status.
MEANINGS = {403: "no", 404: "not found", 405: "–"}
# What asks for a record with two revisions.
CHANGED_TWICE = {
    "revisions:compare": "compare/?from=1&to=2",
    "revisions:undo": "2/undo/",
}
RIGHTS = ("view", "add", "change", "delete")


class PermissionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_examples()
        cls.people = {
            role.value: make_user(f"the-{role.value}", f"{role.value}@b.org", role=role)
            for role in ACCOUNT_ROLES
        }
        cls.proposal = make_proposal(make_tool(), licence="MIT")
        cls.visitors = make_proposal(make_tool(), email="a@b.org", licence="MIT")
        change_tool(Tool.objects.get(slug="example"))
        cls.report = make_report()
        cls.ban = make_ban()
        cls.stranger = make_user()

    def test_the_table_names_every_address(self):
        names = {f"{name} {method}" for name in self.addresses() for method in METHODS}
        self.assertEqual(set(table("addresses")), names)

    def test_each_role_may_what_the_table_says(self):
        said = table("addresses")
        wrong = {
            f"{name} {method}": found
            for name, method, found in self.walk()
            if found != said[f"{name} {method}"]
        }
        self.assertEqual(wrong, {})

    def test_each_role_may_in_the_admin_what_the_table_says(self):
        self.assertEqual(self.admin_rights(), table("admin"))

    def walk(self):
        """Yield (name of a pattern, method, [what each role meets])."""
        for name, address in sorted(self.addresses().items()):
            for method in METHODS:
                yield name, method, [self.met(role, method, address) for role in ROLES]

    def met(self, role, method, address):
        """Return what somebody of a role meets; nothing of it stays."""
        with transaction.atomic():
            if role in self.people:
                self.client.force_login(self.people[role])
            response = getattr(self.client, method.lower())(address)
            if response.streaming:
                response.close()
            transaction.set_rollback(True)
        self.client.logout()
        return meaning(response)

    def admin_rights(self):
        """Return {model: [first letters of the RIGHTS of each role]}."""
        return {
            model._meta.label: [self.letters(role, model, site) for role in ROLES]
            for model, site in admin.site._registry.items()
        }

    def letters(self, role, model, site):
        request = RequestFactory().get("/")
        request.user = self.people.get(role) or AnonymousUser()
        may = site.get_model_perms(request) if request.user.is_staff else {}
        return "".join(word[0] for word in RIGHTS if may.get(word)) or "–"

    def addresses(self):
        """Return {name of a pattern: an address of it that leads somewhere}."""
        names = {name for name in patterns(get_resolver()) if name != "None"}
        return {name: self.address(name) for name in names}

    def address(self, name):
        number = {
            "revisions:reported": self.report, "revisions:assign-report": self.report,
            "revisions:unban": self.ban, "revisions:ban-user": self.stranger,
            "revisions:mass-revert": self.stranger, "revisions:trust": self.stranger,
            "revisions:looked-at": Revision.objects.first(),
            "revisions:ban-address": self.visitors,
        }.get(name)  # fmt: skip
        if number:
            return reverse(name, args=[number.pk])
        if name in CHANGED_TWICE:
            return f"/en/tools/example/history/{CHANGED_TWICE[name]}"
        known = (EXAMPLES | FOR_SIGNED_IN).get(name) or made(name, self.proposal)
        return known.replace("/proposals/1/", f"/proposals/{self.proposal.pk}/")


def change_tool(tool):
    write(kind("tool"), [Change(tool, {"licence": "MIT"})], Attribution())


def made(name, proposal):
    """Return an address of a pattern that only takes what is sent."""
    for args in (
        [],
        [proposal.pk],
        ["tools", "example"],
        ["tools", "example", 1],
        ["example"],
    ):
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    raise AssertionError(f"no address is known for {name}")


def meaning(response):
    if response.status_code in MEANINGS:
        return MEANINGS[response.status_code]
    signing_in = reverse("account_login")
    if response.status_code == 302 and response["Location"].startswith(signing_in):
        return "sign in"
    return "yes"


def table(name):
    """Return {first cell: the other cells} of the table after the mark of that name."""
    text = TABLE.read_text(encoding="utf-8").partition(f"<!-- {name} -->")[2]
    rows = re.findall(r"^\| (.+?) \|$", text.partition("<!-- end -->")[0], re.MULTILINE)
    cells = [row.split(" | ") for row in rows[1:] if not row.startswith("-")]
    return {row[0].strip("`"): row[1:] for row in cells}
