"""What the search field offers, to the page's own script and to browsers."""

import xml.etree.ElementTree as ET

from django.test import TestCase

from pages.suggestions import EACH
from tests.factories import (
    make_collection,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
)
from tests.public_pages import LANGUAGES, read, words

SPEC = "{http://a9.com/-/spec/opensearch/1.1/}"


class SuggestionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_tag("budget", label={"en": "Budgets", "fr": "Budgets publics"})
        make_organization({"en": "Budget office", "fr": "Office du budget"})
        make_tool("Decidim", aliases=["Budget Barcelona"])
        make_tool("Budgetly")
        make_use_case({"en": "Budget of Lyon", "fr": "Budget de Lyon"}, slug="lyon")
        make_collection("Budget kit")

    def ask(self, query, language="en", **data):
        return self.client.get(f"/{language}/suggest/", {"q": query, **data})

    def groups(self, query, language="en"):
        return {g["key"]: g for g in self.ask(query, language).json()["groups"]}

    def titles(self, query, language="en"):
        return {
            key: [item["title"] for item in group["items"]]
            for key, group in self.groups(query, language).items()
        }

    def test_every_kind_has_a_group_of_its_own(self):
        self.assertEqual(
            self.titles("budg"),
            {
                "tool": ["Budgetly", "Decidim"],
                "use-case": ["Budget of Lyon"],
                "organization": ["Budget office"],
                "collection": ["Budget kit"],
                "tag": ["Budgets"],
            },
        )
        labels = [group["label"] for group in self.groups("budg").values()]
        self.assertEqual(labels[:2], ["Tools", "Use cases"])

    def test_a_name_that_is_not_the_title_says_why_it_is_there(self):
        _budgetly, decidim = self.groups("budg")["tool"]["items"]
        self.assertEqual(decidim["other"], "Budget Barcelona")
        self.assertEqual(_budgetly["other"], "")

    def test_titles_and_addresses_are_in_the_language_of_the_page(self):
        found = self.groups("budg", "fr")
        self.assertEqual(found["organization"]["items"][0]["title"], "Office du budget")
        for group in found.values():
            for item in group["items"]:
                self.assertTrue(item["url"].startswith("/fr/"))
                self.assertEqual(self.client.get(item["url"]).status_code, 200)

    def test_the_last_choice_searches_everything(self):
        offered = self.ask("budget & été").json()
        self.assertEqual(
            offered["everything"],
            {
                "title": "Search for “budget & été” in everything",
                "url": "/en/search/?q=budget+%26+%C3%A9t%C3%A9",
            },
        )
        self.assertEqual(self.client.get(offered["everything"]["url"]).status_code, 200)

    def test_how_many_there_are_is_said(self):
        for number in range(EACH):
            make_tool(f"Votomat {number}")
        self.assertEqual(self.ask("votomat").json()["status"], f"{EACH} suggestions")
        self.assertEqual(self.ask("decidim").json()["status"], "1 suggestion")
        self.assertEqual(self.ask("zzzz").json()["status"], "No suggestions")

    def test_a_kind_has_a_few_at_most(self):
        for number in range(EACH + 1):
            make_tool(f"Votomat {number}")
        self.assertEqual(len(self.titles("votomat")["tool"]), EACH)

    def test_one_query_answers(self):
        self.ask("budg")
        with self.assertNumQueries(1):
            self.ask("budg", "es")

    def test_one_letter_is_not_looked_up(self):
        with self.assertNumQueries(0):
            for query in ("", " ", "b", " b "):
                self.assertEqual(self.ask(query).json()["groups"], [])

    def test_whatever_is_typed_is_answered(self):
        for raw in (
            "q=%00", "q=a%00b", "q=%ED%A0%80x", "q=%ff%fe", "q=" + "1" * 36,
            "q=" + "a" * 10_000, "q=%22%2A", "q=NEAR(a b)", "q=%27%20OR%201",
            "q=budg&q=lyon", "", "q=%C4%B0%EF%AC%83", "q=%20%20",
        ):  # fmt: skip
            for form in ("", "&format=opensearch"):
                with self.subTest(raw=raw[:40] + form):
                    response = self.client.get("/fr/suggest/", QUERY_STRING=raw + form)
                    self.assertEqual(response.status_code, 200)
                    response.json()

    def test_it_is_sent_as_json(self):
        response = self.ask("budg")
        self.assertEqual(response["Content-Type"], "application/json")
        self.assertEqual(response["X-Content-Type-Options"], "nosniff")

    def test_who_has_it_already_does_not_get_it_again(self):
        tag = self.ask("budg")["ETag"]
        again = self.client.get(
            "/en/suggest/", {"q": "budg"}, headers={"if-none-match": tag}
        )
        self.assertEqual(again.status_code, 304)

    def test_browsers_get_four_lists(self):
        response = self.ask("budg", "fr", format="opensearch")
        self.assertEqual(response["Content-Type"], "application/x-suggestions+json")
        typed, titles, descriptions, addresses = response.json()
        self.assertEqual(typed, "budg")
        self.assertEqual(titles[0], "Budgetly")
        self.assertEqual(descriptions[0], "Outils")
        self.assertEqual(addresses[0], "http://testserver/fr/tools/budgetly/")
        self.assertEqual(len(titles), len(descriptions))
        self.assertEqual(len(titles), len(addresses))

    def test_a_format_that_does_not_exist_is_told(self):
        response = self.ask("budg", format="xml")
        self.assertEqual(response.status_code, 400)
        self.assertIn("opensearch", response.json()["error"])


