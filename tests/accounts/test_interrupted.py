from django.test import TestCase

from tests.accounts.flows import sign_in
from tests.admin_pages import soup
from tests.factories import make_moderator, make_proposal, make_tool, make_user
from tests.public_pages import words


class InterruptedTests(TestCase):
    """A session that ends while somebody writes costs them nothing."""

    @classmethod
    def setUpTestData(cls):
        cls.ada = make_user("ada", email="ada@example.org")
        cls.proposal = make_proposal(
            make_tool("Decidim"), author=cls.ada, licence="MIT"
        )
        cls.path = f"/en/proposals/{cls.proposal.pk}/answer/"

    def interrupted(self, data, login="ada"):
        """Send a form without a session, sign in, and return the page that follows."""
        answer = self.client.post(self.path, data)
        back = answer["Location"].partition("?next=")[2]
        self.assertRegex(back, r"^/en/account/resume/\w+/$")
        self.assertEqual(sign_in(self.client, login, next=back)["Location"], back)
        return soup(self.client.get(back))

    def test_what_was_typed_is_shown_and_sent_by_a_button(self):
        page = self.interrupted({"text": "See <b>page 3</b> of the guide"})
        self.assertIn("See <b>page 3</b> of the guide", words(page.main))
        self.assertFalse(self.proposal.messages.exists())
        form = page.main.find("form", action=self.path)
        fields = {i["name"]: i["value"] for i in form.find_all("input")}
        self.assertEqual(self.client.post(form["action"], fields).status_code, 302)
        self.assertEqual(
            self.proposal.messages.get().text, "See <b>page 3</b> of the guide"
        )

    def test_several_values_of_one_name_come_back(self):
        page = self.interrupted({"tool": ["ckan", "decidim"], "text": ""})
        fields = page.main.find_all("input", {"name": "tool"})
        self.assertEqual([f["value"] for f in fields], ["ckan", "decidim"])

    def test_it_is_there_for_who_sent_it_and_nobody_else(self):
        page = self.client.post(self.path, {"text": "Mine"})["Location"]
        back = page.partition("?next=")[2]
        other = self.client_class()
        other.force_login(make_moderator())
        self.assertEqual(other.get(back).status_code, 404)
        self.assertEqual(self.client.get(back).status_code, 302)

    def opened_before_signing_in(self, origin):
        """Send a form of a page that was opened before signing in."""
        client = self.client_class(enforce_csrf_checks=True)
        client.get("/en/tools/decidim/edit/")
        data = {"csrfmiddlewaretoken": "x" * 32, "text": "See page 3"}
        client.force_login(self.ada)
        answer = client.post(self.path, data, headers={"origin": origin})
        return client, answer

    def test_a_form_that_was_opened_before_signing_in_is_kept(self):
        client, answer = self.opened_before_signing_in("http://testserver")
        page = soup(client.get(answer["Location"]))
        self.assertIn("See page 3", words(page.main))
        self.assertFalse(self.proposal.messages.exists())

    def test_one_that_another_site_sends_is_refused(self):
        for origin in ("https://evil.example", "null", ""):
            client, answer = self.opened_before_signing_in(origin)
            self.assertEqual(answer.status_code, 403)
            self.assertNotIn("interrupted", client.session)

    def test_passwords_are_not_kept(self):
        change = "/en/account/password/change/"
        data = {"oldpassword": "correct horse", "password1": "x", "password2": "x"}
        answer = self.client.post(change, data)
        self.assertNotIn("resume", answer["Location"])
        self.assertNotIn("interrupted", self.client.session)

    def test_no_more_than_some_are_kept(self):
        for number in range(5):
            self.client.post(self.path, {"text": f"Text {number}"})
        kept = self.client.session["interrupted"].values()
        texts = [dict(form["data"])["text"] for form in kept]
        self.assertEqual(texts, [["Text 2"], ["Text 3"], ["Text 4"]])
        self.client.post(self.path, {"text": "x" * 600_000})
        self.assertEqual(len(self.client.session["interrupted"]), 3)
