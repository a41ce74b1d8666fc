"""A browser, and the site with its real content behind it, for one whole run.

The tests of this folder only read: the content is loaded once, before the first,
and taken away after the last.
"""

import os
import shutil
import socket
import threading

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.content import (
    STATUS,
    UNADDRESSED,
    address,
    load_content,
    unaddressed_page,
)

# Below the ports that the system gives to outgoing connections.
PORTS = range(20000, 32768)
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """Say that these tests use the database: pytest-django makes one for no others."""
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="package")
def browser():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None and os.environ.get("CI") == "true":
        pytest.fail("Chromium is not installed, and under CI=true nothing is skipped.")
    if path is None:
        pytest.skip("Chromium is not installed.")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright runs a loop in this thread, where Django then refuses to query.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def site(browser, django_db_setup, django_db_blocker, tmp_path_factory):
    """The address of a running site with content, without a slash at its end."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media):
        load_content()
        server = LiveServer(f"127.0.0.1:{free_port()}")
        try:
            yield server.url
        finally:
            wait_for_answers()
            server.stop()
            call_command("flush", verbosity=0, interactive=False)


def wait_for_answers():
    """Let the server's threads end: each closes its connection, while it still may."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=5)


def free_port():
    # Where one run starts, another one beside it seldom does.
    start = os.getpid() % len(PORTS)
    for port in (*PORTS[start:], *PORTS[:start]):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise OSError("No port is free.")


@pytest.fixture(autouse=True)
def media_root():
    """Leave uploads where the whole run has them."""


@pytest.fixture
def visit(browser, site):
    """Open pages as new visitors do: visit("tools", "fr", width=360, …) gives a Page.

    The first is the name of a kind of page or a path, other options are those of
    Browser.new_context; page is one to go on with, as the same visitor. When the test
    ends, nothing may have gone wrong on any.
    """
    contexts, troubles = [], []

    def new_page(language, width, height, options):
        size = {"width": width, "height": height}
        context = browser.new_context(viewport=size, locale=language, **options)
        contexts.append(context)
        # What is missing is said sooner than in Playwright's 30 seconds.
        context.set_default_timeout(15_000)
        page = context.new_page()
        watch(page, site, troubles)
        return page

    def visit_page(
        place, language="en", *, page=None, width=1440, height=900, **options
    ):
        page = page or new_page(language, width, height, options)
        if place in UNADDRESSED:
            answer(page, place, language)
        response = page.goto(site + address(place, language))
        if response.status != STATUS.get(place, 200):
            troubles.append(f"{response.status} for {response.url}")
        return page

    yield visit_page
    for context in contexts:
        context.close()
    assert troubles == []


def answer(page, place, language):
    """Let the page have what no address of the site shows."""
    page.route(
        "**" + address(place, language),
        lambda route: route.fulfill(
            status=STATUS[place],
            content_type="text/html; charset=utf-8",
            body=unaddressed_page(place, language),
        ),
    )


def watch(page, site, troubles):
    """Note what goes wrong on a page: errors, refusals, failures, calls elsewhere."""

    def hear(message):
        # What was not found is heard from its response, with its address.
        failed = message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not failed:
            troubles.append(f"{page.url}: {message.text}")

    def see(request):
        if not request.url.startswith((f"{site}/", "data:")):
            troubles.append(f"{page.url} asked {request.url}")

    def judge(response):
        if response.status >= 400 and not response.request.is_navigation_request():
            troubles.append(f"{response.status} for {response.url}")

    def miss(request):
        # Who leaves a page stops what it was still loading.
        if request.failure != "net::ERR_ABORTED":
            troubles.append(f"{request.url}: {request.failure}")

    page.on("console", hear)
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    page.on("request", see)
    page.on("response", judge)
    page.on("requestfailed", miss)
