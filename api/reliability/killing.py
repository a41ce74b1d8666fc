"""Edits that go on while the server is killed, and started, again and again."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException

from api.reliability.crowd import REVISION, outcome
from api.reliability.visitor import Visitor, changed

PEOPLE = 8
PAUSE = 0.05  # seconds before somebody tries a server again that does not answer
PATIENCE = 1000  # answers of no use before somebody gives up


@dataclass
class Progress:
    """How far the edits are."""

    acknowledged: list = field(default_factory=list)  # comments
    unanswered: int = 0


def edit_while_killing(site, sessions, tools, edits, kills):
    """Let some people make so many edits in all, while the site dies so many times.

    Each has a tool to themselves. Returns Progress: what the site acknowledged, and
    how many requests it left without an answer.
    """
    progress, share = Progress(), edits // PEOPLE
    with ThreadPoolExecutor(PEOPLE) as pool:
        people = [
            pool.submit(_edit, site, sessions[n], tools[n], n, share, progress)
            for n in range(PEOPLE)
        ]
        for number in range(1, kills + 1):
            _wait_for(progress, edits * number // (kills + 1), people)
            site.kill()
            site.start()
        for person in people:
            person.result()
    return progress


def _wait_for(progress, count, people):
    """Return once so many edits are acknowledged, or all people have stopped."""
    while len(progress.acknowledged) < count and not all(p.done() for p in people):
        time.sleep(0.01)


def _edit(site, session, tool, number, share, progress):
    person, path = Visitor(site.port, session), f"/en/tools/{tool}/edit/"
    done = 0
    for _try in range(share + PATIENCE):
        if done == share:
            return
        comment = f"edit {number}-{done}-{time.monotonic_ns()}"
        try:
            pairs = person.form(path)
            mine = {"latest_version": comment[-12:], "change-comment": comment}
            answer = person.send(path, changed(pairs, **mine))
        except (OSError, HTTPException, ValueError):
            progress.unanswered += 1
            time.sleep(PAUSE)
            continue
        if outcome(answer) == REVISION:
            done += 1
            progress.acknowledged.append(comment)
    raise RuntimeError(f"somebody gave up after {done} edits: {outcome(answer)}")
