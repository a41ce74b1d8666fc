"""What a page is on paper: its content, black on white, without ways to elsewhere."""

import pytest

pytestmark = pytest.mark.browser
ELSEWHERE = (
    *(".masthead nav", ".foot nav", ".searchbar", ".facets", ".sort", ".pager"),
    *(".theme", ".skip", ".actions"),
)


@pytest.mark.parametrize("name", ["home", "tools", "tool, full", "use case", "about"])
class TestPrint:
    def test_navigation_stays_on_the_screen(self, visit, name):
        page = visit(name)
        page.emulate_media(media="print")
        shown = page.evaluate(
            "(all) => all.filter((one) => [...document.querySelectorAll(one)]"
            ".some((e) => e.checkVisibility()))",
            ELSEWHERE,
        )
        assert shown == []
        assert page.locator("h1").is_visible()

    def test_the_dark_is_not_printed(self, visit, name):
        page = visit(name, color_scheme="dark")
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        page.emulate_media(media="print")
        colours = "(e) => [getComputedStyle(e).color, getComputedStyle(e).colorScheme]"
        colour, scheme = page.eval_on_selector("body", colours)
        assert (colour, scheme) == ("rgb(26, 29, 51)", "light")
        ground = "(e) => getComputedStyle(e).backgroundColor"
        assert page.eval_on_selector("html", ground) == "rgb(255, 255, 255)"

    def test_it_is_not_broken_off_at_the_edge_of_the_paper(self, visit, name):
        page = visit(name, width=700)
        page.emulate_media(media="print")
        wide = "() => document.documentElement.scrollWidth <= innerWidth"
        assert page.evaluate(wide)
