"""Servers that are started for one measurement, and ended by their numbers."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from os import getpid
from pathlib import Path

from django.conf import settings

# Below the ports that the system gives to outgoing connections.
PORTS = range(20_000, 32_768)
# Of each worker. gunicorn makes a gthread worker of a sync one with several threads.
THREADS = {"sync": 1, "gthread": 4}
# Whose workers share one port fairly: they take a connection for each request.
SHARING = {"sync"}
STARTS_WITHIN = 60  # seconds
WARM_UP = 8  # requests to each worker


@dataclass(frozen=True)
class Gunicorn:
    """A gunicorn with one worker or more, on a port of this machine."""

    port: int
    pid: int
    workers: int = 1

    def megabytes(self) -> int:
        """Return the resident memory of its largest worker."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        sizes = [_resident(int(child)) for child in children.split()]
        return round(max(sizes, default=0) / 1e6)


@dataclass(frozen=True)
class Server:
    """An application in several workers.

    Those that keep connections alive have a port each: of one port, one worker may
    take all the connections that come at once and keep them. Which one takes how many
    is decided anew each time, and with it the figure.
    """

    name: str
    gunicorns: tuple

    @property
    def ports(self) -> list:
        return [gunicorn.port for gunicorn in self.gunicorns]

    def warm_up(self, address: str):
        """Let every worker make a page; raises RuntimeError when it does not come."""
        for gunicorn in self.gunicorns:
            for _time in range(gunicorn.workers * WARM_UP):
                status = ask(gunicorn.port, address)
                if status != 200:
                    raise RuntimeError(f"{self.name}: {address} answers {status}")

    def megabytes(self) -> int:
        """Return the resident memory of the largest worker."""
        return max(gunicorn.megabytes() for gunicorn in self.gunicorns)


@contextmanager
def serve(name, application, *, environment, workers, worker_class) -> Iterator[Server]:
    """Run an application in so many workers, until the end of the block.

    Raises RuntimeError when it does not start.
    """
    shares = [workers] if worker_class in SHARING else [1] * workers
    with ExitStack() as stack:
        started = [
            stack.enter_context(
                _gunicorn(name, application, environment, worker_class, share)
            )
            for share in shares
        ]
        yield Server(name, tuple(started))


@contextmanager
def _gunicorn(name, application, environment, worker_class, workers):
    """Run gunicorn as docs/running.md says, but for class and number of workers."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", application, "--worker-class", worker_class,
        "--workers", str(workers), "--threads", str(THREADS[worker_class]),
        "--no-control-socket", "--bind", f"127.0.0.1:{port}", "--log-level", "error",
        "--chdir", str(settings.BASE_DIR),
    ]  # fmt: skip
    with running(command, environment) as process:
        wait_until(lambda: ask(port, "/health/") is not None, process, name)
        yield Gunicorn(port, process.pid, workers)


@contextmanager
def redis() -> Iterator[str | None]:
    """Run a Redis that keeps nothing; give its address, None when there is none."""
    program = shutil.which("redis-server")
    if program is None:
        yield None
        return
    port = free_port()
    command = [
        program, "--port", str(port), "--bind", "127.0.0.1", "--save", "",
        "--appendonly", "no", "--maxmemory", "256mb",
        "--maxmemory-policy", "allkeys-lru",
    ]  # fmt: skip
    with running(command) as process:
        wait_until(lambda: not is_free(port), process, "redis-server")
        yield f"redis://127.0.0.1:{port}"


@contextmanager
def running(command, environment=None) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(  # noqa: S603
        command, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def wait_until(ready, process, name):
    """Return once ready() is true; raises RuntimeError when that takes too long."""
    end = time.monotonic() + STARTS_WITHIN
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{name} does not start")
        time.sleep(0.05)


def ask(port, address):
    """Return the status of an answer, None when nobody listens."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Host": "localhost", "Accept-Encoding": "gzip"}
    try:
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        response.read()
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
    return response.status


def free_port():
    """Return a port that nobody listens on; raises OSError."""
    # Where one run starts, another one beside it seldom does.
    start = getpid() % len(PORTS)
    for port in (*PORTS[start:], *PORTS[:start]):
        if is_free(port):
            return port
    raise OSError("no port is free")


def is_free(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _resident(pid):
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024
