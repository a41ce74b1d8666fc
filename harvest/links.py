"""Asks the links of the catalogue, one after the other, whether they still answer."""

import datetime
import logging
import time
from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from urllib.parse import urlsplit

from django.utils import timezone

from core.fetch import FetchError, Rules, Unreachable, fetch
from core.progress import track
from harvest.models import CheckedLink
from revisions.moderation.worklists import kinds, links

logger = logging.getLogger(__name__)

# Only the status counts: no body is read.
RULES = Rules(seconds=10, max_bytes=0)
# Between two questions to one host, in seconds.
PAUSE = 1.0
# Rows that one statement removes, as many as SQLite has room for.
STEP = 500

Trouble = CheckedLink.Trouble


class NoNetworkError(Exception):
    """No address answered: it is this machine that has no connection."""


@dataclass(frozen=True)
class Answer:
    """What one address said; status is None when it said nothing."""

    url: str
    trouble: str
    status: int | None = None


@dataclass
class Summary:
    """How many addresses were asked, and what came of it."""

    fine: int = 0
    broken: int = 0  # those that failed this time
    refused: int = 0
    removed: int = 0  # rows of addresses that no record has any more

    @property
    def asked(self):
        return self.fine + self.broken + self.refused

    def add(self, answer):
        if answer.trouble in CheckedLink.FAILING:
            self.broken += 1
        elif answer.trouble == Trouble.REFUSED:
            self.refused += 1
        else:
            self.fine += 1


def check_links(*, limit=None, older_than=None, get=fetch, progress=None, at=None):
    """Ask the addresses that were asked longest ago; return a Summary.

    limit is how many, None for all; older_than leaves out those asked within so many
    days; get asks, as core.fetch.fetch() does; progress is a stream that is told how
    far it is. What is found is kept address by address, so that a run may be cut off.
    Raises NoNetworkError, with nothing written, when no address answers.
    """
    at = at or timezone.now()
    current = addresses()
    asked = dict(CheckedLink.objects.values_list("url", "checked_at"))
    chosen = by_turns(_due(current, asked, older_than, at)[:limit])
    answers = (ask(url, get) for url in paced(track(chosen, progress, "addresses")))
    summary = Summary()
    for answer in certain(answers):
        _keep(answer, at)
        summary.add(answer)
    summary.removed = _remove(asked.keys() - current)
    return summary


def addresses():
    """Return the addresses of the published records, as a set."""
    found = set()
    for kind in kinds():
        if columns := links(kind):
            rows = kind.model.objects.public().order_by().values_list(*columns)
            found.update(*rows.iterator())
    return found - {""}


def _due(current, asked, older_than, at):
    """Return addresses, those never asked first, then those asked longest ago."""
    if older_than is not None:
        before = at - datetime.timedelta(days=older_than)
        current = (url for url in current if asked.get(url, before) <= before)
    return sorted(current, key=lambda url: (url in asked, asked.get(url, at), url))


def by_turns(urls):
    """Return addresses so that those of one host stand apart."""
    turns, placed = Counter(), []
    for url in urls:
        host = _host(url)
        placed.append((turns[host], url))
        turns[host] += 1
    return [url for _turn, url in sorted(placed, key=itemgetter(0))]


def paced(urls):
    """Yield addresses, none of a host sooner than PAUSE after the one before."""
    last = {}
    for url in urls:
        host = _host(url)
        if host in last:
            time.sleep(max(0.0, last[host] + PAUSE - time.monotonic()))
        yield url
        last[host] = time.monotonic()


def _host(url):
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def ask(url, get=fetch):
    """Return the Answer of an address, whatever goes wrong."""
    try:
        status = get(url, rules=RULES).status
    except Unreachable:
        return Answer(url, Trouble.UNREACHABLE)
    except FetchError:
        return Answer(url, Trouble.REFUSED)
    except Exception:
        # Of what nobody thought of, the address is not to blame.
        logger.exception("%s could not be asked", url)
        return Answer(url, Trouble.REFUSED)
    return Answer(url, trouble_of(status), status)


def trouble_of(status):
    """Return the Trouble that an HTTP status tells of."""
    if status in (404, 410):
        return Trouble.GONE
    if 500 <= status < 600:
        return Trouble.SERVER
    return Trouble.REFUSED if status >= 400 else Trouble.NONE


def certain(answers):
    """Yield answers, none before one of them shows that there is a network."""
    answers, held = iter(answers), []
    for answer in answers:
        held.append(answer)
        if answer.status is not None:
            break
    else:
        if any(answer.trouble == Trouble.UNREACHABLE for answer in held):
            raise NoNetworkError(len(held))
    yield from held
    yield from answers


def _keep(answer, at):
    # Another run may be asking the same address: of two rows the second is refused.
    row, _new = CheckedLink.objects.get_or_create(
        url=answer.url, defaults={"trouble": Trouble.REFUSED, "checked_at": at}
    )
    row.note(answer.trouble, answer.status, at)
    row.save()


def _remove(urls):
    """Delete the rows of addresses that no record has any more; return how many."""
    urls = sorted(urls)
    for start in range(0, len(urls), STEP):
        CheckedLink.objects.filter(url__in=urls[start : start + STEP]).delete()
    return len(urls)
