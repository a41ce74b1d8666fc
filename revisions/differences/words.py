"""What differs between two texts, word by word."""

import re

from rapidfuzz.distance import LCSseq

SAME, DEL, INS = "same", "del", "ins"
# Words with what stands between them; of very long texts, whole lines.
TOKENS = (re.compile(r"\w+|[^\w\s]|\s+"), re.compile(r"[^\n]*\n|[^\n]+"))
# Comparing takes the product of both numbers of words, by 64 bits at a time: this
# many are a tenth of a second and 13 megabytes.
MOST = 10_000 * 10_000


def word_diff(before, after):
    """Return what leads from one text to the other: [(op, text)].

    op is "same", "del" or "ins"; what is removed stands before what is added in its
    place. The texts of all but "ins" make up the one before, of all but "del" the
    other. A text of 20,000 characters takes some hundredths of a second.
    """
    if before == after:
        return [(SAME, after)] if after else []
    for tokens in TOKENS:
        old, new = tokens.findall(before), tokens.findall(after)
        if len(old) * len(new) <= MOST:
            return _written(_runs(old, new))
    return _written([(DEL, before), (INS, after)])


def _runs(old, new):
    """Return [(op, text)] of the longest sequence that both have and of the rest."""
    runs = []
    for step in LCSseq.opcodes(old, new):
        removed = "".join(old[step.src_start : step.src_end])
        added = "".join(new[step.dest_start : step.dest_end])
        if step.tag == "equal":
            runs.append((SAME, added))
        else:
            runs += [(DEL, removed), (INS, added)]
    return runs


def _written(runs):
    """Return the runs with neighbours joined and those without text left out.

    What is the same but holds no word, a space between two words that were both
    replaced, is read more easily as a part of what changed.
    """
    parts, last = [], len(runs) - 1
    removed = added = ""
    for place, (op, text) in enumerate(runs):
        if op == SAME and (place in (0, last) or re.search(r"\w", text)):
            parts += [(DEL, removed), (INS, added), (SAME, text)]
            removed = added = ""
        else:
            removed += text if op != INS else ""
            added += text if op != DEL else ""
    parts += [(DEL, removed), (INS, added)]
    return [(op, text) for op, text in parts if text]
