"""What one record says once another has been merged into it."""

from core.kinds import Kind
from core.languages import CONTENT_LANGUAGES
from revisions.fields import Pointer, StringList, Translated, TranslatedLists
from revisions.fields.relations import Identifiers, ListOfEntries, References, Values
from revisions.reverts.restoring import fit

# Taken over together or not at all: a city belongs to its country.
GROUPS = (
    ("country", "city", "coordinates"),
    ("curator", "curator_name"),
    ("latest_version", "latest_version_date"),
    ("started", "ended", "running"),
    ("activity", "activity_reason"),
    ("featured", "home_position"),
)
# A person confirmed each record for itself, and it keeps its own address.
STAYS = {"slug", "verified_on", "verified_by"}


def combined(kind: Kind, winner, loser, choices=None):
    """Return {key: plain value} of what the winner says otherwise afterwards.

    winner and loser are the plain data of both. What the winner does not know comes
    from the loser, texts language by language; lists are united. choices are
    {key: "loser"} where the loser's value replaces the winner's; see offered().
    """
    choices = choices or {}
    values = {
        part.key: _taken(part, winner, loser, choices.get(part.key) == "loser")
        for part in kind.fields
        if part.key not in STAYS
    }
    _keep_names(kind, values, winner, loser)
    values = fit(kind, values, {(kind.key, loser["slug"]): winner["slug"]},
                 winner["slug"])  # fmt: skip
    _without_circles(kind, values, winner, loser)
    return {key: x for key, x in values.items() if x != winner.get(key)}


def _taken(part, winner, loser, preferred):
    """Return the value of one field: the loser's when it is preferred and known."""
    mine, theirs = winner.get(part.key), loser.get(part.key)
    if theirs is None or mine == theirs:
        return mine
    if mine is None and not preferred:
        return theirs if _fits(part.key, winner, loser) else None
    if mine is not None and (unite := _uniting(part)):
        return unite(part, theirs, mine) if preferred else unite(part, mine, theirs)
    return theirs if preferred else mine


def _uniting(part):
    return next((unite for types, unite in UNITING if isinstance(part, types)), None)


def offered(kind, winner, loser):
    """Return the keys of which one value has to go, so that one may choose."""
    return [part.key for part in kind.fields if _is_offered(part, winner, loser)]


def _is_offered(part, winner, loser):
    mine, theirs = winner.get(part.key), loser.get(part.key)
    if part.key in STAYS or mine is None or theirs is None:
        return False
    if isinstance(part, Translated):
        return any(mine[code] != theirs[code] for code in mine.keys() & theirs.keys())
    return mine != theirs and _uniting(part) is None


def _fits(key, winner, loser):
    """Return whether the values that belong together do not contradict each other."""
    group = next((group for group in GROUPS if key in group), ())
    if key in ("curator", "curator_name"):
        return not any(winner.get(name) for name in group)
    return all(
        winner.get(name) in (None, loser.get(name)) or loser.get(name) is None
        for name in group
    )


def _texts(part, mine, theirs):
    return {c: {**theirs, **mine}[c] for c in CONTENT_LANGUAGES if c in theirs | mine}


def _lists_by_language(part, mine, theirs):
    united = {c: _list(part, mine.get(c, []), theirs.get(c, []))
              for c in CONTENT_LANGUAGES}  # fmt: skip
    return {code: items for code, items in united.items() if items}


def _list(part, mine, theirs):
    return list(dict.fromkeys([*mine, *theirs]))


def _set(part, mine, theirs):
    return part.normal([*mine, *(item for item in theirs if item not in mine)])


def _entries(part, mine, theirs):
    return part.once([*mine, *theirs])


UNITING = (
    (Translated, _texts),
    (TranslatedLists, _lists_by_language),
    (StringList, _list),
    (ListOfEntries, _entries),
    ((References, Values, Identifiers), _set),
)


def _keep_names(kind, values, winner, loser):
    """Let people find the record under the name that went, where kinds have others."""
    names = [data.get(kind.named) for data in (winner, loser)]
    keys = {part.key: part for part in kind.fields}
    if "aliases" in keys:
        now = _flat(values[kind.named])
        gone = [n for name in names for n in _flat(name) if n not in now]
        values["aliases"] = _list(None, values.get("aliases") or [], gone) or None
    if "synonyms" in keys:
        now = values[kind.named]
        gone = {
            code: [name[code] for name in names if name.get(code, now.get(code))
                   != now.get(code)]
            for code in CONTENT_LANGUAGES
        }  # fmt: skip
        values["synonyms"] = (
            _lists_by_language(None, values.get("synonyms") or {}, gone) or None
        )


def _flat(name):
    return list(name.values()) if isinstance(name, dict) else [name]


def _without_circles(kind, values, winner, loser):
    """Let no record stand above itself: a parent, a successor that leads back."""
    for part in kind.fields:
        if isinstance(part, Pointer) and part.kind == kind.key and values[part.key]:
            above = _above(kind, part, winner["slug"], loser["slug"])
            slug, seen = values[part.key], {winner["slug"]}
            while slug and slug not in seen:
                seen.add(slug)
                slug = above.get(slug)
            if slug == winner["slug"]:
                values[part.key] = None


def _above(kind, part, winner, loser):
    """Return {slug: slug to which it points} as it will be after the merge."""
    rows = kind.model._base_manager.exclude(**{part.column: None}).order_by()
    pairs = rows.values_list("slug", f"{part.column}__slug")
    return {
        slug: winner if other == loser else other
        for slug, other in pairs
        if slug != loser
    }
