from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from revisions.editing import Attribution, hide
from tests.factories import make_organization, make_tag, make_tool, make_use_case
from tests.public_pages import (
    LANGUAGES,
    make_full_tool,
    make_ground,
    make_pictures,
    read,
    words,
)
from usecases.models import UseCase

BY = Attribution(source="tests")


class UseCasePageTests(TestCase):
    def see(self, slug="case", language="en"):
        return self.client.get(f"/{language}/use-cases/{slug}/")

    def test_it_says_all_that_is_known(self):
        make_ground()
        make_full_tool(1, ["budgets", "mapping"], images=make_pictures())
        page = read(self.see("case-1-2020")).main
        text = words(page)
        for expected in (
            "Case 1-2020", "What was done", "The need", "1,000 people took part",
            "Time", "Voting", "Full 1", "City 1", "Lead", "Developer 1", "Barcelona",
            "Spain", "Local", "2020", "Yes", "Citizens", "1,000", "10,000 to 50,000 €",
            "1.5", "Budgets",
        ):  # fmt: skip
            self.assertIn(expected, text)
        addresses = {link["href"] for link in page.select("a[href]")}
        self.assertIn("https://case.example.org/", addresses)
        self.assertIn("https://evidence.example.org/", addresses)
        self.assertEqual({i["alt"] for i in page.select(".pictures img")}, {"A screen"})
        self.assertTrue(page.select("svg.dots .halo"))

    def test_numbers_are_written_as_the_language_wants(self):
        make_use_case("Case", staff="1.5", participant_count=12345)
        expected = {"en": ("1.5", "12,345"), "fr": ("1,5", "12"), "es": ("1,5", "12")}
        for language in LANGUAGES:
            text = words(read(self.see(language=language)).select_one("aside"))
            for part in expected[language]:
                self.assertIn(part, text, language)

    def test_a_whole_number_of_staff_has_no_decimals(self):
        make_use_case("Case", staff="2")
        staff = next(fact for fact in self.facts() if fact.startswith("Staff"))
        self.assertRegex(staff, r"\b2 ")

    def test_nobody_took_part_is_not_unknown(self):
        case = make_use_case("Case", participant_count=1)
        UseCase.objects.filter(pk=case.pk).update(participant_count=0)
        self.assertIn("Participants 0", self.facts())

    def facts(self):
        found = read(self.see()).select("aside dl.facts > div")
        return [f"{words(row.dt)} {words(row.dd)}" for row in found]

    def test_what_is_unknown_is_told_as_unknown(self):
        make_use_case("Case", tools=[make_tool("Vote").slug])
        facts = self.facts()
        self.assertIn("Where Unknown", facts)
        self.assertIn("Began Unknown", facts)
        self.assertIn("Still running Unknown", facts)
        self.assertFalse(read(self.see()).select("svg.dots"))

    def test_an_international_one_has_no_map(self):
        make_use_case("Case", level="international")
        page = read(self.see())
        self.assertFalse(page.select("svg.dots"))
        self.assertIn("International", words(page.select_one(".kind")))

    def test_similar_ones_share_two_tags(self):
        for slug in ("a", "b", "c"):
            make_tag(slug)
        make_use_case("Case", tags=["a", "b", "c"])
        make_use_case("Close", tags=["a", "b", "c"])
        make_use_case("Near", tags=["a", "b"])
        make_use_case("Far", tags=["a"])
        hide(make_use_case("Hidden", tags=["a", "b", "c"]), "A test", BY)
        found = [case.slug for case in self.see().context["similar"]]
        self.assertEqual(found, ["close", "near"])

    def test_leads_come_first(self):
        for name in ("Ada", "Bob"):
            make_organization(name)
        roles = ["ada", {"organization": "bob", "role": "lead"}]
        make_use_case("Case", participants=roles)
        names = read(self.see()).select("aside section:not(.ways) li span > a")
        self.assertEqual([words(name) for name in names], ["Bob", "Ada"])

    def test_what_is_hidden_is_not_shown(self):
        ghosts = [make_tag("ghost-tag"), make_organization("Ghost"), make_tool("Ghost")]
        make_use_case(
            "Case", tags=["ghost-tag"], participants=["ghost"], tools=["ghost"]
        )
        for record in ghosts:
            hide(record, "A test", BY)
        self.assertNotIn("host", words(read(self.see()).main))

    def test_queries_are_few_and_do_not_grow(self):
        make_ground()
        make_full_tool(1, ["budgets", "mapping"], images=make_pictures())
        with CaptureQueriesContext(connection) as few:
            self.assertEqual(self.see("case-1-2015").status_code, 200)
        self.assertLessEqual(len(few), 12)
        case = UseCase.objects.get(slug="case-1-2015")
        for _ in range(4):
            case.uses.create(tool=make_tool(licence="MIT"))
            case.participations.create(organization=make_organization(country="FR"))
            make_use_case(tags=["budgets", "mapping"])
        with CaptureQueriesContext(connection) as many:
            self.see("case-1-2015")
        self.assertEqual(len(many), len(few))
