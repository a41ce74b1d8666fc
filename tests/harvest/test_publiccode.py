"""Reading publiccode.yml, as public bodies write it and as nobody should."""

import textwrap
import time

from django.test import SimpleTestCase, TestCase
from hypothesis import given, settings as rules, strategies as some
from hypothesis.extra import django as hypothesis_django

from harvest import publiccode
from harvest.autofill import from_file
from harvest.prefilled import Prefilled
from harvest.untrusted import Unreadable, read_yaml
from tests.factories import make_organization, make_tag

WHOLE = """
publiccodeYmlVersion: "0.7.0"
name: Sites &amp; more
url: https://github.com/example/sites.git
landingURL: https://sites.example.org/
softwareVersion: 0.10
releaseDate: 2026-08-20
platforms: [web, mac, Amiga]
categories: [content-management, office]
developmentStatus: stable
softwareType: standalone/web
organisation: {uri: "urn:x", name: Ministry of Sites}
fundedBy:
  - {name: Fund for Sites, uri: "https://fund.example.org"}
description:
  en-GB:
    shortDescription: Not this one
  en:
    localisedName: Sites for all
    genericName: CMS
    shortDescription: Makes   sites that
      follow the rules.
    longDescription: |
      Makes **sites**. Ask ann.example@example.org.

      For ministries.
    documentation: https://docs.example.org
    apiDocumentation: https://docs.example.org/api
    features:
      - Accessible
      - In three
        languages
  fr:
    localisedName: Sites pour tous
    shortDescription: Fait des sites conformes.
    features: [Accessible]
  it:
    shortDescription: Fa siti.
legal:
  license: agpl-3.0
  mainCopyrightOwner: Ministry of Sites
maintenance:
  type: contract
  contractors:
    - {name: Site Makers Ltd, until: 2027-01-01, email: makers@example.org}
  contacts:
    - {name: Ann Example, email: ann@example.org, phone: "+33 1 23 45 67 89"}
localisation:
  localisationReady: yes
  availableLanguages: [en, fr, pt_br, no, zz-broken]
"""


def filled(source, name="publiccode.yml"):
    return from_file(textwrap.dedent(source).encode(), name)


class WholeFileTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_tag("content-management", label="Content management")
        make_organization("Ministry of Sites", slug="ministry")
        make_organization("Makers", aliases=["Site Makers Ltd"], slug="makers")
        cls.read = filled(WHOLE)

    def test_every_field_that_the_catalogue_has_is_filled(self):
        self.maxDiff = None
        self.assertEqual(
            self.read.values,
            {
                "name": "Sites &amp; more",
                "kind": "software",
                "aliases": ["Sites for all", "Sites pour tous"],
                "website": "https://sites.example.org/",
                "source_code": "https://github.com/example/sites",
                "summary": {
                    "en": "Makes sites that follow the rules.",
                    "fr": "Fait des sites conformes.",
                },
                "description": {
                    "en": (
                        "Makes **sites**. Ask […].\n\nFor ministries.\n\n"
                        "## Features\n\n- Accessible\n- In three languages"
                    ),
                    "fr": self.read.values["description"]["fr"],
                },
                "documentation": "https://docs.example.org",
                "api_documentation": "https://docs.example.org/api",
                "licence": "AGPL-3.0-only",
                "platforms": ["macos", "web"],
                "interface_languages": ["en", "fr", "no", "pt-BR"],
                "latest_version": "0.10",
                "latest_version_date": "2026-08-20",
                "developers": ["ministry"],
                "providers": ["makers"],
                "tags": ["content-management"],
            },
        )
        self.assertTrue(
            self.read.values["description"]["fr"].endswith("\n\n- Accessible")
        )

    def test_what_is_left_out_is_told(self):
        for part in (
            "17 fields are filled from publiccode.yml",
            "Platforms: “amiga” is left out",
            "Interface languages: “zz-broken” is left out",
            "Texts in Italian are left out",
            "not in the catalogue yet: Fund for Sites",
            "no tag of the catalogue: office",
            "E-mail addresses are taken out",
        ):
            with self.subTest(part):
                self.assertTrue(any(part in n for n in self.read.notes), self.read)

    def test_persons_and_their_addresses_appear_nowhere(self):
        everything = f"{self.read.values} {self.read.notes} {self.read.sources}"
        for secret in ("Ann", "ann", "@", "+33", "23 45", "makers@"):
            self.assertNotIn(secret, everything)


