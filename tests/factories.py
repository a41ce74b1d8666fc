"""One make_x() per model: every argument optional, every result saved and valid.

Records come in through the one door, so that they have a revision and stand in
the search index, as on the site.
"""

import io
import itertools

from django.utils.text import slugify
from PIL import Image as Pillow

from accounts.models import User
from core import images
from core.kinds import kind as kind_named
from revisions.editing import Attribution, Change, write

_numbers = itertools.count(1)


def _make(kind_key, values):
    kind = kind_named(kind_key)
    parts = {part.key: part for part in kind.fields}
    normal = {
        key: parts[key].normal(value)
        for key, value in values.items()
        if value not in (None, "", [], {})
    }
    change = Change(kind.model(), normal)
    return write(kind, [change], Attribution(source="tests"))[0]


def _named(name, word):
    name = name or f"{word} {next(_numbers)}"
    return name, slugify(name)[:100] or f"{word}-{next(_numbers)}".lower()


def _texts(value):
    """Return English text as {en: text}; texts by language stay as they are."""
    return {"en": value} if isinstance(value, str) else value


def make_user(username=None, **fields):
    username = username or f"user{next(_numbers)}"
    return User.objects.create_user(username, password="correct horse", **fields)


def make_moderator(**fields):
    return make_user(is_staff=True, is_superuser=True, **fields)


def make_tag(slug=None, *, kind="function", label=None, parent=None, **values):
    slug = slug or f"tag-{next(_numbers)}"
    label = label or slug.replace("-", " ").capitalize()
    values |= {"slug": slug, "kind": kind, "label": _texts(label), "parent": parent}
    return _make("tag", values)


def make_organization(name=None, *, sector="public", slug=None, **values):
    name, made = _named(name, "Organization")
    values |= {"name": _texts(name), "sector": sector, "slug": slug or made}
    return _make("organization", values)


def make_tool(name=None, *, kind="software", slug=None, summary=None, **values):
    """Make a tool; other keys are those of the interchange format."""
    name, made = _named(name, "Tool")
    values |= {"name": name, "kind": kind, "slug": slug or made}
    return _make("tool", values | {"summary": _texts(summary)})


def make_use_case(name=None, *, tools=(), participants=(), slug=None, **values):
    """Make a use case; tools and participants are slugs, or entries of the format."""
    name, made = _named(name, "Use case")
    values |= {
        "name": _texts(name),
        "slug": slug or made,
        "tools": [{"tool": t} if isinstance(t, str) else t for t in tools],
        "participants": [
            {"organization": p} if isinstance(p, str) else p for p in participants
        ],
    }
    return _make("use-case", values)


def make_collection(name=None, *, items=(), slug=None, **values):
    name, made = _named(name, "Collection")
    values |= {
        "name": _texts(name),
        "slug": slug or made,
        "items": [{"tool": t} if isinstance(t, str) else t for t in items],
    }
    return _make("collection", values)


def picture_bytes(format="PNG", size=(120, 80), colour="teal", **options):
    """Return the bytes of a small picture."""
    out = io.BytesIO()
    Pillow.new("RGB", size, colour).save(out, format, **options)
    return out.getvalue()


def make_image(**options):
    return images.store(picture_bytes(**options), "picture.png")
