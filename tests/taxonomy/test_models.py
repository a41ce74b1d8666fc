from django.test import TestCase

from taxonomy.models import Tag
from tests.factories import make_tag, make_tool
from tests.violations import ViolationTests, change, of_every_record, too_long


class TagRuleTests(ViolationTests, TestCase):
    violations = {
        **of_every_record(Tag, name="label"),
        "tag_slug_not_reserved": lambda t: change(
            t.record, slug="history", name="history"
        ),
        **too_long("tag_label_short", "label", 80),
        **too_long("tag_description_short", "description", 300),
        "tag_name_is_its_slug": lambda t: change(t.record, name="other"),
        "tag_kind_known": lambda t: change(t.record, kind="place"),
        "tag_not_its_own_parent": lambda t: change(t.record, parent=t.record),
    }

    @classmethod
    def setUpTestData(cls):
        cls.record = make_tag("voting")

    def mark(self, rule):
        # The name is the slug: a second one breaks both rules, in either order.
        return "taxonomy_tag" if rule == "tag.slug" else super().mark(rule)


class TagTests(TestCase):
    def test_the_name_follows_the_slug_so_that_taggit_finds_it(self):
        tag = make_tag("open-data", label="Open data")
        self.assertEqual(tag.name, "open-data")
        tool = make_tool()
        tool.tags.add("open-data")
        self.assertQuerySetEqual(tool.tags.all(), [tag])
        self.assertEqual(Tag.objects.count(), 1)

    def test_people_see_the_label(self):
        self.assertEqual(str(make_tag(label={"fr": "Données"})), "Données")

    def test_themes_and_functions_are_apart(self):
        theme, function = make_tag(kind="theme"), make_tag(kind="function")
        self.assertQuerySetEqual(Tag.objects.themes(), [theme])
        self.assertQuerySetEqual(Tag.objects.functions(), [function])
        self.assertTrue(theme.is_theme)
        self.assertFalse(function.is_theme)

    def test_the_tree_has_roots_and_children(self):
        root = make_tag("budget")
        child = make_tag("participatory-budgeting", parent="budget")
        self.assertQuerySetEqual(Tag.objects.roots(), [root])
        with self.assertNumQueries(2):
            found = Tag.objects.roots().with_children().get()
            self.assertEqual(found.family_ids(), [root.pk, child.pk])
