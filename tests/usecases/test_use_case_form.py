"""The form of a use case."""

from django.test import TestCase

from revisions.models import Revision
from tests.factories import (
    make_moderator,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
)
from tests.public_pages import read
from tests.record_forms import FormTests, errors, typed
from usecases.models import UseCase


class UseCaseFormTests(FormTests, TestCase):
    kind = "use-case"

    @classmethod
    def setUpTestData(cls):
        cls.moderator = make_moderator()
        make_tool("Decidim", slug="decidim")
        make_tool("Consul", slug="consul")
        make_organization("Barcelona City Council", slug="barcelona")
        make_tag("voting", label={"en": "Voting"})

    def setUp(self):
        self.client.force_login(self.moderator)

    def test_a_use_case_is_told_with_its_tools_participants_and_place(self):
        response = self.send(
            name_en="Budget of Barcelona",
            tools__0__tool="Decidim",
            tools__0__used_for_en="Votes",
            participants__0__organization="Barcelona City Council",
            participants__0__role="lead",
            tags__more="Voting",
            country="Spain",
            city="Barcelona",
            coordinates__latitude="41,3874",
            coordinates__longitude="2.1686",
            started="2017-09",
            participant_count="12 500",
            staff="1.5",
            audience=["citizens"],
            evidence="example.org/report",
        )
        self.assertEqual(response.status_code, 302, errors(response))
        case = UseCase.objects.get()
        self.assertRedirects(response, case.get_absolute_url())
        self.assertEqual(case.slug, "budget-of-barcelona")
        self.assertEqual((str(case.country), case.city), ("ES", "Barcelona"))
        self.assertEqual(case.participant_count, 12_500)
        self.assertEqual(case.evidence, ["https://example.org/report"])
        self.assertEqual(case.uses.get().used_for_en, "Votes")
        self.assertEqual(case.participations.get().role, "lead")
        self.assertEqual(case.values.get().value, "citizens")
        self.assertAlmostEqual(float(case.latitude), 41.3874)

    def test_opening_and_sending_changes_nothing(self):
        case = make_use_case(
            "Full",
            tools=["decidim", "consul"],
            participants=[{"organization": "barcelona", "role": "lead"}],
            country="ES",
            started="2017",
            coordinates={"latitude": 41.3874, "longitude": 2.1686},
            staff="1.5",
            tags=["voting"],
        )
        self.assertEqual(self.send(case).status_code, 422)
        self.assertEqual(Revision.objects.of(case).count(), 1)

    def test_what_ends_before_it_starts_is_refused(self):
        case = make_use_case("Early", started="2017")
        response = self.send(case, ended="2016")
        self.assertEqual(response.status_code, 422)
        self.assertEqual(set(errors(response)), {"ended"})

    def test_what_still_runs_has_no_end(self):
        case = make_use_case("Early", ended="2017")
        response = self.send(case, running="yes")
        self.assertEqual(set(errors(response)), {"running"})

    def test_one_coordinate_asks_for_the_other(self):
        case = make_use_case("Somewhere")
        response = self.send(case, coordinates__latitude="41")
        self.assertEqual(set(errors(response)), {"coordinates-longitude"})

    def test_the_tools_change_their_order_without_a_script(self):
        case = make_use_case("Two", tools=["decidim", "consul"])
        turned = self.send(case, do="up tools 1")
        self.assertEqual(typed(turned)["tools-0-tool"], ["Consul"])
        self.assertEqual(self.send(case, page=turned).status_code, 302)
        slugs = [use.tool.slug for use in case.uses.all()]
        self.assertEqual(slugs, ["consul", "decidim"])

    def test_the_same_tool_twice_is_refused(self):
        case = make_use_case("Twice", tools=["decidim"])
        response = self.send(case, tools__1__tool="decidim")
        self.assertEqual(response.status_code, 422)

    def test_an_unknown_tool_of_a_row_can_be_made_on_the_way(self):
        response = self.send(name_en="X", tools__0__tool="Nemo")
        self.assertEqual(set(errors(response)), {"tools-0-tool"})
        away = self.send(page=response, do="create tools-0-tool")
        other = self.client.get(away["Location"])
        data = typed(other) | {"kind": ["software"], "do": ["save"]}
        back = self.client.post(away["Location"], data)
        form = self.client.get(back["Location"])
        self.assertEqual(typed(form)["tools-0-tool"], ["Nemo"])
        self.assertEqual(self.send(page=form).status_code, 302)

    def test_an_unknown_country_offers_the_near_ones(self):
        response = self.send(name_en="X", country="Frence")
        buttons = read(response).select('button[value="use country FR"]')
        self.assertEqual(len(buttons), 1)
        again = self.send(page=response, do="use country FR")
        self.assertEqual(typed(again)["country"], ["France"])
