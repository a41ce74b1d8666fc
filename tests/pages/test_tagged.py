"""That what is counted in memory is what the database counts."""

from itertools import combinations
from random import Random

from django.http import QueryDict
from django.test import TestCase

from catalogue.models import Collection, Tool
from organizations.models import Organization
from pages.home import home_page
from pages.tag_page import tag_page
from revisions.editing import Attribution, hide
from taxonomy.models import Tag
from tests.core.test_facets import make_random_catalogue
from usecases.models import UseCase

BY = Attribution(source="tests")


def tied_to(tools, use_cases):
    """Return (organizations, collections) of some records, one by one."""
    organizations = [
        row.organization
        for rows in (
            *(tool.roles.all() for tool in tools),
            *(use_case.participations.all() for use_case in use_cases),
        )
        for row in rows
    ]
    collections = Collection.objects.public().filter(items__tool__in=tools)
    public = {one.pk for one in organizations if one.is_public}
    return len(public), collections.distinct().count()


class SameNumbersTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_random_catalogue(Random(7))
        cls.tags = list(Tag.objects.public())

    def assert_home_counts(self, tags):
        data = QueryDict("&".join(f"tag={tag.slug}" for tag in tags))
        context = home_page(data)
        tools = Tool.objects.public().tagged_with_all([tag.pk for tag in tags])
        use_cases = UseCase.objects.public().tagged_with_all([tag.pk for tag in tags])
        figures = {row[0]: row[3] for row in context["figures"]}
        organizations, collections = (
            tied_to(tools, use_cases)
            if tags
            else (Organization.objects.public().count(),
                  Collection.objects.public().count())
        )  # fmt: skip
        self.assertEqual(
            figures,
            {
                "tool": tools.count(),
                "use-case": use_cases.count(),
                "organization": organizations,
                "collection": collections,
            },
        )
        for link in context["links"]:
            ours = [link.tag.pk]
            expected = (
                tools.tagged_with_any(ours).count()
                + use_cases.tagged_with_any(ours).count()
            )
            self.assertEqual(link.count, expected, (tags, link.tag.slug))
        expected = tools.with_use_case_count().by_use()[:8]
        self.assertEqual(list(context["tools"]), list(expected))

    def test_of_the_home_page_under_no_tag_one_and_two(self):
        choices = [(), *((tag,) for tag in self.tags), *combinations(self.tags, 2)]
        for tags in choices:
            with self.subTest(tags):
                self.assert_home_counts(tags)

    def test_of_the_page_of_each_tag(self):
        for tag in self.tags:
            under = Tag.objects.public().filter(parent=tag)
            family = [tag.pk, *(child.pk for child in under)]
            context = tag_page(tag)
            tools = Tool.objects.public().tagged_with_any(family)
            use_cases = UseCase.objects.public().tagged_with_any(family)
            collections = Collection.objects.public().with_tools_tagged(family)
            with self.subTest(tag):
                self.assertEqual(context["tool_count"], tools.count())
                self.assertEqual(context["use_case_count"], use_cases.count())
                expected = tools.with_use_case_count().by_use()[:12]
                self.assertEqual(context["tools"], list(expected))
                expected = use_cases.newest_first()[:8]
                self.assertEqual(context["use_cases"], list(expected))
                self.assertEqual(context["collections"], list(collections[:5]))

    def test_a_change_is_counted_at_once(self):
        tag = Tag.objects.get(slug="f1")
        before = tag_page(tag)["tool_count"]
        self.assertTrue(before)
        hide(Tool.objects.public().tagged_with_any([tag.pk])[0], "A test", BY)
        self.assertEqual(tag_page(tag)["tool_count"], before - 1)
        self.assert_home_counts([tag])
