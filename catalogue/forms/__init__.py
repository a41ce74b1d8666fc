"""What the forms of tools and collections ask."""

from catalogue.forms.collection import COLLECTION_SECTIONS, COLLECTION_WORDS
from catalogue.forms.tool import TOOL_SECTIONS, TOOL_WORDS

__all__ = ["COLLECTION_SECTIONS", "COLLECTION_WORDS", "TOOL_SECTIONS", "TOOL_WORDS"]
