"""A person who finds, filters, compares and goes back, from page to page.

With a mouse or by keyboard alone, with JavaScript and without, in each language.
"""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.content import LANGUAGES
from tests.browser.test_keyboard import FOCUS
from tests.browser.test_lists import count

pytestmark = pytest.mark.browser
# What is typed, and what it is taken for.
NEEDS = {
    "en": ("participaton", "participation"),
    "fr": ("particpation", "participation"),
    "es": ("participacoin", "participación"),
}
# "Portuguese", "portugais", "portugués".
PART_OF_A_NAME = "portug"
# The key that leads from where the focus is to an element, and how often at least;
# null once it is there. Of several choices under one name, Tab stops at one only.
KEY_TO = """
(target) => {
  const here = document.activeElement;
  if (here === target) return null;
  const {DOCUMENT_POSITION_PRECEDING: before, DOCUMENT_POSITION_FOLLOWING: after} =
    Node;
  const is = (side, one, other) => one.compareDocumentPosition(other) & side;
  const back = is(before, here, target) && !target.contains(here);
  const [first, last] = back ? [target, here] : [here, target];
  const stops = [...document.querySelectorAll(
    "a[href], button, input:not([type=radio]), select, summary, [tabindex]")];
  const between = stops.filter((e) => e.tabIndex >= 0 && e.type !== "hidden" &&
    e.checkVisibility({visibilityProperty: true}) &&
    is(after, first, e) && is(before, last, e));
  return [back ? "Shift+Tab" : "Tab", between.length + 1];
}
"""
MOST_TRIES = 20
STATE = """
() => {
  const texts = (selector) =>
    [...document.querySelectorAll(selector)].map((e) => e.textContent.trim());
  const ticked = [...document.querySelectorAll("#filters input:checked")];
  return {
    heading: texts("h1, #count"),
    chips: texts(".listbar .chips .chip"),
    basket: texts(".basket .chip"),
    ticked: ticked.map(({name, value}) => `${name}=${value}`),
    page: texts(".pager [aria-current=page]"),
    rows: texts(".rows h3"),
    mastheads: texts(".masthead").length,
  };
}
"""


class Reader:
    """Who goes from page to page with a mouse."""

    def __init__(self, page, language, has_scripts):
        self.page, self.language, self.has_scripts = page, language, has_scripts

    def use(self, target):
        target.click()

    def tick(self, box):
        box.check()

    def write(self, field, text):
        field.fill(text)
        field.press("Enter")

    def look(self):
        """Look around after a part of the page has changed."""

    def narrow(self, *boxes):
        """Tick boxes of the filters, and have the list narrowed by them."""
        for box in boxes:
            chips = self.page.locator(".listbar .chips .chip")
            before = chips.count()
            self.tick(box)
            if self.has_scripts:
                expect(chips).to_have_count(before + 1)
            self.look()
        if not self.has_scripts:
            self.use(self.page.locator("#filters .apply button"))

    def pick(self, *rows):
        """Put the tools of some rows into the basket."""
        basket = self.page.locator(".basket .chip")
        for row in rows:
            before = basket.count()
            self.use(self.page.locator(".rows a.pick").nth(row))
            expect(basket).to_have_count(before + 1)
            self.look()

    def go_back(self, times=1):
        for _time in range(times):
            self.page.go_back()

    def expect_path(self, path):
        self.page.wait_for_url(re.compile(rf"/{self.language}{path}(\?[^#]*)?(#.*)?$"))


class Typist(Reader):
    """Who has a keyboard alone, and must always see where the focus is."""

    def reach(self, target):
        for _try in range(MOST_TRIES):
            way = target.evaluate(KEY_TO)
            if way is None:
                return self.see_focus()
            key, times = way
            for _time in range(times):
                self.page.keyboard.press(key)
        raise AssertionError(f"No key leads to {target}.")

    def use(self, target):
        self.reach(target)
        self.page.keyboard.press("Enter")

    def tick(self, box):
        if box.get_attribute("type") == "radio":
            return self.choose(box)
        self.reach(box)
        return self.page.keyboard.press("Space")

    def choose(self, radio):
        """Go to what is chosen, or the first choice, and on with arrows."""
        choices = self.page.locator(f"input[name={radio.get_attribute('name')}]")
        chosen = choices.and_(self.page.locator(":checked"))
        self.reach(chosen if chosen.count() else choices.first)
        self.page.keyboard.press("Space")
        while not radio.is_checked():
            self.page.keyboard.press("ArrowDown")

    def write(self, field, text):
        self.reach(field)
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def look(self):
        # A new page begins at its beginning.
        if self.has_scripts:
            self.see_focus()

    def see_focus(self):
        focus = self.page.evaluate(FOCUS)
        assert focus["seen"], focus["html"]
        assert not focus["html"].startswith("<body"), "The focus is lost."


@pytest.fixture
def start(visit):
    """Return a function that opens a page as a Reader, or as a Typist."""

    def opened(place, language, has_scripts=True, kind=Reader, **options):
        page = visit(place, language, java_script_enabled=has_scripts, **options)
        return kind(page, language, has_scripts)

    return opened


