from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from django.db import connection
from django.test import SimpleTestCase, TestCase
from django.test.utils import CaptureQueriesContext

from core.choices import Hosting
from organizations.models import Organization
from pages.finder.needs import PRIORITIES, SECTORS
from pages.finder.questions import FIELDS, HOST, PRIORITY, QUESTIONS
from revisions.editing import Attribution, hide
from tests.factories import make_organization, make_tag, make_tool, make_use_case
from tests.public_pages import (
    LANGUAGES,
    chips,
    make_full_tool,
    make_ground,
    meta,
    notices,
    read,
    row_slugs,
    words,
)

BY = Attribution(source="tests")
FULL = (
    "do=mapping&who=local-government&level=local&country=ES&language=fr"
    "&host=self-hosted&free=yes&budget=none&priority=accessibility"
    "&priority=data-sovereignty&priority=ease&priority=evidence"
)


class FinderTests(TestCase):
    def see(self, query="", language="en"):
        return self.client.get(f"/{language}/help-me-choose/?{query}")

    def results(self, query="", language="en"):
        return self.see(f"step=results&{query}", language)

    def verdicts(self, response):
        """Return {slug: {heading: what stands under it}} of the tools shown."""
        found = {}
        for row in read(response).select("ul.rows > li"):
            slug = row.select_one("h3 a")["href"].rstrip("/").rsplit("/", 1)[-1]
            found[slug] = {
                words(group.dt): [words(line) for line in group.select("dd")]
                for group in row.select(".verdicts > div")
            }
        return found

    def fits(self, response, slug):
        return self.verdicts(response)[slug].get("Why it fits", [])

    def unknown(self, response, slug):
        return self.verdicts(response)[slug].get("What is unknown", [])

    def fails(self, response, slug):
        return self.verdicts(response)[slug].get("What does not fit", [])

    def evidence(self, response, slug):
        for row in read(response).select("ul.rows > li"):
            if row.select_one(f'h3 a[href$="/{slug}/"]'):
                return row.select_one(".evidence")
        return None


def fields(response):
    """Return {name: [values]} of what the page can answer, hidden answers left out."""
    found = {}
    for box in read(response).select(".finder .choice input"):
        found.setdefault(box["name"], []).append(box["value"])
    for option in read(response).select(".finder option[value]"):
        found.setdefault("country", []).append(option["value"])
    return found


def given(response):
    """Return {name: [values]} of the answers that the page sends along."""
    page, found = read(response), {}
    kept = ("input[type=hidden]", "input[checked]", "option[selected]")
    for part in page.select(", ".join(f".finder {part}" for part in kept)):
        name = part.get("name") or part.find_parent("select")["name"]
        found.setdefault(name, []).append(part["value"])
    return found


def steps(response):
    """Return {text of a button: the step that it leads to}."""
    buttons = read(response).select(".finder button[name=step]")
    return {words(button): button["value"] for button in buttons}


