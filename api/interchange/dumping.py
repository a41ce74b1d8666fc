"""Writes what is published as a folder in the interchange format."""

import shutil
from pathlib import Path

import yaml

from core import images
from core.kinds import all_kinds
from core.models import Image
from core.progress import track
from revisions.fields.base import batches
from revisions.models import Redirect
from revisions.snapshots import snapshot, with_relations


class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """One way to write each value, without anchors."""

    def ignore_aliases(self, data):
        return True


def dump(path: Path, *, progress=None):
    """Write the catalogue to a folder, made when missing; return {file name: count}.

    Files of the format that are there are replaced; others stay. The same
    content gives the same bytes, on either database.
    """
    path.mkdir(parents=True, exist_ok=True)
    counts, pictures = {}, set()
    for kind in all_kinds():
        entries = _entries(kind, progress)
        name = f"{kind.collective}.yaml"
        _write(path / name, entries)
        counts[name] = len(entries)
        for entry in entries:
            for part in kind.fields:
                if part.key in entry:
                    pictures.update(part.images(entry[part.key]))
    counts["redirects.yaml"] = _dump_redirects(path)
    counts["images"] = _dump_images(path / "images", pictures)
    return counts


def _entries(kind, progress):
    # Sorted in Python: databases sort hyphens differently.
    public = kind.model._base_manager.filter(status="published")
    slugs = sorted(public.values_list("slug", flat=True))
    entries = []
    for batch in track(list(batches(slugs)), progress, f"{kind.collective}, by 500"):
        records = with_relations(kind, public.filter(slug__in=batch))
        found = {record.slug: record for record in records}
        entries += [snapshot(found[slug], kind, published_only=True) for slug in batch]
    return entries


def _write(path, entries):
    text = yaml.dump(
        entries, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100
    )
    path.write_text(text if entries else "[]\n", encoding="utf-8", newline="\n")


def _dump_redirects(path):
    public = {
        (kind.key, slug)
        for kind in all_kinds()
        for slug in kind.model._base_manager.filter(status="published").values_list(
            "slug", flat=True
        )
    }
    rows = [
        {"kind": redirect.kind, "old": redirect.old, "new": redirect.new}
        for redirect in Redirect.objects.all()
        if (redirect.kind, redirect.new) in public
    ]
    rows.sort(key=lambda row: (row["kind"], row["old"]))
    _write(path / "redirects.yaml", rows)
    return len(rows)


def _dump_images(folder, names):
    shutil.rmtree(folder, ignore_errors=True)
    if not names:
        return 0
    folder.mkdir()
    by_name = {image.file_name: image for image in Image.objects.all()}
    for name in sorted(names):
        (folder / name).write_bytes(images.read(by_name[name]))
    return len(names)
