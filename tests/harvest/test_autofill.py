"""Filling a form from an address, with a web that is written here."""

import json
import time

from django.test import TestCase
from django.utils import timezone

from core.fetch import Fetched, Refused, Unreachable
from harvest import autofill, forges
from harvest.reader import Reader
from tests.factories import make_organization, make_tag

GITHUB = "https://api.github.com/repos/decidim/decidim"
RAW = "https://raw.githubusercontent.com/decidim/decidim/HEAD/publiccode.yml"
ABOUT = {
    "name": "decidim",
    "description": "The participatory democracy framework. Write to a@example.org",
    "homepage": "https://decidim.org",
    "license": {"spdx_id": "AGPL-3.0"},
    "language": "Ruby",
    "topics": ["participatory-budgeting", "rails"],
    "archived": False,
}
RELEASE = {"tag_name": "v0.30.1", "published_at": "2026-05-04T10:00:00Z"}
FILE = """
publiccodeYmlVersion: "0.7"
name: Decidim
url: https://github.com/decidim/decidim
legal: {license: AGPL-3.0-or-later}
description: {es: {shortDescription: Plataforma de participación.}}
"""


class Web:
    """Answers like core.fetch.fetch() from what it is told; asked is what it heard."""

    def __init__(self):
        self.pages = {}
        self.asked = []

    def put(self, url, body, content_type="", status=200, to=""):
        kind = content_type or ("application/json" if isinstance(body, dict | list)
                                else "text/plain")  # fmt: skip
        body = json.dumps(body) if isinstance(body, dict | list) else body
        body = body if isinstance(body, bytes) else body.encode()
        self.pages[url] = Fetched(to or url, status, kind, body, timezone.now())
        return self

    def __call__(self, url, *, types=(), accept="", rules=None):
        self.asked.append(url)
        page = self.pages.get(url)
        if isinstance(page, Exception):
            raise page
        if page is None:
            return Fetched(url, 404, "text/html", b"", timezone.now())
        if page.ok and types and page.content_type not in types:
            raise Refused("something else")
        return page


def read(web, url):
    return autofill.from_address(url, Reader(web))


def notes(prefilled):
    return "\n".join(prefilled.notes)


class RepositoryTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_tag("participatory-budgeting")

    def test_the_forge_tells_of_a_repository(self):
        web = Web().put(GITHUB, ABOUT).put(f"{GITHUB}/releases/latest", RELEASE)
        found = read(web, " github.com/decidim/decidim.git ")
        self.assertEqual(
            found.values,
            {
                "name": "decidim",
                "kind": "software",
                "summary": {
                    "en": "The participatory democracy framework. Write to […]"
                },
                "source_code": "https://github.com/decidim/decidim",
                "website": "https://decidim.org",
                "licence": "AGPL-3.0-only",
                "programming_languages": ["Ruby"],
                "latest_version": "v0.30.1",
                "latest_version_date": "2026-05-04",
                "tags": ["participatory-budgeting"],
            },
        )
        self.assertEqual(found.sources, ["https://github.com/decidim/decidim"])
        self.assertIn("10 fields are filled from github.com", found.notes[0])
        for words in ("“only” from “or later”", "no tag of the catalogue: rails",
                      "it stands in English", "has no publiccode.yml"):  # fmt: skip
            self.assertIn(words, notes(found))

    def test_half_signs_do_not_reach_the_notes(self):
        about = ABOUT | {"topics": ["bad\ud800"], "license": {"spdx_id": "x\ud800"},
                         "name": "deci\ud800dim"}  # fmt: skip
        found = read(Web().put(GITHUB, about), "https://github.com/decidim/decidim")
        notes(found).encode()
        self.assertIn("bad", notes(found))
        json.dumps(found.values, ensure_ascii=False).encode()

    def test_the_file_of_the_repository_goes_before_the_forge(self):
        web = Web().put(RAW, FILE).put(GITHUB, ABOUT)
        found = read(web, "https://github.com/decidim/decidim/tree/develop/docs")
        self.assertEqual(found.values["name"], "Decidim")
        self.assertEqual(found.values["licence"], "AGPL-3.0-or-later")
        self.assertEqual(
            found.values["summary"], {"es": "Plataforma de participación."}
        )
        self.assertEqual(found.values["programming_languages"], ["Ruby"])
        self.assertEqual(found.sources, [RAW, "https://github.com/decidim/decidim"])
        self.assertNotIn("no publiccode.yml", notes(found))

    def test_the_address_of_the_file_itself_is_as_good(self):
        for url in (RAW, "https://github.com/decidim/decidim/blob/dev/publiccode.yml",
                    RAW.replace("HEAD", "main")):  # fmt: skip
            with self.subTest(url):
                found = read(Web().put(RAW, FILE).put(GITHUB, ABOUT), url)
                self.assertEqual(found.values["name"], "Decidim")
                self.assertIn("website", found.values)
        elsewhere = "https://example.org/tool/publiccode.yml"
        found = read(Web().put(elsewhere, FILE), elsewhere)
        self.assertEqual(found.values["name"], "Decidim")
        self.assertEqual(found.sources, [elsewhere])

    def test_the_file_alone_is_enough_when_the_forge_says_no_more(self):
        web = Web().put(RAW, FILE).put(GITHUB, {}, status=403)
        found = read(web, "https://github.com/decidim/decidim")
        self.assertEqual(found.values["name"], "Decidim")

    def test_a_broken_file_is_told_and_the_forge_asked(self):
        web = Web().put(RAW, "a: [").put(GITHUB, ABOUT)
        found = read(web, "https://github.com/decidim/decidim")
        self.assertIn("publiccode.yml: This is no valid YAML", notes(found))
        self.assertEqual(found.values["name"], "decidim")

    def test_a_gitlab_of_ones_own_is_recognised_by_its_name(self):
        host = "https://gitlab.example.gov"
        api = f"{host}/api/v4/projects/city%2Fparticipation%2Fbudget"
        web = Web()
        web.put(f"{api}?license=true", {
            "name": "Budget", "description": "Citizens' budget",
            "license": {"key": "mit"}, "topics": ["Participatory budgeting"],
        })  # fmt: skip
        web.put(f"{api}/languages", {"HTML": 10.5, "Python": 80.1, "CSS": None})
        web.put(f"{api}/releases/permalink/latest", {
            "tag_name": "1.2", "released_at": "2025-01-02T03:04:05.000Z"
        })  # fmt: skip
        found = read(web, f"{host}/city/participation/budget/-/tree/main")
        self.assertEqual(found.values["licence"], "MIT")
        self.assertEqual(found.values["programming_languages"], ["Python"])
        self.assertEqual(found.values["latest_version_date"], "2025-01-02")
        self.assertEqual(found.values["tags"], ["participatory-budgeting"])
        self.assertEqual(
            found.values["source_code"], f"{host}/city/participation/budget"
        )
        self.assertEqual(
            web.asked[0], f"{host}/city/participation/budget/-/raw/HEAD/publiccode.yml"
        )

    def test_gitea_and_forgejo_are_read(self):
        api = "https://codeberg.org/api/v1/repos/ann/tool"
        web = Web().put(f"{api}/raw/publiccode.yml", FILE, "application/octet-stream")
        web.put(api, {"name": "tool", "website": "https://tool.example.org",
                      "licenses": ["MIT"], "language": "Go",
                      "archived": True})  # fmt: skip
        found = read(web, "https://codeberg.org/ann/tool/src/branch/main")
        self.assertEqual(found.values["name"], "Decidim")
        self.assertEqual(found.values["website"], "https://tool.example.org")
        self.assertEqual(found.values["programming_languages"], ["Go"])
        self.assertEqual(found.values["activity"], "archived")
        self.assertEqual(found.values["licence"], "AGPL-3.0-or-later")

    def test_a_forge_with_another_name_is_recognised_by_its_page(self):
        page = '<meta content="GitLab" property="og:site_name"><title>x</title>'
        url = "https://git.example.org/a/b"
        api = "https://git.example.org/api/v4/projects/a%2Fb"
        web = Web().put(url, page, "text/html")
        web.put(f"{api}?license=true", {"name": "Bee"})
        self.assertEqual(read(web, url).values["name"], "Bee")
        page = (
            '<meta name="keywords" content="git,self-hosted,forgejo"><title>x</title>'
        )
        api = "https://git.example.org/api/v1/repos/a/b"
        web = Web().put(url, page, "text/html").put(api, {"name": "Bea"})
        self.assertEqual(read(web, url).values["name"], "Bea")

    def test_licences_that_the_forge_does_not_recognise_stay_unknown(self):
        for licence in ({"spdx_id": "NOASSERTION", "key": "other"}, None, "MIT", {}):
            web = Web().put(GITHUB, ABOUT | {"license": licence})
            found = read(web, "https://github.com/decidim/decidim")
            self.assertNotIn("licence", found.values)

    def test_answers_of_a_wrong_sort_break_nothing(self):
        wrong = {key: [{"a": [1]}] for key in ABOUT}
        web = Web().put(GITHUB, wrong).put(f"{GITHUB}/releases/latest", ["x"])
        found = read(web, "https://github.com/decidim/decidim")
        self.assertEqual(found.values, {
            "name": "decidim", "kind": "software",
            "source_code": "https://github.com/decidim/decidim",
        })  # fmt: skip
        for body in ("[]", "null", "{", "[" * 100_000):
            web = Web().put(GITHUB, body, "application/json")
            self.assertEqual(read(web, "https://github.com/decidim/decidim").values, {})

    def test_an_unknown_repository_is_told(self):
        found = read(Web(), "https://github.com/nobody/nothing")
        self.assertEqual(found.values, {})
        self.assertEqual(
            found.notes, ["Nothing was found there that the form asks for."]
        )

    def test_a_forge_that_has_enough_is_told(self):
        web = Web().put(GITHUB, {}, status=429)
        found = read(web, "https://github.com/decidim/decidim")
        self.assertEqual(found.values, {})
        self.assertIn("api.github.com was asked too often", notes(found))

    def test_addresses_of_a_forge_that_are_no_repository_are_pages(self):
        for url in ("https://github.com/", "https://github.com/decidim",
                    "https://github.com/topics/civic-tech", "https://gitlab.com/a",
                    "https://github.com/../..", "https://example.org/a/b"):  # fmt: skip
            with self.subTest(url):
                self.assertIsNone(forges.repository(url))


