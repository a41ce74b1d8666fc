"""How the search serves the content of fixtures/; see judgements.yaml."""

from pathlib import Path

import yaml
from django.conf import settings
from django.core.management import call_command
from django.test import TestCase
from django.utils import translation

from core.kinds import all_kinds
from core.search.asking import ask, ranked
from core.search.engine import search
from tests.other_database import other_site
from tests.search_matches import answers, matches, suggestions

SHOWN = 5
JUDGEMENTS = yaml.safe_load(Path(__file__).with_name("judgements.yaml").read_text())
QUERIES = (
    # English
    "budget", "participatory budgeting", "petition", "petitions ", "open data",
    "freedom of information", "foi", "FOIA requests", "voting", "vote", "transparency",
    "map", "maps of crises", "legislative", "consult", "consul", "city", "311",
    "decidim barcelona", "deci", "fix my street", "openstreetmap", "open street map",
    "licence", "license", "organisation", "organization", "programme", "behaviour",
    "visualisation", "python", "open source", "France", "madrid", "parliament",
    "people's assembly", "c++", "e-government", "whistle blower",
    '"open data"', '"data open"', '"freedom of information"', "petition -parliament",
    'budget -"participatory budgeting"', "-budget", '"budget', "open-source -data",
    # French
    "budget participatif", "budgets participatifs ", "pétition", "petition en ligne",
    "données ouvertes", "donnees ouvertes", "DONNÉES OUVERTES", "l'État", "l’assemblée",
    "d'accès", "cœur", "coeur", "œuvre", "élus", "elus", "cartographie", "villes",
    "parlement", "marchés publics", "lanceurs d'alerte", "démocratie",
    "données d'accès",
    "«budget participatif»", "« données ouvertes » -portail", "“accès à l’information”",
    # Spanish
    "presupuestos", "presupuestos participativos", "peticiones", "datos abiertos",
    "ciudadanía", "ciudadania", "transparencia", "corrupción", "corrupcion", "años",
    "participación ciudadana", "elecciones", "ayuntamiento", "contratación pública",
    '"datos abiertos" -gobierno', "libertad de información",
    # Neither
    "права", "开放政府", "ckan", "zzzz", "ß", "Łódź", "lodz",
)  # fmt: skip
MISSING = (
    "petitoin", "budjet participatif", "presupesto", "decidm barcelona", "ktihxw",
    "petition zzzz", "petitoin zzzz", '"data open" portal', "petition -petition",
    "madrid consultation blockchain kubernetes",
)  # fmt: skip
BEGUN = ("d", "deci", "open str", "mairie de par", "foi", "fixmy", "presu", "l'ass",
         "democ", "zzzz", "")  # fmt: skip


class ContentTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("load", settings.BASE_DIR / "fixtures", verbosity=0)
        cls.slugs = {
            kind.key: dict(kind.model.objects.public().values_list("pk", "slug"))
            for kind in all_kinds()
        }

    def best_place(self, judgement):
        """Return the place, from 1, of the first record expected among its kind.

        None when none of them is shown.
        """
        with translation.override(judgement["language"]):
            found = ask(judgement["query"]).found
        places = []
        for kind in {record.split("/")[0] for record in judgement["expect"]}:
            shown = ranked(found.get(kind, {}), kind, first=SHOWN)
            names = [f"{kind}/{self.slugs[kind][pk]}" for pk in shown]
            expected = judgement["expect"]
            places += [n for n, name in enumerate(names, 1) if name in expected]
        return min(places, default=None)

    def test_what_people_look_for_is_among_the_first(self):
        places = [(self.best_place(entry), entry) for entry in JUDGEMENTS]
        missed = [
            f"{entry['query']} ({entry['language']}): {place}"
            for place, entry in places
            if not place or place > entry.get("within", 3)
        ]
        success = 1 - len(missed) / len(places)
        reciprocal = sum(1 / place for place, _entry in places if place) / len(places)
        figures = (
            f"{len(places)} judged queries: success@3 {success:.3f},"
            f" mean reciprocal rank {reciprocal:.3f}"
        )
        print(f"\n{figures}", *missed, sep="\n  missed: ")  # noqa: T201
        self.assertGreaterEqual(len(places), 120)
        self.assertGreaterEqual(success, 0.95, figures)

    def test_every_expected_record_exists(self):
        known = {
            f"{kind}/{slug}"
            for kind, slugs in self.slugs.items()
            for slug in slugs.values()
        }
        expected = {record for entry in JUDGEMENTS for record in entry["expect"]}
        self.assertEqual(expected - known, set())

    def test_both_databases_answer_the_same(self):
        site = other_site(type(self))
        site.manage("load", settings.BASE_DIR / "fixtures", "--verbosity=0")
        here = matches(QUERIES)
        self.assertGreaterEqual(len(here), 60)
        self.assertGreater(sum(bool(records) for records in here.values()), 75)
        for name, ours, queries in (
            ("matches", here, QUERIES),
            ("answers", answers(MISSING), MISSING),
            ("suggestions", suggestions(BEGUN), BEGUN),
        ):
            theirs = site.call("tests.search_matches", name, queries)
            for query in queries:
                with self.subTest(name, query=query):
                    self.assertEqual(ours[query], theirs[query])
        self.assert_several_processes_write_the_same(site)

    def assert_several_processes_write_the_same(self, site):
        many = site.call("tests.search_matches", "forget", "documents")
        several = ("--processes=2", "--verbosity=0")
        said = site.manage("reindex", *several)
        self.assertEqual(said, f"{many} documents; {many} written or removed\n")
        said = site.manage("reindex", "--check", *several)
        self.assertEqual(said, "0 documents are not in step with their records\n")

    def test_every_record_is_found_by_its_name(self):
        lost = [
            f"{kind.key} {record.slug}"
            for kind in all_kinds()
            for record in kind.model.objects.public()
            if record.pk not in search(f"{record.display_name} ").get(kind.key, {})
        ]
        self.assertEqual(lost, [])

    def test_the_index_is_in_step_with_the_records(self):
        call_command("reindex", "--check", verbosity=0)
