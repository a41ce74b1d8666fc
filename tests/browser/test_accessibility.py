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
# The axe of the test is no script of the page; what moves is judged where it ends.
CALM = {"bypass_csp": True, "reduced_motion": "reduce"}
FIND = """
async ([rules, part]) => {
  for (const folded of document.querySelectorAll("main details")) folded.open = true;
  const options = {runOnly: rules, resultTypes: ["violations"], preload: false};
  const {violations} = await axe.run(part ?? document, options);
  return violations.flatMap(({id, help, nodes}) =>
    nodes.map((node) => `${id} (${help}): ${node.html.slice(0, 200)}`));
}
"""


def findings(page, part=None):
    """Return what axe-core has to say against a page, or what a selector finds of it.

    Everything is unfolded but the menu at the top, which would lie over the page.
    """
    page.evaluate(AXE)
    return page.evaluate(FIND, [RULES, part])


def look_at(names, visit, subtests, language, **options):
    page = None
    for name in names:
        with subtests.test(page=name, language=language):
            page = visit(name, language, page=page, **CALM, **options)
            assert findings(page) == []


class TestPages:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_kind_of_page_is_accessible(self, visit, subtests, language):
        """Every third page in each language: what axe finds seldom hangs on words."""
        third = list(PAGES)[LANGUAGES.index(language) :: len(LANGUAGES)]
        look_at(third, visit, subtests, language)

    def test_so_it_is_in_the_dark_on_a_phone(self, visit, subtests):
        phone = {"width": 360, "has_touch": True, "color_scheme": "dark"}
        look_at(PAGES, visit, subtests, "fr", **phone)
