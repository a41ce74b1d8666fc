"""That each kind of page fits every screen, and a finger."""

import pytest

from tests.browser.content import PAGES

pytestmark = pytest.mark.browser
WIDTHS = (320, 360, 768, 1024, 1440, 1920)
# The inner elements that stand out of the page, the rest of the page aside.
STANDING_OUT = """
() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const out = [...document.body.querySelectorAll("*")].filter((element) => {
    const {left, right, width} = element.getBoundingClientRect();
    return width && (left < -1 || right > root.clientWidth + 1);
  });
  return out.map((e) => e.outerHTML.slice(0, 120)).slice(-5).concat("overflow");
}
"""
# WCAG 2.2, 2.5.8: a target has 24 × 24 CSS pixels, unless it stands in a sentence
# or no other target is so near that their circles of 24 pixels meet.
SMALL_TARGETS = """
() => {
  const shown = (e) => e.checkVisibility({visibilityProperty: true}) &&
    !e.closest(".skip");
  const box = (e) => (e.closest("label") || e).getBoundingClientRect();
  const inSentence = (e) => getComputedStyle(e).display === "inline" &&
    [...e.parentElement.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  const all = [...document.querySelectorAll("a, button, input, summary")];
  const targets = all.filter((e) => shown(e) && e.type !== "hidden");
  const middle = (b) => [b.left + b.width / 2, b.top + b.height / 2];
  const small = targets.filter((e) => {
    const b = box(e);
    return (b.width < 24 || b.height < 24) && !inSentence(e);
  });
  const crowded = (e) => targets.some((other) => {
    if (other === e || e.contains(other) || other.contains(e)) return false;
    const [x, y] = middle(box(e)), b = box(other);
    const dx = Math.max(b.left - x, 0, x - b.right);
    const dy = Math.max(b.top - y, 0, y - b.bottom);
    return Math.hypot(dx, dy) < 12;
  });
  const size = ({width, height}) => `${Math.round(width)}×${Math.round(height)}`;
  return small.filter(crowded).map((e) => size(box(e)) + e.outerHTML.slice(0, 140));
}
"""


UNFOLD = """
() => document.querySelectorAll("details").forEach((folded) => folded.open = true)
"""


def standing_out(page):
    """Return {(direction, width): what stands out of the page} where something does."""
    found = {}
    for direction in ("ltr", "rtl"):
        page.evaluate("(d) => document.documentElement.dir = d", direction)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if out := page.evaluate(STANDING_OUT):
                found[direction, width] = out
    return found


class TestPages:
    def test_nothing_stands_out_of_the_page_at_any_width(self, visit, subtests):
        page = None
        for name in PAGES:
            with subtests.test(page=name):
                page = visit(name, "fr", page=page)
                page.evaluate(UNFOLD)
                assert standing_out(page) == {}

    @pytest.mark.parametrize("width", [360, 1440])
    def test_no_target_is_too_small_for_a_finger(self, visit, subtests, width):
        page = None
        for name in PAGES:
            with subtests.test(page=name, width=width):
                page = visit(name, "es", page=page, width=width)
                page.evaluate(UNFOLD)
                assert page.evaluate(SMALL_TARGETS) == []
