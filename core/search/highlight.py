"""Shows where a query matches: marks in what is drawn, a passage of a long text."""

import re
from functools import lru_cache

from django.utils.safestring import SafeString

from core.languages import current_language
from core.search.analyser import NAME, WORD, Query, forms, parse, plain
from core.text import clean

# Neither holds a "<": whatever the text, each sign is looked at once or twice.
TAG = re.compile(r"""(<(?:[^<>"']|"[^"<]*"|'[^'<]*')*>)""")
HIDDEN = '<span class="vh">'
ENTITY = r"&(?:#\w{1,8}|\w{1,32});"
TOKEN = re.compile(f"{ENTITY}|{WORD.pattern}")
APOSTROPHES = ("'", "’", "&#x27;", "&#39;", "&rsquo;")
ELIDED = frozenset(
    ["c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu"]
)
SNIPPET = 200
ELLIPSIS = "…"
# How many words a query remembers whether it matches, and how many texts, marked:
# the rows of a list say the same again and again.
KEPT_WORDS = 2_000
KEPT_TEXTS = 1_000


def marked(html, query, *, language=None):
    """Return safe HTML with the words that a query matches in <mark>.

    html is safe already; only its text is touched, never a tag, an attribute or an
    entity. Stems are those of a language, by default that of the page.
    """
    matcher = _matcher(query, language or current_language())
    parts = TAG.split(html)
    # Every other part is a tag; a lone "<" means that the HTML is not what it seems.
    for number in range(0, len(parts), 2):
        # Nobody sees a mark in what is only read aloud.
        if "<" not in parts[number] and parts[number - 1] != HIDDEN:
            parts[number] = matcher.marked(parts[number])
    return SafeString("".join(parts))


def snippet(text, query, *, length=SNIPPET, language=None):
    """Return the passage of a plain text that holds most of a query's words.

    About length signs, cut between words, with ellipses where it is cut; "" where the
    text holds none of the words.
    """
    text = " ".join(text.split())
    found = _matcher(query, language or current_language()).spans(text)
    if not found:
        return ""
    if len(text) <= length:
        return text
    start, end = _best_window(found, length)
    return _cut(text, start, end, length)


class Matcher:
    """Finds what a query matches in a text of one language."""

    def __init__(self, query, language):
        self.language = language
        self.phrases = [tuple(phrase.split()) for phrase in query.phrases]
        inside = {word for phrase in self.phrases for word in phrase}
        # The words of a phrase count together only, unless they are asked for again.
        self.terms = [
            term
            for term in query.terms
            if len(term.forms) > 1 or not inside.issuperset(term.forms)
        ]
        self.name = query.name.removeprefix(NAME)
        self.term = lru_cache(KEPT_WORDS)(self._term)
        self.marked = lru_cache(KEPT_TEXTS)(self._marked)

    def spans(self, text):
        """Return (start, end, number of the term or phrase) of each match, in order."""
        tokens = list(_tokens(text))
        found = [
            (start, end, number)
            for start, end, word in tokens
            if (number := self.term(word)) is not None
        ]
        if self.phrases:
            found = _apart([*self._phrase_spans(tokens), *found])
        return found

    def _marked(self, text):
        """Return a text with what the query matches in <mark>."""
        parts, reached = [], 0
        for start, end, _number in self.spans(text):
            parts += [text[reached:start], "<mark>", text[start:end], "</mark>"]
            reached = end
        return "".join([*parts, text[reached:]])

    def _term(self, word):
        """Return the number of the term that a word (lower case) matches, or None."""
        mine = plain(word)
        every = {mine, *forms(word, self.language)}
        for number, term in enumerate(self.terms):
            begins = term.prefix and mine.startswith(term.prefix)
            if begins or not term.forms.isdisjoint(every):
                return number
        return 0 if self.name and mine == self.name else None

    def _phrase_spans(self, tokens):
        plains = [plain(word) for _start, _end, word in tokens]
        for number, phrase in enumerate(self.phrases, start=len(self.terms)):
            for first in range(len(tokens) - len(phrase) + 1):
                last = first + len(phrase)
                if tuple(plains[first:last]) == phrase:
                    yield tokens[first][0], tokens[last - 1][1], number


@lru_cache(maxsize=64)
def _matcher(query, language):
    return Matcher(query if isinstance(query, Query) else parse(query), language)


def _tokens(text):
    """Yield (start, end, word in lower case) of the words, without elisions."""
    for match in TOKEN.finditer(text):
        start, end = match.span()
        word = match[0].casefold()
        if word.startswith("&"):
            continue
        if not word.isascii():
            word = clean(match[0]).casefold()
        if word in ELIDED and text.startswith(APOSTROPHES, end):
            continue
        if word == "s" and text.endswith(APOSTROPHES, max(0, start - 8), start):
            continue
        yield start, end, word


def _apart(spans):
    """Return spans in order, without those that lie in one before."""
    found, reached = [], 0
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if span[0] >= reached:
            found.append(span)
            reached = span[1]
    return found


def _best_window(found, length):
    """Return (start, end) of the matches within length that hold most terms."""
    best, best_score, first, inside = found[0][:2], (0, 0), 0, {}
    for last, (_start, end, number) in enumerate(found):
        inside[number] = inside.get(number, 0) + 1
        while end - found[first][0] > length and first < last:
            left = found[first][2]
            inside[left] -= 1
            if not inside[left]:
                del inside[left]
            first += 1
        score = (len(inside), last - first)
        if score > best_score:
            best, best_score = (found[first][0], end), score
    return best


def _cut(text, start, end, length):
    """Return about length signs of a text around a part of it, cut at words."""
    room = max(0, length - (end - start))
    start = max(0, min(start - room // 3, len(text) - length))
    end = min(len(text), max(end, start + length))
    if start:
        start = text.find(" ", max(0, start - 1), end) + 1 or start
    if end < len(text):
        end = text.rfind(" ", start, end + 1) if " " in text[start:end] else end
    before = ELLIPSIS if start else ""
    after = ELLIPSIS if end < len(text) else ""
    return f"{before}{text[start:end].strip()}{after}"
