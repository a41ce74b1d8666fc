from django.conf import settings
from django.core.management import call_command
from django.test import TestCase, TransactionTestCase
from hypothesis import given, settings as hypothesis_settings, strategies
from hypothesis.extra.django import TestCase as ManyExamplesTestCase

from core.kinds import all_kinds
from core.models import Document
from core.search.engine import search
from tests.factories import (
    make_collection,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
)
from tests.other_database import other_site
from tests.search_matches import found, matches

ODD_QUERIES = (
    "", " ", "\x00", "a\x00b", '"', '"open', "'", "''", "*", "a*", "(", "(()", ")",
    "-a",
    "NOT", "NOT a", "AND", "a AND", "OR OR OR", "NEAR(a b)", "name:a", "{name}:a", "^a",
    "a:*", "!", "!a", "&", "|", "a & b", "a <-> b", "<", "\\", "a\\", "%", "_", ";--",
    "0" * 36, "123456789012345678901234567890123456", "1e999", "-1", "😀", "👩‍👩‍👧",
    "права человека", "开放政府", "حكومة", "हिन्दी", "ß", "ﬁ", "½", "x" * 5000,
    "a " * 5000, "\ud800", "é\u0301\u0301", "\u200b", "\ufeff",
    "c++", "c#", "#", "+",
)  # fmt: skip
REAL_QUERIES = (
    "budget", "participatory budgeting", "budget participatif", "presupuestos",
    "presupuestos participativos", "petition", "pétition", "peticiones", "open data",
    "données ouvertes", "donnees ouvertes", "datos abiertos", "l'État", "l’assemblée",
    "cœur", "coeur", "élus", "elus", "ciudadanía", "ciudadania", "consult", "consul",
    "decidim barcelona", "deci", "vote", "voting", "transparency", "transparence",
    "transparencia", "map", "cartographie", "foi", "freedom of information", "France",
    "madrid", "parliament", "parlement", "legislative", "python", "open source", "311",
    "city", "villes", "corrupción", "données d'accès", "ckan", "c++", "права", "zzzz",
)  # fmt: skip


class MatchTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_tag(
            "petitions",
            label={"en": "Petitions", "fr": "Pétitions", "es": "Peticiones"},
            synonyms={"en": ["sign-up sheet"], "fr": ["signatures collectives"]},
        )
        make_organization({"fr": "L’État d’à côté", "en": "Next door"}, slug="state",
                          aliases=["LEAC"])  # fmt: skip
        make_tool(
            "Cœur numérique",
            slug="coeur",
            summary={"en": "Consulting citizens", "fr": "Consulter les citoyennes",
                     "es": "Consultar a las ciudadanas"},
            description={"fr": "Une œuvre écrite en C++ par l’Assemblée."},
            tags=["petitions"],
            developers=["state"],
            aliases=["Hjärta"],
        )  # fmt: skip
        make_tool("Права", slug="prava", description={"en": "开放政府 and 311 reports"})
        make_use_case("Mairie", slug="mairie", tools=["coeur"], city="Łódź")
        note = {"es": "Imprescindible"}
        make_collection(
            "Favourites", slug="favourites", items=[{"tool": "prava", "note": note}]
        )

    def assert_finds(self, query, *slugs):
        self.assertEqual({r.split()[1] for r in found(query)}, set(slugs), query)

    def test_accents_may_be_left_out(self):
        for query in ("numérique ", "numerique ", "NUMÉRIQUES", "numeriq"):
            self.assert_finds(query, "coeur", "mairie")

    def test_ligatures_may_be_written_apart(self):
        self.assert_finds("cœur ", "coeur", "mairie")
        self.assert_finds("coeur ", "coeur", "mairie")
        self.assert_finds("oeuvre ", "coeur")

    def test_elisions_are_no_hindrance(self):
        for query in ("l'État ", "l’état ", "etat ", "L'ETAT "):
            self.assert_finds(query, "state", "coeur")
        self.assert_finds("l'assemblée ", "coeur")

    def test_the_last_word_may_be_a_beginning(self):
        self.assert_finds("imprescin", "favourites")
        self.assert_finds("imprescin ")
        self.assert_finds("impres 311")

    def test_every_language_has_its_stems(self):
        self.assert_finds("consultation ", "coeur")
        self.assert_finds("citoyen ", "coeur")
        self.assert_finds("ciudadano ", "coeur")

    def test_every_word_must_stand_in_one_record(self):
        self.assert_finds("citoyennes consulter ", "coeur")
        self.assert_finds("citoyennes 311 ")

    def test_synonyms_and_labels_of_tags_lead_to_what_carries_them(self):
        self.assert_finds("sign-up ", "coeur", "petitions")
        self.assert_finds("signatures collectives ", "coeur", "petitions")
        self.assert_finds("peticiones ", "coeur", "petitions")

    def test_names_of_neighbours_count(self):
        self.assert_finds("leac ", "coeur", "state")
        self.assert_finds("hjärta ", "coeur", "mairie")

    def test_other_scripts_and_signs_are_found(self):
        self.assert_finds("права ", "prava", "favourites")
        self.assert_finds("开放政府 ", "prava")
        self.assert_finds("c++ ", "coeur")
        self.assert_finds("lodz ", "mairie")

    def test_kinds_may_be_chosen(self):
        self.assertEqual(found("coeur", kinds=["use-case"]), {"use-case mairie"})
        self.assertEqual(found("coeur", kinds=["tool", "use-case"]),
                         {"tool coeur", "use-case mairie"})  # fmt: skip

    def test_a_word_in_the_name_weighs_more_than_one_elsewhere(self):
        make_tool("Consultation", slug="consultation")
        make_tool("Another", slug="another", summary="A consultation")
        scores = search("consultation", language="en", kinds=["tool"])["tool"]
        slugs = dict(kind_slugs("tool"))
        best = sorted(scores, key=scores.get, reverse=True)
        order = [slugs[pk] for pk in best]
        self.assertEqual(order[0], "consultation")
        self.assertLess(order.index("consultation"), order.index("another"))

    def test_a_query_is_one_question_to_the_database(self):
        with self.assertNumQueries(1):
            search("petitions of citizens", language="fr")
        with self.assertNumQueries(0):
            search("!!", language="fr")


