"""Keeps a long load fast and small: what Python and Django would hold back."""

import gc
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.db import connection, reset_queries


@contextmanager
def collector_at_rest():
    """Read a lot without looking for garbage; what was read counts as lasting.

    Half of the time of reading a large file went into looking at it again and
    again. Outside, everything is looked at as before.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        gc.freeze()
        if was_enabled:
            gc.enable()


@contextmanager
def light():
    """Hold neither the text of past queries nor, at the end, anything as lasting."""
    with ExitStack() as stack:
        stack.callback(gc.unfreeze)
        # With DEBUG, Django keeps the last 9,000 queries: 200 MB of a long load.
        if settings.DEBUG and not connection.force_debug_cursor:
            stack.enter_context(connection.execute_wrapper(_forget_the_last))
        yield


def _forget_the_last(execute, sql, params, many, context):
    reset_queries()
    return execute(sql, params, many, context)
