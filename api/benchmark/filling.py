"""Fills an empty database with a folder, and measures the site with it."""

import time
from dataclasses import asdict
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings

from api.benchmark.growing import grow
from api.benchmark.measuring import Site
from api.benchmark.pages import pages
from api.interchange.checking import check
from api.interchange.loading import load
from core.kinds import all_kinds
from core.models import Document
from core.progress import track
from revisions.editing import Attribution


def fill_and_measure(folder: Path, *, tools: int, requests: int, progress=None) -> dict:
    """Return what the command prints as JSON for one size: plain values.

    Raises ValueError when the database is not empty or the folder not right.
    """
    seconds = fill(folder, progress)
    grow(tools)
    rate = _index(progress)
    _settle()
    # The names of the style sheets carry no hash, which spares gathering them.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    default = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    with override_settings(
        STATIC_ROOT=str(folder), STORAGES={"default": default, "staticfiles": plain}
    ):
        costs = _measure(requests, progress)
    return {
        "database": _database(),
        "records": {
            k.collective: k.model.objects.public().count() for k in all_kinds()
        },
        "seconds": round(seconds),
        "indexed": round(rate),
        "megabytes": round(_bytes() / 1e6),
        "costs": costs,
    }


def fill(folder: Path, progress=None) -> float:
    """Load a folder into an empty database; return the seconds that loading took.

    Raises ValueError when the database is not empty or the folder not right.
    """
    if connection.introspection.table_names():
        raise ValueError("the database is not empty")
    call_command("migrate", verbosity=0)
    start = time.monotonic()
    _load(folder, progress)
    return time.monotonic() - start


def _load(folder, progress):
    checked = check(folder)
    if checked.problems:
        raise ValueError("; ".join(checked.problems[:5]))
    load(checked, by=Attribution(source="bench"), progress=progress)


def _index(progress):
    """Write the whole search index; return how many records that took a second."""
    Document.objects.all().delete()
    start = time.monotonic()
    call_command("reindex", stdout=StringIO(), stderr=progress or StringIO())
    return Document.objects.count() / (time.monotonic() - start)


def _settle():
    """Do what a server does by itself a minute or so after a large change."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM" if connection.vendor == "postgresql" else "ANALYZE")
        cursor.execute("ANALYZE")


def _measure(requests, progress):
    site = Site()
    asked = list(pages().items())
    return {
        name: asdict(site.cost(address, requests)) | {"address": address}
        for name, address in track(asked, progress, "pages")
    }


def _database():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version")
            return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
        cursor.execute("SELECT sqlite_version()")
        return f"SQLite {cursor.fetchone()[0]}"


def _bytes():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute(
                "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
            )
        return cursor.fetchone()[0]
