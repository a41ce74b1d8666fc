"""A second site, on the database that this run of the tests does not use."""

import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings
from django.db import connection

_numbers = itertools.count(1)


class OtherSite:
    """An empty site: `manage` runs a command there, `call` a function of the tests."""

    def __init__(self, database_url, folder):
        self.environment = os.environ | {
            "DATABASE_URL": database_url,
            "MEDIA_ROOT": str(folder / "media"),
            "DJANGO_SETTINGS_MODULE": "toolbox.settings",
        }
        self.manage("migrate", "--verbosity=0")

    def manage(self, *arguments):
        return self._run("manage.py", *map(str, arguments))

    def call(self, module, function, argument):
        """Return what a function makes of an argument, both plain data."""
        code = (
            "import django, json, sys; django.setup();"
            f"from {module} import {function} as function;"
            "json.dump(function(json.load(sys.stdin)), sys.stdout)"
        )
        return json.loads(self._run("-c", code, given=json.dumps(argument)))

    def _run(self, *arguments, given=""):
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{arguments}: {done.stderr[-2000:]}")
        return done.stdout


def other_site(test_class):
    """Return an OtherSite that goes with the class; skip the class without one."""
    folder = Path(tempfile.mkdtemp())
    test_class.addClassCleanup(shutil.rmtree, folder)
    if connection.vendor == "postgresql":
        return OtherSite(f"sqlite:///{folder / 'other.sqlite3'}", folder)
    return OtherSite(_new_postgresql_database(test_class), folder)


def _new_postgresql_database(test_class):
    url = os.environ.get("TEST_DATABASE_URL", "postgres:///postgres")
    name = f"other_{os.getpid()}_{next(_numbers)}"
    try:
        _say(url, f'CREATE DATABASE "{name}"')
    except psycopg2.Error as error:
        reason = f"no PostgreSQL to compare with: {' '.join(str(error).split())}"
        if os.environ.get("CI") == "true":
            raise AssertionError(reason) from error
        raise unittest.SkipTest(reason) from error
    test_class.addClassCleanup(_say, url, f'DROP DATABASE "{name}" WITH (FORCE)')
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _say(url, statement):
    with closing(psycopg2.connect(url, connect_timeout=5)) as postgresql:
        postgresql.autocommit = True
        postgresql.cursor().execute(statement)