class OldAndPoorFileTests(TestCase):
    def test_old_versions_are_read(self):
        read = filled("""
            publiccode-yaml-version: "http://w3id.org/publiccode/version/0.1"
            name: Medusa
            url: https://example.org/medusa
            description:
              eng: {shortDescription: Not a language tag}
              es_ES: {shortDescription: Hace algo}
            tags: [x]
            developmentStatus: obsolete
            """)
        self.assertEqual(
            read.values,
            {
                "name": "Medusa",
                "kind": "software",
                "source_code": "https://example.org/medusa",
                "summary": {"es": "Hace algo"},
                "activity": "unmaintained",
            },
        )

    def test_software_that_nobody_maintains_is_unmaintained(self):
        read = filled("""
            publiccodeYmlVersion: "0.4"
            maintenance: {type: none}
            developmentStatus: beta
            """)
        self.assertEqual(read.values["activity"], "unmaintained")

    def test_what_is_unknown_stays_unknown(self):
        read = filled("""
            publiccodeYmlVersion: "0.4"
            name: Tool
            landingURL: ~
            softwareVersion: null
            releaseDate:
            developmentStatus: stable
            maintenance: {type: community}
            legal: {license: ""}
            localisation: {localisationReady: false}
            """)
        self.assertEqual(read.values, {"name": "Tool", "kind": "software"})
        self.assertEqual(len(read.notes), 1)

    def test_values_of_a_wrong_sort_are_left_out_with_a_note(self):
        read = filled("""
            publiccodeYmlVersion: "0.4"
            name: [a, b]
            url: {a: b}
            landingURL: javascript:alert(1)
            legal: {license: Do what you like}
            releaseDate: someday
            platforms: {web: true}
            categories: 7
            description: none
            maintenance: []
            fundedBy: {name: x}
            localisation: [en]
            softwareVersion: %s
            """ % ("9" * 60))  # fmt: skip
        self.assertEqual(read.values, {"kind": "software"})
        for field in ("Website", "Licence", "Date of the latest version",
                      "Latest version"):  # fmt: skip
            with self.subTest(field):
                self.assertTrue(
                    any(note.startswith(f"{field}: “") for note in read.notes)
                )

    def test_a_summary_that_is_too_long_is_cut_between_words(self):
        read = filled(f"""
            publiccodeYmlVersion: "0.4"
            description: {{en: {{shortDescription: {"word " * 50}}}}}
            """)
        summary = read.values["summary"]["en"]
        self.assertLessEqual(len(summary), 160)
        self.assertTrue(summary.endswith("word…"))
        self.assertIn(
            "The summary was too long and is cut: please mend it.", read.notes
        )

    def test_control_characters_reach_no_value(self):
        read = filled('publiccodeYmlVersion: "0.4"\nname: "A\\0B\\x07C\\uD800"')
        self.assertEqual(read.values.get("name", "ABC"), "ABC")


