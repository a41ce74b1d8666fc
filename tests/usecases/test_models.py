from django.test import TestCase

from core.models import DESCRIPTION_LENGTH
from tests.factories import (
    make_image,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
)
from tests.violations import ViolationTests, add, change, of_every_record, too_long
from usecases.models import (
    Participation,
    TaggedUseCase,
    UseCase,
    UseCasePicture,
    UseCaseTool,
    UseCaseValue,
)


def add_participation(test, role="lead"):
    values = {"use_case": test.record, "organization": test.organization}
    add(Participation, role=role, **values)


def add_value(test, value="citizens"):
    add(UseCaseValue, use_case=test.record, field="audience", value=value)


def add_picture(test, **columns):
    add(UseCasePicture, use_case=test.record, image=make_image(), **columns)


class UseCaseRuleTests(ViolationTests, TestCase):
    violations = {
        **of_every_record(UseCase),
        **too_long("usecase_name_short", "name", 200),
        **too_long("usecase_summary_short", "summary", 160),
        **too_long("usecase_description_short", "description", DESCRIPTION_LENGTH),
        **too_long("usecase_outcome_short", "outcome", DESCRIPTION_LENGTH),
        **too_long("usecase_difficulties_short", "difficulties", DESCRIPTION_LENGTH),
        "usecase_level_known": lambda t: change(t.record, level="galactic"),
        "usecase_running_known": lambda t: change(t.record, running="so"),
        "usecase_budget_known": lambda t: change(t.record, budget="plenty"),
        "usecase_ends_after_it_starts": lambda t: change(
            t.record, started_earliest="2017-01-01", ended_latest="2016-12-31"
        ),
        "usecase_on_the_globe": lambda t: change(t.record, latitude=91, longitude=0),
        "usecase_staff_not_negative": lambda t: change(t.record, staff=-1),
        "usecase_running_has_not_ended": lambda t: change(
            t.record, running="yes", ended="2016"
        ),
        "usecase_tagged_once": lambda t: [
            add(TaggedUseCase, content_object=t.record, tag=t.tag) for _turn in range(2)
        ],
        "usecase_tool_once": lambda t: [
            add(UseCaseTool, use_case=t.record, tool=t.tool) for _turn in range(2)
        ],
        "usecase_tool_used_for_short": lambda t: add(
            UseCaseTool, use_case=t.record, tool=t.tool, used_for_es="x" * 301
        ),
        "participation_once": lambda t: [add_participation(t) for _turn in range(2)],
        "participation_role_known": lambda t: add_participation(t, "boss"),
        "usecase_value_once": lambda t: [add_value(t) for _turn in range(2)],
        "usecase_value_known": lambda t: add_value(t, "robots"),
        "usecase_picture_alt_short": lambda t: add_picture(t, alt_es="x" * 301),
        "usecase_picture_caption_short": lambda t: add_picture(t, caption_es="x" * 301),
    }

    @classmethod
    def setUpTestData(cls):
        cls.record, cls.tool = make_use_case("Plan"), make_tool()
        cls.tag, cls.organization = make_tag(), make_organization()

    def test_one_coordinate_is_none(self):
        for columns in (
            {"latitude": 1},
            {"longitude": 1},
            {"latitude": 0, "longitude": 181},
        ):
            self.assert_refused(
                "usecase_on_the_globe",
                lambda columns=columns: change(self.record, **columns),
            )

    def test_a_year_may_begin_after_a_day_of_it_has_ended(self):
        make_use_case(started="2016", ended="2016-02-01")

    def test_an_organization_may_have_two_roles(self):
        add_participation(self, "lead")
        add_participation(self, "funder")


class UseCaseTests(TestCase):
    def test_the_newest_come_first_and_those_without_a_date_last(self):
        make_use_case("A")
        make_use_case("B", started="2016")
        make_use_case("C", started="2020-05")
        names = [case.name_en for case in UseCase.objects.newest_first()]
        self.assertEqual(names, ["C", "B", "A"])
        self.assertIs(UseCase.objects.newest_first().ordered, True)

    def test_an_organization_without_a_role_plainly_took_part(self):
        make_organization("O", slug="o")
        case = make_use_case(participants=["o"])
        self.assertEqual(str(case.participations.get()), "O: Took part")
