"""Reads a folder in the interchange format into plain data."""

import json
import re
from pathlib import Path

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


ENTRY = re.compile(rb"^- ", re.MULTILINE)
ENTRIES_AT_ONCE = 500


class Unreadable(Exception):
    """A file that is no list of entries, with the reason in words."""


def read_list(folder: Path, name: str):
    """Return (file name, entries) of name.yaml or name.json, (None, []) without it.

    Raises Unreadable when the file is no YAML or JSON list.
    """
    for ending in ("yaml", "json"):
        path = folder / f"{name}.{ending}"
        if path.exists():
            return path.name, _entries(path)
    return None, []


def _entries(path):
    try:
        # Bytes take a third of the memory of the same text as str.
        data = path.read_bytes()
        data = json.loads(data) if path.suffix == ".json" else _yaml(data)
    except (OSError, RecursionError, ValueError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise Unreadable(f"{path.name}: cannot be read: {reason}") from error
    if data is None:
        return []
    if not isinstance(data, list):
        raise Unreadable(f"{path.name}: must be a list of entries")
    return data


def _yaml(data):
    """Return what YAML says; a long list is read by parts, to save memory.

    A part that is no list of its own shows that the cut was wrong, or that parts
    share an anchor: then all is read at once.
    """
    starts = [entry.start() for entry in ENTRY.finditer(data)][::ENTRIES_AT_ONCE]
    entries = []
    try:
        for start, end in zip([0, *starts[1:]], [*starts[1:], None], strict=False):
            part = yaml.load(data[start:end], LOADER)  # noqa: S506
            if not isinstance(part, list):
                return yaml.load(data, LOADER)  # noqa: S506
            entries += part
    except yaml.YAMLError:
        return yaml.load(data, LOADER)  # noqa: S506
    return entries
