from django.test import TestCase
from django.urls import reverse

from revisions.models import Revision
from tests.admin_pages import blank_row, errors, form_data, soup
from tests.factories import (
    make_moderator,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
)

LIST = reverse("admin:usecases_usecase_changelist")


class UseCaseAdminTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = make_moderator()

    def setUp(self):
        self.client.force_login(self.moderator)

    def page(self, use_case):
        return reverse("admin:usecases_usecase_change", args=[use_case.pk])

    def form(self, use_case, prefix=None, **row):
        answer = self.client.get(self.page(use_case))
        data = form_data(answer, "usecase_form")
        return data | (
            blank_row(answer, "usecase_form", prefix, **row) if prefix else {}
        )

    def test_the_list_does_not_ask_more_for_more_use_cases(self):
        make_tag("vote")
        make_tool("Decidim")
        make_organization("Ville")
        for _ in range(25):
            make_use_case(
                tools=["decidim"],
                participants=["ville"],
                tags=["vote"],
                country="FR",
                started="2016",
            )
        with self.assertNumQueries(9):
            answer = self.client.get(LIST)
        self.assertEqual(len(soup(answer).select("#result_list tbody tr")), 25)

    def test_tools_participants_and_audience_stand_in_one_revision(self):
        make_tool("Consul")
        tool, ville = make_tool("Decidim"), make_organization("Ville")
        use_case = make_use_case("Budget", tools=["consul"])
        data = self.form(use_case, "uses", tool=tool.pk, used_for_en="Voting")
        data |= self.form(
            use_case, "participations", organization=ville.pk, role="lead"
        ) | {
            "uses-TOTAL_FORMS": "2",
            "audience": ["citizens", "journalists"],
            "country": "ES",
        }
        self.assertEqual(self.client.post(self.page(use_case), data).status_code, 302)
        revision = Revision.objects.of(use_case).get(number=2)
        self.assertEqual(
            revision.data["tools"],
            [{"tool": "consul"}, {"tool": "decidim", "used_for": {"en": "Voting"}}],
        )
        self.assertEqual(
            revision.data["participants"], [{"organization": "ville", "role": "lead"}]
        )
        self.assertEqual(revision.data["audience"], ["citizens", "journalists"])
        self.assertEqual(revision.data["country"], "ES")

    def test_rules_on_columns_that_no_form_shows_are_told_in_words(self):
        use_case = make_use_case("Budget")
        for values, problem in [
            ({"started": "2020", "ended": "2019"}, "It cannot end before it starts."),
            ({"running": "yes", "ended": "2019"}, "What still runs has no end."),
            ({"latitude": "41"}, "Write both coordinates, in degrees, or none."),
            ({"started": "last year"}, "Write a year, a month or a day"),
            ({"url": "javascript:alert(1)"}, "Enter a valid URL"),
        ]:
            with self.subTest(problem):
                data = self.form(use_case) | values
                answer = self.client.post(self.page(use_case), data)
                self.assertEqual(answer.status_code, 200)
                self.assertIn(problem, errors(answer))

    def test_saving_what_nobody_touched_writes_no_revision(self):
        make_tool("Decidim")
        make_organization("Ville")
        use_case = make_use_case(
            "Budget",
            tools=[{"tool": "decidim", "used_for": {"en": "Voting"}}],
            participants=[{"organization": "ville", "role": "lead"}],
            audience=["citizens"],
            coordinates={"latitude": 41.3874, "longitude": 2.1686},
            staff=1.5,
            outcome={"en": "One\n\ntwo"},
            evidence=["https://example.org/1"],
        )
        self.client.post(self.page(use_case), self.form(use_case))
        self.assertEqual(Revision.objects.of(use_case).count(), 1)
