"""What a person meant to type: words of the catalogue near to those found nowhere."""

import itertools
import threading

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.languages import current_language
from core.models import Word
from core.search.analyser import STOP_WORDS, WORD, Query, parse
from core.search.engine import matching
from core.text import fold

# How many signs may be wrong (added, left out, another, or two exchanged) in a word
# of so many letters.
SLIPS = {4: 1, 6: 2, 10: 3}
# Corrections tried for a word, and for a query.
FOR_A_WORD = 3
FOR_A_QUERY = 8
# A word that two were run together to is of two that are at least so long.
MIN_PART = 3


class Vocabulary:
    """The words of the catalogue, as people wrote them, kept by a process.

    Rows of Word only come: what is new is read where it is needed, and all of it
    when the last row that was read is not there any more.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self.forget()

    def forget(self):
        self._last = (0, "")
        self._written = {}  # folded: as written
        self._accented = {}  # the same for those that are written with accents, too
        self._folded = []

    def known(self):
        """Return {folded word: word}, brought up to date with one query."""
        with self._lock:
            if not self._read(Word.objects.filter(pk__gte=self._last[0])):
                self.forget()
                self._read(Word.objects.all())
            return self._written

    def _read(self, rows):
        """Add rows to what is known; return False when they do not fit it."""
        rows = list(rows.order_by("pk").values_list("pk", "word"))
        if self._last[0] and rows[:1] != [self._last]:
            return False
        for _pk, word in rows:
            folded = fold(word)
            written = self._accented if folded in self._written else self._written
            written.setdefault(folded, word)
        if rows:
            self._last = rows[-1]
        if len(self._folded) != len(self._written):
            self._folded = list(self._written)
        return True

    def near(self, word):
        """Return [(slips, word as written)] of the nearest words, the best first."""
        allowed = max((n for size, n in SLIPS.items() if len(word) >= size), default=0)
        if not allowed:
            return []
        found = process.extract(
            word, self._folded, scorer=OSA.distance, score_cutoff=allowed, limit=20
        )
        # Nobody errs in the first letter as easily as in another.
        found.sort(key=lambda row: (row[1], row[0][0] != word[0]))
        near = [(slips, self.written(folded)) for folded, slips, _place in found]
        return [*self._parted(word), *near][:FOR_A_WORD]

    def written(self, folded):
        """Return a word as it is written, in English without accents if it can be."""
        ways = [self._written[folded], self._accented.get(folded, "")]
        english = current_language() == "en"
        return min(filter(None, ways), key=lambda word: word.isascii() != english)

    def _parted(self, word):
        for place in range(MIN_PART, len(word) - MIN_PART + 1):
            parts = word[:place], word[place:]
            if all(part in self._written for part in parts):
                yield 1, " ".join(self.written(part) for part in parts)


vocabulary = Vocabulary()


def did_you_mean(query, *, kinds=None):
    """Return the query as it was probably meant, "" when nothing better is known.

    It finds something. Words are as people wrote them, not stems. Two SQL queries.
    """
    meant = corrections(query)
    return best(meant, matching([text for _n, text in meant], kinds=kinds))


def corrections(query):
    """Return [(slips, text)] that a query may have been meant as, the nearest first.

    Only words that the catalogue does not know are changed. One SQL query.
    """
    query = query if isinstance(query, Query) else parse(query)
    known = vocabulary.known()
    unknown = dict.fromkeys(
        word
        for condition in query.conditions
        if not condition.excluded
        for word in map(fold, condition.words)
        if word.isalpha() and word not in known and word not in STOP_WORDS
    )
    near = {word: found for word in unknown if (found := vocabulary.near(word))}
    if not near:
        return []
    meant = [
        (sum(slips for slips, _word in choice), [word for _slips, word in choice])
        for choice in itertools.product(*near.values())
    ]
    meant.sort(key=lambda row: row[0])
    return [
        (slips, _replaced(query.text, dict(zip(near, words, strict=True))))
        for slips, words in meant[:FOR_A_QUERY]
    ]


def best(meant, found):
    """Return the text with the fewest slips, and of those the one that finds most.

    found holds the keys that each text finds; "" when none finds anything.
    """
    finding = [
        (-slips, len(keys), text)
        for (slips, text), keys in zip(meant, found, strict=True)
        if keys
    ]
    return max(finding, key=lambda row: row[:2])[2] if finding else ""


def _replaced(text, words):
    return WORD.sub(lambda match: words.get(fold(match[0]), match[0]), text)
