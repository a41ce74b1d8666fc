"""Puts what was measured under load in words: Markdown."""

from statistics import median

from api.benchmark.load.running import HELLO, Found, Plan
from api.benchmark.load.servers import SHARING
from api.benchmark.report import machine, table


def markdown(found: Found, plan: Plan, day: str) -> str:
    """Return the tables: a line for each case and server, then the memory."""
    lines = [f"{machine()}; {day}.", "", _settings(plan), ""]
    heads = [f"{n} at once: requests/s" for n in plan.connections]
    heads = [text for head in heads for text in (head, "ms: p50 / p95", "% of H")]
    rows = [_hello(found, plan), *_rows(found, plan)]
    lines += table(["page", "site", *heads], rows)
    memory = [[name, f"{size}"] for name, size in found.megabytes.items()]
    lines += ["", *table(["site", "MB resident, largest worker"], memory)]
    lines += [f"\nLeft out: {reason}." for reason in found.skipped]
    return "\n".join(lines) + "\n"


def _settings(plan):
    ports = "on one port" if plan.worker_class in SHARING else "with a port each"
    return (
        f"gunicorn, {plan.worker_class}, {plan.workers} workers {ports}; "
        f"{plan.repeats} runs of {plan.seconds} s each, in turn; medians. H is the "
        "hello-world."
    )


def _hello(found, plan):
    """Return the line of the hello-world: of all its runs, whatever the case."""
    cells = ["hello-world", "H"]
    for connections in plan.connections:
        cells += _cells(_all_of_hello(found, plan, connections), share=None)
    return cells


def _all_of_hello(found, plan, connections):
    return [run for case in plan.cases for run in found.runs[case, HELLO, connections]]


def _rows(found, plan):
    names = [name for name in found.megabytes if name != HELLO]
    for case in plan.cases:
        for name in names:
            cells = [case, name]
            for connections in plan.connections:
                runs = found.runs[case, name, connections]
                full = _rate(_all_of_hello(found, plan, connections))
                cells += _cells(runs, share=100 * _rate(runs) / full)
            yield cells


def _rate(runs):
    return median(run.rate for run in runs)


def _cells(runs, *, share):
    failed = sum(run.failed for run in runs)
    rate = f"{_rate(runs):,.0f}" + (f" ({failed} failed)" if failed else "")
    times = [median(getattr(run, part) for run in runs) for part in ("p50", "p95")]
    shown = " / ".join(f"{t:.2f}" if t < 10 else f"{t:,.0f}" for t in times)
    return [rate, shown, "100" if share is None else f"{share:.1f}"]