class QuestionTests(FinderTests):
    @classmethod
    def setUpTestData(cls):
        make_ground()
        make_tool("Mapper", tags=["mapping"], interface_languages=["fr", "en"])

    def test_there_are_seven_questions_each_on_its_page(self):
        self.assertEqual(len(QUESTIONS), 7)
        for question in QUESTIONS:
            response = self.see(f"step={question.number}")
            page = read(response)
            self.assertEqual(words(page.h1), str(question.title))
            self.assertIn(f"Question {question.number} of 7", words(page))
            self.assertEqual(set(fields(response)), {f.name for f in question.fields})
            current = page.select('.steps [aria-current="step"]')
            self.assertIn(f"{question.number}.", words(current[0]))

    def test_it_begins_with_the_first_question(self):
        response = self.see()
        self.assertEqual(words(read(response).h1), "What do you want to do?")
        self.assertIsNone(meta(response, "robots"))

    def test_every_page_is_drawn_in_every_language(self):
        for language in LANGUAGES:
            for step in ("", *range(1, 8), "results"):
                response = self.see(f"{FULL}&step={step}", language)
                self.assertEqual(response.status_code, 200, (language, step))
                self.assertEqual(read(response).html["lang"], language)

    def test_only_the_first_page_is_for_search_engines(self):
        for query in ("step=2", "step=results", "do=mapping"):
            self.assertIn("noindex", meta(self.see(query), "robots"))

    def test_the_first_question_offers_the_tags_that_tools_have_with_counts(self):
        make_tag("unused")
        make_tool("Budget", tags=["budgets"])
        make_tag("voting", label="Voting")
        make_use_case(tools=["budget"], tags=["voting"])
        page = read(self.see())
        counts = {
            box["value"]: words(box.parent.select_one(".n"))
            for box in page.select(".choice input")
        }
        wanted = {"mapping": "1", "budgets": "1", "fiscal": "1", "voting": "1"}
        self.assertEqual(counts, wanted)
        titles = [words(node) for node in page.select(".groups summary span")]
        self.assertIn("Consult, debate, decide together", titles)
        self.assertIn("Fiscal openness", titles)

    def test_a_function_without_a_verb_stands_under_the_others(self):
        make_tag("new-function")
        make_tool("Novel", tags=["new-function"])
        group = read(self.see()).select_one('[value="new-function"]')
        title = words(group.find_parent("details").summary.span)
        self.assertEqual(title, "Other functions")

    def test_what_is_chosen_is_unfolded(self):
        page = read(self.see("do=mapping"))
        unfolded = page.select(".groups details[open]")
        self.assertEqual(len(unfolded), 1)
        self.assertTrue(unfolded[0].select("[value=mapping][checked]"))

    def test_languages_are_those_of_the_tools_the_pages_first(self):
        make_tool("German", interface_languages=["de", "fr"])
        for language in ("en", "fr"):
            offered = fields(self.see("step=3", language))["language"]
            self.assertEqual(offered[0], language)
            self.assertEqual(set(offered), {"en", "fr", "de"})

    def test_going_on_going_back_and_ending_are_buttons_of_the_form(self):
        first = {"Next question": "2", "See the results now": "results"}
        self.assertEqual(steps(self.see()), first)
        middle = {"Next question": "5", "Back": "3", "See the results now": "results"}
        self.assertEqual(steps(self.see("step=4")), middle)
        last = {"See the tools": "results", "Back": "6"}
        self.assertEqual(steps(self.see("step=7")), last)

    def test_every_answer_is_kept_on_every_page(self):
        for number in range(1, 8):
            response = self.see(f"{FULL}&step={number}")
            self.assertEqual(given(response), parse_qs(FULL), number)

    def test_the_line_of_questions_leads_anywhere_with_the_answers(self):
        page = read(self.see(f"{FULL}&step=4"))
        for number, link in enumerate(page.select(".steps a"), start=1):
            kept = parse_qs(urlsplit(link["href"]).query)
            self.assertEqual(kept, {**parse_qs(FULL), "step": [str(number)]})
            self.assertIn("answered", words(link))

    def test_skipping_drops_the_answer_to_this_question_alone(self):
        for question in QUESTIONS:
            page = read(self.see(f"{FULL}&step={question.number}"))
            skip = page.find("a", string="Skip this question")["href"]
            left = parse_qs(urlsplit(skip).query)
            following = "results" if question.number == 7 else str(question.number + 1)
            names = {field.name for field in question.fields}
            wanted = {n: v for n, v in parse_qs(FULL).items() if n not in names}
            self.assertEqual(left, {**wanted, "step": [following]})

    def test_it_says_how_many_tools_do_what_is_wanted(self):
        make_tool("Other")
        self.assertIn("2 tools to choose from", words(read(self.see())))
        text = words(read(self.see("step=4&do=mapping")))
        self.assertIn("1 tool is made or used for what you want to do", text)

    def test_a_step_that_does_not_exist_is_told(self):
        for step in ("0", "8", "x", "9" * 5000, "%ED%A0%80", "²"):
            response = self.see(f"step={step}&who=agency")
            self.assertEqual(response.status_code, 200)
            self.assertEqual(len(notices(response)), 1, step)
            self.assertEqual(given(response), {"who": ["agency"]})

    def test_an_answer_that_does_not_exist_is_told_and_the_others_stay(self):
        for field in FIELDS:
            for value in ("nonsense", "1" * 36, "a%00b", "x" * 10_000, "%ED%A0%80"):
                query = f"{field.name}={value}&host=hosted&do=mapping"
                for step in ("1", "results"):
                    response = self.see(f"{query}&step={step}")
                    self.assertEqual(response.status_code, 200)
                    self.assertEqual(len(notices(response)), 1, query[:60])
                    self.assertIn(str(field.label), notices(response)[0])
                    kept = response.context["answers"].pairs()
                    self.assertEqual(kept, [("do", "mapping"), ("host", "hosted")])

    def test_a_second_answer_where_one_counts_is_told(self):
        response = self.see("step=4&host=hosted&host=self-hosted")
        self.assertEqual(given(response), {"host": ["hosted"]})
        self.assertIn("only the first answer counts", notices(response)[0])

    def test_too_many_answers_are_told(self):
        for number in range(10):
            make_tag(f"t-{number}")
        query = "&".join(f"do=t-{number}" for number in range(10))
        response = self.see(query)
        self.assertEqual(len(response.context["answers"].all("do")), 8)
        self.assertIn("first 8 answers count", notices(response)[0])

    def test_an_empty_answer_is_none(self):
        response = self.see("step=3&country=&language=")
        self.assertEqual(notices(response), [])
        self.assertEqual(given(response), {})

    def test_the_home_page_leads_here(self):
        page = read(self.client.get("/en/"))
        link = page.select_one('main a[href="/en/help-me-choose/"]')
        self.assertEqual(words(link), "Help me choose")

    def test_queries_are_four_at_most(self):
        for number in range(8):
            self.see(f"step={number}")
            with CaptureQueriesContext(connection) as queries:
                self.see(f"{FULL}&step={number}")
            self.assertLessEqual(len(queries), 4)


