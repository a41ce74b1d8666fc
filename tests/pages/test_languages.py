from django.test import TestCase

from tests.factories import make_collection, make_organization, make_tool, make_use_case
from tests.public_pages import LANGUAGES, read, words


class LanguageTests(TestCase):
    def test_the_root_leads_to_the_language_of_the_browser(self):
        for accepted, language in {
            "fr": "fr",
            "es-MX,es;q=0.9": "es",
            "de,fr;q=0.5": "fr",
            "de": "en",
            "": "en",
            "*": "en",
            "fr;q=nonsense": "en",
            "\x00": "en",
        }.items():
            response = self.client.get("/", headers={"accept-language": accepted})
            self.assertRedirects(response, f"/{language}/", 302, msg_prefix=accepted)
            self.assertIn("Accept-Language", response["Vary"])

    def test_an_address_without_a_language_leads_to_the_one_with_it(self):
        make_tool("Vote")
        response = self.client.get(
            "/tools/vote/?a=b&a=%C3%A9", headers={"accept-language": "fr"}
        )
        self.assertRedirects(response, "/fr/tools/vote/?a=b&a=%C3%A9")

    def test_a_missing_last_slash_is_added(self):
        response = self.client.get("/fr/tools?q=a%26b")
        self.assertRedirects(response, "/fr/tools/?q=a%26b", 301)

    def test_the_address_decides_not_the_browser(self):
        response = self.client.get("/fr/tools/", headers={"accept-language": "es"})
        self.assertEqual(read(response).html["lang"], "fr")
        self.assertEqual(response["Content-Language"], "fr")

    def test_language_links_keep_path_and_query(self):
        make_tool("Vote")
        for path in (
            "/en/",
            "/en/?tag=a&tag=b",
            "/en/tools/?q=%C3%A9t%C3%A9+%26&theme=a&page=1",
            "/en/tools/vote/?a=1",
            "/en/about/",
        ):
            links = read(self.client.get(path)).select(".lang a")
            addresses = [link["href"] for link in links]
            expected = [path.replace("/en/", f"/{code}/", 1) for code in LANGUAGES]
            self.assertEqual(addresses, expected)
            self.assertEqual([link["lang"] for link in links], list(LANGUAGES))
            current = [link["lang"] for link in links if link.has_attr("aria-current")]
            self.assertEqual(current, ["en"])

    def test_a_text_in_another_language_is_marked(self):
        make_tool("Vote", summary={"fr": "Pour voter"}, description={"es": "# Votar"})
        page = read(self.client.get("/en/tools/vote/"))
        summary = page.select_one(".stand")
        self.assertEqual(summary.select_one("[lang=fr]").get_text(), "Pour voter")
        self.assertIn("French", words(summary.select_one(".hint")))
        description = page.select_one(".prose [lang=es]")
        self.assertEqual(words(description.select_one("h3")), "Votar")
        self.assertIn("Spanish", words(page.select_one(".prose .hint")))
        page = read(self.client.get("/fr/tools/vote/"))
        self.assertEqual(words(page.select_one(".stand")), "Pour voter")
        self.assertIsNone(page.select_one(".stand [lang]"))

    def test_names_in_another_language_are_marked_in_lists_and_on_pages(self):
        make_use_case("A", slug="case")
        make_use_case({"fr": "Le vote"}, slug="vote")
        make_organization({"fr": "La ville"}, slug="town")
        make_collection({"es": "Todo"}, slug="all", description={"es": "Para todos"})
        for path, language, text in (
            ("use-cases/", "fr", "Le vote"),
            ("use-cases/vote/", "fr", "Le vote"),
            ("organizations/", "fr", "La ville"),
            ("organizations/town/", "fr", "La ville"),
            ("collections/", "es", "Para todos"),
            ("collections/all/", "es", "Todo"),
        ):
            page = read(self.client.get(f"/en/{path}"))
            marked = [n.get_text() for n in page.main.select(f"[lang={language}]")]
            self.assertIn(text, marked, path)
            self.assertTrue(page.main.select(".hint"), path)
            self.assertNotIn("(French)", words(page.title))

    def test_fallback_goes_through_the_languages_in_order(self):
        make_tool("Vote", summary={"en": "English", "es": "Español"})
        marked = read(self.client.get("/fr/tools/vote/")).select_one(".stand [lang]")
        self.assertEqual(marked["lang"], "en")
