"""The form of a record in a browser: what the scripts add, and who can use it."""

import re

import pytest
from django.conf import settings
from django.test import Client

from revisions.models import Draft
from tests.browser.content import LANGUAGES
from tests.browser.test_accessibility import CALM, findings
from tests.factories import make_moderator

pytestmark = pytest.mark.browser
FORMS = ("/tools/new/", "/tools/full/edit/", "/use-cases/full/edit/",
         "/organizations/new/", "/collections/full/edit/", "/tags/new/")  # fmt: skip


@pytest.fixture
def sign_in(site):
    """Let the visitor of a page be signed in as a moderator; gives the user."""

    def signed_in(page):
        user, client = make_moderator(), Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}]
        )
        return user

    return signed_in


def ids(page, selector):
    return page.eval_on_selector_all(selector, "found => found.map(one => one.id)")


class TestScripts:
    def test_rows_are_added_filled_moved_and_taken_away(self, visit):
        page = visit("/use-cases/new/")
        rows = page.locator("#f-tools .rowitem")
        page.locator("#i-tools-0-tool").fill("Decidim")
        page.locator("#f-tools [data-add]").click()
        assert rows.count() == 2
        assert page.evaluate("document.activeElement.id") == "i-tools-1-tool"
        page.keyboard.type("CKAN")
        rows.nth(1).locator("[data-up]").click()
        assert page.locator("#i-tools-0-tool").input_value() == "CKAN"
        assert page.locator("#i-tools-1-tool").input_value() == "Decidim"
        rows.nth(0).locator("[data-remove]").click()
        assert rows.count() == 1
        assert page.locator("#i-tools-0-tool").input_value() == "Decidim"
        every = ids(page, "#f-tools [id]")
        assert len(every) == len(set(every))

    def test_a_record_is_chosen_with_the_keyboard(self, visit):
        page = visit("/tools/new/")
        field = page.locator("#i-developers-more")
        field.fill("mysoc")
        page.locator("#i-developers-more-options [role=option]").first.wait_for()
        assert field.get_attribute("aria-expanded") == "true"
        field.press("ArrowDown")
        assert field.get_attribute("aria-activedescendant")
        field.press("Enter")
        ticked = page.locator("#f-developers input[type=checkbox]")
        assert ticked.get_attribute("value") == "mysociety"
        assert ticked.is_checked()
        assert field.input_value() == ""
        assert page.url.endswith("/tools/new/")

    def test_escape_leaves_what_was_typed(self, visit):
        page = visit("/use-cases/new/")
        field = page.locator("#i-tools-0-tool")
        field.fill("decid")
        options = page.locator("#i-tools-0-tool-options")
        options.locator("[role=option]").first.wait_for()
        field.press("Escape")
        assert options.is_hidden()
        assert field.input_value() == "decid"

    def test_a_language_is_found_without_its_accents(self, visit):
        page = visit("/tools/new/", "fr")
        field = page.locator("#i-interface_languages-more")
        field.fill("tcheque")
        page.get_by_role("option", name="tchèque").click()
        box = page.locator("#f-interface_languages input[type=checkbox]")
        assert box.get_attribute("value") == "cs"

    def test_a_word_of_an_open_list_is_taken_as_it_is(self, visit):
        page = visit("/tools/new/")
        field = page.locator("#i-programming_languages-more")
        field.fill("Befunge")
        field.press("Enter")
        box = page.locator("#f-programming_languages input[type=checkbox]")
        assert box.get_attribute("value") == "Befunge"

    def test_markdown_is_shown_as_the_page_would(self, visit):
        page = visit("/tools/new/")
        page.locator("#i-description_en").fill("**bold** <b>not</b>")
        button = page.locator("[data-preview=i-description_en] button")
        button.click()
        page.locator("#f-description .preview strong").wait_for()
        assert page.locator("#f-description .preview b").count() == 0
        assert button.get_attribute("aria-expanded") == "true"
        button.click()
        assert page.locator("#f-description .preview strong").is_hidden()

    def test_characters_are_counted(self, visit):
        page = visit("/tools/new/")
        page.locator("#i-summary_en").fill("x" * 161)
        count = page.locator("[data-count=i-summary_en]")
        assert count.inner_text() == "161 / 160"
        assert "over" in count.get_attribute("class")

    def test_what_exists_is_shown_while_one_types(self, visit):
        page = visit("/tools/new/")
        page.locator("#i-name").fill("Decidim")
        page.locator(".exists a").first.wait_for()
        assert "/tools/decidim/" in page.locator(".exists a").first.get_attribute(
            "href"
        )

    def test_leaving_with_unsaved_text_warns(self, visit):
        page = visit("/tools/new/")
        asked = []

        def hear(dialog):
            asked.append(dialog.type)
            dialog.accept()

        page.on("dialog", hear)
        page.locator("#i-name").fill("Nemo")
        page.locator(".savebar a").click()
        page.wait_for_url(re.compile(r"/tools/$"))
        assert asked == ["beforeunload"]

    def test_leaving_an_untouched_form_does_not(self, visit):
        page = visit("/tools/new/")
        page.on("dialog", lambda dialog: pytest.fail(dialog.type))
        page.locator(".savebar a").click()
        page.wait_for_url(re.compile(r"/tools/$"))

    def test_a_draft_is_kept_while_one_writes(self, visit, sign_in):
        page = visit("/about/")
        user = sign_in(page)
        visit("/tools/new/", page=page)
        page.locator("#i-name").fill("Nemo")
        page.locator("[data-kept]:not(:empty)").wait_for()
        assert Draft.objects.get(user=user).title == "Nemo"
        visit("/tools/new/", page=page)
        page.get_by_role("link", name="Continue your draft").click()
        assert page.locator("#i-name").input_value() == "Nemo"
        # Nothing is kept any more when the page goes.
        page.evaluate("document.querySelector('[data-form]').dataset.draft = ''")

    def test_a_complaint_leads_to_its_field(self, visit):
        page = visit("/tools/new/")
        page.locator("#i-website").fill("no address")
        page.locator(".savebar .btn-1").click()
        page.locator(".summary").wait_for()
        assert page.evaluate("document.activeElement.className") == "summary"
        page.locator('.summary a[href="#i-website"]').click()
        assert page.evaluate("document.activeElement.id") == "i-website"

    def test_a_link_to_a_field_opens_it(self, visit):
        for path in ("?field=demo", "?field=demo#f-demo"):
            page = visit(f"/tools/decidim/edit/{path}")
            page.locator("#i-demo:focus").wait_for()


class TestPages:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_forms_are_accessible(self, visit, subtests, language):
        page = None
        for path in FORMS:
            with subtests.test(path=path):
                page = visit(path, language, page=page, **CALM)
                assert findings(page) == []

    def test_so_they_are_in_the_dark_on_a_phone_and_fit(self, visit, subtests):
        page = None
        phone = {"width": 360, "has_touch": True, "color_scheme": "dark", **CALM}
        for path in FORMS:
            with subtests.test(path=path):
                page = visit(path, "fr", page=page, **phone)
                assert findings(page) == []
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= 360

    def test_a_form_with_complaints_is_accessible(self, visit, subtests):
        page = visit("/tools/new/", **CALM)
        page.locator("#i-website").fill("no address")
        page.locator("#i-developers-more").fill("mySocety")
        page.locator("#i-summary_fr").fill("x" * 170)
        page.locator(".savebar .btn-1").click()
        page.locator(".summary").wait_for()
        assert findings(page) == []
