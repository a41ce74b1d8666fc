"""Servers that are started for one measurement, and ended by their numbers."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from os import getpid
from pathlib import Path

from django.conf import settings

# Below the ports that the system gives to outgoing connections.
PORTS = range(20_000, 32_768)
THREADS = 4
STARTS_WITHIN = 60  # seconds
WARM_UP = 8  # requests for each worker


@dataclass(frozen=True)
class Server:
    """A gunicorn that answers on a port of this machine."""

    name: str
    port: int
    pid: int

    def url(self, address: str) -> str:
        return f"http://127.0.0.1:{self.port}{address}"

    def warm_up(self, address: str, workers: int):
        """Let every worker make a page; raises RuntimeError when it does not come."""
        for _time in range(WARM_UP * workers):
            status = ask(self.port, address)
            if status != 200:
                raise RuntimeError(f"{self.name}: {address} answers {status}")

    def megabytes(self) -> int:
        """Return the resident memory of the largest worker."""
        workers = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        sizes = [_resident(int(worker)) for worker in workers.split()]
        return round(max(sizes, default=0) / 1e6)


@contextmanager
def gunicorn(name, application, *, environment, workers) -> Iterator[Server]:
    """Run an application as docs/running.md says, until the end of the block."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", application, "--worker-class", "gthread",
        "--workers", str(workers), "--threads", str(THREADS), "--no-control-socket",
        "--bind", f"127.0.0.1:{port}", "--log-level", "error",
        "--chdir", str(settings.BASE_DIR),
    ]  # fmt: skip
    with running(command, environment) as process:
        wait_until(lambda: ask(port, "/health/") is not None, process, name)
        yield Server(name, port, process.pid)


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
