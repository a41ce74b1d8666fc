"""Puts what was measured in words: Markdown, and docs/benchmarks.md."""

import os
import platform
from pathlib import Path

import django


def machine() -> str:
    """Return one line: processor, cores, memory, versions; no name, no path."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB of memory, "
        f"Python {platform.python_version()}, Django {django.get_version()}"
    )


def _processor():
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        text = ""
    for line in text.splitlines():
        key, _colon, value = line.partition(":")
        if key.strip() == "model name":
            return value.strip()
    return platform.processor() or platform.machine()


def markdown(measured: dict, day: str) -> str:
    """Return the tables of one database: {number of tools: what was measured}."""
    one = next(iter(measured.values()))
    lines = [f"{one['database']}; {machine()}; {day}.", ""]
    lines += table(
        ["", *(f"{tools:,} tools" for tools in measured)], _sizes(measured.values())
    )
    heads = [f"{tools:,} tools: ms" for tools in measured]
    lines += ["", *table(["page", "queries", *heads, "KB sent"], _costs(measured))]
    return "\n".join(lines) + "\n"


def _sizes(measured):
    measured = list(measured)
    for kind in measured[0]["records"]:
        yield [kind.replace("_", " "), *(f"{m['records'][kind]:,}" for m in measured)]
    yield ["what was loaded, in", *(f"{m['seconds']:,} s" for m in measured)]
    yield ["indexed a second", *(f"{m['indexed']:,} records" for m in measured)]
    yield ["size of the database", *(f"{m['megabytes']:,} MB" for m in measured)]


def _costs(measured):
    names = dict.fromkeys(name for m in measured.values() for name in m["costs"])
    for name in names:
        costs = [m["costs"].get(name) for m in measured.values()]
        there = [cost for cost in costs if cost]
        yield [
            name,
            _span([cost["queries"] for cost in there]),
            *(f"{_ms(c['median'])} / {_ms(c['p95'])}" if c else "–" for c in costs),
            _span([round(cost["sent"] / 1000) for cost in there]),
        ]


def _ms(value):
    return f"{value:.1f}" if value < 10 else f"{value:,.0f}"


def _span(values):
    low, high = min(values), max(values)
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def table(head, rows):
    """Yield the lines of a Markdown table."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def around(path: Path, database: str) -> tuple:
    """Return what stands in a file before and after the tables of a database.

    database is "sqlite" or "postgres". Raises ValueError without its two marks.
    """
    start, end = f"<!-- {database} -->\n", f"<!-- end of {database} -->\n"
    before, mark, rest = path.read_text(encoding="utf-8").partition(start)
    _old, last, after = rest.partition(end)
    if not mark or not last:
        raise ValueError(f"{path} has no {start.strip()} … {end.strip()}")
    return before + start, end + after


def write_into(path: Path, database: str, text: str):
    """Put the tables of a database between its marks in a file, for the old ones."""
    before, after = around(path, database)
    path.write_text(f"{before}\n{text}\n{after}", encoding="utf-8")
