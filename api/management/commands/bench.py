import json
from argparse import SUPPRESS, ArgumentTypeError
from pathlib import Path
from subprocess import CalledProcessError

import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from api.benchmark.databases import SQLITE
from api.benchmark.filling import fill_and_measure
from api.benchmark.report import around, markdown, write_into
from api.benchmark.running import run
from api.interchange.reading import Unreadable


class Command(BaseCommand):
    help = (
        "Measure pages, with catalogues of several sizes made from the fixtures: "
        "queries, milliseconds (median / 95th percentile), kilobytes. Takes minutes. "
        "Each size has a database of its own, removed at the end."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--sizes", type=numbers, default=[400, 1200, 100000], metavar="TOOLS,…"
        )
        parser.add_argument("--requests", type=number, default=200, metavar="NUMBER")
        parser.add_argument(
            "--database",
            default=SQLITE,
            metavar="sqlite|URL",
            help="postgres://… of a server on which databases may be made",
        )
        parser.add_argument(
            "--write", type=Path, metavar="FILE", help="put the tables in this file"
        )
        # What the command calls itself with, in a process for each size.
        parser.add_argument("--inside", type=Path, help=SUPPRESS)

    def handle(self, *, inside, requests, write, database, **options):
        progress = self.stderr if options["verbosity"] else None
        try:
            if inside:
                made = fill_and_measure(
                    inside,
                    tools=options["sizes"][0],
                    requests=requests,
                    progress=progress,
                )
                self.stdout.write(json.dumps(made))
                return
            mark = SQLITE if database == SQLITE else "postgres"
            if write:
                around(write, mark)  # Told now, not after half an hour.
            text = self._measure(database, requests, options["sizes"], progress)
            if write:
                write_into(write, mark, text)
        except (
            CalledProcessError, OSError, Unreadable, ValueError, psycopg2.Error
        ) as error:  # fmt: skip
            raise CommandError(str(error)) from error

    def _measure(self, database, requests, sizes, progress):
        day, measured = timezone.localdate().isoformat(), {}
        for tools, found in run(
            settings.BASE_DIR / "fixtures",
            sizes=sizes,
            requests=requests,
            database=database,
            progress=progress,
        ):
            measured[tools] = found
            if progress:
                # So that who stops at the largest size has the others.
                progress.write(markdown({tools: found}, day))
        text = markdown(measured, day)
        self.stdout.write(text)
        return text


def number(text):
    if not text.isascii() or not text.isdigit() or not int(text):
        raise ArgumentTypeError(f"{text!r} is no number above 0")
    return int(text)


def numbers(text):
    return [number(part) for part in text.split(",")]
