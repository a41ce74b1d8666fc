"""What a person does without a mouse."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
REACHABLE = """
() => {
  const all = [...document.querySelectorAll("a[href], button, input, summary")];
  const shown = all.filter((e) => e.type !== "hidden" && e.tabIndex >= 0 &&
    e.checkVisibility({visibilityProperty: true}));
  shown.forEach((e, n) => e.dataset.number = n);
  return shown.length;
}
"""
# A ring around the element, around the field that it is in, or around its disc.
FOCUS = """
() => {
  const element = document.activeElement;
  const ring = (e, style = getComputedStyle(e)) =>
    style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const disc = element.querySelector?.("circle");
  const field = element.closest(".searchbar");
  const drawn = disc && element.closest(".bubbles, .dots")
    ? parseFloat(getComputedStyle(disc).strokeWidth) >= 3
    : ring(element) || (field !== null && ring(field));
  const {width, height} = element.getBoundingClientRect();
  return {
    number: element.dataset.number ?? null,
    seen: drawn && width > 0 && height > 0,
    html: element.outerHTML.slice(0, 120),
  };
}
"""


class TestSkipLink:
    def test_it_comes_first_and_leads_to_the_content(self, visit):
        page = visit("tools")
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        assert page.url.endswith("#main")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').matches(':focus-within')")


@pytest.mark.parametrize(
    "name",
    [
        "home",
        "home, tag chosen",
        "tools, narrowed",
        "tool, full",
        "search",
        "map",
        "themes",
        "not found",
    ],
)
class TestEveryPage:
    def test_all_that_can_be_used_is_reached_by_tab_and_seen(self, visit, name):
        page = visit(name)
        count = page.evaluate(REACHABLE)
        reached, unseen = [], []
        for _step in range(count):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            reached.append(focus["number"])
            if not focus["seen"]:
                unseen.append(focus["html"])
        assert unseen == []
        assert reached == [str(number) for number in range(count)]


class TestBubbles:
    def test_a_bubble_is_chosen_and_given_back_with_enter(self, visit):
        page = visit("home")
        bubble = page.locator(".bubbles.wide a").first
        bubble.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/en/?tag=*")
        chosen = page.locator(".bubbles.wide a[aria-current=true]")
        expect(chosen).to_have_count(1)
        chosen.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/en/(#bubbles)?$"))
        expect(page.locator(".bubbles.wide [aria-current]")).to_have_count(0)

    def test_one_drawing_is_shown_at_a_time(self, visit):
        page = visit("home")
        for width, shown in ((1440, "wide"), (360, "narrow")):
            page.set_viewport_size({"width": width, "height": 800})
            drawings = page.locator(".bubbles:visible")
            expect(drawings).to_have_count(1)
            expect(drawings).to_have_class(re.compile(shown))


def same_box(page, box):
    """Return a locator that finds a box of the filters again in a new list."""
    name, value = box.get_attribute("name"), box.get_attribute("value")
    return page.locator(f'#filters [name="{name}"][value="{value}"]')


class TestFacets:
    def test_a_value_is_ticked_with_space_and_keeps_the_focus(self, visit):
        page = visit("tools")
        box = page.locator("#filters input[type=checkbox]").first
        again = same_box(page, box)
        box.focus()
        page.keyboard.press("Space")
        page.wait_for_url("**/en/tools/?*")
        expect(again).to_be_checked()
        expect(again).to_be_focused()
        page.keyboard.press("Space")
        expect(page.locator(".chips")).to_have_count(0)
        expect(again).to_be_focused()

    def test_more_values_are_shown_and_put_away_without_losing_the_place(self, visit):
        page = visit("tools")
        more = page.locator("#filters .all").first
        more.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**facet=*")
        fewer = page.locator("#filters a.all")
        expect(fewer).to_have_count(1)
        expect(fewer).to_be_focused()
        page.keyboard.press("Enter")
        expect(fewer).to_have_count(0)
        expect(page.locator("#filters .all").first).to_be_focused()

    def test_a_button_pressed_before_htmx_has_come_keeps_the_place(self, visit):
        page = visit("tools")
        held = []

        def hold(route):
            held.append(route)

        page.route("**/htmx*", hold)
        page.locator("#filters .all").first.focus()
        page.keyboard.press("Enter")
        expect(page).not_to_have_url(re.compile("facet="))
        held.pop().continue_()
        expect(page.locator("#filters a.all")).to_be_focused()

    def test_folded_facets_stay_open_while_they_are_used(self, visit):
        page = visit("tools")
        page.locator(".morefacets > summary").focus()
        page.keyboard.press("Enter")
        box = page.locator(".morefacets input[type=checkbox]").first
        again = same_box(page, box)
        for ticked in (True, False):
            again.focus()
            page.keyboard.press("Space")
            expect(page.locator(".chips")).to_have_count(int(ticked))
            expect(again).to_be_focused()

    def test_a_value_that_goes_leaves_the_focus_to_its_facet(self, visit):
        page = visit("/tools/?facet=theme")
        value = page.locator("#filters input[name=theme]").last.get_attribute("value")
        visit(f"/tools/?theme={value}", page=page)
        box = page.locator(f"#filters input[value={value}]")
        box.focus()
        page.keyboard.press("Space")
        expect(page.locator(".chips")).to_have_count(0)
        expect(box).to_have_count(0)
        expect(page.locator("#filters input[name=theme]").first).to_be_focused()