class UnreadableFileTests(SimpleTestCase):
    def assert_unreadable(self, data, words):
        begun = time.monotonic()
        read = from_file(data, "file.yml")
        self.assertLess(time.monotonic() - begun, 2)
        self.assertEqual(read.values, {})
        self.assertEqual(len(read.notes), 1)
        self.assertIn(words, read.notes[0])
        self.assertTrue(read.notes[0].startswith("file.yml: "))

    def test_a_billion_laughs_are_not_expanded(self):
        lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
        lines += [
            f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)
        ]
        self.assert_unreadable("\n".join(lines).encode(), "more than can be read")

    def test_texts_repeated_by_aliases_are_counted_too(self):
        data = f"a: &a {'x' * 100_000}\nb: [{', '.join(['*a'] * 30_000)}]"
        self.assert_unreadable(data.encode(), "more than can be read")

    def test_an_alias_of_itself_is_no_endless_circle(self):
        self.assert_unreadable(b"a: &a [*a]", "more than can be read")
        self.assert_unreadable(b"&a {? *a : 1}", "more than can be read")

    def test_depth_is_limited(self):
        self.assert_unreadable(b"[" * 100_000, "more than can be read")
        self.assert_unreadable(b"a: " + b"{b: " * 40 + b"}" * 40, "more than can")

    def test_small_aliases_are_read(self):
        document = read_yaml(b"a: &a {x: 1}\nb: *a\nc: [*a, *a]")
        self.assertEqual(document["c"], [{"x": "1"}, {"x": "1"}])

    def test_no_object_is_built_and_no_number_computed(self):
        tag = b"!!python/object/apply:os.system [ls]"
        self.assertEqual(read_yaml(b"a: " + tag), {"a": ["ls"]})
        self.assertEqual(read_yaml(b"a: 1:2:3"), {"a": "1:2:3"})
        self.assertEqual(read_yaml(b"a: " + b"9" * 5000), {"a": "9" * 5000})
        self.assertEqual(read_yaml(b"[no, 0x10, 1_000, 2016-02-31]"),
                         ["no", "0x10", "1_000", "2016-02-31"])  # fmt: skip

    def test_what_is_no_publiccode_says_so(self):
        for data in (b"", b"hello", b"- a", b"a: b", b"name: only a name", b"{}"):
            with self.subTest(data):
                self.assert_unreadable(data, "This is no publiccode.yml")

    def test_broken_yaml_says_where(self):
        self.assert_unreadable(b"a: b\nc: [d\ne: }", "see line 3")
        self.assert_unreadable(b"a: b\n\tc: d", "no valid YAML")
        self.assert_unreadable(b"a: *nobody", "no valid YAML")
        self.assert_unreadable(b"? [a]\n: b", "no valid YAML")
        self.assert_unreadable(b"a: \x01", "no valid YAML")

    def test_bytes_that_are_no_text_say_so(self):
        self.assert_unreadable(b"\xff\xfe\x00a", "no text in UTF-8")
        self.assert_unreadable(b"%PDF-1.7\n\xb5\xb5", "no text in UTF-8")

    def test_a_large_file_is_refused(self):
        self.assert_unreadable(b"a" * (1024 * 1024 + 1), "larger than 1024 kilobytes")

    @given(some.binary(max_size=200) | some.text(max_size=200).map(str.encode))
    @rules(max_examples=100, deadline=None)
    def test_anything_is_read_or_refused_in_words(self, data):
        try:
            read_yaml(data)
        except Unreadable as error:
            self.assertTrue(str(error))


class AnyDocumentTests(hypothesis_django.TestCase):
    values = some.recursive(
        some.sampled_from(["", "x", "en", "https://a.b", "2020", "web", "\x00", "~"]),
        lambda inner: some.lists(inner, max_size=3)
        | some.dictionaries(some.sampled_from(["name", "en", "shortDescription",
                                               "license", "type"]), inner, max_size=3),
        max_leaves=6,
    )  # fmt: skip
    KEYS = ("name", "url", "landingURL", "description", "legal", "platforms",
            "maintenance", "localisation", "fundedBy", "categories", "organisation",
            "softwareVersion", "releaseDate", "developmentStatus")  # fmt: skip

    @given(some.dictionaries(some.sampled_from(KEYS), values, max_size=6))
    @rules(max_examples=60, deadline=None)
    def test_no_document_breaks_the_reader(self, document):
        read = Prefilled()
        publiccode.fill(read, document)
        self.assertEqual(read.values["kind"], "software")
