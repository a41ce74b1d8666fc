"""Runs wrk, the load generator, and reads what it says."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# wrk itself prints no 95th percentile.
SCRIPT = Path(__file__).with_name("wrk.lua")
SAID = re.compile(
    r"^measured requests=(\d+) microseconds=(\d+) p50=([\d.]+) p95=([\d.]+)"
    r" failed=(\d+)$",
    re.MULTILINE,
)


class NoWrk(Exception):
    """wrk is not there, or did not say what it should."""


@dataclass(frozen=True)
class Run:
    """What one run of wrk measured: requests a second, milliseconds, failures."""

    rate: float
    p50: float
    p95: float
    failed: int


def find_wrk() -> str:
    """Return where wrk is; raises NoWrk."""
    if path := shutil.which("wrk"):
        return path
    raise NoWrk("wrk is not installed; on Debian: apt-get install wrk")


def measure(
    ports: Sequence[int], address: str, *, connections: int, seconds: int
) -> Run:
    """Ask for an address as fast as wrk can, as a browser that takes gzip.

    The connections are shared out evenly among the ports of this machine; fewer
    connections than ports leave some of these alone. Raises NoWrk.
    """
    threads = min(len(ports), connections)
    command = [
        find_wrk(), "--threads", str(threads), "--connections", str(connections),
        "--duration", f"{seconds}s", "--timeout", "8s", "--script", str(SCRIPT),
        "--header", "Host: localhost", "--header", "Accept-Encoding: gzip",
        f"http://127.0.0.1:{ports[0]}{address}",
    ]  # fmt: skip
    told = {**os.environ, "PORTS": " ".join(map(str, ports))}
    made = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, env=told
    )
    return read(made.stdout + made.stderr)


def read(said: str) -> Run:
    """Return the Run that wrk, with our script, tells of; raises NoWrk."""
    found = SAID.search(said)
    if not found:
        raise NoWrk(f"wrk failed: {said.strip()[:300]}")
    requests, microseconds, p50, p95, failed = map(float, found.groups())
    rate = requests / microseconds * 1e6 if microseconds else 0.0
    return Run(rate, p50 / 1000, p95 / 1000, int(failed))
