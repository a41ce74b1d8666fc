"""Folders in the interchange format, for the tests of load and dump."""

import hashlib
from pathlib import Path

import yaml

from core import images
from core.kinds import all_kinds
from tests.factories import picture_bytes


class Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True


def write_folder(path, entries, redirects=()):
    """Write {collective: entries} as YAML files, as a dump writes them."""
    path.mkdir(parents=True, exist_ok=True)
    for kind in all_kinds():
        write_file(path / f"{kind.collective}.yaml", entries.get(kind.collective, []))
    write_file(path / "redirects.yaml", list(redirects))
    return path


def write_file(path, entries):
    text = yaml.dump(
        entries, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100
    )
    path.write_text(text, encoding="utf-8", newline="\n")


def write_image(folder, data, ending="png", name=None):
    """Put a picture into a folder; return its file name."""
    name = name or f"{hashlib.sha256(data).hexdigest()}.{ending}"
    (folder / "images").mkdir(parents=True, exist_ok=True)
    (folder / "images" / name).write_bytes(data)
    return name


def content(path):
    """Return {relative name: bytes} of every file under a folder."""
    files = sorted(file for file in Path(path).rglob("*") if file.is_file())
    return {str(file.relative_to(path)): file.read_bytes() for file in files}


def texts(word):
    """Return a text in each language, with what YAML has to quote."""
    return {
        "en": f"{word}: “quoted”, 100 % & #1",
        "fr": f"{word}\u00a0: l’État, cœur",
        "es": f"¿{word}? ¡Sí!",
    }


def markdown(word):
    body = f"# {word}\n\n- one\n- two: *three*\n\n\tcode — “x”\n\nLast line.   End"
    return {"en": body, "fr": f"{body}\n\nFin\u00a0!", "es": f"'{word}'\n\"x\""}