def kind_slugs(key):
    model = next(kind.model for kind in all_kinds() if kind.key == key)
    return model._base_manager.values_list("pk", "slug")


class OddQueryTests(ManyExamplesTestCase):
    @classmethod
    def setUpTestData(cls):
        make_tool("C++ & SQL: “NOT” a tool", slug="odd", aliases=["права", "开放"])

    def test_no_query_is_an_error(self):
        for query in ODD_QUERIES:
            with self.subTest(query=query[:40]):
                search(query, language="en")

    @hypothesis_settings(deadline=None, max_examples=200)
    @given(strategies.text(max_size=250))
    def test_any_text_is_a_query(self, query):
        search(query, language="es", kinds=["tool"])

    @hypothesis_settings(deadline=None, max_examples=200)
    @given(
        strategies.text(alphabet="\"'*()-:^&|!<>{}\\ aAnNoOtTdDrR+#\x00", max_size=30)
    )
    def test_any_heap_of_signs_is_a_query(self, query):
        search(query, language="fr")


class IndexTests(TestCase):
    def test_a_record_has_a_document_in_each_language(self):
        make_tool("Decidim")
        languages = Document.objects.values_list("language", flat=True)
        self.assertEqual(sorted(languages), ["en", "es", "fr"])

    def test_nothing_is_found_in_an_empty_index(self):
        make_tool("Decidim")
        self.assertEqual(found("decidim"), {"tool decidim"})
        Document.objects.all().delete()
        self.assertEqual(found("decidim"), set())


class ClearingTests(TransactionTestCase):
    """The index empties with the tables, so that one test sees nothing of another."""

    def test_first_records_come(self):
        self.assertEqual(found("decidim"), set())
        make_tool("Decidim")
        self.assertEqual(found("decidim"), {"tool decidim"})

    def test_then_they_are_gone(self):
        self.test_first_records_come()


class RealContentTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("load", settings.BASE_DIR / "fixtures", verbosity=0)

    def test_both_databases_find_the_same(self):
        site = other_site(type(self))
        site.manage("load", settings.BASE_DIR / "fixtures", "--verbosity=0")
        there = site.call("tests.search_matches", "matches", REAL_QUERIES)
        here = matches(REAL_QUERIES)
        self.assertGreater(sum(bool(slugs) for slugs in here.values()), 35)
        for query in REAL_QUERIES:
            with self.subTest(query):
                self.assertEqual(here[query], there[query])

    def test_every_record_is_found_by_its_name(self):
        lost = [
            f"{kind.key} {record.slug}"
            for kind in all_kinds()
            for record in kind.model.objects.public()
            if record.pk
            not in search(f"{record.display_name} ", language="en").get(kind.key, {})
        ]
        self.assertEqual(lost, [])
