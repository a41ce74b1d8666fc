"""What axe-core finds on each kind of page: nothing."""

import pytest
from django.conf import settings

from tests.browser.content import LANGUAGES, PAGES

pytestmark = pytest.mark.browser
AXE = (settings.BASE_DIR / "tests/vendor/axe.min.js").read_text(encoding="utf-8")
RULES = [
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
    "best-practice",
]
FIND = """
async (rules) => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  const options = {runOnly: rules, resultTypes: ["violations"], preload: false};
  const {violations} = await axe.run(document, options);
  return violations.flatMap(({id, help, nodes}) =>
    nodes.map((node) => `${id} (${help}): ${node.html.slice(0, 200)}`));
}
"""


def findings(page):
    """Return what axe-core has to say against a page, everything on it unfolded."""
    page.evaluate(AXE)
    return page.evaluate(FIND, RULES)


@pytest.mark.parametrize("name", PAGES)
class TestPages:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_kind_of_page_is_accessible(self, visit, name, language):
        page = visit(name, language, bypass_csp=True, reduced_motion="reduce")
        assert findings(page) == []

    def test_so_it_is_in_the_dark_on_a_phone(self, visit, name):
        page = visit(
            name,
            "fr",
            width=360,
            bypass_csp=True,
            color_scheme="dark",
            has_touch=True,
            reduced_motion="reduce",
        )
        assert findings(page) == []
