from django.test import TestCase
from django.urls import reverse

from revisions.models import Revision
from taxonomy.models import Tag
from tests.admin_pages import errors, form_data, soup
from tests.factories import make_moderator, make_tag, make_tool

LIST = reverse("admin:taxonomy_tag_changelist")
ADD = reverse("admin:taxonomy_tag_add")


class TagAdminTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = make_moderator()

    def setUp(self):
        self.client.force_login(self.moderator)

    def page(self, tag):
        return reverse("admin:taxonomy_tag_change", args=[tag.pk])

    def form(self, tag):
        return form_data(self.client.get(self.page(tag)), "tag_form")

    def test_the_list_does_not_ask_more_for_more_tags(self):
        make_tag("democracy", kind="theme")
        for number in range(25):
            make_tag(f"tag-{number}", kind="theme", parent="democracy")
        make_tool(tags=["tag-1", "tag-2"])
        with self.assertNumQueries(7):
            answer = self.client.get(LIST)
        self.assertEqual(len(soup(answer).select("#result_list tbody tr")), 26)

    def test_a_new_tag_is_named_by_its_slug(self):
        data = form_data(self.client.get(ADD), "tag_form") | {
            "kind": "theme",
            "label_fr": "Données ouvertes",
            "synonyms_fr": "open data\r\nouverture des données",
        }
        self.assertEqual(self.client.post(ADD, data).status_code, 302)
        tag = Tag.objects.get()
        self.assertEqual((tag.slug, tag.name), ("donnees-ouvertes", "donnees-ouvertes"))
        self.assertEqual(
            Revision.objects.of(tag).get().data["synonyms"],
            {"fr": ["open data", "ouverture des données"]},
        )

    def test_a_tree_has_two_levels_of_one_kind(self):
        make_tag("democracy", kind="theme")
        make_tag("voting", kind="theme", parent="democracy")
        function = make_tag("vote", kind="function")
        theme = make_tag("elections", kind="theme")
        for tag, parent, problem in [
            (theme, "voting", "This tag has a parent itself."),
            (function, "democracy", "This tag is of the other kind."),
            (Tag.objects.get(slug="democracy"), "elections", "A tag that has others"),
            (theme, "elections", "A tag cannot be its own parent."),
        ]:
            with self.subTest(problem):
                data = self.form(tag) | {"parent": Tag.objects.get(slug=parent).pk}
                answer = self.client.post(self.page(tag), data)
                self.assertIn(problem, errors(answer))

    def test_saving_what_nobody_touched_writes_no_revision(self):
        tag = make_tag("vote", synonyms={"en": ["poll", "ballot"]})
        self.client.post(self.page(tag), self.form(tag))
        self.assertEqual(Revision.objects.of(tag).count(), 1)