def state(page):
    """Return what a list shows: all that must be there again after going back."""
    return page.evaluate(STATE) | {"address": asked(page)}


def asked(page):
    """Return the path of a page, and what its address asks for, in any order."""
    address = urlsplit(page.url)
    return address.path, sorted(parse_qsl(address.query))


def find(reader):
    """Go from the home page, by a misspelt need, to the tools that meet it."""
    page = reader.page
    typed, meant = NEEDS[reader.language]
    reader.write(page.locator("#q"), typed)
    reader.expect_path("/search/")
    expect(page.locator("#q")).to_have_value(typed)
    expect(page.locator(".callout a")).to_have_text(meant)
    numbers = page.locator(".tabs .n")
    expect(numbers).to_have_count(4)
    found = int(numbers.first.inner_text())
    reader.use(page.locator(".tabs a.k-tool"))
    reader.expect_path("/tools/")
    expect(page.locator(".tabs [aria-current=page]")).to_have_class("k-tool")
    assert count(page) == found > 20


def filter_tools(reader):
    """Narrow the tools by two facets, and by a value that has to be searched."""
    page = reader.page
    found = count(page)
    boxes = [
        page.locator(f"#filters input[name={name}][value={value}]")
        for name, value in (("hosting", "self-hosted"), ("licence_family", "copyleft"))
    ]
    reader.narrow(*boxes)
    expect(page.locator(".listbar .chips .chip")).to_have_count(3)
    narrowed = count(page)
    assert 20 < narrowed < found
    for box in boxes:
        expect(box).to_be_checked()
        expect(box.locator("xpath=../b")).to_have_text(str(narrowed))
    reader.use(page.locator("#all-language"))
    languages = page.locator("#filters input[name=language]")
    field = page.locator("#find-language")
    expect(field).to_be_visible()
    reader.look()
    reader.write(field, PART_OF_A_NAME)
    expect(languages.and_(page.locator("[value=en]"))).to_have_count(0)
    expect(field).to_have_value(PART_OF_A_NAME)
    reader.narrow(languages.and_(page.locator("[value=pt]")))
    expect(page.locator(".listbar .chips .chip")).to_have_count(4)
    assert 2 <= count(page) < narrowed


def compare(reader):
    """Pick two tools, see what tells them apart, and come back to the same list."""
    page = reader.page
    reader.pick(0, 1)
    before = state(page)
    assert len(before["basket"]) == 2
    names = before["rows"][:2]
    reader.use(page.locator(".basket a.btn"))
    reader.expect_path("/tools/compare/")
    expect(page.locator("table.compare thead a")).to_have_text(names)
    rows = page.locator("table.compare tbody tr:not(.about, .group)")
    differing = page.locator("table.compare tr.differs")
    all_rows, different = rows.count(), differing.count()
    assert 0 < different < all_rows
    reader.use(page.locator(".switches a").first)
    expect(rows).to_have_count(different)
    expect(differing).to_have_count(different)
    reader.go_back(2)
    expect(page.locator(".basket .chip")).to_have_count(2)
    assert state(page) == before


def widen_and_leaf(reader):
    """Take a condition away, go to the second page, and come back to the first."""
    page = reader.page
    chips = page.locator(".listbar .chips .chip")
    before = chips.count()
    reader.use(chips.last)
    expect(chips).to_have_count(before - 1)
    expect(page.locator(".basket .chip")).to_have_count(2)
    first = state(page)
    reader.use(page.locator(".pager a[rel=next]"))
    expect(page.locator(".pager [aria-current=page]")).to_have_text("2")
    second = state(page)
    assert second["rows"] != first["rows"]
    for same in ("heading", "chips", "basket", "ticked"):
        assert second[same] == first[same]
    reader.pick(0)
    expect(page.locator(".pager [aria-current=page]")).to_have_text("2")
    reader.go_back()
    expect(page.locator(".basket .chip")).to_have_count(2)
    assert state(page) == second
    reader.go_back()
    expect(page.locator(".pager [aria-current=page]")).to_have_text("1")
    assert state(page) == first


class TestFindFilterCompareAndGoBack:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("has_scripts", [True, False], ids=["js", "plain"])
    def test_by_hand(self, start, language, has_scripts):
        self.walk(start("home", language, has_scripts))

    @pytest.mark.parametrize(
        ("language", "has_scripts"), [("fr", True), ("es", False)], ids=["js", "plain"]
    )
    def test_by_keyboard(self, start, language, has_scripts):
        self.walk(start("home", language, has_scripts, Typist))

    def walk(self, reader):
        find(reader)
        filter_tools(reader)
        compare(reader)
        widen_and_leaf(reader)

    def test_by_keyboard_from_what_is_suggested(self, start):
        typist = start("about", "fr", kind=Typist)
        page = typist.page
        field = page.locator("#site-q")
        typist.reach(field)
        page.keyboard.type("decidi")
        expect(field).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        typist.expect_path("/tools/decidim/")
        typist.use(page.locator("a[href*='/tools/compare/?tool=decidim']").first)
        typist.expect_path("/tools/compare/")
        typist.write(page.locator("#add"), "Consul Democracy")
        expect(page.locator("table.compare thead a").first).to_have_text("Decidim")
        assert ("tool", "Consul Democracy") in asked(page)[1]
        typist.go_back(2)
        typist.expect_path("/tools/decidim/")


