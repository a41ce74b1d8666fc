import json
import os
from argparse import SUPPRESS
from pathlib import Path
from subprocess import CalledProcessError

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from api.benchmark.filling import fill
from api.benchmark.load.cases import CASES, addresses
from api.benchmark.load.report import markdown
from api.benchmark.load.running import Plan, run
from api.benchmark.load.servers import THREADS
from api.benchmark.load.wrk import NoWrk
from api.benchmark.report import around, write_into
from api.management.commands.bench import number, numbers

MARK = "load"


class Command(BaseCommand):
    help = (
        "Measure requests per second with wrk: the site on each database, without the "
        "page cache and with it, beside a bare WSGI application under the same "
        "gunicorn. Takes minutes, and wants the machine for itself. The content is "
        "that of fixtures/, in databases that are removed at the end."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--cases", nargs="+", choices=CASES, default=list(CASES), metavar="CASE",
            help=f"some of: {', '.join(CASES)}",
        )  # fmt: skip
        parser.add_argument(
            "--databases", nargs="+", default=["sqlite", "postgres:///postgres"],
            metavar="sqlite|URL",
            help="postgres://… of a server on which databases may be made",
        )  # fmt: skip
        parser.add_argument(
            "--connections", type=numbers, default=[1, 16], metavar="NUMBER,…"
        )
        parser.add_argument("--seconds", type=number, default=2, help="of one run")
        parser.add_argument("--repeats", type=number, default=3)
        parser.add_argument("--workers", type=number, default=os.cpu_count())
        parser.add_argument("--worker-class", choices=THREADS, default="sync")
        parser.add_argument(
            "--write", type=Path, metavar="FILE", help="put the tables in this file"
        )
        # What the command calls itself with, on a database of its own.
        parser.add_argument("--inside", action="store_true", help=SUPPRESS)

    def handle(self, *, inside, write, **options):
        progress = self.stderr if options["verbosity"] else None
        try:
            if inside:
                self.stdout.write(json.dumps(self._fill(progress)))
                return
            if write:
                around(write, MARK)  # Told now, not after a quarter of an hour.
            text = self._measure(options, progress)
            if write:
                write_into(write, MARK, text)
        except (
            CalledProcessError, NoWrk, OSError, RuntimeError, ValueError, psycopg2.Error
        ) as error:  # fmt: skip
            raise CommandError(str(error)) from error

    def _fill(self, progress):
        fill(settings.BASE_DIR / "fixtures", progress)
        call_command("collectstatic", interactive=False, verbosity=0)
        return addresses()

    def _measure(self, options, progress):
        plan = Plan(**{name: options[name] for name in Plan.__dataclass_fields__})
        text = markdown(run(plan, progress), plan, timezone.localdate().isoformat())
        self.stdout.write(text)
        return text
