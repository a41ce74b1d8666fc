"""Turns text into the forms the index holds, and queries into the same forms.

A form is the word itself, folded, or a stem of it in one language. Forms are of ASCII
letters, digits and underscores, which both databases keep in one piece:

    budget      the word itself, in whatever language
    _ebudget    its English stem; _f French, _s Spanish
    _nopendata  a whole name without its spaces

The underscore comes first so that no beginning of a word begins anything else.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import snowballstemmer

from core.search.spellings import american
from core.text import clean, fold

STEMMERS = {"en": "english", "fr": "french", "es": "spanish"}
MARKS = {"en": "_e", "fr": "_f", "es": "_s"}
NAME = "_n"
WORD = re.compile(r"[^\W_]+(?:[+#]+(?!\w))?")
# l'État, d'accès, qu'il; and what is left of it in English ('s).
ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=\w)|'s\b")
MAX_WORD = 40
MAX_QUERY_WORDS = 12
MAX_QUERY_LENGTH = 200
# Beginnings shorter than this say nothing about a name written in one piece.
MIN_NAME = 6
# Function words, which stand everywhere.
FUNCTION_WORDS = """
    a about an and any are as at be between by can do does for from has have how i if
    in into is it its me my no not of on or our should so some that the their them
    there these they this to us was we what when where which who will with would you
    your
    ai au aux avec ce ces cet cette comment dans de des du elle en entre est et il ils
    je la le les leur leurs mais mes mon ne nos notre nous on ou par pas plus pour quel
    quelle quelles quels que qui quoi sa ses si son sont sur un une vos votre vous
    al algun como con cual cuales cuando de del donde el ella en entre es esta este hay
    las los mas me mi mis no nos nuestra nuestro o para pero por que quien se si sin son
    su sus un una uno unos y yo
"""
# What one may say of every tool of a catalogue of tools.
GENERIC_WORDS = """
    app application applications apps platform platforms software solution solutions
    tool tools
    appli logiciel logiciels outil outils plateforme plateformes
    aplicacion aplicaciones herramienta herramientas plataforma plataformas solucion
    soluciones
