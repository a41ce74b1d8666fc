"""What the page cache keeps, for whom, and for how long."""

import gzip
from itertools import pairwise

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import InterfaceError
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from core import page_cache, page_store
from core.models import CatalogueVersion
from core.page_cache import PageCacheMiddleware, latest_version, sorted_query
from core.page_store import LIFETIME, OVERHEAD, LocalPages, Page, RedisPages
from tests.factories import make_moderator, make_tool, make_use_case
from toolbox import environment
from usecases.models import UseCase

LIST = "/en/tools/"
# Of what a list shows, processes keep more than its pages.
# A page that asks the database each time it is made.
PAGE = "/en/use-cases/plan/"
GZIP = {"accept-encoding": "gzip"}


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture(autouse=True)
def clock(settings, monkeypatch):
    """Turn the page cache on, empty, with a clock of its own."""
    settings.PAGE_CACHE = True
    clock = Clock()
    monkeypatch.setattr(page_cache, "monotonic", clock)
    monkeypatch.setattr(page_store, "monotonic", clock)
    forget()
    yield clock
    forget()


def forget():
    page_store.page_store.cache_clear()
    latest_version.forget()


@pytest.fixture
def tool(db):
    make_use_case("Plan", summary={"en": "As it was"})
    return make_tool("Decidim")


def change_unseen():
    """Change a use case past the one door: only what is made anew shows it."""
    UseCase.objects.update(summary_en="Made anew")


def is_made_anew(response):
    return b"Made anew" in response.content


