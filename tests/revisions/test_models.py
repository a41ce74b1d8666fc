from django.test import TestCase
from django.utils import timezone

from revisions.models import Redirect, Revision
from tests.factories import make_organization, make_tool, make_user
from tests.violations import ViolationTests, add


def add_revision(number=1):
    add(
        Revision,
        kind="tool",
        object_id=1,
        number=number,
        data={},
        created_at=timezone.now(),
    )


def two_revisions(test):
    add_revision()
    add_revision()


def two_redirects(test):
    for new in ("b", "c"):
        add(Redirect, kind="tool", old="a", new=new)


class HistoryTableTests(ViolationTests, TestCase):
    violations = {
        "revision_one_per_version": two_revisions,
        "revision_numbered_from_one": lambda t: add_revision(number=0),
        "redirect_one_target": two_redirects,
        "redirect_goes_elsewhere": lambda t: add(
            Redirect, kind="tool", old="a", new="a"
        ),
    }


class RevisionTests(TestCase):
    def test_a_record_has_its_own_revisions_only(self):
        tool, organization = make_tool(), make_organization()
        # The numbers of two tables meet sooner or later.
        Revision.objects.filter(kind="organization").update(object_id=tool.pk)
        organization.pk = tool.pk
        for record in (tool, organization):
            slugs = [r.data["slug"] for r in Revision.objects.of(record)]
            self.assertEqual(slugs, [record.slug])

    def test_people_and_machines_are_told_apart(self):
        make_tool()
        self.assertFalse(Revision.objects.by_people().exists())
        Revision.objects.update(author=make_user())
        self.assertEqual(Revision.objects.by_people().count(), 1)

    def test_a_revision_outlives_the_account_of_its_author(self):
        make_tool("Decidim")
        author = make_user()
        Revision.objects.update(author=author)
        author.delete()
        revision = Revision.objects.get()
        self.assertIsNone(revision.author)
        self.assertEqual(str(revision), "tool decidim v1")


class RedirectTests(TestCase):
    def test_the_table_holds_every_redirect_by_kind(self):
        Redirect.objects.create(kind="tool", old="a", new="b")
        Redirect.objects.create(kind="tag", old="a", new="c")
        self.assertEqual(Redirect.table(), {("tool", "a"): "b", ("tag", "a"): "c"})