class SearchFieldTests(TestCase):
    def test_without_a_script_the_form_goes_to_the_search(self):
        make_tool("Decidim")
        for path in ("/en/", "/fr/tools/decidim/", "/es/search/", "/en/nowhere/"):
            page = read(self.client.get(path))
            fields = page.select("input[data-suggest]")
            self.assertEqual(len(fields), 1, path)
            form = fields[0].find_parent("form")
            action = form.get("action", path)
            self.assertTrue(action.endswith("/search/"), path)
            self.assertEqual(form.get("method", "get"), "get")
            language = path.split("/")[1]
            self.assertEqual(fields[0]["data-suggest"], f"/{language}/suggest/")
            # Only what the script makes true is claimed.
            self.assertNotIn("role", fields[0].attrs)
            self.assertTrue(words(page.select_one(f"label[for={fields[0]['id']}]")))


class OpenSearchTests(TestCase):
    def test_every_page_names_the_search_of_its_language(self):
        for language in LANGUAGES:
            page = read(self.client.get(f"/{language}/about/"))
            link = page.select_one("link[rel=search]")
            self.assertEqual(link["href"], f"/{language}/opensearch.xml")
            self.assertEqual(link["type"], "application/opensearchdescription+xml")
            self.assertTrue(link["title"])

    def test_it_says_where_to_search_and_where_suggestions_come_from(self):
        response = self.client.get("/fr/opensearch.xml")
        self.assertEqual(
            response["Content-Type"],
            "application/opensearchdescription+xml; charset=utf-8",
        )
        root = ET.fromstring(response.content)
        self.assertEqual(root.tag, f"{SPEC}OpenSearchDescription")
        self.assertLessEqual(len(root.findtext(f"{SPEC}ShortName")), 16)
        self.assertLessEqual(len(root.findtext(f"{SPEC}Description")), 1024)
        self.assertEqual(root.findtext(f"{SPEC}Language"), "fr")
        urls = {url.get("type"): url.get("template") for url in root.iter(f"{SPEC}Url")}
        base = "http://testserver/fr/"
        self.assertEqual(
            urls,
            {
                "text/html": f"{base}search/?q={{searchTerms}}",
                "application/x-suggestions+json": (
                    f"{base}suggest/?format=opensearch&q={{searchTerms}}"
                ),
                "application/opensearchdescription+xml": f"{base}opensearch.xml",
            },
        )
        for template in list(urls.values())[:2]:
            address = template.replace("{searchTerms}", "vote")
            self.assertEqual(self.client.get(address).status_code, 200)
