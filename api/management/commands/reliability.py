import json
import os
import secrets
import subprocess
import sys
import tempfile
from argparse import SUPPRESS
from collections import Counter
from pathlib import Path

import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from api.benchmark.databases import temporary_database
from api.benchmark.report import write_into
from api.management.commands.bench import number
from api.reliability import inside
from api.reliability.crowd import crowd
from api.reliability.killing import edit_while_killing
from api.reliability.report import Trial, markdown
from api.reliability.server import running

MARK = "reliability"
TOOLS = 20


class Command(BaseCommand):
    help = (
        "Try whether every change that the site acknowledged is in the history: many "
        "people save the same twenty tools at one moment, then the server is killed "
        "in the middle of many edits. In a database of its own that is removed; exit "
        "status 1 when anything is missing."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--database", default="postgres:///postgres", metavar="sqlite|URL",
            help="postgres://… of a server on which databases may be made",
        )  # fmt: skip
        parser.add_argument("--people", type=number, default=200)
        parser.add_argument("--edits", type=number, default=1000)
        parser.add_argument("--kills", type=number, default=3)
        parser.add_argument("--workers", type=number, default=4)
        parser.add_argument(
            "--write", type=Path, metavar="FILE", help="put the figures in this file"
        )
        # What the command calls itself with, in the database of the trial.
        parser.add_argument("--inside", choices=["prepare", "count"], help=SUPPRESS)

    def handle(self, *, inside, write, **options):
        if inside:
            self.stdout.write(json.dumps(self._inside(inside, options)))
            return
        try:
            trial = self._try(options)
        except (OSError, RuntimeError, psycopg2.Error) as error:
            raise CommandError(str(error)) from error
        text = markdown(trial)
        self.stdout.write(text)
        if write:
            write_into(write, MARK, text)
        if trial.missing or trial.wrong:
            raise CommandError("; ".join([*trial.missing, *trial.wrong][:20]))

    def _inside(self, what, options):
        if what == "prepare":
            return inside.prepare(options["people"], TOOLS)
        return inside.count()

    def _try(self, options):
        with (
            tempfile.TemporaryDirectory() as folder,
            temporary_database(options["database"], Path(folder)) as address,
        ):
            environment = self._environment(address, folder)
            self._call(environment, "migrate", "--verbosity", "0")
            self._call(environment, "collectstatic", "--noinput", "--verbosity", "0")
            people = str(options["people"])
            made = json.loads(
                self._call(environment, "reliability", "--inside", "prepare",
                           "--people", people)
            )  # fmt: skip
            with running(environment, options["workers"]) as site:
                told = crowd(site.port, made["sessions"], made["tools"])
                trusted = made["sessions"][1::2]
                progress = edit_while_killing(
                    site, trusted, made["tools"], options["edits"], options["kills"]
                )
            found = json.loads(
                self._call(environment, "reliability", "--inside", "count")
            )
        return judged(options, told, progress, found)

    def _environment(self, address, folder):
        return os.environ | {
            "DATABASE_URL": address, "DEBUG": "no", "HTTPS": "no",
            "ALLOWED_HOSTS": "localhost,127.0.0.1", "PAGE_CACHE": "yes",
            "SECRET_KEY": secrets.token_urlsafe(60), "STATIC_ROOT": f"{folder}/static",
            "MEDIA_ROOT": f"{folder}/media",
        }  # fmt: skip

    def _call(self, environment, *arguments):
        """Run a command of the site on the trial's database; return what it says."""
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
        done = subprocess.run(  # noqa: S603
            command, env=environment, stdout=subprocess.PIPE, check=False, text=True
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} failed")
        return done.stdout


def judged(options, told, progress, found):
    """Return the Trial: what was acknowledged beside what the database holds."""
    acknowledged = Counter([*told.revisions, *progress.acknowledged])
    revisions, proposals = Counter(found["revisions"]), Counter(found["proposals"])
    missing = [
        *(f"not in the history: {c}" for c in acknowledged - revisions),
        *(f"no proposal: {c}" for c in Counter(told.proposals) - proposals),
        *(f"typed words lost: {c}" for c in told.lost),
        *(f"neither revision nor proposal: {n}" for n in told.neither),
    ]
    return Trial(
        options=options,
        first=told.counts(),
        acknowledged=sum(acknowledged.values()),
        published=len(told.revisions),
        proposed=len(told.proposals),
        crowd_in_history=sum(
            number for c, number in revisions.items() if c.startswith("change ")
        ),
        edits=len(progress.acknowledged),
        unanswered=progress.unanswered,
        in_history=sum(revisions.values()),
        missing=missing,
        wrong=found["wrong"],
    )
