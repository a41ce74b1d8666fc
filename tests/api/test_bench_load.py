"""The measure under load: its plan, what wrk says, and the tables made of it."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.management import CommandError, call_command

from api.benchmark.load import cases, running, servers, wrk
from api.benchmark.load.cases import CASES, addresses
from api.benchmark.load.hello import application
from api.benchmark.load.report import markdown
from api.benchmark.load.running import HELLO, Found, Plan
from api.benchmark.load.servers import Gunicorn, Server, ask, free_port, is_free
from api.benchmark.load.wrk import NoWrk, Run, measure, read
from tests.factories import make_tag, make_tool

SAID = """\
Running 1s test @ http://127.0.0.1:20001/
  1 threads and 16 connections
  11012 requests in 1.00s, 1.30MB read
Requests/sec:  11008.83
measured requests=11012 microseconds=1000294 p50=1310.0 p95=2042.5 failed=3
"""
PLAN = Plan(
    cases=["tool", "list"],
    databases=["sqlite"],
    connections=[1, 16],
    seconds=2,
    repeats=2,
    workers=2,
    worker_class="gthread",
)


class Counting(BaseHTTPRequestHandler):
    """Answers, and tells its server who asked for what."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.add(self.path)
        # wrk opens one connection to see who is there, and asks nothing by it.
        self.server.connections.add(self.client_address)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *parts):
        pass