class JudgingTests(FinderTests):
    @classmethod
    def setUpTestData(cls):
        make_tag("consult", label="Consulting")
        make_tag("vote", label="Voting")

    def test_without_answers_the_most_used_tools_come_first(self):
        make_tool("Alone")
        make_tool("Used")
        make_use_case(tools=["used"])
        response = self.results()
        self.assertEqual(row_slugs(response), ["used", "alone"])
        self.assertIn("answered no question", words(read(response).main))

    def test_tools_are_made_or_used_for_what_is_wanted(self):
        make_tool("Made", tags=["consult"])
        make_tool("Used", tags=["vote"])
        make_tool("Other")
        make_use_case(tools=["used"], tags=["consult"])
        response = self.results("do=consult")
        self.assertEqual(row_slugs(response), ["used", "made"])
        self.assertIn("Consulting (made for it)", self.fits(response, "made"))
        self.assertIn("Consulting (1 use case)", self.fits(response, "used"))

    def test_a_theme_holds_what_is_under_it(self):
        make_tag("fiscal", kind="theme", label="Fiscal")
        make_tag("budgets", kind="theme", label="Budgets", parent="fiscal")
        make_tool("Budget", tags=["budgets"])
        response = self.results("do=fiscal")
        self.assertIn("Fiscal (made for it)", self.fits(response, "budget"))

    def test_of_several_purposes_those_not_told_are_unknown(self):
        make_tool("A", tags=["consult"])
        make_tool("B", tags=["consult", "vote"])
        response = self.results("do=consult&do=vote")
        self.assertEqual(row_slugs(response), ["b", "a"])
        self.assertIn("Whether it serves for: Voting", self.unknown(response, "a"))

    def test_unknown_ranks_between_what_fits_and_what_does_not(self):
        make_tool("A", licence="proprietary")
        make_tool("B")
        make_tool("C", licence="MIT")
        for answer in ("yes", "rather"):
            response = self.results(f"free={answer}")
            self.assertEqual(row_slugs(response), ["c", "b", "a"], answer)
            self.assertIn("Free software", self.fits(response, "c"))
            self.assertIn("Whether it is free software", self.unknown(response, "b"))

    def test_what_is_required_puts_a_tool_last_whatever_its_points(self):
        make_tool("A", licence="proprietary", hosting=["hosted"], activity="active")
        make_tool("B", licence="", hosting=["self-hosted"], activity="unmaintained")
        required = self.results("free=yes&host=hosted&priority=ease")
        self.assertEqual(row_slugs(required), ["b", "a"])
        reasons = self.fails(required, "a")
        self.assertIn("It is not free software (decisive)", reasons)
        self.assertIn("1 of them has shut down", words(read(required).main))
        wished = self.results("free=rather&host=hosted&priority=ease")
        self.assertEqual(row_slugs(wished), ["a", "b"])
        self.assertIn("It is not free software", self.fails(wished, "a"))

    def test_free_software_that_does_not_matter_is_not_judged(self):
        make_tool("A", licence="proprietary")
        response = self.results("free=any")
        self.assertEqual(self.fails(response, "a"), [])

    def test_each_language_is_required_and_an_unknown_one_unknown(self):
        make_tool("A", interface_languages=["en"])
        make_tool("B")
        make_tool("C", interface_languages=["en", "fr"])
        response = self.results("language=fr&language=en")
        self.assertEqual(row_slugs(response), ["c", "b", "a"])
        self.assertIn("Interface language: French", self.fits(response, "c"))
        self.assertIn("Whether it speaks: French", self.unknown(response, "b"))
        reason = "Not in this language: French (decisive)"
        self.assertIn(reason, self.fails(response, "a"))

    def test_hosting_is_a_wish(self):
        make_tool("A", hosting=["self-hosted"])
        make_tool("B")
        make_tool("C", hosting=["hosted"])
        alone = self.results("host=self-hosted")
        self.assertEqual(row_slugs(alone), ["a", "b", "c"])
        self.assertIn("You cannot host it yourselves", self.fails(alone, "c"))
        provided = self.results("host=hosted")
        self.assertEqual(row_slugs(provided), ["c", "b", "a"])
        self.assertIn("Whether it exists as a service", self.unknown(provided, "b"))
        indifferent = self.verdicts(self.results("host=any"))
        self.assertEqual(indifferent["a"], indifferent["c"])

    def test_an_online_service_needs_no_installing(self):
        make_tool("A", kind="online-service")
        response = self.results("host=hosted")
        reason = "Nothing to install: it exists as a service"
        self.assertIn(reason, self.fits(response, "a"))

    def test_a_budget_of_nothing_wants_a_way_to_pay_nothing(self):
        make_tool("A", pricing="paid")
        make_tool("B")
        make_tool("C", pricing="freemium")
        make_tool("D", licence="MIT", hosting=["self-hosted"])
        response = self.results("budget=none")
        self.assertEqual(row_slugs(response), ["c", "d", "b", "a"])
        self.assertIn("Paid (decisive)", self.fails(response, "a"))
        self.assertIn("Its price", self.unknown(response, "b"))

    def test_a_small_budget_does_not_know_what_paid_tools_cost(self):
        make_tool("A", pricing="paid")
        make_tool("B", pricing="paid")
        make_use_case(tools=["b"], budget="under-10k")
        response = self.results("budget=under-10k")
        self.assertEqual(row_slugs(response), ["b", "a"])
        self.assertIn("Its price", self.unknown(response, "a"))
        reason = "A use case stayed within your budget"
        self.assertIn(reason, self.fits(response, "b"))
        self.assertNotIn(reason, self.fits(self.results("budget=any"), "b"))

    def test_what_shut_down_comes_last(self):
        make_tool("A", activity="shut-down", tags=["consult"], licence="MIT")
        make_tool("B", activity="unmaintained")
        make_tool("C")
        for query in ("", "free=rather", "priority=data-sovereignty"):
            response = self.results(query)
            self.assertEqual(row_slugs(response)[-1], "a", query)
            self.assertIn("Shut down (decisive)", self.fails(response, "a"))
            self.assertEqual(self.fails(response, "b"), ["Unmaintained"])
            self.assertIn("Whether it is still alive", self.unknown(response, "c"))

    def test_users_places_and_levels_are_told_or_unknown(self):
        make_organization("Town", kind="local-government")
        make_tool("A")
        make_tool("B")
        make_use_case(
            tools=["b"], participants=["town"], country="SN", level="local", slug="u"
        )
        response = self.results("who=local-government&level=local&country=SN")
        self.assertEqual(row_slugs(response), ["b", "a"])
        for reason in ("Local government", "Level: Local", "Senegal"):
            self.assertIn(f"{reason} (1 use case)", self.fits(response, "b"))
            self.assertIn(f"No use case: {reason}", self.unknown(response, "a"))
        self.assertEqual(self.fails(response, "a"), [])

    def test_where_no_organization_of_the_kind_is_known_its_sector_helps(self):
        make_organization("Ministry", kind="national-government")
        make_tool("A")
        make_use_case(tools=["a"], participants=["ministry"])
        response = self.results("who=local-government")
        self.assertIn("Public sector (1 use case)", self.fits(response, "a"))

    def test_between_equals_the_one_that_more_of_a_kind_used_comes_first(self):
        make_organization("Town", kind="local-government")
        make_organization("Ministry", kind="national-government")
        make_tool("A")
        make_tool("B")
        make_use_case(tools=["a", "b"], participants=["ministry", "town"])
        make_use_case(tools=["a"], participants=["ministry"])
        make_use_case(tools=["a"], participants=["ministry"])
        make_use_case(tools=["b"], participants=["town"])
        response = self.results("who=local-government")
        self.assertEqual(row_slugs(response), ["b", "a"])

    def test_accessibility_is_unknown_of_every_tool(self):
        make_tool("A")
        response = self.results("priority=accessibility")
        self.assertIn("Accessibility", self.unknown(response, "a"))
        help_text = words(read(self.see("step=7")).select_one(".choices"))
        self.assertIn("does not know it yet of any tool", help_text)

    def test_control_over_data_is_judged_by_what_is_known(self):
        make_tool(
            "A", hosting=["self-hosted"], licence="MIT",
            source_code="https://code.example.org/",
        )  # fmt: skip
        make_tool("B")
        make_tool("C", hosting=["hosted"], licence="proprietary")
        response = self.results("priority=data-sovereignty")
        self.assertEqual(row_slugs(response), ["a", "b", "c"])
        self.assertIn("Its source code is public", self.fits(response, "a"))
        self.assertIn("Where its source code is", self.unknown(response, "c"))

    def test_ease_asks_for_the_language_of_the_page_when_none_was_told(self):
        make_tool("A", interface_languages=["fr"])
        response = self.results("priority=ease", "fr")
        shown = read(response).select(".verdicts > div:has(.on) dd")
        self.assertEqual(len(shown), 1)
        self.assertIn("français", words(shown[0]))
        # It is a wish then, not a condition.
        self.assertNotIn("decisive", words(read(self.results("priority=ease")).main))

    def test_evidence_counts_use_cases_and_told_results(self):
        make_tool("A")
        make_tool("B")
        make_use_case(tools=["b"], outcome={"fr": "Un résultat"})
        response = self.results("priority=evidence")
        self.assertEqual(row_slugs(response), ["b", "a"])
        self.assertIn("1 use case tells its result", self.fits(response, "b"))
        self.assertIn("Who uses it", self.unknown(response, "a"))

    def test_what_matters_most_counts_double(self):
        make_tool("A", hosting=["self-hosted"])
        make_tool("B", hosting=["hosted"])
        for query, first in (("", "a"), ("&priority=ease", "b")):
            response = self.results(f"host=self-hosted{query}")
            self.assertEqual(row_slugs(response)[0], first)
        points = read(response).select(".points")
        self.assertEqual(words(points[0]), "7 points of 12")

    def test_what_is_hidden_is_not_there(self):
        make_tool("A", tags=["consult"])
        make_tool("B", tags=["consult"])
        hidden = make_use_case(tools=["b"], tags=["consult"], country="SN")
        hide(hidden, "A test", BY)
        response = self.results("do=consult&country=SN")
        self.assertIn("No use case: Senegal", self.unknown(response, "b"))
        hide(hidden.tools.get(), "A test", BY)
        self.assertEqual(row_slugs(self.results("do=consult")), ["a"])

    def test_the_rule_is_explained_on_the_page(self):
        make_tool("A")
        rule = words(read(self.results("free=yes")).select_one(".rule p"))
        self.assertEqual(rule.count(". ") + rule.endswith("."), 2)


