from catalogue.models.collection import Collection, CollectionItem
from catalogue.models.invitation import CollectionInvitation
from catalogue.models.tool import TaggedTool, Tool, ToolIdentifier, ToolValue
from catalogue.models.tool_relations import Role, Screenshot, ToolRelation

__all__ = [
    "Collection",
    "CollectionInvitation",
    "CollectionItem",
    "Role",
    "Screenshot",
    "TaggedTool",
    "Tool",
    "ToolIdentifier",
    "ToolRelation",
    "ToolValue",
]
