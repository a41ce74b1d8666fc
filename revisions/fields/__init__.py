"""How each part of a record is read, checked and written as plain data.

A kind lists its fields once; the history, the dump, the load, and every
comparison of two states of a record follow from that list. Plain data is what
YAML and JSON hold; None means unknown, and an unknown key is left out.
"""

from revisions.fields.base import Field, Lookup, Problem
from revisions.fields.columns import (
    Choice,
    Coordinates,
    Day,
    Flag,
    Number,
    PartialDate,
    Slug,
    StringList,
    Text,
    Translated,
    TranslatedLists,
    Url,
    UrlList,
    Verifier,
)
from revisions.fields.relations import (
    Identifiers,
    ImageFile,
    Items,
    Pictures,
    Pointer,
    References,
    Tags,
    Values,
)

__all__ = [
    "Choice", "Coordinates", "Day", "Field", "Flag", "Identifiers", "ImageFile",
    "Items", "Lookup", "Number", "PartialDate", "Pictures", "Pointer", "Problem",
    "References", "Slug", "StringList", "Tags", "Text", "Translated",
    "TranslatedLists", "Url", "UrlList", "Values", "Verifier",
]  # fmt: skip
