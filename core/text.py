"""Plain-text work that both databases and all pages share."""

import re
import unicodedata

# What NFKD leaves whole although people type it otherwise.
LIGATURES = str.maketrans({
    "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d",
    "þ": "th", "ı": "i", "ħ": "h", "’": "'", "ʼ": "'", "‘": "'",
})  # fmt: skip
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")


def fold(text):
    """Return text in lower case without accents, so that databases compare alike.

    >>> fold("Démocratie  Ouverte, cœur")
    'democratie  ouverte, coeur'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES))
    folded = "".join(char for char in decomposed if not unicodedata.combining(char))
    # Letters of mathematics become capitals only when they are taken apart.
    return folded.casefold()


def clean(text):
    """Return text in NFC without control characters, which PostgreSQL refuses."""
    return unicodedata.normalize("NFC", CONTROL.sub("", text))


def one_line(text):
    """Return text with every run of white space made one space, and trimmed.

    No-break spaces are typography and stay.
    """
    return re.sub(r"[ \t\r\n\x0b\x0c]+", " ", clean(text)).strip(" ")


def initials(name):
    """Return the two letters that stand for a record without a logo.

    >>> initials("Consul Democracy"), initials("Decidim"), initials("311 Data")
    ('CD', 'De', '3D')
    """
    words = [word for word in re.split(r"[^\w]+", name) if word]
    if not words:
        return "?"
    if len(words) > 1:
        return (words[0][0] + words[1][0]).upper()
    return words[0][:2]
