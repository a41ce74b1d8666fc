"""What is nearest when nothing matches a whole query."""

from collections import Counter
from dataclasses import dataclass

from core.search.analyser import STOP_WORDS, Query, parse
from core.search.engine import matching, search
from core.text import fold


@dataclass(frozen=True)
class Relaxed:
    """A query with less in it, and what was left out, as it was typed."""

    query: str
    dropped: str
    unquoted: bool = False  # only the quotes were left out


def nearest(query, *, kinds=None):
    """Return (query without a condition, what it finds), None when nothing helps.

    The condition left out is the one that helps most; more than one where it takes
    more. Two SQL queries.
    """
    query = query if isinstance(query, Query) else parse(query)
    texts = parts(query)
    relaxed = choose(query, matching(texts, kinds=kinds))
    return relaxed and (relaxed.query, search(relaxed.query, kinds=kinds))


def parts(query):
    """Return the texts to look for to choose() what to leave out of a query."""
    return [_unquoted(query), *(_text(query, c) for c in _conditions(query))]


def choose(query, found):
    """Return the Relaxed query that keeps most, and of those the one that finds most.

    found holds the keys that each of parts(query) finds. None when nothing helps.
    """
    unquoted, *found = found
    if unquoted and _unquoted(query) != query.text:
        return Relaxed(_unquoted(query), "", unquoted=True)
    conditions = _conditions(query)
    if len(conditions) < 2:
        return None
    kept = _best_part(conditions, found)
    if not kept:
        return None
    left = [c for c in conditions if c not in kept]
    return Relaxed(
        " ".join(_text(query, c).strip() for c in conditions if c in kept),
        " ".join(_text(query, c).strip() for c in left),
    )


def _best_part(conditions, found):
    """Return the conditions that as many as possible hold for as many as possible."""
    fitting = {}
    for condition, keys in zip(conditions, found, strict=True):
        for key in keys:
            fitting.setdefault(key, []).append(condition)
    # What only excludes is near nothing.
    wanted = Counter(
        tuple(mine)
        for mine in fitting.values()
        if not all(condition.excluded for condition in mine)
    )
    return max(wanted, key=lambda mine: (len(mine), wanted[mine]), default=())


def _conditions(query):
    """Return the conditions that count: not those of stop words."""
    return [
        condition
        for condition in query.conditions
        if condition.exact
        or condition.excluded
        or not STOP_WORDS.issuperset(map(fold, condition.words))
    ]


def _text(query, condition):
    """Return a condition as a query; only the last word may be a beginning."""
    end = "" if condition.end == len(query.text) else " "
    return f"{query.text[condition.start : condition.end]}{end}"


def _unquoted(query):
    text = query.text
    for condition in reversed(query.conditions):
        if condition.exact and not condition.excluded:
            inside = text[condition.start + 1 : condition.end - 1]
            text = f"{text[: condition.start]}{inside}{text[condition.end :]}"
    return text
