"""Turns text into the words the index holds, and queries into the same words."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import snowballstemmer

from core.text import clean, fold

STEMMERS = {"en": "english", "fr": "french", "es": "spanish"}
WORD = re.compile(r"[^\W_]+(?:[+#]+(?!\w))?")
# l'État, d'accès, qu'il; and what is left of it in English ('s).
ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=\w)|'s\b")
MAX_WORD = 40
MAX_QUERY_WORDS = 12
MAX_QUERY_LENGTH = 200
# Texts up to this length return from record to record: labels, synonyms, names.
SHORT = 120
# Words so common that asking for them finds everything or nothing.
COMMON = """
    a an and are as at by for from how in is it of on or our that the this to with
    au aux ce ces comment dans de des du en et la le les leur mon nos notre ou par
    pas pour qui que sa ses son sur un une vos votre
    al como con del el ella las los mas mi nuestro o para por se su sus una uno y
"""
STOP_WORDS = frozenset(COMMON.split())


@dataclass(frozen=True)
class Term:
    """One word of a query: it matches where any of its variants stands."""

    variants: dict[str, frozenset[str]]  # language: words of the index
    prefix: str  # the beginning of a word, or "" when the word is complete


@cache
def _stemmer(language):
    return snowballstemmer.stemmer(STEMMERS[language])


def stems(word, language):
    """Return the words under which a word (lower case) stands in the index.

    The word itself without accents, and its stems with and without them, so
    that what is typed without accents finds what is written with them.
    """
    folded = fold(word)
    stemmer = _stemmer(language)
    found = {folded, fold(stemmer.stemWord(word)), stemmer.stemWord(folded)}
    return tuple(sorted(encode(form[:MAX_WORD]) for form in found if form))


def encode(word):
    """Return word in letters and digits that both engines keep in one piece.

    >>> encode("budget"), encode("c++"), encode("права")
    ('budget', 'cxplusxplus', 'u043fu0440u0430u0432u0430')
    """
    if word.isascii() and word.isalnum():
        return word
    return "".join(_encode_sign(sign) for sign in word)


def _encode_sign(sign):
    if sign.isascii() and sign.isalnum():
        return sign
    return {"+": "xplus", "#": "xsharp"}.get(sign, f"u{ord(sign):04x}")


def words(text):
    """Return the words of a text, lower case, without elisions."""
    return WORD.findall(ELISION.sub(" ", clean(text).casefold().replace("’", "'")))


def analyse(texts, language):
    """Return the texts as one string of index words, for a column of the index."""
    return " ".join(
        _analyse_short(text, language)
        if len(text) <= SHORT
        else _analyse(text, language)
        for text in texts
        if text
    )


def _analyse(text, language):
    return " ".join([_forms(word, language) for word in words(text)])


_analyse_short = lru_cache(maxsize=20_000)(_analyse)


@lru_cache(maxsize=200_000)
def _forms(word, language):
    return " ".join(stems(word, language))


def parse(query):
    """Return the Terms of what a person typed, every one of which must match.

    At most MAX_QUERY_WORDS words count. Stop words do not, unless there is
    nothing else; the last word counts as the beginning of one, unless a space
    follows it.
    """
    found = words(query[:MAX_QUERY_LENGTH])[:MAX_QUERY_WORDS]
    kept = [word for word in found if fold(word) not in STOP_WORDS] or found
    unfinished = bool(query) and not query[-1].isspace()
    return [
        Term(
            variants={
                language: frozenset(stems(word, language)) for language in STEMMERS
            },
            prefix=encode(fold(word)[:MAX_WORD])
            if unfinished and word is found[-1]
            else "",
        )
        for word in kept
    ]
