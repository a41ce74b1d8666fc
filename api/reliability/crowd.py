"""Many people who read the same few records and save them at one moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier

from api.reliability.visitor import Visitor, changed, pairs_of

REVISION, PROPOSAL, CONFLICT = "revision", "proposal", "conflict"
TRIES = 50  # of somebody who meets a conflict and saves again


@dataclass
class Told:
    """What the site told those who saved, in the order of the people."""

    first: list = field(default_factory=list)  # what each met at first
    revisions: list = field(default_factory=list)  # comments acknowledged as published
    proposals: list = field(default_factory=list)
    lost: list = field(default_factory=list)  # conflict screens without what was typed
    neither: list = field(default_factory=list)  # what else the site answered at last

    def counts(self):
        return dict(Counter(self.first))


def crowd(port, sessions, tools):
    """Let everybody read a tool, save at one moment, and settle their conflicts.

    Each person writes something else: the version of the tool, and a summary.
    Returns Told.
    """
    told = Told()
    start = Barrier(len(sessions))
    with ThreadPoolExecutor(len(sessions)) as pool:
        people = [
            pool.submit(_save, port, session, tools[number % len(tools)], number, start)
            for number, session in enumerate(sessions)
        ]
        for person in people:
            _hear(told, *person.result())
    return told


def _hear(told, first, last, comment, kept):
    told.first.append(first)
    if not kept:
        told.lost.append(comment)
    if last == REVISION:
        told.revisions.append(comment)
    elif last == PROPOSAL:
        told.proposals.append(comment)
    else:
        told.neither.append(f"{comment}: {last}")


def _save(port, session, tool, number, start):
    """Return (what was met at first, at last, the comment, whether text was kept)."""
    path, comment = f"/en/tools/{tool}/edit/", f"change {number}"
    person = Visitor(port, session)
    pairs = person.form(path)
    start.wait()
    mine = {"latest_version": f"1.{number}", "summary_en": f"Written by {number}",
            "change-comment": comment}  # fmt: skip
    answer = person.send(path, changed(pairs, **mine))
    first, kept = outcome(answer), True
    for _try in range(TRIES):
        if outcome(answer) != CONFLICT:
            break
        kept = kept and all(text in answer.body for text in mine.values())
        answer = person.send(path, settled(answer, mine))
    return first, outcome(answer), comment, kept


def settled(answer, mine):
    """Return the form of a conflict screen with one's own words chosen throughout."""
    return changed(pairs_of(answer), **mine)


def outcome(answer):
    if answer.status == 302 and "/proposals/" in answer.location:
        return PROPOSAL
    if answer.status == 302 and "/login" not in answer.location:
        return REVISION
    return CONFLICT if answer.status == 409 else f"status {answer.status}"
