"""Work shared out to several processes, each with its own connection."""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import starmap
from multiprocessing import get_context, parent_process
from threading import Thread

import django
from django.db import connection

# How many results a process may be ahead of who takes them: they are kept in memory.
AHEAD = 2


def results(function: Callable, tasks: Iterable, *, processes: int) -> Iterator:
    """Yield function(*task) of each task, in their order, made by so many processes.

    The function is one of a module, and what it takes and returns can be pickled. One
    process is the caller's own. What a process raises is raised here.
    """
    if processes < 2:
        yield from starmap(function, tasks)
        return
    # Copies of this process would share its connection to the database.
    fresh = get_context("spawn")
    pool = ProcessPoolExecutor(processes, fresh, _begin, [_database()])
    try:
        yield from _in_turn(pool, function, tasks, AHEAD * processes)
    finally:
        pool.shutdown(cancel_futures=True)


def _in_turn(pool, function, tasks, most):
    waiting = deque()
    for task in tasks:
        waiting.append(pool.submit(function, *task))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _database():
    """Return the name of the database, which need not be that of the settings."""
    return str(connection.settings_dict["NAME"])


def _begin(database):
    """Make a new process one of the site."""
    django.setup()
    connection.settings_dict["NAME"] = database
    # Who stops the command stops its first process, which ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    slacken()


def _end_with_parent():
    parent_process().join()
    os._exit(1)


def slacken():
    """Look for garbage seldom; return what gc.set_threshold() takes to undo it.

    Records with all their relations are many objects: looking for garbage among them
    takes a quarter of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    return before
