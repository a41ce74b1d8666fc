from unittest import mock

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.test import Client, TestCase, override_settings

from tests.public_pages import LANGUAGES, read, words


class ErrorTests(TestCase):
    def test_an_address_without_a_page_answers_in_the_language_of_the_address(self):
        titles = set()
        for language in LANGUAGES:
            response = self.client.get(f"/{language}/participatory-budget/")
            page = read(response)
            self.assertEqual(response.status_code, 404)
            self.assertEqual(page.html["lang"], language)
            self.assertEqual(page.select_one("#q")["value"], "participatory budget")
            self.assertTrue(page.select("main a[href]"))
            titles.add(words(page.h1))
        self.assertEqual(len(titles), 3)

    def test_a_missing_record_can_be_searched_for(self):
        page = read(self.client.get("/fr/tools/decidim/"))
        form = page.select_one("main form")
        self.assertEqual(form["action"], "/fr/search/")
        self.assertEqual(form.select_one("#q")["value"], "decidim")

    def test_without_a_language_it_is_that_of_the_browser(self):
        answer = self.client.get("/nonsense/", headers={"accept-language": "es"})
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(read(answer).html["lang"], "es")

    def test_its_language_links_lead_to_pages_in_those_languages(self):
        for path in ("/en/nonsense/", "/nonsense", "/en/tools/nonsense/"):
            links = read(self.client.get(path)).select(".lang a")
            for link in links:
                if not link.has_attr("aria-current"):
                    page = self.client.get(link["href"])
                    self.assertEqual(read(page).html["lang"], link["hreflang"], path)

    def test_an_address_that_looks_like_another_host_stays_here(self):
        for path in ("//[x", "//evil.example/en/", "///", "//evil.example"):
            response = self.client.get("/", PATH_INFO=path)
            self.assertEqual(response.status_code, 404, path)
            for link in read(response).select("a[href], link[href]"):
                self.assertFalse(link["href"].startswith("//"), (path, link))
                self.assertNotIn("://evil", link["href"])

    def test_what_was_typed_is_shown_as_text(self):
        response = self.client.get("/en/%22%3E%3Cscript%3E/")
        self.assertEqual(response.status_code, 404)
        self.assertNotIn("<script>", response.text)

    def test_a_refusal_is_told_in_three_languages(self):
        titles = set()
        for language in LANGUAGES:
            with mock.patch("pages.views.search_page", side_effect=PermissionDenied):
                response = self.client.get(f"/{language}/search/")
            self.assertEqual(response.status_code, 403)
            self.assertEqual(read(response).html["lang"], language)
            titles.add(words(read(response).h1))
        self.assertEqual(len(titles), 3)

    def test_a_form_without_its_token_gets_the_page_of_a_refusal(self):
        client = Client(enforce_csrf_checks=True)
        for language in LANGUAGES:
            response = client.post(
                "/admin/login/",
                {"username": "ada", "password": "no"},
                headers={"accept-language": language},
            )
            self.assertEqual(response.status_code, 403)
            self.assertEqual(read(response).html["lang"], language)
            self.assertTrue(read(response).select(".masthead"))

    def test_a_failure_is_told_in_three_languages_without_the_database(self):
        client = Client(raise_request_exception=False)
        titles = set()
        for language in LANGUAGES:
            with (
                mock.patch("pages.views.search_page", side_effect=RuntimeError),
                self.assertNumQueries(0),
            ):
                response = client.get(f"/{language}/search/")
            page = read(response)
            self.assertEqual(response.status_code, 500)
            self.assertEqual(page.html["lang"], language)
            self.assertTrue(page.select("main a[href]"))
            self.assertIn("Content-Security-Policy", response)
            titles.add(words(page.h1))
        self.assertEqual(len(titles), 3)

    def test_a_failure_of_the_database_is_told_too(self):
        client = Client(raise_request_exception=False)
        with mock.patch.object(connection, "cursor", side_effect=DatabaseError):
            for path in ("/en/", "/en/tools/", "/en/tools/decidim/", "/en/search/?q=a"):
                response = client.get(path)
                self.assertEqual(response.status_code, 500, path)
                self.assertTrue(words(read(response).h1))

    def test_errors_are_not_for_search_engines(self):
        page = read(self.client.get("/en/nonsense/"))
        self.assertIn("noindex", page.find("meta", attrs={"name": "robots"})["content"])

    @override_settings(DEBUG=False, ALLOWED_HOSTS=["toolbox.example"])
    def test_a_strange_host_is_refused(self):
        response = self.client.get("/en/", headers={"host": "evil.example"})
        self.assertEqual(response.status_code, 400)


class HealthTests(TestCase):
    def test_it_answers_when_the_database_does(self):
        with self.assertNumQueries(1):
            response = self.client.get("/health/")
        self.assertEqual((response.status_code, response.text), (200, "ok\n"))

    def test_it_says_when_the_database_does_not(self):
        with mock.patch.object(connection, "cursor", side_effect=DatabaseError):
            response = self.client.get("/health/")
        self.assertEqual(response.status_code, 503)
        self.assertEqual(response["Content-Type"].split(";")[0], "text/plain")
