"""British and American spellings of English words, brought to one.

Rules rather than a list of words: what comes out need not be a word, for it stands
beside the word itself, and the same is done to what is asked.
"""

import re
from functools import lru_cache

WORDS = {
    "acknowledgement": "acknowledgment",
    "ageing": "aging",
    "defence": "defense",
    "enquiry": "inquiry",
    "enquiries": "inquiries",
    "fulfil": "fulfill",
    "grey": "gray",
    "judgement": "judgment",
    "licence": "license",
    "offence": "offense",
    "practise": "practice",
    "programme": "program",
    "skilful": "skillful",
}
ENDINGS = tuple(
    (re.compile(pattern), american)
    for pattern, american in (
        (r"(\w{3})is(?=(?:e|es|ed|er|ers|ing|ation|ations|ational)$)", r"\1iz"),
        (r"lys(?=(?:e|es|ed|er|ers|ing)$)", "lyz"),
        (r"(\w{2})our(?=(?:s|ed|ing|ful|able|al|hood|hoods)?$)", r"\1or"),
        (r"(\w{2}[bt])re(?=s?$)", r"\1er"),
        (r"ogue(?=s?$)", "og"),
        (r"(\w{2}[aeiou])ll(?=(?:ed|ing|er|ers|or|ors|ment|ments)$)", r"\1l"),
    )
)


@lru_cache(maxsize=50_000)
def american(word):
    """Return an English word (lower case) in one spelling of the two.

    >>> american("organisations"), american("labour"), american("programmes")
    ('organizations', 'labor', 'programs')
    """
    ending = "s" if word.endswith("s") and word[:-1] in WORDS else ""
    stem = word[: len(word) - len(ending)]
    if stem in WORDS:
        return WORDS[stem] + ending
    for pattern, replacement in ENDINGS:
        changed = pattern.sub(replacement, word, count=1)
        if changed != word:
            return changed
    return word