class EvidenceTests(FinderTests):
    @classmethod
    def setUpTestData(cls):
        make_tag("consult", label="Consulting")
        make_organization("Town", kind="local-government", country="SN")
        make_organization("Ministry", kind="national-government")
        make_organization("Firm", sector="private", kind="company")
        make_tool("A", tags=["consult"])

    def told(self, query):
        return words(self.evidence(self.results(query), "a"))

    def test_a_similar_organization_that_used_it_for_that_comes_first(self):
        make_use_case("Far", tools=["a"], participants=["town"], started="2024")
        make_use_case("Other", tools=["a"], participants=["ministry"], tags=["consult"])
        make_use_case(
            "Near", tools=["a"], participants=["town"], tags=["consult"], country="SN",
            started="2019",
        )  # fmt: skip
        text = self.told("do=consult&who=local-government")
        wanted = "Used for that by a similar organization Town, Senegal, 2019 – Near"
        self.assertEqual(text, wanted)
        links = self.evidence(self.results("do=consult&who=local-government"), "a")
        self.assertEqual(
            [link["href"] for link in links.select("a")],
            ["/en/organizations/town/", "/en/use-cases/near/"],
        )

    def test_of_two_the_same_country_decides_then_the_level_then_a_result(self):
        for slug, values in {
            "plain": {},
            "result": {"outcome": {"en": "Done"}},
            "level": {"level": "local"},
            "country": {"country": "SN"},
        }.items():
            make_use_case(slug, tools=["a"], participants=["town"], **values)
            query = "who=local-government&level=local&country=SN"
            self.assertIn(f"– {slug}", self.told(query))

    def test_what_was_not_asked_does_not_decide(self):
        make_use_case("Placed", tools=["a"], participants=["town"], country="SN",
                      level="local", started="2020")  # fmt: skip
        make_use_case("Nowhere", tools=["a"], participants=["town"], started="2010")
        self.assertIn("– Placed", self.told("who=local-government"))

    def test_how_near_it_is_is_said(self):
        make_use_case("Case", tools=["a"], participants=["ministry"])
        for query, lead in {
            "": "Used by Ministry",
            "do=consult": "Used by Ministry",
            "who=agency": "Used by a similar organization Ministry",
            "who=agency&do=consult": "Used for something else by a similar",
            "who=company": "Used by an organization of another kind",
            "level=local&country=FR": "Used by Ministry",
        }.items():
            self.assertTrue(self.told(query).startswith(lead), (query, lead))

    def test_for_that_by_another_kind_is_said(self):
        make_use_case("Case", tools=["a"], participants=["firm"], tags=["consult"])
        lead = "Used for that by an organization of another kind Firm"
        self.assertTrue(self.told("do=consult&who=agency").startswith(lead))
        self.assertTrue(self.told("do=consult").startswith("Used for that by Firm"))

    def test_who_provided_or_paid_did_not_use_it(self):
        participants = [
            {"organization": "firm", "role": "provider"},
            {"organization": "ministry", "role": "funder"},
        ]
        make_use_case("Case", tools=["a"], participants=participants)
        response = self.results("who=company")
        self.assertIn("No use case: Company", self.unknown(response, "a"))
        self.assertEqual(
            self.told("who=company"), "No organization is known to have used it"
        )

    def test_a_hidden_organization_is_not_named(self):
        make_use_case("Case", tools=["a"], participants=["town"])
        hide(Organization.objects.get(slug="town"), "A test", BY)
        self.assertNotIn("Town", self.told("who=local-government"))


