"""The map of use cases as it is hit, read and walked through."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
DISCS = ".dots > a"
TARGET = 24
# For each disc: its name, its width, and what a press on its middle would hit.
MEASURE = """
(discs) => discs.map((disc) => {
  const circle = disc.querySelector("circle");
  circle.scrollIntoView({block: "center", behavior: "instant"});
  const {left, top, width, height} = circle.getBoundingClientRect();
  const hit = document.elementFromPoint(left + width / 2, top + height / 2);
  const name = disc.querySelector("title").textContent;
  return {name, size: Math.min(width, height), hit: hit.closest("a") === disc};
})
"""
# The ratio of the number on a disc to the disc, by WCAG's formula.
CONTRAST = """
(discs) => discs.map((disc) => {
  const canvas = document.createElement("canvas").getContext(
    "2d", {willReadFrequently: true});
  const light = (colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [text, ground] = ["text", "circle"].map((name) =>
    light(getComputedStyle(disc.querySelector(name)).fill));
  const ratio = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
  return [ratio, disc.outerHTML.slice(0, 120)];
})
"""


class TestDiscs:
    @pytest.mark.parametrize("width", [1280, 1440, 1920])
    def test_each_is_large_enough_and_under_no_other(self, visit, width):
        page = visit("map", width=width)
        measured = page.eval_on_selector_all(DISCS, MEASURE)
        assert len(measured) > 50
        small = [disc for disc in measured if disc["size"] < TARGET or not disc["hit"]]
        assert small == []

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_its_number_can_be_read(self, visit, scheme):
        page = visit("/use-cases/map/?country=FR", color_scheme=scheme)
        ratios = page.eval_on_selector_all(DISCS, CONTRAST)
        assert [found for found in ratios if found[0] < 4.5] == []

    def test_a_country_is_chosen_and_given_back_with_enter(self, visit):
        page = visit("map")
        france = page.get_by_role("link", name=re.compile("^France:"))
        for chosen in (1, 0):
            france.focus()
            circle = france.locator("circle")
            expect(circle).to_have_css("stroke-width", "4px")
            page.keyboard.press("Enter")
            expect(page.locator(f"{DISCS}[aria-current]")).to_have_count(chosen)

    def test_a_country_is_chosen_by_its_dots_too(self, visit):
        page = visit("map")
        page.locator('.dots g a[href="?country=BR"] path').click(
            position={"x": 60, "y": 40}
        )
        page.wait_for_url("**country=BR")


class TestPhone:
    def test_the_table_has_the_links_and_the_drawing_none(self, visit):
        page = visit("map", width=360)
        for drawing in page.locator(".atlas .dots").all():
            expect(drawing).to_be_visible()
        for disc in page.locator(f"{DISCS} circle").all()[:3]:
            expect(disc).not_to_be_visible()
        page.get_by_role("link", name="The same as a table").click()
        link = page.locator("table.bars tbody a").first
        expect(link).to_be_in_viewport()
        link.click()
        page.wait_for_url("**/en/use-cases/?country=*")


class TestFilters:
    def test_a_filter_narrows_the_map_beside_it(self, visit):
        page = visit("map")
        before = page.locator(DISCS).count()
        page.locator("#filters input[name=theme]").first.check()
        page.wait_for_url("**/map/?*theme=*")
        expect(page.locator(".chips .chip")).to_have_count(1)
        assert 0 < page.locator(DISCS).count() < before
