"""People order a collection by mouse, by keyboard, by number, and without scripts."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from accounts.roles import Role
from core.kinds import kind as kind_named
from revisions.editing import Attribution
from revisions.proposals.proposing import create
from tests.browser.test_accessibility import CALM, findings
from tests.factories import make_user

pytestmark = pytest.mark.browser
TOOLS = ("ckan", "consul-democracy", "decidim", "loomio")
ITEMS = "/collections/drawer/items/"


@pytest.fixture
def owner(site):
    """The owner of a draft with four tools."""
    user = make_user("drew", role=Role.TRUSTED)
    values = {"name": {"en": "Drawer"}, "items": [{"tool": slug} for slug in TOOLS]}
    create(kind_named("collection"), values, Attribution(user), status="draft")
    return user


@pytest.fixture
def see(visit, site, owner):
    """Open a page as the owner: see(path, language, width=360, …) gives a Page."""

    def see_page(path=ITEMS, language="en", **options):
        client = Client()
        client.force_login(owner)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page = visit("about", language, **options)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}
        page.context.add_cookies([cookie])
        return visit(path, language, page=page)

    return see_page


def slugs(page):
    return [node.input_value() for node in page.locator("[name=tool]").all()]


def numbers(page):
    return [node.input_value() for node in page.locator("[name=position]").all()]


def drag(page, name, onto):
    grip = page.locator(f'[data-name="{name}"] [data-grip]')
    grip.scroll_into_view_if_needed()
    start = grip.bounding_box()
    end = page.locator(f'[data-name="{onto}"]').bounding_box()
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 20, end["y"] + 4, steps=12)
    page.mouse.up()


class TestOrder:
    def test_a_row_is_dragged_by_its_handle_and_saved(self, see):
        page = see(height=2400)
        drag(page, "Loomio", "CKAN")
        assert slugs(page) == ["loomio", *TOOLS[:3]]
        assert numbers(page) == ["1", "2", "3", "4"]
        expect(page.locator("[data-status]")).to_contain_text("Loomio is number 1 of 4")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("ol.rows h3").first).to_have_text("Loomio")

    def test_the_buttons_move_a_row_and_keep_the_focus(self, see):
        page = see()
        button = page.get_by_role("button", name="Down – CKAN")
        for _turn in range(3):
            button.focus()
            page.keyboard.press("Enter")
        assert slugs(page) == [*TOOLS[1:], "ckan"]
        # At the end of the list it goes no further down: the way up has the focus.
        expect(page.get_by_role("button", name="Up – CKAN")).to_be_focused()
        assert "/items/" in page.url
        expect(page.locator("[data-status]")).to_contain_text("number 4 of 4")

    def test_a_number_puts_a_row_in_its_place(self, see):
        page = see()
        field = page.get_by_label("Number of Loomio")
        field.fill("2")
        page.keyboard.press("Enter")
        assert slugs(page) == ["ckan", "loomio", "consul-democracy", "decidim"]
        expect(field).to_be_focused()
        page.get_by_role("button", name="Save").click()
        expect(page.locator("ol.rows h3").nth(1)).to_have_text("Loomio")

    def test_a_tool_is_chosen_while_one_types(self, see):
        page = see()
        page.get_by_label("Add a tool").press_sequentially("alavet")
        page.get_by_role("option", name="Alaveteli").click()
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.locator("[data-name=Alaveteli]")).to_have_count(1)

    def test_it_works_without_scripts(self, see):
        page = see(java_script_enabled=False)
        assert page.locator("[data-grip]:visible").count() == 0
        page.get_by_role("button", name="Down – CKAN").click()
        assert slugs(page)[:2] == ["consul-democracy", "ckan"]
        page.get_by_role("button", name="Save").click()
        assert page.locator("ol.rows h3").first.inner_text() == "Consul Democracy"


class TestPages:
    PAGES = (
        ITEMS,
        "/collections/drawer/settings/",
        "/collections/drawer/",
        "/collections/drawer/copy/",
        "/my-collections/",
        "/my-collections/start/",
        "/tools/decidim/add-to-collection/",
        "/tools/decidim/i-use-it/",
        "/tools/decidim/report/",
        "/tools/decidim/still-right/",
        "/confirm/",
    )

    def look(self, see, subtests, language, **options):
        for path in self.PAGES:
            with subtests.test(path=path):
                page = see(path, language, **CALM, **options)
                assert findings(page) == []
                inside, outside = page.evaluate(
                    "[document.documentElement.scrollWidth, innerWidth]"
                )
                assert inside <= outside

    def test_they_are_accessible(self, see, subtests):
        self.look(see, subtests, "en")

    def test_so_they_are_in_the_dark_on_a_phone(self, see, subtests):
        phone = {"width": 360, "has_touch": True, "color_scheme": "dark"}
        self.look(see, subtests, "fr", **phone)
