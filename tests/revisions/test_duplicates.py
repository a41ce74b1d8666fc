"""Does it already exist? Which records are one?"""

from django.test import SimpleTestCase, TestCase

from revisions.editing import Attribution, hide
from revisions.merges.duplicates import candidates, pairs
from revisions.merges.likeness import link_key, name_keys
from tests.factories import (
    make_moderator,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
    make_user,
)


class LikenessTests(SimpleTestCase):
    def test_names_are_the_same_however_they_are_written(self):
        for one, other in (
            ("Open Data", "opendata"), ("OpenData", "Open-Data"),
            ("Démocratie Ouverte", "DEMOCRATIE OUVERTE"), ("Œuvre", "oeuvre"),
            ("abgeordnetenwatch.de", "Abgeordnetenwatch"), ("Pol.is", "polis"),
            ("The Guardian Project", "guardian project"),
            ("La 27e Région", "27e région"),
        ):  # fmt: skip
            with self.subTest(one=one, other=other):
                self.assertTrue(name_keys(one) & name_keys(other))

    def test_names_of_two_things_stay_apart(self):
        for one, other in (("Data.gov", "data.gov.uk"), ("Consul", "Console"),
                           ("311 Data", "211 Data"), ("The D", "D"),
                           ("民主", "主民")):  # fmt: skip
            with self.subTest(one=one, other=other):
                self.assertFalse(name_keys(one) & name_keys(other))

    def test_addresses_of_one_repository_are_the_same(self):
        for url in (
            "https://github.com/Decidim/decidim", "http://www.github.com/decidim/decidim/",
            "https://github.com/decidim/decidim.git", "github.com/decidim/decidim",
            "https://github.com/decidim/decidim/issues?q=1#top",
            "https://raw.githubusercontent.com/decidim/decidim/main/README.md",
        ):  # fmt: skip
            self.assertEqual(
                link_key(url), ("repository", "github.com/decidim/decidim"), url
            )
        for url in ("https://gitlab.com/group/sub/tool",
                    "gitlab.com/Group/sub/tool.git",
                    "https://gitlab.com/group/sub/tool/-/issues"):  # fmt: skip
            self.assertEqual(
                link_key(url), ("repository", "gitlab.com/group/sub/tool"), url
            )
        self.assertEqual(
            link_key("https://git.example.org/a/b/tree/main"),
            ("repository", "git.example.org/a/b"),
        )

    def test_a_website_is_its_host_unless_many_share_it(self):
        for url, expected in (
            ("https://www.Decidim.org/en?x", ("website", "decidim.org")),
            ("decidim.org", ("website", "decidim.org")),
            ("https://docs.decidim.org/", ("website", "docs.decidim.org")),
            ("https://www.facebook.com/Loomio/", ("page", "facebook.com/loomio")),
            ("https://itunes.apple.com/a?b=c", ("page", "itunes.apple.com/a?b=c")),
            ("https://ann.github.io/tool/x", ("page", "ann.github.io/tool")),
            ("https://ann.github.io", ("website", "ann.github.io")),
            ("https://github.com/decidim", ("page", "github.com/decidim")),
            ("https://github.com/", ("", "")), ("http://[", ("", "")), ("x", ("", "")),
        ):  # fmt: skip
            with self.subTest(url=url):
                self.assertEqual(link_key(url), expected)


class CandidateTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_tool(
            "Decidim",
            website="https://decidim.org/",
            source_code="https://github.com/decidim/decidim",
            aliases=["Decidim Barcelona Platform"],
            identifiers=[{"scheme": "wikidata", "value": "Q42"}],
        )
        make_tool("Consul Democracy", website="https://consuldemocracy.org")
        make_tool("Loomio", website="https://www.facebook.com/Loomio")
        cls.secret = make_tool("Hidden Tool", website="https://hidden.example.org")
        by = Attribution(make_moderator())
        hide(cls.secret, by=by, reason="spam")

    def found(self, *args, **options):
        return {str(c.record): c.reasons for c in candidates("tool", *args, **options)}

    def test_the_same_name_is_found(self):
        self.assertEqual(self.found("decidim"), {"Decidim": ["Same name"]})

    def test_another_name_is_found_and_told(self):
        found = self.found("Decidim-Barcelona platform")
        self.assertEqual(
            found, {"Decidim": ["Also called “Decidim Barcelona Platform”"]}
        )

    def test_a_misspelt_name_is_found(self):
        self.assertEqual(self.found("Desidim"), {"Decidim": ["Almost the same name"]})
        self.assertEqual(self.found("Consul Democrazy"), {
            "Consul Democracy": ["Almost the same name"]
        })  # fmt: skip

    def test_a_name_with_a_word_more_or_less_is_found(self):
        begins = ["The name begins the same way"]
        self.assertEqual(self.found("Consul"), {"Consul Democracy": begins})
        self.assertEqual(self.found("Decidim Helsinki"), {"Decidim": begins})
        self.assertEqual(self.found("Consultation"), {})

    def test_the_same_website_is_found(self):
        found = self.found(links=["http://www.decidim.org/features"])
        self.assertEqual(found, {"Decidim": ["Same website (decidim.org)"]})

    def test_the_same_repository_is_found(self):
        found = self.found(
            links=["git.example.org", "https://github.com/Decidim/Decidim.git/"]
        )
        self.assertEqual(
            found, {"Decidim": ["Same repository (github.com/decidim/decidim)"]}
        )

    def test_a_shared_host_is_no_reason(self):
        self.assertEqual(self.found(links=["https://www.facebook.com/Decidim"]), {})
        self.assertEqual(self.found(links=["https://github.com/decidim/other"]), {})
        found = self.found(links=["http://facebook.com/loomio/"])
        self.assertEqual(found, {"Loomio": ["Same page (facebook.com/loomio)"]})

    def test_the_same_identifier_is_found(self):
        found = self.found(identifiers=[("wikidata", "Q42"), ("doi", "Q42"), ("x", "")])
        self.assertEqual(found, {"Decidim": ["Same identifier (Wikidata: Q42)"]})

    def test_a_host_of_many_tools_counts_by_page_only(self):
        for n in range(4):
            make_tool(f"Module {n}", website=f"https://ministry.example.gov/tools/{n}")
        self.assertEqual(self.found(links=["https://ministry.example.gov/"]), {})
        found = self.found(links=["https://ministry.example.gov/tools/2/"])
        page = "ministry.example.gov/tools/2"
        self.assertEqual(found, {"Module 2": [f"Same page ({page})"]})

    def test_the_surest_comes_first_with_all_reasons(self):
        make_tool("Desidim")
        found = candidates(
            "tool", "Decidim", ["https://decidim.org"], [("wikidata", "Q42")]
        )
        self.assertEqual([str(c.record) for c in found], ["Decidim", "Desidim"])
        self.assertEqual(
            found[0].reasons,
            [
                "Same identifier (Wikidata: Q42)",
                "Same name",
                "Same website (decidim.org)",
            ],
        )
        self.assertEqual(len(candidates("tool", "Decidim", limit=1)), 1)

    def test_what_a_visitor_may_not_see_is_not_told(self):
        self.assertEqual(self.found("Hidden Tool"), {})
        visitor, moderator = make_user(), make_moderator()
        self.assertEqual(self.found("Hidden Tool", visible_to=visitor), {})
        found = self.found("Hidden Tool", visible_to=moderator)
        self.assertEqual(found, {"Hidden Tool": ["Same name"]})

    def test_a_record_is_not_its_own_duplicate(self):
        decidim = candidates("tool", "Decidim")[0].record
        self.assertEqual(self.found("Decidim", leaving_out=decidim), {})

    def test_a_new_name_is_known_at_once(self):
        self.assertEqual(self.found("Your Priorities"), {})
        make_tool("Your Priorities")
        self.assertEqual(self.found("your priorities"), {
            "Your Priorities": ["Same name"]
        })  # fmt: skip

    def test_nothing_asked_finds_nothing(self):
        for name in ("", " ", "…", "a", "\x00"):
            self.assertEqual(
                self.found(name, links=["", "http://", "javascript:1"]), {}
            )

    def test_names_in_every_language_are_found(self):
        make_use_case(
            {"en": "Citizens' budget", "fr": "Budget des citoyens"}, slug="budget"
        )
        found = candidates("use-case", "Budget des Citoyens")
        self.assertEqual([c.reasons for c in found], [["Same name"]])

    def test_synonyms_of_tags_are_found(self):
        make_tag("open-data", synonyms={"fr": ["Données ouvertes"]})
        found = candidates("tag", "donnees ouvertes")
        self.assertEqual([c.record.slug for c in found], ["open-data"])

    def test_three_queries_are_enough(self):
        links = ["https://decidim.org", "https://github.com/decidim/decidim"]
        candidates("tool", "warm")
        with self.assertNumQueries(2):
            candidates("tool", "Decidim", links, [("wikidata", "Q42")])
        with self.assertNumQueries(1):
            candidates("tool", "Nothing like it")


