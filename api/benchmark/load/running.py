"""Fills databases, starts the servers, and lets wrk ask them in turn."""

import json
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from api.benchmark.databases import SQLITE, temporary_database
from api.benchmark.load.servers import Server, redis, serve
from api.benchmark.load.wrk import find_wrk, measure
from api.benchmark.running import public_environment
from core.progress import track

HELLO = "hello"
MANAGE = str(settings.BASE_DIR / "manage.py")


@dataclass(frozen=True)
class Plan:
    """What to measure, and how."""

    cases: list
    databases: list  # "sqlite", or addresses of PostgreSQL servers
    connections: list
    seconds: int
    repeats: int
    workers: int
    worker_class: str


@dataclass
class Found:
    """What was measured.

    `runs` is {(case, server, connections): [Run]}, with the hello-world's own under
    every case; `megabytes` {server: resident memory of its largest worker}; servers
    are called "SQLite, no cache" and so on.
    """

    runs: dict = field(default_factory=dict)
    megabytes: dict = field(default_factory=dict)
    skipped: list = field(default_factory=list)


def run(plan: Plan, progress=None) -> Found:
    """Return what wrk finds with the content of fixtures/ in fresh databases.

    Raises NoWrk, RuntimeError when a server or a page fails, psycopg2.Error and
    subprocess.CalledProcessError when a database cannot be made or filled.
    """
    find_wrk()
    found = Found()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bench")))
        cache = stack.enter_context(redis())
        if cache is None:
            found.skipped.append("Redis: redis-server is not installed")
        servers, addresses = [_hello(stack, plan)], {}
        for number, where in enumerate(plan.databases):
            base = stack.enter_context(temporary_database(where, folder))
            environment = public_environment(base, folder)
            addresses = _fill(environment, progress)
            shared = cache and f"{cache}/{number}"
            servers += _site(stack, plan, where, environment, shared)
        _measure(plan, servers, addresses, found, progress)
        found.megabytes = {server.name: server.megabytes() for server in servers}
    return found


def _hello(stack, plan):
    application = "api.benchmark.load.hello:application"
    return _started(stack, plan, HELLO, application, None)


def _started(stack, plan, name, application, environment):
    """Start a server that runs until the stack ends."""
    return stack.enter_context(
        serve(
            name,
            application,
            environment=environment,
            workers=plan.workers,
            worker_class=plan.worker_class,
        )
    )


def _fill(environment, progress):
    """Fill a database and gather the static files; return {case: address}."""
    quiet = [] if progress else ["--verbosity", "0"]
    command = [sys.executable, MANAGE, "bench_load", "--inside", *quiet]
    made = subprocess.run(  # noqa: S603
        command, env=environment, stdout=subprocess.PIPE, check=True
    )
    return json.loads(made.stdout)


def _site(stack, plan, where, environment, cache):
    """Start the site on a database: without the page cache, and with each kind."""
    name = "SQLite" if where == SQLITE else "PostgreSQL"
    ways = {"no cache": {"PAGE_CACHE": "no"}, "in process": {"PAGE_CACHE": "yes"}}
    if cache:
        ways["Redis"] = {"PAGE_CACHE": "yes", "CACHE_URL": cache}
    return [
        _started(stack, plan, f"{name}, {way}", "toolbox.wsgi", environment | changes)
        for way, changes in ways.items()
    ]


def _measure(plan, servers, addresses, found, progress):
    """Go through every case and server in turn, as often as the plan says.

    So what else the machine does at a time falls on all of them alike.
    """
    rounds = [
        (case, connections, server)
        for _time in range(plan.repeats)
        for case in plan.cases
        for connections in plan.connections
        for server in servers
    ]
    for case, connections, server in track(rounds, progress, "runs"):
        made = _one(server, addresses[case], connections, plan)
        found.runs.setdefault((case, server.name, connections), []).append(made)


def _one(server: Server, address, connections, plan):
    server.warm_up(address)
    return measure(server.ports, address, connections=connections, seconds=plan.seconds)
