"""The choice between light and dark."""

import pytest

pytestmark = pytest.mark.browser
GROUND = "() => getComputedStyle(document.documentElement).backgroundColor"
REFUSED = """
Object.defineProperty(window, "localStorage", {get() { throw Error("refused") }});
"""
LIGHT, DARK = "rgb(255, 253, 248)", "rgb(18, 20, 31)"


def pressed(page):
    """Return {choice: its aria-pressed} of the buttons shown."""
    buttons = page.locator(".theme button:visible").all()
    return {
        button.get_attribute("data-theme-choice"): button.get_attribute("aria-pressed")
        for button in buttons
    }


class TestAppearance:
    def test_without_a_choice_the_system_decides(self, visit):
        assert visit("home", color_scheme="light").evaluate(GROUND) == LIGHT
        assert visit("home", color_scheme="dark").evaluate(GROUND) == DARK

    def test_the_buttons_say_which_is_chosen(self, visit):
        page = visit("about")
        assert pressed(page) == {"auto": "true", "light": "false", "dark": "false"}
        page.locator("[data-theme-choice=dark]").click()
        assert pressed(page) == {"auto": "false", "light": "false", "dark": "true"}

    def test_a_choice_holds_at_once_and_on_later_pages(self, visit):
        page = visit("about", color_scheme="light")
        page.locator("[data-theme-choice=dark]").click()
        assert page.evaluate(GROUND) == DARK
        page.reload()
        assert page.evaluate(GROUND) == DARK
        assert pressed(page)["dark"] == "true"
        page.locator(".mainnav a").first.click()
        assert page.evaluate(GROUND) == DARK

    def test_automatic_gives_the_decision_back_to_the_system(self, visit):
        page = visit("about", color_scheme="dark")
        page.locator("[data-theme-choice=light]").click()
        assert page.evaluate(GROUND) == LIGHT
        page.locator("[data-theme-choice=auto]").click()
        assert page.evaluate(GROUND) == DARK

    def test_where_storage_is_refused_a_choice_holds_for_the_page(self, visit):
        page = visit("about")
        page.add_init_script(REFUSED)
        page.reload()
        page.locator("[data-theme-choice=dark]").click()
        assert page.evaluate(GROUND) == DARK

    def test_without_javascript_no_button_is_shown_that_does_nothing(self, visit):
        page = visit("about", java_script_enabled=False)
        assert page.locator(".theme").count() == 1
        assert not page.locator(".theme").is_visible()