class ResultPageTests(FinderTests):
    def test_it_repeats_the_answers_with_a_way_to_change_each(self):
        make_ground()
        make_tool("Mapper", tags=["mapping"])
        page = read(self.results(FULL))
        texts = [words(node) for node in page.select(".answered-list dd")]
        for number, text in enumerate(
            ("Mapping", "Local government", "Spain, French", "We will", "Yes",
             "Nothing", "Accessibility"),
        ):  # fmt: skip
            self.assertTrue(texts[number].startswith(text), texts[number])
        links = page.select(".answered-list a")
        self.assertEqual(len(links), 7)
        for number, link in enumerate(links, start=1):
            kept = parse_qs(urlsplit(link["href"]).query)
            self.assertEqual(kept, {**parse_qs(FULL), "step": [str(number)]})

    def test_it_can_be_shared_by_its_address(self):
        make_ground()
        make_tool("Mapper", tags=["mapping"])
        page = read(self.results(FULL))
        address = page.select_one("#address")["value"]
        self.assertTrue(address.startswith("http://testserver/en/help-me-choose/?"))
        same = self.client.get(address.removeprefix("http://testserver"))
        self.assertEqual(row_slugs(same), ["mapper"])
        mail = page.select_one('a[href^="mailto:"]')["href"]
        self.assertIn("http%3A%2F%2Ftestserver%2Fen%2Fhelp-me-choose%2F", mail)

    def test_ticked_tools_are_compared_in_one_click(self):
        for number in range(5):
            make_tool(f"Tool {number}")
        page = read(self.results())
        form = page.select_one('form[action="/en/tools/compare/"]')
        self.assertNotIn(form.get("method", "get").lower(), ["post"])
        boxes = form.select("input[name=tool]")
        self.assertEqual(len(boxes), 5)
        self.assertEqual(len([box for box in boxes if box.has_attr("checked")]), 3)
        query = "&".join(f"tool={box['value']}" for box in boxes[:3])
        response = self.client.get(f"{form['action']}?{query}")
        self.assertEqual(response.status_code, 200)

    def test_the_list_of_tools_is_one_click_away_with_the_same_filters(self):
        make_ground()
        make_tool(
            "Mapper", tags=["mapping", "budgets"], licence="MIT",
            hosting=["self-hosted"], interface_languages=["fr"],
        )  # fmt: skip
        query = f"{FULL}&do=budgets"
        link = read(self.results(query)).select_one(".listbar a.more")["href"]
        self.assertEqual(
            parse_qs(urlsplit(link).query),
            {
                "theme": ["budgets"],
                "function": ["mapping"],
                "language": ["fr"],
                "hosting": ["self-hosted"],
                "licence_family": [
                    "public-domain", "permissive", "weak-copyleft", "copyleft",
                ],
            },
        )  # fmt: skip
        listed = self.client.get(link)
        self.assertEqual(row_slugs(listed), ["mapper"])
        self.assertEqual(len(chips(listed)), 8)

    def test_without_a_tool_it_says_so_and_leads_back(self):
        make_tag("vote", label="Voting")
        response = self.results("do=vote&who=agency")
        self.assertEqual(row_slugs(response), [])
        empty = read(response).select_one(".empty")
        self.assertIn("No tool in the catalogue does this yet", words(empty))
        self.assertIn("who=agency", empty.select_one("a")["href"])

    def test_more_tools_stand_on_further_pages(self):
        for number in range(13):
            make_tool(f"Tool {number:02}", licence="MIT")
        first, second = self.results("free=yes"), self.results("free=yes&page=2")
        self.assertEqual(len(row_slugs(first)), 12)
        self.assertEqual(row_slugs(second), ["tool-12"])
        link = read(first).select_one('.pager a[rel="next"]')["href"]
        self.assertEqual(parse_qs(link[1:])["free"], ["yes"])

    def test_a_page_that_does_not_exist_is_told(self):
        make_tool("A")
        for page in ("2", "0", "-1", "x", "9" * 5000, "%ED%A0%80", "١"):
            response = self.results(f"page={page}")
            self.assertEqual(response.status_code, 404, page)
            self.assertEqual(row_slugs(response), ["a"])
            self.assertEqual(len(notices(response)), 1)

    def test_queries_are_ten_at_most_whatever_the_rows(self):
        make_ground()
        make_tag("other")
        for number in range(3):
            make_full_tool(number, ["budgets", "mapping"])
        for number in range(20):
            make_tool(f"Tool {number}", tags=["mapping"], hosting=["hosted"])
        counts = []
        for query in ("", "do=budgets", FULL, f"{FULL}&do=fiscal"):
            self.results(query)
            with CaptureQueriesContext(connection) as queries:
                response = self.results(query)
            self.assertGreater(len(row_slugs(response)), 2)
            counts.append(len(queries))
        self.assertLessEqual(max(counts), 10)

    def test_of_very_many_tools_the_most_used_are_judged(self):
        for number in range(4):
            make_tool(f"Tool {number}")
        make_use_case(tools=["tool-3"])
        with (
            patch("pages.finder.facts.MOST_JUDGED", 2),
            patch("pages.finder.page.MOST_JUDGED", 2),
        ):
            response = self.results()
        self.assertEqual(row_slugs(response), ["tool-3", "tool-0"])
        self.assertIn("Only the 2 with most use cases", words(read(response).main))


class ListTests(SimpleTestCase):
    def test_every_kind_of_organization_has_its_sector_but_the_media(self):
        self.assertEqual(set(Organization.Kind) - set(SECTORS), {"media"})

    def test_every_priority_is_judged(self):
        self.assertEqual(set(PRIORITIES), {choice.value for choice in PRIORITY})

    def test_who_hosts_is_answered_in_the_words_of_the_catalogue(self):
        self.assertEqual({c.value for c in HOST} - {"any"}, set(Hosting.values))
