"""Facets count exactly what a reader would get: compared with plain Python."""

from collections import Counter
from random import Random

from django.http import QueryDict
from django.test import TestCase

from catalogue.filters import CollectionFilter, ToolFilter
from catalogue.models import Collection, Tool
from core.facet_views import LONG_FACET, SHOWN_VALUES, facet_views
from core.models import CatalogueVersion
from organizations.filters import OrganizationFilter
from organizations.models import Organization
from revisions.editing import Attribution, hide
from taxonomy.models import Tag
from tests.factories import (
    make_collection,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
)
from tests.public_pages import facets_shown
from usecases.filters import PERIODS, UseCaseFilter
from usecases.models import UseCase

BY = Attribution(source="tests")
THEMES = ("t1", "t1-a", "t1-b", "t2", "t2-a", "ghost", "ghost-a", "t2-ghost")
FUNCTIONS = ("f1", "f2", "f-ghost")
GHOST_TAGS = ("ghost", "t2-ghost", "f-ghost")
CHOICES_TRIED = 20
UNKNOWN = {"unknown"}


def make_random_catalogue(random):
    """Make records of all kinds with random values, a fifth of them not public."""
    for slug in THEMES:
        parent = slug.split("-")[0] if "-" in slug else None
        make_tag(slug, kind="theme", parent=parent)
    for slug in FUNCTIONS:
        make_tag(slug)
    organizations = [make_random_organization(n, random) for n in range(8)]
    tools = [make_random_tool(n, random) for n in range(14)]
    use_cases = [make_random_use_case(n, random) for n in range(14)]
    collections = [make_random_collection(n, random) for n in range(8)]
    for tag in Tag.objects.filter(slug__in=GHOST_TAGS):
        hide(tag, "A test", BY)
    for records in (organizations, tools, use_cases, collections):
        for record in random.sample(records, len(records) // 5):
            hide(record, "A test", BY)
    Tool.objects.filter(pk=tools[0].pk).update(status="merged")
    CatalogueVersion.bump()


def some(random, values, most=2):
    return random.sample(list(values), random.randint(0, min(most, len(values))))


def make_random_organization(number, random):
    return make_organization(
        slug=f"o{number}",
        sector=random.choice(["public", "private", "academic"]),
        kind=random.choice(["", "agency", "company"]),
        country=random.choice(["", "FR", "ES"]),
    )


def make_random_tool(number, random):
    organizations = [f"o{n}" for n in range(8)]
    return make_tool(
        f"{random.choice(['Alpha', 'Beta'])} {number}",
        slug=f"r{number}",
        kind=random.choice(["software", "online-service"]),
        licence=random.choice(["", "MIT", "AGPL-3.0-only", "proprietary"]),
        activity=random.choice(["", "active", "archived"]),
        pricing=random.choice(["", "free", "paid"]),
        source_code=random.choice(["", "https://code.example.org/"]),
        hosting=some(random, ["hosted", "self-hosted"]),
        platforms=some(random, ["web", "ios", "linux"]),
        interface_languages=some(random, ["en", "fr", "es"]),
        # The same words as platforms and languages: a value is of its own field.
        programming_languages=some(random, ["web", "en", "C"]),
        developers=some(random, organizations),
        funders=some(random, organizations),
        tags=some(random, THEMES, 3) + some(random, FUNCTIONS),
    )


def make_random_use_case(number, random):
    ends = random.choice(["", "2024"])
    roles = [
        {"organization": f"o{n}", "role": random.choice(["", "lead", "partner"])}
        for n in some(random, range(8), 3)
    ]
    return make_use_case(
        f"{random.choice(['Alpha', 'Beta'])} case {number}",
        country=random.choice(["", "FR", "ES", "DE"]),
        level=random.choice(["", "local", "national"]),
        started=random.choice(["", "1999", "2007-03", "2016-01-01", "2021-12-31"]),
        ended=ends,
        running="no" if ends else random.choice(["", "yes", "no"]),
        tools=[f"r{n}" for n in some(random, range(14), 3)],
        participants=roles,
        tags=some(random, THEMES, 3) + some(random, FUNCTIONS),
    )


def make_random_collection(number, random):
    return make_collection(
        f"{random.choice(['Alpha', 'Beta'])} list {number}",
        curator=random.choice([None, "o0", "o1", "o2", "o3"]),
        featured=random.choice([True, None]),
        items=[f"r{n}" for n in some(random, range(14), 4)],
    )


def public(records):
    return [record for record in records if record.is_public]


def themes(tags):
    """Return the themes under which tags stand: themselves and their parents."""
    own = {tag for tag in tags if tag.kind == "theme" and tag.is_public}
    parents = {tag.parent for tag in own if tag.parent and tag.parent.is_public}
    return {tag.slug for tag in own | parents}


def functions(tags):
    return {tag.slug for tag in tags if tag.kind == "function" and tag.is_public}


def tags_of(record):
    return [row.tag for row in record.tagged.all()]


def sectors(use_case):
    return {o.sector for o in public(use_case.participants.all())}


def yes_no(answer):
    return {"yes" if answer else "no"}


def values_of_tool(tool):
    use_cases = public(tool.use_cases.all())
    return {
        "theme": themes(tags_of(tool)),
        "function": functions(tags_of(tool)),
        "hosting": set(tool.values_of("hosting")) or UNKNOWN,
        "licence_family": {tool.licence_family},
        "used_in": {str(case.country) for case in use_cases} - {""},
        "language": set(tool.values_of("interface_languages")) or UNKNOWN,
        "status": {tool.activity or "unknown"},
        "usage": {t.slug for case in use_cases for t in public(tags_of(case))},
        "user_sector": {sector for case in use_cases for sector in sectors(case)},
        "kind": {tool.kind},
        "pricing": {tool.pricing or "unknown"},
        "licence": {tool.licence or "unknown"},
        "platform": set(tool.values_of("platforms")) or UNKNOWN,
        "programming_language": set(tool.values_of("programming_languages")) or UNKNOWN,
        "has_use_cases": yes_no(use_cases),
        "has_source_code": yes_no(tool.source_code),
    }


def values_of_use_case(use_case):
    return {
        "theme": themes(tags_of(use_case)),
        "function": functions(tags_of(use_case)),
        "country": {str(use_case.country) or "unknown"},
        "level": {use_case.level or "unknown"},
        "tool": {tool.slug for tool in public(use_case.tools.all())},
        "sector": sectors(use_case),
        "period": {
            period
            for period, (first, last) in PERIODS.items()
            if use_case.started and first <= int(use_case.started[:4]) <= last
        }
        or UNKNOWN,
        "running": {use_case.running or "unknown"},
    }


def values_of_organization(organization):
    roles = organization.roles.all()
    return {
        "sector": {organization.sector},
        "kind": {organization.kind or "unknown"},
        "country": {str(organization.country) or "unknown"},
        "role": {row.role for row in roles if row.tool.is_public},
    }


def values_of_collection(collection):
    tools = public(collection.tools.all())
    curator = collection.curator_organization
    return {
        "curator": {curator.slug} if curator and curator.is_public else set(),
        "theme": {slug for tool in tools for slug in themes(tags_of(tool))},
        "featured": yes_no(collection.featured),
    }


LISTS = (
    (ToolFilter, Tool, values_of_tool),
    (UseCaseFilter, UseCase, values_of_use_case),
    (OrganizationFilter, Organization, values_of_organization),
    (CollectionFilter, Collection, values_of_collection),
)


class CountTests:
    """On a random catalogue, every count is that of a plain walk over the records."""

    seed = 0

    @classmethod
    def setUpTestData(cls):
        make_random_catalogue(Random(cls.seed))

    def test_lists_and_counts_are_exact_under_random_choices(self):
        random = Random(self.seed)
        for filterset_class, model, values_of in LISTS:
            values = {r.pk: values_of(r) for r in public(model.objects.all())}
            for _ in range(CHOICES_TRIED):
                chosen = self.choose(filterset_class, values, random)
                found = self.check(filterset_class, values, chosen)
                self.check_one_replacement(filterset_class, chosen, random)
                self.assertLessEqual(found, set(values))

    def choose(self, filterset_class, values, random):
        """Return {facet: some of the values that records have}."""
        names = [facet.name for facet in filterset_class.facets()]
        chosen = {}
        for name in random.sample(names, random.randint(0, 3)):
            there = sorted({v for facets in values.values() for v in facets[name]})
            if there:
                chosen[name] = random.sample(
                    there, min(len(there), random.choice([1, 2]))
                )
        if random.random() < 0.2:
            chosen["q"] = ["alpha"]
        return chosen

    def check(self, filterset_class, values, chosen):
        filterset = narrowed(filterset_class, chosen)
        self.assertEqual(filterset.notices, [], chosen)
        searched = set(filterset.tiers) if "q" in chosen else set(values)

        def fitting(but=None):
            return {
                pk
                for pk in searched & set(values)
                if all(
                    set(wanted) & values[pk][name]
                    for name, wanted in chosen.items()
                    if name not in ("q", but)
                )
            }

        found = filterset.page_of(0, 1000)
        self.assertEqual(sorted(found), sorted(fitting()), chosen)
        for facet in filterset.facets():
            others = fitting(but=facet.name)
            expected = Counter(v for pk in others for v in values[pk][facet.name])
            counts = filterset.counts(facet.name)
            self.assertEqual(counts, expected, (facet.name, chosen))
        return set(found)

    def check_one_replacement(self, filterset_class, chosen, random):
        """A count is the length of the list that choosing the value would give."""
        filterset = narrowed(filterset_class, chosen)
        views = facet_views(filterset)
        if not views:
            return
        view = random.choice(views)
        choice = random.choice(view.choices)
        instead = narrowed(filterset_class, chosen | {view.name: [choice.value]})
        self.assertEqual(len(instead.found), choice.count, (chosen, view.name))


def narrowed(filterset_class, chosen):
    query = QueryDict(mutable=True)
    for name, values in chosen.items():
        query.setlist(name, values)
    return filterset_class(query)


class FirstCatalogueTests(CountTests, TestCase):
    seed = 1


class SecondCatalogueTests(CountTests, TestCase):
    seed = 2


class FacetViewTests(TestCase):
    def views(self, query="", opened="", find=""):
        filterset = ToolFilter(QueryDict(query))
        return {view.name: view for view in facet_views(filterset, opened, find)}

    def test_a_facet_that_was_drawn_for_another_list_shows_its_own_counts(self):
        make_tool("Alpha one", platforms=["web"])
        make_tool("Alpha two", platforms=["web"])
        for query, count in (("alpha", 2), ("one", 1), ("alpha", 2)):
            shown = facets_shown(self.client.get("/en/tools/", {"q": query}))
            self.assertEqual(shown["platform"], {"web": count}, query)

    def test_an_opened_facet_with_many_values_can_be_searched(self):
        for number in range(LONG_FACET + 1):
            make_tool(programming_languages=[f"Lang{number}", "Éiffel"])
        view = self.views(opened="programming_language")["programming_language"]
        self.assertTrue(view.long)
        view = self.views(opened="programming_language", find="eif")
        values = [c.value for c in view["programming_language"].choices]
        self.assertEqual(values, ["Éiffel"])
        view = self.views("programming_language=Lang1", "programming_language", "eif")
        values = [c.value for c in view["programming_language"].choices]
        self.assertEqual(values, ["Lang1", "Éiffel"])
        view = self.views(opened="programming_language", find="no such")
        self.assertEqual(view["programming_language"].choices, [])

    def test_what_unknown_means_is_told_where_it_is_chosen(self):
        make_tool(hosting=["hosted"])
        make_tool()
        self.assertEqual(self.views()["hosting"].hint, "")
        shown = self.views("hosting=unknown")["hosting"]
        self.assertIn("does not know", shown.hint)
        self.assertEqual(
            {choice.value: choice.count for choice in shown.choices},
            {"hosted": 1, "unknown": 1},
        )

    def test_a_facet_that_no_record_has_is_left_out(self):
        make_tool()
        self.assertNotIn("theme", self.views())
        self.assertNotIn("platform", self.views())

    def test_an_empty_catalogue_has_no_facet(self):
        self.assertEqual(self.views(), {})

    def test_a_root_counts_each_record_once(self):
        make_tag("root", kind="theme")
        for slug in ("left", "right"):
            make_tag(slug, kind="theme", parent="root")
        make_tool(tags=["left", "right", "root"])
        make_tool(tags=["left"])
        counts = {c.value: c.count for c in self.views()["theme"].choices}
        self.assertEqual(counts, {"root": 2, "left": 2, "right": 1})

    def test_the_chosen_come_first_then_the_most_frequent(self):
        for number, language in enumerate(("C", "Go", "Go", "Ruby", "Ruby", "Ruby")):
            make_tool(f"T{number}", programming_languages=[language])
        shown = self.views()["programming_language"].choices
        self.assertEqual([choice.value for choice in shown], ["Ruby", "Go", "C"])
        self.assertEqual([choice.share for choice in shown], [10, 7, 3])
        shown = self.views("programming_language=C")["programming_language"].choices
        self.assertEqual([choice.value for choice in shown], ["C", "Ruby", "Go"])
        self.assertEqual([choice.chosen for choice in shown], [True, False, False])

    def test_five_values_stand_there_and_the_rest_when_asked(self):
        names = [f"L{n}" for n in range(SHOWN_VALUES + 3)]
        for name in names:
            make_tool(programming_languages=[name])
        view = self.views()["programming_language"]
        self.assertEqual((len(view.choices), view.hidden), (SHOWN_VALUES, 3))
        view = self.views(opened="programming_language")["programming_language"]
        self.assertEqual((len(view.choices), view.hidden), (len(names), 0))
        self.assertTrue(view.opened)

    def test_a_value_without_records_shows_only_when_chosen(self):
        make_tool("A", kind="software", platforms=["web"])
        make_tool("B", kind="online-service", platforms=["ios"])
        values = [c.value for c in self.views("platform=web")["kind"].choices]
        self.assertEqual(values, ["software"])
        shown = self.views("platform=web&kind=online-service")["kind"].choices
        self.assertEqual(
            [(c.value, c.count) for c in shown],
            [("online-service", 0), ("software", 1)],
        )

    def test_more_values_than_fifty_are_cut(self):
        languages = "&".join(f"programming_language=L{n}" for n in range(60))
        filterset = ToolFilter(QueryDict(languages))
        self.assertEqual(len(filterset.values["programming_language"]), 50)
