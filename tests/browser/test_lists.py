"""A list that is narrowed, sorted and leafed through, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
COUNT = re.compile(r"(\d+) ")


def count(page):
    """Return the number of records that the list says it has."""
    return int(COUNT.match(page.locator("#count").inner_text()).group(1))


def values(page):
    return page.locator("#filters .index label")


@pytest.fixture
def page(visit):
    return visit("tools")


@pytest.fixture
def plain(visit):
    return visit("tools", java_script_enabled=False)


# What fits no tool, though some are near.
NOTHING = "/tools/?q=budget&theme=sectors&hosting=hosted&platform=ios"


class TestWithJavaScript:
    def test_ticking_narrows_the_list_in_place(self, page):
        page.evaluate("window.same = true")
        before = count(page)
        expected = int(values(page).first.locator("b").inner_text())
        values(page).first.click()
        page.wait_for_url("**/en/tools/?*")
        expect(page.locator(".chips .chip")).to_have_count(1)
        assert count(page) == expected < before
        assert page.evaluate("window.same")
        expect(page.get_by_role("button", name="Apply the filters")).to_be_hidden()

    def test_the_address_says_the_same_as_the_page(self, page, visit):
        values(page).first.click()
        page.wait_for_url("**/en/tools/?*")
        address = page.url[page.url.index("/tools") :]
        assert count(visit(address)) == count(page)
        # What is empty stays out of addresses that people share.
        assert "q=" not in address

    def test_back_and_forward_restore_what_was_there(self, page):
        before = count(page)
        values(page).first.click()
        page.wait_for_url("**/en/tools/?*")
        narrowed = count(page)
        page.go_back()
        expect(page.locator(".chips")).to_have_count(0)
        expect(page.locator(".masthead")).to_have_count(1)
        expect(page.locator("#filters input:checked")).to_have_count(0)
        assert count(page) == before
        page.go_forward()
        expect(page.locator(".chips .chip")).to_have_count(1)
        expect(page.locator(".masthead")).to_have_count(1)
        expect(page.locator("#filters input:checked")).to_have_count(1)
        assert count(page) == narrowed

    def test_after_going_back_the_page_does_all_that_it_did(self, page):
        values(page).first.click()
        page.wait_for_url("**/en/tools/?*")
        page.go_back()
        expect(page.locator(".chips")).to_have_count(0)
        expect(page.locator(".theme")).to_be_visible()
        values(page).nth(1).click()
        expect(page.locator("#list-status")).to_have_text(re.compile(r"^\d+ tools$"))

    def test_what_is_nearest_can_be_picked_where_it_stands(self, visit):
        page = visit(NOTHING)
        before = page.locator(".nearest + .rows .row").count()
        page.locator(".nearest + .rows a.pick").first.click()
        expect(page.locator(".basket .chip")).to_have_count(1)
        expect(page.locator(".masthead")).to_have_count(1)
        assert page.locator(".nearest + .rows .row").count() == before

    def test_back_from_a_record_finds_the_list_narrowed(self, page):
        values(page).first.click()
        page.wait_for_url("**/en/tools/?*")
        narrowed = count(page)
        page.locator(".row h3 a").first.click()
        page.wait_for_url(re.compile(r"/en/tools/[\w-]+/$"))
        page.go_back()
        expect(page.locator(".chips .chip")).to_have_count(1)
        assert count(page) == narrowed

    def test_the_new_count_is_announced(self, page):
        status = page.locator("#list-status")
        expect(status).to_have_attribute("role", "status")
        expect(status).to_be_empty()
        values(page).first.click()
        expect(status).to_have_text(re.compile(r"^\d+ tools$"))
        assert status.inner_text() == page.locator("#count").inner_text()

    def test_the_search_keeps_the_ticks_and_the_ticks_the_search(self, page):
        values(page).first.click()
        expect(page.locator(".chips .chip")).to_have_count(1)
        page.locator("#q").fill("budget")
        page.locator("#q").press("Enter")
        expect(page.locator(".chips .chip")).to_have_count(2)
        expect(page.locator("#q")).to_be_focused()
        assert "q=budget" in page.url
        page.evaluate("window.same = true")
        values(page).nth(1).click()
        expect(page.locator(".chips .chip")).to_have_count(3)
        assert page.evaluate("window.same")

    def test_ticks_made_while_the_list_is_loading_are_not_lost(self, page):
        self.slow_down(page)
        for number in range(3):
            values(page).nth(number).locator("input").check(no_wait_after=True)
        expect(page.locator(".chips .chip")).to_have_count(3)
        expect(page.locator("#filters input:checked")).to_have_count(3)
        assert page.url.count("theme=") == 3

    def test_what_makes_the_list_smooth_comes_when_it_is_reached_for(self, page):
        loaded = "performance.getEntriesByType('resource').map(file => file.name)"
        assert not any("htmx" in name for name in page.evaluate(loaded))
        with page.expect_request_finished(lambda asked: "htmx" in asked.url):
            values(page).first.hover()
        values(page).nth(1).hover()
        assert sum("htmx" in name for name in page.evaluate(loaded)) == 1

    def test_without_what_makes_it_smooth_a_tick_narrows_the_list_all_the_same(
        self, page
    ):
        page.route("**/htmx*", lambda route: route.abort("aborted"))
        values(page).first.click()
        page.wait_for_url("**/en/tools/?*theme=*")
        expect(page.locator(".chips .chip")).to_have_count(1)

    def test_without_what_makes_it_smooth_a_facet_is_unfolded_all_the_same(self, page):
        page.route("**/htmx*", lambda route: route.abort("aborted"))
        page.locator("#filters .all").first.click()
        page.wait_for_url("**/en/tools/?*facet=*")
        expect(page.locator("#filters a.all")).to_have_count(1)

    def test_going_back_past_a_page_opened_since_shows_what_was_there(self, page):
        before = count(page)
        values(page).first.click()
        page.wait_for_url("**/en/tools/?*")
        page.reload()
        page.go_back()
        expect(page.locator(".chips")).to_have_count(0)
        assert count(page) == before

    def slow_down(self, page):
        slow = {"latency": 400, "downloadThroughput": -1, "uploadThroughput": -1}
        network = page.context.new_cdp_session(page)
        network.send("Network.emulateNetworkConditions", {"offline": False, **slow})

    def test_on_a_phone_the_filters_stay_open_while_they_are_used(self, visit):
        phone = visit("tools", width=360)
        expect(values(phone).first).to_be_hidden()
        phone.locator(".facets > summary").click()
        values(phone).first.click()
        expect(phone.locator(".chips .chip")).to_have_count(1)
        expect(values(phone).first).to_be_visible()


class TestWithoutJavaScript:
    def test_ticking_and_applying_narrows_the_list(self, plain):
        for number in range(2):
            values(plain).nth(number).locator("input[name=theme]").check()
        plain.get_by_role("button", name="Apply the filters").click()
        assert plain.url.count("theme=") == 2
        expect(plain.locator(".chips .chip")).to_have_count(2)
        expect(plain.locator("#filters input:checked")).to_have_count(2)

    def test_more_values_keep_what_was_ticked(self, plain):
        values(plain).first.locator("input").check()
        before = values(plain).count()
        plain.locator("#filters button.all:visible").last.click()
        expect(plain.locator("#filters input:checked")).to_have_count(1)
        assert values(plain).count() > before

    def test_another_facet_is_opened_while_one_is(self, plain):
        plain.goto(plain.url + "?facet=function")
        plain.locator("#find-function").fill("map")
        plain.locator("#all-theme").click()
        expect(plain.locator("a#all-theme")).to_be_visible()
        expect(plain.locator("#find-theme")).to_have_value("")
        assert plain.locator("#filters input[name=theme]").count() > 12
        expect(plain.locator("button#all-function")).to_be_visible()

    def test_what_a_facet_was_searched_for_can_be_seen_and_changed(self, plain):
        few = "?q=budget+open&facet=language&find=portug"
        plain.goto(plain.url + few)
        expect(plain.locator("#find-language")).to_have_value("portug")

    def test_an_opened_facet_stays_open_while_it_is_used(self, plain):
        plain.goto(plain.url + "?facet=licence_family")
        plain.locator("#filters input[name=licence_family]").first.check()
        plain.get_by_role("button", name="Apply the filters").click()
        expect(plain.locator("a#all-licence_family")).to_have_count(1)

    @pytest.mark.parametrize(
        "narrowed", [NOTHING, "/tools/?theme=open-data&sort=name"], ids=["none", "some"]
    )
    def test_clearing_the_filters_keeps_the_basket(self, visit, narrowed):
        page = visit(f"{narrowed}&compare=decidim", java_script_enabled=False)
        expect(page.locator(".basket .chip")).to_have_count(1)
        page.locator(".chips a.more").click()
        expect(page.locator(".listbar .chips")).to_have_count(0)
        expect(page.locator(".basket .chip")).to_have_count(1)

    def test_the_search_in_the_banner_takes_the_ticks_with_it(self, plain):
        values(plain).first.locator("input").check()
        plain.locator("#q").fill("budget")
        plain.locator("#q").press("Enter")
        assert "q=budget" in plain.url
        assert "theme=" in plain.url
        expect(plain.locator(".chips .chip")).to_have_count(2)

    def test_a_chip_takes_its_value_away(self, plain):
        before = count(plain)
        values(plain).first.locator("input").check()
        plain.get_by_role("button", name="Apply the filters").click()
        plain.locator(".chips .chip").click()
        assert count(plain) == before
        expect(plain.locator(".chips")).to_have_count(0)

    def test_the_order_and_the_pages_keep_the_search(self, plain):
        plain.goto(plain.url + "?hosting=self-hosted")
        narrowed = count(plain)
        plain.locator(".sort a").last.click()
        assert "hosting=self-hosted" in plain.url
        assert "sort=" in plain.url
        plain.locator(".pager a.step").click()
        assert "page=2" in plain.url
        assert "sort=" in plain.url
        assert count(plain) == narrowed
        expect(plain.locator(".pager [aria-current=page]")).to_have_text("2")

    def test_filters_can_be_reached_on_a_phone(self, visit):
        phone = visit("tools", width=360, java_script_enabled=False)
        phone.locator(".facets > summary").click()
        values(phone).first.locator("input").check()
        phone.get_by_role("button", name="Apply the filters").click()
        expect(phone.locator(".chips .chip")).to_have_count(1)
