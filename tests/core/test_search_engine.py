from django.test import TestCase, TransactionTestCase
from hypothesis import given, settings as hypothesis_settings, strategies
from hypothesis.extra.django import TestCase as ManyExamplesTestCase

from core.kinds import all_kinds
from core.models import Document
from core.search.asking import ask, ranked
from core.search.engine import Tier, search, suggest
from tests.factories import (
    make_collection,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
)
from tests.search_matches import found, tiers

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

    def test_a_query_is_one_question_to_the_database(self):
        for query in ("petitions of citizens", '"open data" -petition', "-petition"):
            with self.assertNumQueries(1):
                search(query)
        with self.assertNumQueries(0):
            search("!!")

    def test_spaces_do_not_count_in_names(self):
        make_tool("FixMyStreet", slug="fms")
        make_tool("Open Spending", slug="spending")
        self.assert_finds("fix my street", "fms")
        self.assert_finds("fix my str", "fms")
        self.assert_finds("fix my str ")
        self.assert_finds("openspend", "spending")

    def test_short_beginnings_count_in_names_only(self):
        make_tool("Foible", slug="foible")
        make_tool("Other", slug="other", summary="Foible and foil")
        self.assert_finds("foi", "foible")
        self.assert_finds("foib", "foible", "other")

    def test_british_spellings_find_american_ones(self):
        make_tool("Registry", slug="registry", summary="Organization of programs")
        self.assert_finds("organisations ", "registry")
        self.assert_finds("programme ", "registry")

    def test_a_tool_is_found_by_where_it_was_used(self):
        make_use_case("Belfries", slug="belfries", tools=["prava"], country="KE")
        self.assert_finds("kenya ", "belfries", "prava")

    def test_a_use_case_is_found_by_its_country_in_every_language(self):
        make_use_case("Belfries", slug="belfries", country="DE")
        for query in ("germany ", "allemagne ", "alemania "):
            self.assert_finds(query, "belfries")


class PhraseTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_tool(
            "Ordered",
            slug="ordered",
            summary={"en": "A free map of the world", "fr": "L’accès à l’eau"},
            description={"en": "Data about voting.", "fr": "La carte libre"},
        )
        make_tool("Shuffled", slug="shuffled", summary="The map is free",
                  description={"en": "Maps of worlds, voting data"})  # fmt: skip

    def assert_finds(self, query, *slugs):
        self.assertEqual({r.split()[1] for r in found(query)}, set(slugs), query)

    def test_words_in_quotes_stand_in_this_order(self):
        self.assert_finds("free map", "ordered", "shuffled")
        self.assert_finds('"free map"', "ordered")
        self.assert_finds('"map free"')
        self.assert_finds('"map is free"', "shuffled")

    def test_they_are_these_very_words_but_for_accents_and_case(self):
        self.assert_finds('"MAP of the world"', "ordered")
        self.assert_finds('"maps of the world"')
        self.assert_finds("« acces a l'eau »", "ordered")
        self.assert_finds('"vot"')
        self.assert_finds('"voting"', "ordered", "shuffled")

    def test_a_phrase_does_not_run_from_one_text_into_the_next(self):
        self.assert_finds('"world data"')
        self.assert_finds('"ordered a free"')

    def test_other_words_may_stand_beside_it(self):
        self.assert_finds('"free map" voting', "ordered")
        self.assert_finds('"free map" missing')

    def test_what_is_excluded_is_in_no_language_of_the_record(self):
        self.assert_finds(
            "map -world",
        )
        self.assert_finds("map -eau", "shuffled")
        self.assert_finds('map -"free map"', "shuffled")
        self.assert_finds('map -"free world"', "ordered", "shuffled")

    def test_one_can_ask_for_everything_but_something(self):
        self.assert_finds("-eau", "shuffled")
        self.assert_finds('-"free map"', "shuffled")
        self.assert_finds("-map")


class TierTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_tag("lanterns", label={"en": "Lanterns"}, synonyms={"en": ["street lamp"]})
        make_organization("Lantern works", slug="works")
        make_tool("Lantern", slug="exact")
        make_tool("The Lantern map", slug="named")
        make_tool("Lamp", slug="alias", aliases=["Lantern guide"])
        make_tool("T1", slug="tag-and-summary", tags=["lanterns"], summary="A lantern")
        make_tool(
            "T2",
            slug="tag-and-description",
            tags=["lanterns"],
            description={"en": "A lantern"},
        )
        make_tool("T3", slug="tag", tags=["lanterns"])
        make_tool("Lit", slug="summary", summary="A lantern")
        make_tool("Text", slug="description", description={"en": "A lantern"})
        make_tool("Tied", slug="related", developers=["works"])  # fmt: skip

    def test_the_better_the_place_the_better_the_tier(self):
        found = tiers("lantern", kinds=["tool"])
        self.assertEqual(
            {
                record.removeprefix("tool "): Tier(tier)
                for record, tier in found.items()
            },
            {
                "exact": Tier.EXACT,
                "named": Tier.NAME,
                "alias": Tier.ALIASES,
                "tag-and-summary": Tier.TAGS_AND_SUMMARY,
                "tag-and-description": Tier.TAGS_AND_DESCRIPTION,
                "tag": Tier.TAGS,
                "summary": Tier.SUMMARY,
                "description": Tier.DESCRIPTION,
                "related": Tier.RELATED,
            },
        )

    def test_the_worst_placed_word_tells_the_tier(self):
        make_tool("Red lantern", slug="red", summary="With a shade",
                  description={"en": "Of paper"})  # fmt: skip
        for query, tier in (
            ("red lantern ", Tier.EXACT),
            ("lantern red ", Tier.NAME),
            ("red shade ", Tier.SUMMARY),
            ("red shade paper ", Tier.DESCRIPTION),
        ):
            self.assertEqual(tiers(query), {"tool red": tier}, query)

    def test_of_those_with_a_tag_those_whose_texts_tell_a_part_come_before(self):
        make_tool("T4", slug="part", tags=["lanterns"], summary="For every street")
        found = tiers("street lamp ", kinds=["tool"])
        self.assertEqual(found["tool part"], Tier.TAGS_AND_SOME)
        self.assertEqual(found["tool tag"], Tier.TAGS)

    def test_of_each_kind_the_best_come_first(self):
        found = search("lantern")
        self.assertEqual(set(found), {"tool", "organization", "tag"})
        tools = found["tool"]
        self.assertEqual(list(tools.values()), sorted(tools.values()))
        self.assertEqual(tools.best, Tier.EXACT)
        self.assertEqual(set(tools.records), set(tools))
        self.assertEqual(len(tools), 9)
        self.assertIsNone(tools.get(0))

    def test_ties_go_by_use_cases_then_verification_then_name(self):
        for name in ("Fourth", "Third"):
            make_tool(name, summary="Belfry")
        make_tool("Zebra", slug="second", summary="Belfry", verified_on="2026-01-02")
        make_tool("Zoo", slug="first", summary="Belfry")
        make_use_case("Used", tools=["first"])
        found = search("belfry ", kinds=["tool"])["tool"]
        slugs = dict(kind_slugs("tool"))
        order = [slugs[pk] for pk in ranked(found, "tool")]
        self.assertEqual(order, ["first", "second", "fourth", "third"])
        self.assertEqual(ranked(found, "tool", first=2), ranked(found, "tool")[:2])


class SuggestionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_tag(
            "lighting",
            label={"en": "Street lights", "fr": "Éclairage"},
            synonyms={"en": ["lanterns"]},
        )
        make_organization(
            {"en": "Paris City Council", "fr": "Mairie de Paris"},
            slug="paris",
            aliases=["Paname"],
        )
        make_tool("Open Lantern", slug="open")
        make_tool("Lantern map", slug="lantern-map")
        make_tool("Lantern zoo", slug="zoo", summary="Belfry")
        make_use_case("Lit", tools=["zoo"])  # fmt: skip

    def suggested(self, text, language="en", **options):
        return {
            kind: [(one.slug, one.title, one.other) for one in found]
            for kind, found in suggest(text, language=language, **options).items()
        }

    def test_names_that_begin_so_come_first_then_those_used_most(self):
        for text in ("lant", "Lantern", "LANTERN "):
            found = [slug for slug, *_ in self.suggested(text)["tool"]]
            self.assertEqual(found, ["zoo", "lantern-map", "open"], text)

    def test_what_is_short_begins_whole_names_while_there_are_enough(self):
        for text in ("la", "lan"):
            found = [slug for slug, *_ in self.suggested(text)["tool"]]
            self.assertEqual(found, ["zoo", "lantern-map", "open"], text)
        for text in ("la", "lan"):
            found = [slug for slug, *_ in self.suggested(text, each=2)["tool"]]
            self.assertEqual(found, ["zoo", "lantern-map"], text)
        make_tool("Lanthanum", slug="la")
        found = [slug for slug, *_ in self.suggested("lan", each=3)["tool"]]
        self.assertEqual(found, ["zoo", "lantern-map", "la"])
        self.assertIn("open", [slug for slug, *_ in self.suggested("lant")["tool"]])

    def test_every_word_begins_one_of_the_name(self):
        self.assertEqual(
            self.suggested("lan op"), {"tool": [("open", "Open Lantern", "")]}
        )
        self.assertEqual(self.suggested("lan op zz"), {})

    def test_only_names_count(self):
        self.assertEqual(self.suggested("belfry"), {})

    def test_titles_are_in_the_language_and_another_name_is_told(self):
        self.assertEqual(
            self.suggested("mairie"),
            {"organization": [("paris", "Paris City Council", "Mairie de Paris")]},
        )
        self.assertEqual(
            self.suggested("mairie", "fr"),
            {"organization": [("paris", "Mairie de Paris", "")]},
        )
        self.assertEqual(self.suggested("paname", "es")["organization"][0][2], "Paname")

    def test_a_tag_is_suggested_by_its_synonyms(self):
        found = self.suggested("lanterns", "fr")["tag"]
        self.assertEqual(found, [("lighting", "Éclairage", "lanterns")])

    def test_there_are_only_so_many_of_a_kind(self):
        self.assertEqual(len(self.suggested("lantern", each=2)["tool"]), 2)

    def test_they_are_one_question_to_the_database(self):
        with self.assertNumQueries(1):
            suggest("lantern map", language="en")
        with self.assertNumQueries(0):
            suggest(" -", language="en")


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
                ask(query)
                suggest(query, language="en")

    @hypothesis_settings(deadline=None, max_examples=200)
    @given(strategies.text(max_size=250))
    def test_any_text_is_a_query(self, query):
        ask(query, kinds=["tool"])

    @hypothesis_settings(deadline=None, max_examples=200)
    @given(
        strategies.text(alphabet="\"'*()-:^&|!<>{}\\ aAnNoOtTdDrR+#\x00", max_size=30)
    )
    def test_any_heap_of_signs_is_a_query(self, query):
        ask(query)
        suggest(query, language="fr")


class IndexTests(TestCase):
    def test_a_record_has_one_document_that_names_it(self):
        tool = make_tool("Decidim", aliases=["Metadecidim"], verified_on="2026-01-02")
        document = Document.objects.get()
        self.assertEqual((document.kind, document.object_id), ("tool", tool.pk))
        self.assertEqual(document.title_fr, "Decidim")
        self.assertEqual(document.aliases.split("\n"), ["Decidim", "Metadecidim"])
        self.assertEqual((document.popularity, str(document.verified_on)),
                         (0, "2026-01-02"))  # fmt: skip

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
