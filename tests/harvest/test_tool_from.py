"""The page that fills the form of a new tool from an address or a file."""

from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase, override_settings

from core.fetch import Rules
from harvest import reader
from tests.factories import make_user
from tests.web_server import Server, saying

URL = "/en/tools/new/from/"
FILE = b"""
publiccodeYmlVersion: "0.7"
name: Ganymede Voting
url: https://github.com/example/ganymede
legal: {license: MIT}
description: {en: {shortDescription: Counts votes on moons.}}
"""
HERE = Rules(seconds=3, ports=None, allowed=lambda address: True)


def upload(data=FILE, name="publiccode.yml"):
    return SimpleUploadedFile(name, data)


class ToolFromTests(TestCase):
    def test_the_page_asks_for_an_address_or_a_file(self):
        response = self.client.get(URL, {"link": "https://example.org"})
        self.assertContains(response, 'name="link" value="https://example.org"')
        self.assertContains(response, 'type="file"')
        self.assertContains(response, 'enctype="multipart/form-data"')
        self.assertContains(response, 'href="/en/tools/new/"')

    def test_a_file_fills_the_form_of_a_new_tool(self):
        response = self.client.post(URL, {"file": upload()})
        self.assertEqual(response.status_code, 302)
        self.assertTrue(response["Location"].startswith("/en/tools/new/?held="))
        form = self.client.get(response["Location"])
        for words in ("Ganymede Voting", "Counts votes on moons.",
                      "https://github.com/example/ganymede"):  # fmt: skip
            self.assertContains(form, words)

    def test_what_was_read_is_held_in_the_session(self):
        self.client.post(URL, {"file": upload()})
        (held,) = self.client.session["held"].values()
        self.assertEqual(held["kind"], "tool")
        self.assertEqual(held["values"]["licence"], "MIT")
        self.assertIn("5 fields are filled from publiccode.yml", held["notes"][0])

    def test_an_address_is_read_over_the_network(self):
        answer = saying("<html lang=en><title>Callisto Ballots | Home</title>")
        with Server(answer) as server, mock.patch.object(reader, "RULES", HERE):
            response = self.client.post(URL, {"link": server.url()})
        self.assertEqual(response.status_code, 302)
        (held,) = self.client.session["held"].values()
        self.assertEqual(held["values"]["name"], "Callisto Ballots")
        self.assertEqual(held["sources"], [server.url()])

    def test_this_machine_is_not_read_for_a_visitor(self):
        with Server(saying("secret")) as server:
            for link in (server.url(), "http://localhost/", "127.0.0.1"):
                response = self.client.post(URL, {"link": link})
                self.assertEqual(response.status_code, 422)
                self.assertContains(response, link, status_code=422)
            self.assertEqual(server.requests, [])
        self.assertContains(response, "public internet", status_code=422)

    def test_what_cannot_be_read_is_told_beside_the_field(self):
        response = self.client.post(URL, {"file": upload(b"a: [", "x.yml")})
        self.assertContains(response, "x.yml: This is no valid YAML", status_code=422)
        self.assertContains(response, 'aria-invalid="true"', status_code=422)
        self.assertNotIn("held", self.client.session)

    def test_exactly_one_of_the_two_is_asked_for(self):
        both = {"link": "https://example.org", "file": upload()}
        for data in ({}, {"link": "  "}, both):
            response = self.client.post(URL, data)
            self.assertContains(response, "one of the two", status_code=422)

    def test_an_empty_file_and_a_large_one_are_told(self):
        response = self.client.post(URL, {"file": upload(b"")})
        self.assertContains(response, "This is no publiccode.yml", status_code=422)
        response = self.client.post(URL, {"file": upload(b"a" * 1_100_000)})
        self.assertContains(response, "larger than 1024 kilobytes", status_code=422)

    def test_names_of_files_are_shown_as_text(self):
        response = self.client.post(URL, {"file": upload(b"a: [", "<b>x</b>.yml")})
        self.assertNotContains(response, "<b>x", status_code=422)

    def test_too_many_readings_are_stopped_and_nothing_typed_is_lost(self):
        with mock.patch("harvest.views.TIMES", 2):
            for _time in range(2):
                self.client.post(URL, {"file": upload()})
            response = self.client.post(URL, {"link": "https://example.org/kept"})
        self.assertContains(response, "https://example.org/kept", status_code=429)
        self.assertContains(response, "try again in an hour", status_code=429)

    def test_a_form_of_another_site_is_refused(self):
        client = self.client_class(enforce_csrf_checks=True)
        self.assertEqual(client.post(URL, {"file": upload()}).status_code, 403)

    def test_whoever_may_not_contribute_is_refused(self):
        self.client.force_login(make_user())
        self.assertEqual(self.client.get(URL).status_code, 200)
        with mock.patch("harvest.views.may_contribute", return_value=False):
            self.assertEqual(self.client.get(URL).status_code, 403)
            self.assertEqual(self.client.post(URL).status_code, 403)

    def test_a_link_behind_the_proxy_counts_for_the_visitor(self):
        with (
            override_settings(BEHIND_PROXY=True),
            mock.patch("harvest.views.TIMES", 1),
        ):
            for address in ("198.51.100.1", "198.51.100.2"):
                response = self.client.post(
                    URL, {"file": upload()}, HTTP_X_FORWARDED_FOR=address
                )
                self.assertEqual(response.status_code, 302)