class PairTests(TestCase):
    def found(self, kind="tool", **options):
        return [
            (str(one), str(other), reasons)
            for one, other, reasons in pairs(kind, **options)
        ]

    def test_records_with_one_name_are_a_pair(self):
        make_tool("Open Spending")
        make_tool("OpenSpending")
        make_tool("Something else")
        self.assertEqual(
            self.found(), [("Open Spending", "OpenSpending", ["Same name"])]
        )

    def test_records_with_nearly_one_name_are_a_pair(self):
        make_tool("Decidim")
        make_tool("Decidm")
        make_tool("Module 1")
        make_tool("Module 2")
        self.assertEqual(
            self.found(), [("Decidim", "Decidm", ["Almost the same name"])]
        )

    def test_other_names_websites_repositories_and_identifiers_make_pairs(self):
        make_tool("Alpha", aliases=["Beta"], website="https://alpha.example.org/a")
        make_tool("Beta")
        make_tool("Gamma", documentation="http://www.alpha.example.org")
        make_tool("Delta", source_code="https://github.com/a/b")
        make_tool("Epsilon", issue_tracker="https://github.com/A/b/issues")
        wikidata = [{"scheme": "wikidata", "value": "Q1"}]
        make_tool("Zeta", identifiers=wikidata)
        make_tool("Omega", identifiers=wikidata)
        self.assertEqual(
            self.found(),
            [
                ("Zeta", "Omega", ["Same identifier (Wikidata: Q1)"]),
                ("Delta", "Epsilon", ["Same repository (github.com/a/b)"]),
                ("Alpha", "Beta", ["Also called “Beta”"]),
                ("Alpha", "Gamma", ["Same website (alpha.example.org)"]),
            ],
        )

    def test_the_surest_pair_comes_first_and_they_are_cut_in_pages(self):
        for slug, name, site in (
            ("a1", "Aleph", "a"), ("a2", "Aleph!", "a"),
            ("b1", "Bet", "b"), ("b2", "Bet?", "c"),
        ):  # fmt: skip
            make_tool(name, slug=slug, website=f"https://{site}.example.org")
        first = ("Aleph", "Aleph!", ["Same name", "Same website (a.example.org)"])
        second = ("Bet", "Bet?", ["Same name"])
        self.assertEqual(self.found(), [first, second])
        self.assertEqual(self.found(limit=1), [first])
        self.assertEqual(self.found(limit=1, offset=1), [second])
        self.assertEqual(self.found(limit=1, offset=2), [])

    def test_pairs_declared_to_be_two_are_left_out(self):
        one, other = make_tool("Twin"), make_tool("Twin", slug="twin-2")
        self.assertEqual(self.found(declared={(other.pk, one.pk)}), [])
        self.assertEqual(self.found(declared={(one.pk, other.pk)}), [])
        self.assertEqual(len(self.found(declared={(one.pk, one.pk + 999)})), 1)

    def test_hidden_records_are_for_moderators(self):
        make_tool("Twin")
        hidden = make_tool("Twin", slug="twin-2")
        hide(hidden, by=Attribution(make_moderator()), reason="spam")
        self.assertEqual(self.found(), [])
        self.assertEqual(len(self.found(visible_to=make_moderator())), 1)

    def test_a_host_of_many_records_makes_no_pairs_but_of_one_page(self):
        for n in range(5):
            make_organization(
                f"{'ABCDE'[n] * 4} agency", website=f"https://gov.example.org/{n // 2}"
            )
        self.assertEqual(
            self.found("organization"),
            [
                ("AAAA agency", "BBBB agency", ["Same page (gov.example.org/0)"]),
                ("CCCC agency", "DDDD agency", ["Same page (gov.example.org/1)"]),
            ],
        )

    def test_the_number_of_queries_does_not_grow(self):
        for n in range(20):
            make_tool(f"Twin {'abcdefghij'[n // 2] * 5}", slug=f"twin-{n}")
        pairs("tool")
        with self.assertNumQueries(3):
            self.assertEqual(len(pairs("tool")), 10)