WAYS = pytest.mark.parametrize(
    ("language", "has_scripts", "kind"),
    [("en", True, Reader), ("fr", False, Reader), ("es", True, Typist)],
    ids=["js", "plain", "keyboard"],
)


class TestHelpMeChoose:
    @WAYS
    def test_seven_questions_lead_to_a_comparison(
        self, start, language, has_scripts, kind
    ):
        reader = start("finder", language, has_scripts, kind)
        page = reader.page
        self.answer(reader)
        page.wait_for_url("**step=results*")
        assert self.given(page) == [
            ("country", "FR"),
            ("do", "consultation"),
            ("free", "yes"),
            ("level", "local"),
            ("step", "results"),
            ("who", "local-government"),
        ]
        rows = page.locator(".rows > .row")
        ticked = rows.locator("input[name=tool]:checked")
        # Three stand ticked: the first is given back, and two are left.
        assert ticked.count() == 3
        if kind is Typist:
            reader.tick(ticked.first)
        else:
            ticked.first.uncheck()
        names = rows.filter(has=page.locator(":checked")).locator("h3")
        expect(names).to_have_count(2)
        names = names.all_inner_texts()
        reader.use(page.locator(".savebar button"))
        reader.expect_path("/tools/compare/")
        expect(page.locator("table.compare thead a")).to_have_text(names)
        reader.go_back()
        reader.expect_path("/help-me-choose/")
        expect(rows.first).to_be_visible()

    def answer(self, reader):
        """Answer five questions, one of them again after going back; skip two."""
        page = reader.page
        following = page.locator(".finder .savebar button").first
        back = page.locator(".finder .savebar button.btn:not(.btn-1)")
        skip = page.locator(".finder .savebar a.more")
        self.expect_question(page, 1)
        reader.use(page.locator(".groups summary").first)
        reader.tick(page.locator("input[name=do][value=consultation]"))
        reader.use(following)
        self.expect_question(page, 2)
        reader.tick(page.locator("input[name=who][value=agency]"))
        reader.use(following)
        self.expect_question(page, 3)
        reader.use(back)
        self.expect_question(page, 2)
        expect(page.locator("input[name=who][value=agency]")).to_be_checked()
        reader.tick(page.locator("input[name=who][value=local-government]"))
        reader.tick(page.locator("input[name=level][value=local]"))
        reader.use(following)
        self.expect_question(page, 3)
        self.select(reader, page.locator("#country"), "FR")
        reader.use(following)
        self.expect_question(page, 4)
        reader.use(skip)
        self.expect_question(page, 5)
        reader.tick(page.locator("input[name=free][value=yes]"))
        reader.use(following)
        self.expect_question(page, 6)
        reader.use(skip)
        self.expect_question(page, 7)
        reader.use(following)

    def select(self, reader, field, code):
        if not isinstance(reader, Typist):
            return field.select_option(code)
        reader.reach(field)
        name = field.locator(f"[value={code}]").inner_text()
        reader.page.keyboard.type(name)
        return expect(field).to_have_value(code)

    def expect_question(self, page, number):
        step = page.locator(".steps li").nth(number - 1).locator("a")
        expect(step).to_have_attribute("aria-current", "step")

    def given(self, page):
        return [(name, value) for name, value in asked(page)[1] if value]


class TestMap:
    @WAYS
    def test_a_country_is_chosen_listed_and_left(
        self, start, language, has_scripts, kind
    ):
        reader = start("map", language, has_scripts, kind)
        page = reader.page
        whole = state(page)
        france = page.locator(".dots > a[href*='country=FR']").first
        told = int(france.locator("text").text_content())
        reader.use(france.locator("circle") if kind is Reader else france)
        chosen = page.locator(".dots > a[aria-current]")
        expect(chosen).to_have_count(1)
        assert count(page) == told
        narrowed = state(page)
        reader.use(page.locator(".views a").first)
        reader.expect_path("/use-cases/")
        assert count(page) == told
        assert state(page)["ticked"] == narrowed["ticked"] == ["country=FR"]
        reader.use(page.locator(".rows h3 a").first)
        reader.expect_path("/use-cases/[a-z0-9-]+/")
        reader.go_back()
        reader.expect_path("/use-cases/")
        assert state(page)["ticked"] == ["country=FR"]
        reader.go_back()
        reader.expect_path("/use-cases/map/")
        expect(chosen).to_have_count(1)
        assert state(page) == narrowed
        reader.go_back()
        expect(chosen).to_have_count(0)
        assert state(page) == whole