class WebsiteTests(TestCase):
    URL = "https://tool.example.org/"

    def page(self, html, **options):
        return read(Web().put(self.URL, html, "text/html", **options), self.URL)

    def test_half_signs_in_the_name_of_a_language_are_left_out(self):
        thing = (r'{"@type": "WebApplication", "name": "n", "description": "d",'
                 r' "inLanguage": "\ud800\udfffqq"}')  # fmt: skip
        linked = f'<title>A</title><script type="application/ld+json">{thing}</script>'
        told = (r'<meta charset="unicode_escape"><html lang="\ud800"><title>A</title>'
                r'<meta name=description content="d">')  # fmt: skip
        for html in (linked, told):
            with self.subTest(html):
                found = self.page(html)
                self.assertTrue(found.notes)
                notes(found).encode()
                json.dumps(found.values, ensure_ascii=False).encode()

    def test_a_page_tells_name_and_summary(self):
        found = self.page(
            "<!doctype html><html lang=fr-CA><head><title>Outil — Accueil</title>"
            '<meta name=description content="Un outil  pour\nles &amp; villes">'
            "</head><body><title>no</title>"
        )
        self.assertEqual(
            found.values,
            {
                "name": "Outil",
                "summary": {"fr": "Un outil pour les & villes"},
                "website": self.URL,
            },
        )
        self.assertEqual(found.sources, [self.URL])

    def test_the_site_goes_before_the_page_and_open_graph_helps(self):
        found = self.page(
            '<html lang="en"><meta property="og:site_name" content="Tool">'
            '<meta property="og:title" content="Welcome"><title>Welcome</title>'
            '<meta property="og:description" content="Does it."><link rel=icon href=x>'
        )
        self.assertEqual(found.values["name"], "Tool")
        self.assertEqual(found.values["summary"], {"en": "Does it."})

    def test_structured_data_of_software_is_read(self):
        data = {
            "@context": "https://schema.org",
            "@graph": [
                {"@type": "Organization", "name": "Makers"},
                {
                    "@type": ["WebApplication", "Thing"],
                    "name": "Tool!",
                    "description": "Hace algo.",
                    "inLanguage": "es",
                    "softwareVersion": "2.1",
                    "license": "https://spdx.org/licenses/MIT.html",
                    "codeRepository": "https://github.com/a/b",
                    "operatingSystem": "Windows, macOS, Plan 9",
                    "programmingLanguage": "Python",
                },
            ],
        }
        found = self.page(
            '<html lang="en"><title>Other</title><body><script>1<2</script>'
            f'<script type="application/ld+json">{json.dumps(data)}</script>'
        )
        self.assertEqual(
            found.values,
            {
                "name": "Tool!",
                "summary": {"es": "Hace algo."},
                "website": self.URL,
                "source_code": "https://github.com/a/b",
                "licence": "MIT",
                "latest_version": "2.1",
                "platforms": ["macos", "windows"],
                "programming_languages": ["Python"],
            },
        )

    def test_the_charset_of_the_page_counts(self):
        html = '<html lang=fr><meta charset="windows-1252"><title>Élan</title>'
        found = self.page(html.encode("cp1252"))
        self.assertEqual(found.values["name"], "Élan")

    def test_a_language_that_the_catalogue_has_not_is_told(self):
        found = self.page(
            '<html lang="it"><title>A</title><meta name=description content="Fa.">'
        )
        self.assertNotIn("summary", found.values)
        self.assertIn("Texts in Italian are left out", notes(found))

    def test_a_language_that_is_not_told_is_not_passed_over(self):
        found = self.page('<title>A</title><meta name=description content="Does.">')
        self.assertEqual(found.values["summary"], {"en": "Does."})
        self.assertIn("does not say in which language", notes(found))

    def test_the_address_is_where_the_page_was_at_last(self):
        found = self.page("<title>A</title>", to="https://www.tool.example.org/en/")
        self.assertEqual(found.values["website"], "https://www.tool.example.org/en/")

    def test_an_empty_page_says_that_nothing_was_found(self):
        for html in ("", "<p>hello", "<title> </title>", b"\x00\xff" * 100):
            found = self.page(html)
            self.assertEqual(found.values, {})
            self.assertIn("Nothing was found", notes(found))

    def test_a_missing_page_is_told_with_its_status(self):
        found = read(Web(), self.URL)
        self.assertEqual(found.values, {})
        self.assertIn("tool.example.org has no such page (answer 404)", notes(found))

    def test_pages_that_are_made_to_hang_readers_do_not(self):
        parts = ("<!--", "<![CDATA[", "<a b='", "<script>", "<title>", "</", "<?", "&#",
                 '<script type="application/ld+json">', "<meta x=", "<!",
                 '<meta x="', "<meta a='' ", '<meta "<meta" ', "<title><",
                 "<meta " + "a=b " * 500)  # fmt: skip
        for part in parts:
            with self.subTest(part):
                begun = time.monotonic()
                self.page(part * (2_000_000 // len(part)))
                self.assertLess(time.monotonic() - begun, 3)


class FailureTests(TestCase):
    def test_without_a_network_it_says_so(self):
        web = Web()
        for url in (RAW, GITHUB, "https://tool.example.org"):
            web.pages[url] = Unreachable("no connection to the internet")
        for url in ("https://github.com/decidim/decidim", "tool.example.org"):
            found = read(web, url)
            self.assertEqual(found.values, {})
            self.assertEqual(found.notes, ["no connection to the internet"])

    def test_what_is_no_address_is_told(self):
        for url in ("https://[", "ftp://example.org", "http://", "http://a b/", "nil",
                    "http://user:pw@example.org/", "https://example.org:22/",
                    "http://127.0.0.1/", "file:///etc/passwd", "a" * 3000):  # fmt: skip
            with self.subTest(url):
                # With the real client, which does not connect to any of these.
                found = autofill.from_address(url) if url != "nil" else read(Web(), url)
                self.assertEqual(found.values, {})
                self.assertEqual(len(found.notes), 1)

    def test_the_time_is_shared_by_all_that_is_fetched(self):
        given = []

        def slow(url, *, rules, **options):
            given.append(rules.seconds)
            time.sleep(0.2)
            raise Unreachable("slow")

        autofill.from_address("https://github.com/a/b", Reader(slow, seconds=0.3))
        self.assertLessEqual(given[0], 0.3)
        self.assertLessEqual(given[1], 0.1)

    def test_organizations_of_the_catalogue_are_recognised(self):
        make_organization("Comune di Milano", slug="milan")
        make_organization("Twins", slug="twins-1")
        make_organization("Twins", slug="twins-2")
        web = Web().put("https://example.org/publiccode.yml", FILE + (
            "organisation: {name: COMUNE DI MILANO}\nfundedBy: [{name: Twins}]\n"
        ))  # fmt: skip
        found = read(web, "https://example.org/publiccode.yml")
        self.assertEqual(found.values["developers"], ["milan"])
        self.assertNotIn("funders", found.values)
        self.assertIn("not in the catalogue yet: Twins", notes(found))
