"""What makes a submission look like spam: signs for moderators, never a verdict."""

import datetime
import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.kinds import all_kinds
from core.text import fold
from revisions.fields import Translated, Url
from revisions.models import Proposal, Revision

# In the order in which people read them.
SIGNALS = {
    "links": _("Many links"),
    "words": _("Words of advertising"),
    "language": _("A text in another language than its field"),
    "speed": _("Many changes in a short time"),
    "new-account": _("A new account"),
    "unknown-host": _("A link to a site that the catalogue does not know"),
}
MOST_LINKS = 3
# Hosts that are looked up; who writes more links has the sign for that.
MOST_HOSTS = 10
FAST = (5, datetime.timedelta(minutes=10))
NEW_ACCOUNT = datetime.timedelta(days=1)
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")
# Folded, without accents, in lower case. "spam": expressions of advertising; words
# that honest records have (credit, bonus, pharmacy) are left out. "stop_words": the
# commonest words that each language has and the two others do not.
_DATA = json.loads((Path(__file__).parent / "suspicion.json").read_text("utf-8"))
SPAM = re.compile(rf"\b(?:{'|'.join(_DATA['spam'])})\b")
STOP_WORDS = {
    code: frozenset(words.split()) for code, words in _DATA["stop_words"].items()
}
# Of shorter texts nothing can be said; quotations and names mix languages.
LEAST_STOP_WORDS = 4


@dataclass(frozen=True)
class Text:
    """What somebody wrote in words; language is that of its field, if it has one."""

    text: str
    language: str = ""


def labels(keys):
    """Return the words for what signals() found; unknown keys are left out."""
    return [SIGNALS[key] for key in keys if key in SIGNALS]


def signals(submission, *, at=None):
    """Return the keys of SIGNALS that a revisions.proposals.proposing.Submission shows.

    Records from a source are not looked at: what they read is known.
    """
    if submission.by.source:
        return []
    at = at or timezone.now()
    texts = texts_of(submission.kind, submission.values)
    texts.append(Text(submission.by.comment))
    person = (submission.by.author, submission.email)
    found = [*signs_of_texts(texts, _own_hosts(submission)), *_of_person(*person, at)]
    return [key for key in SIGNALS if key in found]


def signs_of_texts(texts, known_hosts=frozenset()):
    """Return the keys of what a list of Text shows; a report has such texts too."""
    links = [link for text in texts for link in LINK.findall(text.text)]
    hosts = {host_of(link) for link in links} - known_hosts - {""}
    checks = {
        "links": len(links) > MOST_LINKS,
        "words": any(SPAM.search(fold(text.text)) for text in texts),
        "language": any(is_foreign(text) for text in texts),
        "unknown-host": bool(hosts - seen_hosts(sorted(hosts)[:MOST_HOSTS])),
    }
    return [key for key, holds in checks.items() if holds]


def texts_of(kind, values):
    """Return the Texts of plain data, {key: value}, in words; addresses are none."""
    found = []
    for part in kind.fields:
        value = values.get(part.key)
        if isinstance(part, Translated) and value:
            found += [Text(text, code) for code, text in value.items()]
        elif not isinstance(part, Url):
            found += [Text(text) for text in _strings(value)]
    return found


def _strings(value):
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from _strings(inner)
        case list():
            for inner in value:
                # Addresses in a list are sources, and no prose.
                if not (isinstance(inner, str) and LINK.match(inner)):
                    yield from _strings(inner)


def is_foreign(text):
    """Whether a text is clearly in another language than that of its field."""
    if not text.language:
        return False
    words = WORD.findall(fold(LINK.sub(" ", text.text)))
    counts = {
        code: sum(word in common for word in words)
        for code, common in STOP_WORDS.items()
    }
    own = counts.pop(text.language, 0)
    most = max(counts.values())
    return most >= LEAST_STOP_WORDS and most > 2 * own


def host_of(address):
    """Return the host of an address without www., "" when it has none."""
    if "://" not in address:
        address = f"https://{address}"
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _own_hosts(submission):
    """Return the hosts that the record itself has, or gets by the submission."""
    kind, record = submission.kind, submission.record
    addresses = [
        address
        for part in kind.fields
        if isinstance(part, Url)
        for address in (
            submission.values.get(part.key),
            getattr(record, part.column, "") if record else "",
        )
    ]
    return {host_of(address) for address in addresses if address}


def seen_hosts(hosts):
    """Return those of some hosts that a link of a public record has; a query a kind."""
    left, seen = set(hosts), set()
    for kind in all_kinds():
        columns = [part.column for part in kind.fields if isinstance(part, Url)]
        if not left or not columns:
            continue
        wanted = Q()
        for column in columns:
            for host in left:
                wanted |= Q(**{f"{column}__icontains": host})
        rows = kind.model.objects.public().filter(wanted).values_list(*columns)[:200]
        seen |= left & {host_of(address) for row in rows for address in row if address}
        left -= seen
    return seen


def _of_person(author, email, at):
    if author is None and not email:
        return
    if author and at - author.date_joined < NEW_ACCOUNT and not author.is_trusted:
        yield "new-account"
    most, time = FAST
    recent = Proposal.objects.filter(created_at__gt=at - time)
    if author:
        changes = Revision.objects.filter(author=author, created_at__gt=at - time)
        number = recent.filter(author=author).count() + changes.count()
    else:
        number = recent.filter(email=email).count()
    if number >= most:
        yield "speed"