@contextmanager
def listening():
    """Run a web server in a thread; its `asked` and `connections` tell who came."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Counting) as server:
        server.asked, server.connections = set(), set()
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class TestWrk:
    def test_what_it_says_is_read(self):
        assert read(SAID) == Run(
            rate=pytest.approx(11008.76, abs=0.01), p50=1.31, p95=2.0425, failed=3
        )

    def test_a_run_without_an_answer_has_no_rate(self):
        line = "measured requests=0 microseconds=1000000 p50=0.0 p95=0.0 failed=16"
        assert read(line) == Run(0.0, 0.0, 0.0, 16)

    @pytest.mark.parametrize("said", ["", "unable to connect to 127.0.0.1:1 refused"])
    def test_a_run_that_failed_is_told(self, said):
        with pytest.raises(NoWrk, match=said or "failed"):
            read(said)

    def test_the_script_says_what_is_read(self):
        script = wrk.SCRIPT.read_text()
        line = next(row for row in script.splitlines() if "measured" in row)
        parts = re.findall(r"(\w+)=%", line)
        assert parts == ["requests", "microseconds", "p50", "p95", "failed"]

    @pytest.mark.skipif(shutil.which("wrk") is None, reason="needs wrk")
    def test_every_port_is_asked_by_as_many_connections(self):
        with listening() as one, listening() as other:
            ports = [one.server_port, other.server_port]
            run = measure(ports, "/here", connections=4, seconds=1)
        assert run.rate > 1
        for server in (one, other):
            assert server.asked == {"/here"}
            assert len(server.connections) == 2

    def test_without_it_the_command_says_how_to_get_it(self, monkeypatch):
        monkeypatch.setattr(wrk.shutil, "which", lambda name: None)
        with pytest.raises(CommandError, match="apt-get install wrk"):
            call_command("bench_load", verbosity=0)


class TestTheCommand:
    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ("--cases=nowhere", "invalid choice: 'nowhere'"),
            ("--seconds=0", "no number above 0"),
            ("--connections=1,x", "no number above 0"),
        ],
    )
    def test_what_makes_no_sense_is_told(self, wrong, told):
        with pytest.raises(CommandError, match=told):
            call_command("bench_load", wrong)

    def test_a_file_without_room_for_the_tables_is_told_before_measuring(
        self, tmp_path
    ):
        file = tmp_path / "benchmarks.md"
        file.touch()
        with pytest.raises(CommandError, match="has no <!-- load -->"):
            call_command("bench_load", "--write", file)

    def test_the_tables_stand_where_they_shall(self, monkeypatch, tmp_path):
        module = "api.management.commands.bench_load.run"
        monkeypatch.setattr(module, lambda plan, progress: measured(plan))
        file = tmp_path / "benchmarks.md"
        file.write_text("Before\n<!-- load -->\nold\n<!-- end of load -->\nafter\n")

        call_command(
            "bench_load", "--cases", "tool", "list", "--repeats=2", "--write", file,
            "--databases", "sqlite", verbosity=0,
        )  # fmt: skip

        text = file.read_text()
        assert "old" not in text
        assert "| tool | SQLite, no cache | 55 |" in text
        assert text.endswith("<!-- end of load -->\nafter\n")

    def test_it_never_fills_the_database_of_the_site(self, db):
        with pytest.raises(CommandError, match="not empty"):
            call_command("bench_load", "--inside", verbosity=0)


class TestCases:
    def test_each_has_a_page_that_answers(self, db, client):
        make_tag("budget")
        for number in range(4):
            make_tool(f"Budget {number}", tags=["budget"])
        found = addresses()
        assert list(found) == list(CASES)
        for address in found.values():
            assert client.get(address).status_code == 200, address
        assert found["suggestions"] == "/en/suggest/?q=bud"
        assert found["compare"].count("tool=") == cases.COMPARED


def measured(plan=PLAN):
    """Return what two runs of each found: SQLite a hundredth of the hello-world."""
    found = Found(megabytes={HELLO: 25, "SQLite, no cache": 88})
    for case in plan.cases:
        for connections in plan.connections:
            runs = [Run(5_000.0 + more, 0.2, 0.31, 0) for more in (0, 1_000)]
            found.runs[case, HELLO, connections] = runs
            slow = [replace(run, rate=run.rate / 100, p50=12.5) for run in runs]
            found.runs[case, "SQLite, no cache", connections] = slow
    return found


class TestTheReport:
    def test_each_line_has_its_share_of_the_hello_world(self):
        text = markdown(measured(), PLAN, "2026-11-21")
        assert (
            "| page | site | 1 at once: requests/s | ms: p50 / p95 | % of H "
            "| 16 at once: requests/s | ms: p50 / p95 | % of H |" in text
        )
        fast = "5,500 | 0.20 / 0.31 | 100"
        assert f"| hello-world | H | {fast} | {fast} |" in text
        slow = "55 | 12 / 0.31 | 1.0"
        assert f"| tool | SQLite, no cache | {slow} | {slow} |" in text
        assert "| SQLite, no cache | 88 |" in text

    def test_failures_are_not_hidden(self):
        found = measured()
        key = "tool", "SQLite, no cache", 16
        found.runs[key] = [replace(run, failed=2) for run in found.runs[key]]
        assert "| 55 (4 failed) |" in markdown(found, PLAN, "2026-11-21")

    def test_it_says_where_when_how_and_what_was_left_out(self):
        found = measured()
        found.skipped.append("Redis: redis-server is not installed")
        text = markdown(found, PLAN, "2026-11-21")
        assert text.splitlines()[0].endswith("2026-11-21.")
        assert "gthread, 2 workers with a port each; 2 runs of 2 s each" in text
        assert "Left out: Redis: redis-server is not installed." in text


HELLO_WORLD = "api.benchmark.load.hello:application"


def serving(name=HELLO_WORLD, *, workers=1, worker_class="gthread"):
    return servers.serve(
        HELLO, name, environment=None, workers=workers, worker_class=worker_class
    )


class TestServers:
    @pytest.mark.parametrize("worker_class", servers.THREADS)
    def test_one_starts_answers_and_ends(self, worker_class):
        with serving(worker_class=worker_class) as server:
            server.warm_up("/")
            (gunicorn,) = server.gunicorns
            assert gunicorn.port < 32_768
        assert ask(gunicorn.port, "/") is None
        with pytest.raises(ProcessLookupError):
            os.kill(gunicorn.pid, 0)

    def test_workers_that_take_a_connection_for_each_request_share_a_port(self):
        with serving(workers=2, worker_class="sync") as server:
            (gunicorn,) = server.gunicorns
            assert gunicorn.workers == 2
            assert ask(gunicorn.port, "/") == 200

    def test_workers_that_keep_connections_have_a_port_each(self):
        with serving(workers=2) as server:
            assert len(set(server.ports)) == 2
            assert [ask(port, "/") for port in server.ports] == [200, 200]

    @pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
    def test_its_memory_is_that_of_its_largest_worker(self):
        with serving() as server:
            server.warm_up("/")
            assert 5 < server.megabytes() < 200

    def test_one_that_does_not_start_is_told(self):
        broken = serving("api.nowhere:application")
        with pytest.raises(RuntimeError, match="hello does not start"), broken:
            pass

    def test_a_page_that_fails_stops_the_measure(self, monkeypatch):
        monkeypatch.setattr(servers, "ask", lambda port, address: 404)
        with pytest.raises(RuntimeError, match="SQLite: /en/ answers 404"):
            Server("SQLite", (Gunicorn(1, 1),)).warm_up("/en/")

    def test_a_port_is_free_until_somebody_listens(self):
        port = free_port()
        assert is_free(port)
        assert port in servers.PORTS

    def test_without_redis_there_is_no_address(self, monkeypatch):
        monkeypatch.setattr(servers.shutil, "which", lambda name: None)
        with servers.redis() as address:
            assert address is None

    def test_the_hello_world_says_hello(self):
        told = []
        body = application({}, lambda *answer: told.append(answer))
        assert b"".join(body) == b"Hello, world!\n"
        assert told[0][0] == "200 OK"

    def test_it_needs_nothing_of_the_site(self):
        code = (
            "import sys, api.benchmark.load.hello; "
            "sys.exit(any(name.startswith('django') for name in sys.modules))"
        )
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class TestInTurn:
    def test_every_server_is_asked_before_the_next_case(self, monkeypatch):
        asked = []

        def one(server, address, connections, plan):
            asked.append((server.name, address, connections))
            return Run(1.0, 1.0, 1.0, 0)

        monkeypatch.setattr(running, "_one", one)
        found = Found()
        two = [Server("a", ()), Server("b", ())]
        running._measure(PLAN, two, {"tool": "/t/", "list": "/l/"}, found, None)
        assert asked[:4] == [
            ("a", "/t/", 1), ("b", "/t/", 1), ("a", "/t/", 16), ("b", "/t/", 16),
        ]  # fmt: skip
        assert len(asked) == 2 * 2 * 2 * 2
        assert all(len(runs) == PLAN.repeats for runs in found.runs.values())

    def test_the_site_is_started_once_for_each_way_of_keeping_pages(self, monkeypatch):
        started = []
        monkeypatch.setattr(
            running, "serve", lambda *names, **how: started.append((names, how))
        )

        class Stack:
            def enter_context(self, entered):
                return entered

        running._site(Stack(), PLAN, "postgres:///x", {"DEBUG": "no"}, "redis://r/0")
        environments = {names[0]: how["environment"] for names, how in started}
        assert environments == {
            "PostgreSQL, no cache": {"DEBUG": "no", "PAGE_CACHE": "no"},
            "PostgreSQL, in process": {"DEBUG": "no", "PAGE_CACHE": "yes"},
            "PostgreSQL, Redis": {
                "DEBUG": "no",
                "PAGE_CACHE": "yes",
                "CACHE_URL": "redis://r/0",
            },
        }
