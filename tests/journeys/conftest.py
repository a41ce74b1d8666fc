"""A browser, and a site that each test fills itself; what it writes goes with it."""

import threading

import pytest
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import (
    browser,  # noqa: F401 (a fixture)
    free_port,
    wait_for_answers,
    watch,
)
from tests.journeys.people import Person


@pytest.fixture(scope="package")
def server(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        server = LiveServer(f"127.0.0.1:{free_port()}")
    server.thread.httpd.set_app(one_by_one(server.thread.httpd.get_app()))
    yield server
    wait_for_answers()
    server.stop()


def one_by_one(app):
    """Return an app that answers one request after the other.

    All threads share the one connection to the database in memory, and with it its
    transactions.
    """
    turn = threading.Lock()

    def answer(environ, start_response):
        with turn:
            response = app(environ, start_response)
            keep_promises()
        return response

    return answer


def keep_promises():
    """Do what waits for the end of a transaction: that of a test is never committed."""
    promises, connection.run_on_commit = connection.run_on_commit, []
    for _savepoints, promise, _robust in promises:
        promise()


@pytest.fixture
def address(server, db):
    """The address of a running site without content, without a slash at its end."""
    return server.url


@pytest.fixture
def page(browser, address):  # noqa: F811
    """A page in which nothing is held back by the site's security policy."""
    context = browser.new_context(bypass_csp=True)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def visitor(browser, address):  # noqa: F811
    """Let people come: visitor(language, scripts=True, …) gives a Person.

    They meet the site as it is, with its security policy; widths are those at which
    their pages are judged. When the test ends, nothing may have gone wrong on any.
    """
    contexts, troubles = [], []

    def come(language, *, scripts=True, user=None, widths=()):
        context = browser.new_context(
            locale=language, java_script_enabled=scripts, reduced_motion="reduce"
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        watch(page, address, troubles)
        person = Person(page, address, language, widths)
        if user:
            person.comes_as(user)
        return person

    yield come
    for context in contexts:
        context.close()
    assert troubles == []