def ask(address=LIST, client=None, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return (client or Client()).get(address, headers=headers)


class TestWhatIsKept:
    def test_a_page_is_kept_for_the_next_visitor(self, tool, django_assert_num_queries):
        first = ask()
        with django_assert_num_queries(0):
            second = ask()
        assert second.content == first.content
        assert dict(second.items()) == dict(first.items())

    def test_the_headers_that_protect_a_page_are_kept_with_it(self, tool):
        ask()
        kept = ask()
        assert "default-src 'self'" in kept["Content-Security-Policy"]
        assert kept["X-Content-Type-Options"] == "nosniff"
        assert kept["X-Frame-Options"] == "DENY"
        assert kept["Referrer-Policy"] == "same-origin"
        assert kept["Content-Language"] == "en"

    def test_it_can_be_turned_off(self, tool, settings):
        settings.PAGE_CACHE = False
        ask(PAGE)
        change_unseen()
        assert is_made_anew(ask(PAGE))

    @pytest.mark.parametrize(
        "address", ["/en/tools/none/", "/en/none/", "/en/tools/?page=7"]
    )
    def test_errors_are_never_kept(self, tool, address):
        response = ask(address)
        assert response.status_code == 404
        assert "ETag" not in response
        assert kept_pages() == 0

    @pytest.mark.parametrize("address", ["/", "/en/tools", "/tools/"])
    def test_redirects_are_never_kept(self, db, address):
        """The one at the root depends on the language of the browser."""
        assert ask(address, accept_language="fr").status_code in (301, 302)
        assert kept_pages() == 0
        root = ask("/", accept_language="es")
        assert root["Location"] == "/es/"

    @pytest.mark.parametrize(
        "address",
        ["/en/account/login/", "/health/", "/robots.txt", "/sitemap.xml"],
    )
    def test_forms_and_what_has_no_language_are_not_kept(self, tool, address):
        assert ask(address).status_code == 200
        assert kept_pages() == 0

    def test_what_is_posted_is_never_kept_nor_answered_from_what_is(self, tool):
        before = ask(PAGE).content
        change_unseen()
        response = Client().post(PAGE)
        assert is_made_anew(response)
        assert "ETag" not in response
        assert ask(PAGE).content == before


class TestHowLong:
    def test_a_change_shows_within_a_second(self, tool, clock):
        old = ask()
        make_tool("Consul")
        clock.now += 0.99
        assert ask().content == old.content
        clock.now += 0.01
        assert b"Consul" in ask().content

    def test_what_was_made_after_a_change_is_not_kept_under_a_later_version(
        self, tool, clock
    ):
        """Two processes see a change at different moments; neither goes back."""
        old = latest_version.get()
        ask()
        make_tool("Consul")
        clock.now += 1
        assert b"Consul" in ask().content
        assert latest_version.get() != old

    def test_the_version_is_read_once_a_second(
        self, tool, clock, django_assert_num_queries
    ):
        ask()
        clock.now += 1
        with django_assert_num_queries(1):
            ask()
        with django_assert_num_queries(0):
            ask()

    def test_what_the_version_does_not_tell_shows_within_a_minute(self, tool, clock):
        ask(PAGE)
        change_unseen()
        clock.now += LIFETIME - 1
        assert not is_made_anew(ask(PAGE))
        clock.now += 1
        assert is_made_anew(ask(PAGE))

    def test_a_database_that_fails_leaves_the_answer_to_the_view(self, db, monkeypatch):
        def fail():
            raise InterfaceError

        monkeypatch.setattr(CatalogueVersion, "current", fail)
        assert ask("/en/about/").status_code == 200
        assert kept_pages() == 0


class TestForWhom:
    def test_who_is_signed_in_gets_pages_of_their_own(self, tool):
        client = Client()
        client.force_login(make_moderator())
        ask(PAGE)
        change_unseen()
        response = ask(PAGE, client=client)
        assert is_made_anew(response)
        assert response["Cache-Control"] == "private, no-cache"
        assert "Cookie" in response["Vary"]
        assert "ETag" not in response

    def test_what_somebody_signed_in_saw_is_shown_to_nobody_else(self, tool):
        client = Client()
        client.force_login(make_moderator())
        ask(client=client)
        assert kept_pages() == 0

    @pytest.mark.parametrize("name", ["sessionid", CookieStorage.cookie_name])
    def test_a_session_or_a_message_passes_by(self, tool, name):
        ask(PAGE)
        change_unseen()
        response = ask(PAGE, cookie=f"a=b; {name}=anything")
        assert is_made_anew(response)
        assert response["Cache-Control"] == "private, no-cache"

    def test_credentials_pass_by(self, tool):
        ask(PAGE)
        change_unseen()
        response = ask(PAGE, authorization="Bearer 1")
        assert is_made_anew(response)
        assert response["Cache-Control"] == "private, no-cache"

    def test_other_cookies_change_nothing(self, tool, django_assert_num_queries):
        """No page that is kept holds a CSRF token, so its cookie does not matter."""
        ask(cookie=f"csrftoken={'a' * 32}; _pk_id=1")
        with django_assert_num_queries(0):
            ask(cookie="sessionid_of_another_site=1")

    def test_a_page_with_a_form_sets_a_cookie_and_is_not_kept(self):
        response = make(cookie=("csrftoken", "abc"))
        assert kept_pages() == 0
        assert response["Cache-Control"] == "private, no-cache"
        assert "ETag" not in response


class TestTheKey:
    def test_hosts_are_apart(self, tool, settings):
        settings.ALLOWED_HOSTS = ["one.example", "two.example"]
        assert b"//one.example/en/tools/" in ask(host="one.example").content
        other = ask(host="two.example").content
        assert b"//two.example/en/tools/" in other
        assert b"one.example" not in other

    def test_a_host_that_is_not_ours_is_refused_even_when_the_page_is_kept(self, tool):
        ask()
        assert ask(host="evil.example").status_code == 400
        assert kept_pages() == 1

    def test_schemes_are_apart(self, tool, settings):
        settings.SECURE_SSL_REDIRECT = True
        assert Client().get(LIST, secure=True).status_code == 200
        response = Client().get(LIST)
        assert response.status_code == 301
        assert response["Location"] == f"https://testserver{LIST}"

    def test_languages_are_apart(self, tool):
        assert b'lang="en"' in ask("/en/tools/").content
        assert b'<html lang="fr"' in ask("/fr/tools/").content
        assert b'<html lang="es"' in ask("/es/tools/").content

    def test_queries_are_apart(self, tool):
        make_tool("Consul")
        assert b"Consul" not in ask("/en/tools/?q=decidim").content
        assert b"Consul" in ask("/en/tools/?q=consul").content

    def test_parameters_in_another_order_are_the_same_page(
        self, tool, django_assert_num_queries
    ):
        ask("/en/tools/?sort=name&kind=software&q=decidim")
        with django_assert_num_queries(0):
            ask("/en/tools/?q=decidim&sort=name&kind=software")

    def test_values_of_one_parameter_keep_their_order(self):
        for query in ("tool=b&tool=a", "page=2&page=1", "a", "", "&&"):
            assert sorted_query(query) == query
        assert sorted_query("tool=b&q=x&tool=a") == "q=x&tool=b&tool=a"

    def test_htmx_and_its_history_are_apart(self, tool):
        whole = ask().content
        results = ask(hx_request="true").content
        restored = ask(hx_request="true", hx_history_restore_request="true").content
        assert b"<html" in whole
        assert b"<html" not in results
        assert restored == whole
        assert ask(hx_request="true").content == results
        assert ask().content == whole

    def test_each_way_of_compressing_is_apart(self, tool):
        plain = ask()
        packed = ask(**GZIP)
        assert "Content-Encoding" not in plain
        for accepted in ("gzip", "zstd", "gzip", "zstd"):
            response = ask(accept_encoding=accepted)
            assert response["Content-Encoding"] == accepted
            assert int(response["Content-Length"]) == len(response.content)
        assert gzip.decompress(ask(**GZIP).content) == plain.content
        assert ask().content == plain.content
        assert packed["ETag"] != plain["ETag"]
        for response in (plain, packed):
            assert "accept-encoding" in response["Vary"].lower()

    def test_ways_of_asking_for_the_same_compression_are_one(
        self, tool, django_assert_num_queries
    ):
        ask(accept_encoding="gzip, deflate, br")
        with django_assert_num_queries(0):
            ask(accept_encoding="gzip;q=1.0, identity; q=0.5")

    def test_a_compressed_page_that_is_kept_is_without_noise(self, tool):
        assert "X-Noise" not in ask(**GZIP)

    def test_long_queries_make_no_keys(self, tool):
        response = ask("/en/tools/?q=" + "a" * 500)
        assert response.status_code == 200
        assert "ETag" in response
        assert kept_pages() == 0


class TestWhoHasItAlready:
    def test_a_page_is_the_same_page_kept_or_not(self, tool, settings):
        kept = [ask()["ETag"], ask()["ETag"]]
        settings.PAGE_CACHE = False
        assert {ask()["ETag"], *kept} == {kept[0]}
        assert kept[0].startswith('W/"')

    @pytest.mark.parametrize("keeps", [True, False])
    def test_it_is_not_sent_again(self, tool, settings, keeps):
        settings.PAGE_CACHE = keeps
        first = ask(**GZIP)
        for tag in (
            first["ETag"],
            first["ETag"].removeprefix("W/"),
            f'"a", {first["ETag"]}',
            "*",
        ):
            again = ask(if_none_match=tag, **GZIP)
            assert again.status_code == 304, tag
            assert again.content == b""
            for name in ("ETag", "Cache-Control", "Vary"):
                assert again[name] == first[name]

    def test_a_changed_page_is_sent(self, tool, clock):
        old = ask()["ETag"]
        make_tool("Consul")
        clock.now += 1
        response = ask(if_none_match=old)
        assert response.status_code == 200
        assert response["ETag"] != old

    def test_a_tag_that_makes_no_sense_gets_the_page(self, tool):
        for tag in ("", "W/", '"', "é", "a" * 10_000):
            assert ask(if_none_match=tag).status_code == 200

    def test_who_signed_in_since_gets_a_page_of_their_own(self, tool):
        tag = ask()["ETag"]
        client = Client()
        client.force_login(make_moderator())
        assert ask(client=client, if_none_match=tag).status_code == 200

    def test_browsers_and_proxies_ask_each_time(self, tool):
        for _time in range(2):
            response = ask()
            assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
            names = {name.strip() for name in response["Vary"].lower().split(",")}
            assert {"cookie", "accept-encoding", "hx-request"} <= names

    @pytest.mark.parametrize("keeps", [True, False])
    def test_head_gets_the_headers_and_nothing_else(self, tool, settings, keeps):
        settings.PAGE_CACHE = keeps
        page = ask(**GZIP)
        head = Client().head(LIST, headers=GZIP)
        assert dict(head.items()) == dict(page.items())
        again = Client().head(LIST, headers=GZIP | {"if-none-match": page["ETag"]})
        assert again.status_code == 304

    def test_no_body_is_left_to_a_server_that_would_send_it(self):
        assert make(method="HEAD").content == b""
        assert make().content == b"words"
        assert make(method="HEAD").content == b""

    def test_what_head_found_is_not_kept_for_others(self, tool):
        Client().head(LIST)
        assert kept_pages() == 0


class TestOtherAnswers:
    """What no page of the site does now, and one to come might."""

    def test_a_page_alike_for_all_is_kept(self):
        make()
        assert kept_pages() == 1

    @pytest.mark.parametrize(
        "headers",
        [
            {"Cache-Control": "no-store"},
            {"Cache-Control": "max-age=600"},
            {"Vary": "Cookie, X-Mood"},
            {"Vary": "*"},
            {"Content-Type": "text/csv"},
            {"Content-Security-Policy": "script-src 'nonce-abc'"},
        ],
    )
    def test_one_that_may_differ_is_not(self, headers):
        response = make(headers)
        assert kept_pages() == 0
        assert "ETag" not in response
        assert response.get("Cache-Control") == headers.get("Cache-Control")

    def test_one_that_is_sent_in_pieces_is_not(self):
        assert make(response=StreamingHttpResponse([b"a"])).getvalue() == b"a"
        assert kept_pages() == 0


def make(headers=None, cookie=None, response=None, method="GET"):
    """Return what the middleware makes of an answer to an anonymous visitor."""
    response = response or HttpResponse("words", headers=headers)
    if cookie:
        response.set_cookie(*cookie)
    latest_version._version, latest_version._until = 1, float("inf")
    request = RequestFactory().generic(method, "/en/")
    return PageCacheMiddleware(lambda request: response)(request)


def kept_pages():
    return len(page_store.page_store()._kept)


class TestTheStoreOfAProcess:
    page = Page({"Content-Type": "text/html"}, b"x" * 1000)

    def test_it_forgets_what_was_asked_for_least_recently(self):
        store = LocalPages(limit=4 * (OVERHEAD + 1500))
        for key in "abcd":
            store.set(key, self.page)
        assert store.get("a")
        store.set("e", self.page)
        store.set("f", self.page)
        assert [key for key in "abcdef" if store.get(key)] == ["a", "d", "e", "f"]

    def test_it_never_takes_more_than_its_limit(self):
        store = LocalPages(limit=100_000)
        sizes = []
        for number in range(2000):
            store.set(number % 700, Page({}, b"x" * (number * 37 % 5000)))
            sizes.append(store.size)
        assert max(sizes) <= 100_000
        assert any(after < before for before, after in pairwise(sizes))
        held = sum(page_store._bytes(*item) for item in contents(store))
        assert store.size == held

    def test_what_is_larger_than_all_of_it_is_not_kept(self):
        store = LocalPages(limit=OVERHEAD)
        store.set("a", self.page)
        assert store.get("a") is None
        assert store.size == 0


def contents(store):
    return [(key, page) for key, (page, _until) in store._kept.items()]


class FakeRedis(dict):
    """Redis, as far as a dictionary is one."""

    lifetimes = ()

    def set(self, key, value, ex):
        self[key] = value
        self.lifetimes = (*self.lifetimes, ex)


class TestTheStoreOfSeveralProcesses:
    page = Page({"Content-Type": "text/html"}, b"\x1f\x8b")

    @pytest.fixture
    def store(self, settings):
        """A store whose Redis nobody has started."""
        settings.CACHES = {"default": environment.cache("redis://127.0.0.1:1/0")}
        return page_store.page_store()

    def test_a_page_comes_back_as_it_went(self, store):
        store.client = FakeRedis()
        key = ((7, None), "http", "a.example", "/en/tools/", "q=é\x00 " + "a" * 400)
        assert store.get(key) is None
        store.set(key, self.page)
        assert store.get(key) == self.page
        assert store.get((*key, "more")) is None
        (name,) = store.client
        assert name.isascii()
        assert len(name) < 100
        assert store.client.lifetimes == (LIFETIME,)

    def test_a_page_is_kept_there(self, tool, store, django_assert_num_queries):
        store.client = FakeRedis()
        first = ask()
        with django_assert_num_queries(0):
            second = ask()
        assert second.content == first.content
        assert dict(second.items()) == dict(first.items())

    def test_one_that_does_not_answer_costs_its_pages_only(self, tool, store, caplog):
        assert isinstance(store, RedisPages)
        assert ask().status_code == 200
        assert "does not answer" in caplog.text
        assert "takes nothing" in caplog.text
