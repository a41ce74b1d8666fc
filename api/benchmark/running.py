"""Measures the site at several sizes, each in a process and a database of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from api.benchmark.databases import temporary_database
from api.interchange.multiplying import multiply

# More tools than these are copies in bulk of what was loaded.
LOADED = 400


def run(
    source: Path, *, sizes: list, requests: int, database: str, progress=None
) -> Iterator[tuple]:
    """Yield (number of tools, what fill_and_measure() returns) of each size.

    The configured database is never touched: the process that measures knows the
    temporary one only. Raises subprocess.CalledProcessError when it fails.
    """
    for tools in sizes:
        with TemporaryDirectory(prefix="bench") as place:
            folder = Path(place) / f"{tools}-tools"
            multiply(source, folder, tools=min(tools, LOADED))
            with temporary_database(database, Path(place)) as address:
                if progress:
                    progress.write(f"{tools:,} tools")
                yield (
                    tools,
                    _measured(address, folder, tools, requests, quiet=not progress),
                )


def _measured(address, folder, tools, requests, *, quiet):
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "bench"]
    options = ["--inside", str(folder), "--sizes", str(tools)]
    options += ["--requests", str(requests)]
    options += ["--verbosity", "0"] if quiet else []
    made = subprocess.run(  # noqa: S603
        [*command, *options],
        env=public_environment(address, folder),
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(made.stdout)


def public_environment(address, folder):
    """Return the environment of a public site, as far as it costs time."""
    kept = {
        k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "TMPDIR")
    }
    return kept | {
        "DATABASE_URL": address,
        "DEBUG": "no",
        "SECRET_KEY": "known-to-everybody-and-used-for-minutes",
        "ALLOWED_HOSTS": "localhost",
        "HTTPS": "no",
        "PAGE_CACHE": "no",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
    }
