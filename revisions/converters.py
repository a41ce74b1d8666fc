"""Kinds of record in addresses."""

from core.kinds import Kind, all_kinds


class KindConverter:
    """A kind by its collective: "use-cases" in the address, the Kind in the view."""

    regex = "[a-z]+(?:-[a-z]+)*"

    def to_python(self, value):
        for kind in all_kinds():
            if self.to_url(kind) == value:
                return kind
        raise ValueError(value)

    def to_url(self, value):
        word = value.collective if isinstance(value, Kind) else str(value)
        return word.replace("_", "-")
