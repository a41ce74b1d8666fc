"""What the search field offers, by keyboard, by hand, and without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import CALM, findings

pytestmark = pytest.mark.browser
# The page, and its field.
FIELDS = [("tool", "#site-q"), ("home", "#q"), ("search, no words", "#q")]


def type_into(page, selector, text):
    field = page.locator(selector)
    field.click()
    expect(field).to_have_role("combobox")
    field.press_sequentially(text)
    return field


def offered(page, selector="#site-q", text="decidi"):
    """Return the field and the list that opens under it."""
    field = type_into(page, selector, text)
    expect(field).to_have_attribute("aria-expanded", "true")
    return field, page.locator(f"#{field.get_attribute('aria-controls')}")


def active(page, field):
    return page.locator(f"#{field.get_attribute('aria-activedescendant')}")


@pytest.mark.parametrize(("place", "selector"), FIELDS)
def test_it_opens_under_each_search_of_the_site(visit, place, selector):
    page = visit(place, "fr")
    _field, found = offered(page, selector)
    expect(found).to_have_role("listbox")
    group = found.get_by_role("group", name="Outils")
    expect(group.get_by_role("option").first).to_have_text("Decidim")


def test_what_is_offered_is_said_once_it_is_there(visit):
    page = visit("tool")
    offered(page)
    status = page.locator(".headsearch [role=status]")
    expect(status).to_have_text(re.compile(r"^\d+ suggestions?$"))


def test_arrows_go_through_the_choices_and_back_to_the_field(visit):
    page = visit("tool")
    field, found = offered(page)
    options = found.get_by_role("option")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert active(page, field).inner_text() == options.first.inner_text()
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    field.press("Home")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("End")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(found.locator("[aria-selected=true]")).to_have_count(1)
    expect(field).to_be_focused()
    expect(field).to_have_value("decidi")


def test_enter_opens_the_choice(visit):
    page = visit("home")
    field, found = offered(page, "#q")
    field.press("ArrowDown")
    address = found.get_by_role("option").first.get_attribute("href")
    field.press("Enter")
    page.wait_for_url(f"**{address}")


def test_enter_without_a_choice_searches(visit):
    page = visit("tool")
    field, _found = offered(page)
    field.press("Enter")
    page.wait_for_url("**/en/search/?q=decidi")


def test_the_last_choice_searches_everything(visit):
    page = visit("tool")
    field, found = offered(page, text="zzzzzz")
    expect(found.get_by_role("option")).to_have_text(
        "Search for “zzzzzz” in everything"
    )
    field.press("ArrowUp")
    field.press("Enter")
    page.wait_for_url("**/en/search/?q=zzzzzz")


def test_escape_closes_it_and_keeps_what_was_typed(visit):
    page = visit("tool")
    field, found = offered(page)
    field.press("ArrowDown")
    field.press("Escape")
    expect(found).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("decidi")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowDown")
    expect(found).to_be_visible()


def test_tab_leaves_it_closed(visit):
    page = visit("tool")
    field, found = offered(page)
    field.press("Tab")
    expect(found).to_be_hidden()
    expect(page.locator(".headsearch button")).to_be_focused()


def test_home_and_end_are_the_texts_own_before_a_choice(visit):
    page = visit("tool")
    field, _found = offered(page)
    field.press("Home")
    field.press_sequentially("x")
    expect(field).to_have_value("xdecidi")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_while_it_is_open(visit, scheme):
    page = visit("tool", "es", color_scheme=scheme, **CALM)
    field, _found = offered(page, text="particip")
    field.press("ArrowDown")
    assert findings(page) == []


@pytest.mark.parametrize("width", [360, 1440])
def test_a_finger_or_a_mouse_chooses(visit, width):
    page = visit("tool", width=width, has_touch=True)
    _field, found = offered(page, text="mysoc")
    option = found.get_by_role("option").first
    box = option.bounding_box()
    assert box["height"] >= 24
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    address = option.get_attribute("href")
    option.tap()
    page.wait_for_url(f"**{address}")


def test_one_letter_offers_nothing(visit):
    page = visit("tool")
    field, found = offered(page, text="de")
    field.press("Backspace")
    expect(found).to_be_hidden()


def test_only_the_last_letters_are_asked_about(visit):
    page = visit("tool")
    asked = []
    page.on("request", lambda r: "/suggest/" in r.url and asked.append(r.url))
    offered(page, text="decidim")
    assert len(asked) < len("decidim") - 1
    assert asked[-1].endswith("?q=decidim")


def test_the_script_comes_with_the_first_focus(visit):
    page = visit("about")
    scripts = "performance.getEntriesByType('resource').map((e) => e.name).join()"
    assert "suggest.js" not in page.evaluate(scripts)
    offered(page)
    assert "suggest.js" in page.evaluate(scripts)


def test_without_a_script_the_form_searches(visit):
    page = visit("tool", java_script_enabled=False)
    page.locator("#site-q").fill("decidim")
    page.locator("#site-q").press("Enter")
    page.wait_for_url("**/en/search/?q=decidim")
