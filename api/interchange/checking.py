"""Finds everything that is wrong with a folder before anything is written."""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError

from api.interchange.reading import Unreadable, read_list
from core import images
from core.kinds import all_kinds
from revisions.fields import Lookup, Problem, Slug
from revisions.models import Redirect
from taxonomy.models import Tag

SYMMETRIC = ("alternatives", "works_with")
IMAGE_NAME = re.compile(r"[0-9a-f]{64}\.[a-z]+")


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
    known = Redirect.table()
    _read_redirects(folder, known)
    redirects = known | {(kind, old): new for kind, old, new in folder.redirects}
    _check_former_slugs(folder, known)
    _follow_redirects(folder, redirects)
    _pair_up(folder)
    _check_references(folder, redirects)
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
        if not isinstance(entry, dict):
            folder.complain(kind.key, f"entry {number}", "", "must be keys and values")
            continue
        name = str(entry.get("slug") or f"entry {number}")
        normal = _normal_entry(folder, kind, name, entry)
        slug = normal.get("slug", name)
        if slug in entries:
            folder.complain(kind.key, name, "slug", "stands twice in the file")
        entries[slug] = normal


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


def _read_redirects(folder, known):
    try:
        folder.files["redirects"], raw = read_list(folder.path, "redirects")
    except Unreadable as error:
        folder.problems.append(str(error))
        return
    seen = set()
    for number, entry in enumerate(raw, start=1):
        try:
            kind_key, old, new = _normal_redirect(entry)
            if _inside(folder, (kind_key, old)):
                raise Problem(f"old: {old!r} is an entry")
            if (kind_key, old) in seen:
                raise Problem(f"old: {old!r} stands twice in the file")
        except Problem as problem:
            folder.complain("redirects", f"entry {number}", "", str(problem))
            continue
        seen.add((kind_key, old))
        folder.redirects.append((kind_key, old, new))
    records = Lookup()
    records.load((kind_key, old) for kind_key, old, _new in folder.redirects)
    for kind_key, old, new in folder.redirects:
        # A merged record keeps its slug, and has a redirect.
        if records.has(kind_key, old) and known.get((kind_key, old)) != new:
            folder.complain("redirects", old, "old", f"is a {kind_key} of this site")


def _normal_redirect(entry):
    if not isinstance(entry, dict) or set(entry) != {"kind", "old", "new"}:
        raise Problem("must be {kind, old, new}")
    kinds = [kind.key for kind in all_kinds()]
    if entry["kind"] not in kinds:
        raise Problem(f"kind: must be one of {', '.join(kinds)}, not {entry['kind']!r}")
    slugs = []
    for key in ("old", "new"):
        try:
            slugs.append(Slug().normal(entry[key]))
        except Problem as problem:
            raise Problem(f"{key}: {problem}") from problem
    if slugs[0] == slugs[1]:
        raise Problem("leads to itself")
    return entry["kind"], *slugs


def _check_former_slugs(folder, known):
    """Complain of two entries that are one record by now."""
    for (kind_key, old), new in known.items():
        if _inside(folder, (kind_key, old)) and _inside(folder, (kind_key, new)):
            reason = f"leads to {new!r} by now, which is an entry too"
            folder.complain(kind_key, old, "slug", reason)


def _follow_redirects(folder, redirects):
    """Let references name records as they are called now, as snapshots do."""
    for kind in all_kinds() if redirects else ():
        for slug, entry in folder.entries.get(kind.key, {}).items():
            former = [
                part
                for part in kind.fields
                if part.key in entry
                and any(t in redirects for t in part.references(entry[part.key]))
            ]
            for part in former:
                _follow(folder, kind, slug, part, redirects)
            for key, reason in kind.check_entry(entry) if former else ():
                folder.complain(kind.key, slug, key, reason)


def _follow(folder, kind, slug, part, redirects):
    def now(old):
        return redirects.get((part.kind, old), old)

    value = folder.entries[kind.key][slug].pop(part.key)
    if isinstance(value, str):
        renamed = now(value)
    else:
        renamed = [
            item | {part.other: now(item[part.other])}
            if isinstance(item, dict)
            else now(item)
            for item in value
        ]
    try:
        folder.entries[kind.key][slug][part.key] = part.normal(renamed)
    except Problem as problem:
        folder.complain(kind.key, slug, part.key, str(problem))


def _pair_up(folder):
    """Write a symmetric relation on both sides, whichever side the file has it on."""
    tools = folder.entries.get("tool", {})
    for slug, entry in list(tools.items()):
        for key in SYMMETRIC:
            for other in entry.get(key, ()):
                if other in tools and other != slug:
                    there = set(tools[other].get(key, ())) | {slug}
                    tools[other][key] = sorted(there)


def _check_references(folder, redirects):
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
    tags = _known_tags() | folder.entries.get("tag", {})
    parents = {entry.get("parent") for entry in tags.values()}
    for slug, entry in folder.entries.get("tag", {}).items():
        parent = tags.get(entry.get("parent"))
        if parent is None or entry["parent"] == slug:
            continue
        if "parent" in parent:
            folder.complain("tag", slug, "parent", "has a parent itself")
        elif slug in parents:
            folder.complain("tag", slug, "parent", "is given to a tag with children")
        if parent.get("kind") != entry.get("kind"):
            folder.complain("tag", slug, "parent", "is of the other kind")


def _known_tags():
    """Return the tags of the site as entries, as far as the tree goes."""
    rows = Tag._base_manager.values_list("slug", "kind", "parent__slug")
    return {
        slug: {"kind": kind} | ({"parent": parent} if parent else {})
        for slug, kind, parent in rows
    }


def _check_images(folder):
    for name in sorted(folder.image_names()):
        place = f"images/{name}"
        # A name from a file never leaves the folder.
        if not IMAGE_NAME.fullmatch(name):
            folder.problems.append(f"{place}: must be named <sha256>.<ending>")
            continue
        file = folder.path / "images" / name
        if not file.is_file():
            folder.problems.append(f"{place}: the file is missing")
            continue
        data = file.read_bytes()
        if hashlib.sha256(data).hexdigest() != name.partition(".")[0]:
            folder.problems.append(f"{place}: its name is not its SHA-256")
        try:
            images.check(data, name)
        except ValidationError as error:
            folder.problems.append(f"{place}: {'; '.join(error.messages)}")