def write_whole_folder(path):
    """Write a folder that uses every key of every kind, as a dump writes it."""
    path.mkdir(parents=True)
    pictures = sorted(
        write_image(path, _encoded(format, ending), ending)
        for format, ending in (
            ("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("AVIF", "avif"),
        )
    )  # fmt: skip
    redirects = [
        {"kind": kind, "old": f"former-{kind}", "new": new}
        for kind, new in (
            ("collection", "picks"), ("organization", "city"), ("tag", "voting"),
            ("tool", "a-tool"), ("use-case", "plan"),
        )
    ]  # fmt: skip
    return write_folder(path, whole_entries(pictures), redirects)


def _encoded(format, ending):
    """Return a picture as this site would keep it."""
    with images._opened(picture_bytes(format, (400, 300))) as picture:
        return images._encode(picture, ending)


VERIFIED = {
    "verified_on": "2026-11-21",
    "verified_by": "Ada Lovelace",
    "sources": ["https://example.org/b", "https://example.org/a?x=1&y=é#f"],
}


def whole_entries(pictures):
    """Return {collective: entries}, keys in order, with four names of pictures."""
    jpg, png = pictures[0], pictures[1]
    shown = [
        {"image": jpg, "alt": texts("A vote"), "caption": texts("Voting"),
         "credit": "© Ada, CC BY 4.0"},
        {"image": png, "alt": {"fr": "Une carte"}},
        {"image": pictures[2]},
        {"image": pictures[3], "credit": "Ada"},
    ]  # fmt: skip
    return {
        "tags": [
            {
                "slug": "elections", "kind": "theme", "parent": "participation",
                "label": texts("Elections"), "description": texts("Choosing"),
                "synonyms": {"en": ["polls", "Ballots"], "es": ["urnas"]},
                **VERIFIED,
            },
            {"slug": "participation", "kind": "theme", "label": {"fr": "Participer"}},
            {"slug": "voting", "kind": "function", "label": texts("Voting")},
        ],
        "organizations": [
            {
                "slug": "city", "name": texts("City"), "aliases": ["Zürich", "A: b"],
                "sector": "public", "kind": "local-government",
                "summary": texts("A city"), "description": markdown("City"),
                "country": "CH", "city": "Zürich", "website": "https://city.example",
                "links": ["https://b.example", "https://a.example"], "parent": "state",
                "identifiers": [
                    {"scheme": "other", "value": "no"},
                    {"scheme": "ror", "value": "012345"},
                    {"scheme": "wikidata", "value": "Q72"},
                ],
                "logo": jpg, **VERIFIED,
            },
            {"slug": "state", "name": {"es": "El Estado"}, "sector": "public"},
        ],
        "tools": [
            {
                "slug": "a-tool", "name": "A Tool: 2", "aliases": ["2016", "Tool"],
                "kind": "software", "summary": texts("A tool"),
                "description": markdown("Tool"),
                **{
                    key: f"https://{key.replace('_', '-')}.example/"
                    for key in (
                        "website", "source_code", "documentation", "demo", "download",
                        "issue_tracker", "support", "api_documentation", "terms",
                        "privacy_policy",
                    )
                },
                "licence": "AGPL-3.0-only OR MIT",
                "programming_languages": ["C++", "Python"],
                "platforms": ["android", "web"], "interface_languages": ["en", "pt-BR"],
                "hosting": ["hosted", "self-hosted"], "pricing": "freemium",
                "audience": ["citizens", "journalists"], "first_release": "2016",
                "latest_version": "1.10", "latest_version_date": "2026-11-02",
                "activity": "shut-down", "activity_reason": texts("No money"),
                "successor": "c-tool", "alternatives": ["b-tool", "c-tool"],
                "works_with": ["b-tool"], "forked_from": ["c-tool"],
                "built_on": ["b-tool", "c-tool"], "developers": ["city", "state"],
                "providers": ["city"], "partners": ["state"], "funders": ["city"],
                "identifiers": [
                    {"scheme": "doi", "value": "10.1/x"},
                    {"scheme": "wikidata", "value": "Q1"},
                ],
                "logo": png, "screenshots": shown, "tags": ["elections", "voting"],
                **VERIFIED,
            },
            {"slug": "b-tool", "name": "B", "kind": "software",
             "latest_version_date": "2026-11", "alternatives": ["a-tool"],
             "works_with": ["a-tool"]},
            {"slug": "c-tool", "name": "C", "kind": "online-service",
             "licence": "proprietary", "alternatives": ["a-tool"]},
        ],
        "use_cases": [
            {
                "slug": "plan", "name": texts("Plan"), "summary": texts("A plan"),
                "description": markdown("Need"), "outcome": markdown("Result"),
                "difficulties": markdown("Hard"),
                "tools": [
                    {"tool": "c-tool", "used_for": texts("Drawing")},
                    {"tool": "a-tool"},
                ],
                "participants": [
                    {"organization": "city"},
                    {"organization": "city", "role": "lead"},
                    {"organization": "state", "role": "funder"},
                ],
                "country": "CH", "city": "Zürich",
                "coordinates": {"latitude": -47.376887, "longitude": 8.5},
                "level": "local", "started": "2016-12-09", "ended": "2017-02",
                "running": "no", "url": "https://plan.example",
                "evidence": ["https://z.example", "https://a.example"],
                "audience": ["citizens"], "participant_count": 1234567,
                "budget": "10k-50k", "staff": 1.5, "pictures": shown,
                "tags": ["elections", "voting"], **VERIFIED,
            },
            {"slug": "poll", "name": {"fr": "Sondage"},
             "coordinates": {"latitude": 0.0, "longitude": 0.0}, "running": "yes",
             "participant_count": 0, "staff": 2},
        ],
        "collections": [
            {
                "slug": "picks", "name": texts("Picks"), "description": markdown("Why"),
                "cover": jpg, "curator": "city",
                "items": [
                    {"tool": "c-tool", "note": texts("Good")},
                    {"tool": "a-tool"},
                ],
                "featured": True, "home_position": 1, **VERIFIED,
            },
            {"slug": "private", "name": {"en": "Private"}, "curator_name": "Ada, Zoë"},
        ],
    }  # fmt: skip
