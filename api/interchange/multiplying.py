"""Makes a large folder out of a small one, to measure the site with.

Every round copies the whole catalogue under new slugs and with other words, so
that a copy refers to the copies of its own round; tags are shared by all.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import yaml

from api.interchange.dumping import Dumper
from api.interchange.reading import read_list

FILES = ("organizations", "tools", "use_cases", "collections")
# Where the keys of an entry lead: file names by key.
LISTS = {
    "alternatives": "tools", "works_with": "tools", "forked_from": "tools",
    "built_on": "tools", "developers": "organizations", "providers": "organizations",
    "partners": "organizations", "funders": "organizations",
}  # fmt: skip
POINTERS = {"successor": "tools", "curator": "organizations"}
ITEMS = {
    "tools": ("tool", "tools"),
    "items": ("tool", "tools"),
    "participants": ("organization", "organizations"),
}
TEXTS = ("summary", "description", "outcome", "difficulties")
NAME_LENGTH = 200


def multiply(source: Path, target: Path, *, tools: int) -> dict:
    """Write a folder with so many tools, and the rest in proportion; return counts.

    The originals come first, then copies of them; fewer tools than there are
    leaves the last ones out. The same folder and number give the same bytes.
    Raises api.interchange.reading.Unreadable, and ValueError without any tool.
    """
    originals = {name: read_list(source, name)[1] for name in FILES}
    if not originals["tools"]:
        raise ValueError(f"{source} has no tools")
    # So many entries of each file, in proportion to the tools.
    wanted = {
        name: -(-len(entries) * tools // len(originals["tools"]))
        for name, entries in originals.items()
    }
    slugs = {
        name: {slug for slug, _round, _entry in _copies(entries, wanted[name])}
        for name, entries in originals.items()
    }
    target.mkdir(parents=True, exist_ok=True)
    for name, entries in originals.items():
        words = _other_words(entries, originals["use_cases"])
        made = [
            _copy(name, entry, slug, round_, slugs, words)
            for slug, round_, entry in _copies(entries, wanted[name])
        ]
        _write(target / f"{name}.yaml", sorted(made, key=lambda entry: entry["slug"]))
    return wanted | _take_along(source, target, slugs)


def _copies(entries, number) -> Iterator:
    """Yield (new slug, round from 0, original) so many times."""
    for position in range(number):
        round_, place = divmod(position, len(entries))
        yield _slug(entries[place]["slug"], round_), round_, entries[place]


def _slug(slug, round_):
    return f"{slug[:90]}-c{round_}" if round_ else slug


def _other_words(entries, use_cases):
    """Return (round, entry) → the texts of another entry, and the name of a city."""
    places = {entry["slug"]: place for place, entry in enumerate(entries)}
    cities = sorted({case["city"] for case in use_cases if case.get("city")})

    def words(round_, entry):
        place = places[entry["slug"]]
        # 31 is prime: the neighbours differ from round to round.
        other = entries[(place + 31 * round_) % len(entries)]
        city = cities[(place + 7 * round_) % len(cities)] if cities else ""
        return other, city

    return words


def _copy(name, entry, slug, round_, slugs, words):
    copy = entry | {"slug": slug}
    if round_:
        _vary(copy, round_, *words(round_, entry))
    pointers = POINTERS | {"parent": name}
    for key, file in pointers.items():
        if key in copy:
            copy[key] = _target(copy[key], round_, slugs[file])
    for key, file in LISTS.items():
        if key in copy:
            copy[key] = _targets(copy[key], round_, slugs[file])
    for key, (part, file) in ITEMS.items():
        if key in copy:
            copy[key] = [
                item | {part: found}
                for item in copy[key]
                if (found := _target(item[part], round_, slugs[file]))
            ]
    return {key: value for key, value in copy.items() if value not in (None, [], "")}


def _target(slug, round_, slugs):
    """Return the copy of the same round, else the original, None without either."""
    return next((s for s in (_slug(slug, round_), slug) if s in slugs), None)


def _targets(targets, round_, slugs):
    return sorted({found for t in targets if (found := _target(t, round_, slugs))})


def _vary(copy, round_, other, city):
    """Give a copy a name, texts and addresses of its own."""
    copy["name"] = _renamed(copy["name"], f"{city} {round_}".strip())
    for key in TEXTS:
        if key in copy and key in other:
            copy[key] = other[key]
    if "website" in copy and len(copy["website"]) < 480:
        copy["website"] = f"{copy['website'].rstrip('/')}/{round_}"
    if "identifiers" in copy:
        copy["identifiers"] = [
            item | {"value": f"{str(item['value'])[:190]}-{round_}"}
            for item in copy["identifiers"]
        ]


def _renamed(name, words):
    if isinstance(name, dict):
        return {code: _renamed(text, words) for code, text in name.items()}
    return f"{str(name)[: NAME_LENGTH - 1 - len(words)]} {words}"


def _take_along(source, target, slugs):
    """Write what is not multiplied: tags, redirects of what is there, pictures."""
    tags = read_list(source, "tags")[1]
    _write(target / "tags.yaml", tags)
    known = {
        "tool": slugs["tools"],
        "organization": slugs["organizations"],
        "use-case": slugs["use_cases"],
        "collection": slugs["collections"],
        "tag": {tag["slug"] for tag in tags},
    }
    redirects = [
        redirect
        for redirect in read_list(source, "redirects")[1]
        if redirect["new"] in known[redirect["kind"]]
    ]
    _write(target / "redirects.yaml", redirects)
    if (source / "images").is_dir():
        shutil.copytree(source / "images", target / "images", dirs_exist_ok=True)
    return {"tags": len(tags), "redirects": len(redirects)}


def _write(path, entries):
    text = yaml.dump(
        entries, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100
    )
    path.write_text(text, encoding="utf-8", newline="\n")