"""
STOP_WORDS = frozenset((FUNCTION_WORDS + GENERIC_WORDS).split())
QUOTES = str.maketrans(dict.fromkeys("«»“”„‟", '"'))
# A phrase in quotes, or a run of other signs; a minus directly before excludes.
CONDITION = re.compile(
    r"""(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<words>[^\s"]+))"""
)


@dataclass(frozen=True)
class Term:
    """One word of a query: it matches where any of its forms stands."""

    word: str  # folded
    forms: frozenset[str]
    prefix: str = ""  # the beginning of a word, or "" when the word is complete


@dataclass(frozen=True)
class Condition:
    """A part of a query that matches, or excludes, by itself."""

    start: int  # where it stands in the query
    end: int
    words: tuple[str, ...]  # in lower case, with their accents
    exact: bool = False  # these very words, in this order
    excluded: bool = False


@dataclass(frozen=True)
class Query:
    """What a person asked for, as the engines understand it.

    Every one of `terms` and `phrases` must match, none of the excluded ones may. The
    words of phrases are among the terms, too, as they are written.
    """

    text: str = ""
    conditions: tuple[Condition, ...] = ()
    terms: tuple[Term, ...] = ()
    phrases: tuple[str, ...] = ()  # folded words, a space before, between, after
    excluded_terms: tuple[Term, ...] = ()
    excluded_phrases: tuple[str, ...] = ()
    # All words in one piece, as a name may be written; "" for queries with a phrase.
    name: str = ""
    name_prefix: str = ""  # the same while it is being typed

    def __bool__(self):
        return bool(self.terms or self.excluded_terms or self.excluded_phrases)


@cache
def _stemmer(language):
    return snowballstemmer.stemmer(STEMMERS[language])


@lru_cache(maxsize=100_000)
def forms(word, language):
    """Return the forms under which a word (lower case) of a text stands in the index.

    The word itself without accents, and its stems in the language where they differ.
    """
    mine = plain(word)
    return (mine, *(MARKS[language] + s for s in _stems(word, language) if s != mine))


@lru_cache(maxsize=2_000)
def asked_forms(word, language):
    """Return the forms under which a word of a query is looked for in the index.

    Those of the word, and each of its stems as a word of its own.
    """
    stems = _stems(word, language)
    return (plain(word), *stems, *(MARKS[language] + stem for stem in stems))


def _stems(word, language):
    """Return the stems of a word with and without its accents.

    So what is typed without accents finds what is written with them; in English the
    stem of the American spelling comes along.
    """
    stem, spellings = _stemmer(language).stemWord, {word, fold(word)}
    if language == "en":
        spellings.add(american(word))
    stems = {fold(stem(spelling))[:MAX_WORD] for spelling in spellings} - {""}
    return sorted(encode(stem) for stem in stems)


@lru_cache(maxsize=100_000)
def plain(word):
    """Return the form of the word itself."""
    return encode(fold(word)[:MAX_WORD])


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


def name_form(found):
    """Return the form of a whole name from its words, "" without any."""
    joined = encode("".join(fold(word) for word in found)[:MAX_WORD])
    return f"{NAME}{joined}" if joined else ""


@lru_cache(maxsize=128)
def parse(text):
    """Return the Query that a person typed.

    At most MAX_QUERY_WORDS words of MAX_QUERY_LENGTH signs count. Stop words do not,
    unless there is nothing else. Words in quotes are wanted in this very order, a
    minus directly before a word or a quote excludes. The last word counts as the
    beginning of one, unless a space follows it.
    """
    text = text[:MAX_QUERY_LENGTH]
    conditions = _conditions(text)
    loose = [c for c in conditions if not (c.exact or c.excluded)]
    plain_words = [word for condition in loose for word in condition.words]
    kept = [word for word in plain_words if fold(word) not in STOP_WORDS]
    wanted_phrases = [c.words for c in conditions if c.exact and not c.excluded]
    if not kept and not wanted_phrases:
        kept = plain_words
    unfinished = _unfinished(text, conditions)
    return Query(
        text=text,
        conditions=tuple(conditions),
        terms=(
            *_terms(kept, unfinished=unfinished and kept[-1:] == plain_words[-1:]),
            *(_exact_term(word) for phrase in wanted_phrases for word in phrase),
        ),
        phrases=tuple(_phrase(p) for p in wanted_phrases if len(p) > 1),
        excluded_terms=tuple(_excluded_terms(conditions)),
        excluded_phrases=tuple(
            _phrase(c.words) for c in conditions if c.excluded and len(c.words) > 1
        ),
        **_names([] if wanted_phrases else plain_words, unfinished=unfinished),
    )


def beginnings(text):
    """Return (Terms, form of a name) of what a person is typing.

    Each word counts as the beginning of one, stop words too, signs do not.
    """
    found = words(text[:MAX_QUERY_LENGTH])[:MAX_QUERY_WORDS]
    return [Term(fold(w), _term(w).forms, prefix=plain(w)) for w in found], (
        name_form(found)
    )


def _conditions(text):
    found, left = [], MAX_QUERY_WORDS
    for match in CONDITION.finditer(text.translate(QUOTES)):
        phrase, excluded = match["phrase"], bool(match["minus"])
        inside = words(phrase if phrase is not None else match["words"])[:left]
        left -= len(inside)
        if inside:
            found.append(
                Condition(
                    *match.span(), tuple(inside), exact=phrase is not None,
                    excluded=excluded,
                )
            )  # fmt: skip
    return found


def _unfinished(text, conditions):
    """Whether the last word may be the beginning of one."""
    if not conditions or text[-1].isspace():
        return False
    return not (conditions[-1].exact or conditions[-1].excluded)


def _terms(found, *, unfinished):
    terms = [_term(word) for word in found]
    if terms and unfinished:
        last = terms[-1]
        terms[-1] = Term(last.word, last.forms, prefix=plain(found[-1]))
    return terms


def _term(word):
    every = {form for language in STEMMERS for form in asked_forms(word, language)}
    return Term(fold(word), frozenset(every))


def _exact_term(word):
    return Term(fold(word), frozenset([plain(word)]))


def _excluded_terms(conditions):
    for condition in conditions:
        if condition.excluded and len(condition.words) == 1:
            make = _exact_term if condition.exact else _term
            yield make(condition.words[0])


def _phrase(found):
    return f" {' '.join(plain(word) for word in found)} "


def _names(found, *, unfinished):
    name = name_form(found)
    long = len(name) >= len(NAME) + MIN_NAME
    return {"name": name, "name_prefix": name if unfinished and long else ""}
