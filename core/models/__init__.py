"""What every record shares, and the tables that serve all kinds."""

from core.models.document import Document, Word
from core.models.image import Image, Picture
from core.models.rate import Rate
from core.models.record import (
    DESCRIPTION_LENGTH,
    RESERVED_SLUGS,
    SUMMARY_LENGTH,
    Record,
    RecordQuerySet,
    StaleRecord,
    at_most,
    filled,
    record_constraints,
)
from core.models.row import Identifier, Value
from core.models.version import CatalogueChange, CatalogueVersion

__all__ = [
    "DESCRIPTION_LENGTH",
    "RESERVED_SLUGS",
    "SUMMARY_LENGTH",
    "CatalogueChange",
    "CatalogueVersion",
    "Document",
    "Identifier",
    "Image",
    "Picture",
    "Rate",
    "Record",
    "RecordQuerySet",
    "StaleRecord",
    "Value",
    "Word",
    "at_most",
    "filled",
    "record_constraints",
]
