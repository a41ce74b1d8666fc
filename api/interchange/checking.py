"""Finds everything that is wrong with a folder before anything is written."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError

from api.interchange.reading import Unreadable, read_list
from core import images
from core.kinds import all_kinds
from revisions.fields import Lookup, Problem
from revisions.models import Redirect

SYMMETRIC = ("alternatives", "works_with")


@dataclass
class Folder:
    """What a folder holds, checked: entries with normal values, by kind and slug."""

    path: Path
    entries: dict = field(default_factory=dict)  # {kind key: {slug: {key: value}}}
    files: dict = field(default_factory=dict)  # {kind key: file name}
    redirects: list = field(default_factory=list)  # [(kind key, old, new)]
    problems: list = field(default_factory=list)  # sentences

    def complain(self, kind_key, slug, key, reason):
        place = ": ".join(
            part for part in (self.files.get(kind_key), slug, key) if part
        )
        self.problems.append(f"{place}: {reason}")

    def image_names(self):
        """Return the names of the pictures that entries mention."""
        return {
            name
            for kind in all_kinds()
            for entry in self.entries.get(kind.key, {}).values()
            for part in kind.fields
            if part.key in entry
            for name in part.images(entry[part.key])
        }


def check(path: Path) -> Folder:
    """Return the Folder at path; what is wrong with it stands in its problems."""
    folder = Folder(path)
    if not path.is_dir():
        folder.problems.append(f"{path}: is no folder")
        return folder
    for kind in all_kinds():
        _read_kind(folder, kind)
    _read_redirects(folder)
    _pair_up(folder)
    _check_references(folder)
    _check_tags(folder)
    _check_images(folder)
    return folder


def _read_kind(folder, kind):
    try:
        folder.files[kind.key], raw = read_list(folder.path, kind.collective)
    except Unreadable as error:
        folder.problems.append(str(error))
        return
    entries = folder.entries.setdefault(kind.key, {})
    for number, entry in enumerate(raw, start=1):
        slug = entry.get("slug") if isinstance(entry, dict) else None
        name = str(slug or f"entry {number}")
        if not isinstance(entry, dict):
            folder.complain(kind.key, name, "", "must be keys and values")
            continue
        if slug in entries:
            folder.complain(kind.key, name, "slug", "stands twice in the file")
        entries[slug] = _normal_entry(folder, kind, name, entry)


def _normal_entry(folder, kind, name, entry):
    known = {part.key for part in kind.fields}
    for key in entry:
        if key not in known:
            folder.complain(kind.key, name, str(key), "is an unknown key")
    normal = {}
    sound = True
    for part in kind.fields:
        try:
            value = _normal_value(part, entry.get(part.key))
        except Problem as problem:
            folder.complain(kind.key, name, part.key, str(problem))
            sound = False
            continue
        if value is not None:
            normal[part.key] = value
        elif part.required:
            folder.complain(kind.key, name, part.key, "is missing")
            sound = False
    if sound:
        for key, reason in kind.check_entry(normal):
            folder.complain(kind.key, name, key, reason)
    return normal


def _normal_value(part, value):
    return None if value in (None, "", [], {}) else part.normal(value)


def _read_redirects(folder):
    try:
        _file, raw = read_list(folder.path, "redirects")
    except Unreadable as error:
        folder.problems.append(str(error))
        return
    kinds = {kind.key for kind in all_kinds()}
    for number, entry in enumerate(raw, start=1):
        place = f"redirects: entry {number}"
        if not isinstance(entry, dict) or set(entry) != {"kind", "old", "new"}:
            folder.problems.append(f"{place}: must be {{kind, old, new}}")
        elif entry["kind"] not in kinds:
            folder.problems.append(f"{place}: kind: {entry['kind']!r} is unknown")
        elif entry["old"] == entry["new"]:
            folder.problems.append(f"{place}: leads to itself")
        elif entry["old"] in folder.entries.get(entry["kind"], {}):
            folder.problems.append(f"{place}: {entry['old']!r} is an entry")
        else:
            folder.redirects.append((entry["kind"], entry["old"], entry["new"]))


def _pair_up(folder):
    """Write a symmetric relation on both sides, whichever side the file has it on."""
    tools = folder.entries.get("tool", {})
    for slug, entry in list(tools.items()):
        for key in SYMMETRIC:
            for other in entry.get(key, ()):
                if other in tools and other != slug:
                    there = set(tools[other].get(key, ())) | {slug}
                    tools[other][key] = sorted(there)


def _check_references(folder):
    redirects = Redirect.table() | {(k, old): new for k, old, new in folder.redirects}
    places = [
        (kind.key, slug, part.key, target)
        for kind in all_kinds()
        for slug, entry in folder.entries.get(kind.key, {}).items()
        for part in kind.fields
        if part.key in entry
        for target in part.references(entry[part.key])
    ] + [("redirects", old, "new", (kind, new)) for kind, old, new in folder.redirects]
    outside = Lookup(redirects)
    outside.load({place[3] for place in places if not _inside(folder, place[3])})
    for kind_key, slug, key, target in places:
        redirected = (target[0], redirects.get(target))
        if not (_inside(folder, target) or _inside(folder, redirected)
                or outside.has(*target)):  # fmt: skip
            reason = f"no {target[0]} has the slug {target[1]!r}"
            folder.complain(kind_key, str(slug), key, reason)


def _inside(folder, target):
    return target[1] in folder.entries.get(target[0], {})


def _check_tags(folder):
    tags = folder.entries.get("tag", {})
    for slug, entry in tags.items():
        parent = tags.get(entry.get("parent"))
        if parent is None:
            continue
        if "parent" in parent:
            folder.complain("tag", slug, "parent", "has a parent itself")
        if parent.get("kind") != entry.get("kind"):
            folder.complain("tag", slug, "parent", "is of the other kind")


def _check_images(folder):
    for name in sorted(folder.image_names()):
        place = f"images/{name}"
        # A name from a file never leaves the folder.
        file = folder.path / "images" / Path(name).name
        if Path(name).name != name or not file.is_file():
            folder.problems.append(f"{place}: the file is missing")
            continue
        data = file.read_bytes()
        if hashlib.sha256(data).hexdigest() != name.partition(".")[0]:
            folder.problems.append(f"{place}: its name is not its SHA-256")
        try:
            images.check(data, name)
        except ValidationError as error:
            folder.problems.append(f"{place}: {'; '.join(error.messages)}")
