"""One make_x() per model: every argument optional, every result saved and valid.

Records come in through the one door, so that they have a revision and stand in
the search index, as on the site.
"""

import datetime
import io
import itertools

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image as Pillow

from accounts.models import Ban, User
from accounts.roles import Role
from catalogue.models import CollectionInvitation
from core import images
from core.kinds import kind as kind_named, kind_of
from harvest.models import CheckedLink
from organizations.models import Affiliation
from revisions.editing import Attribution, Change, write
from revisions.models import Draft, Reason, Report
from revisions.proposals.proposing import Submission, submit

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


def make_user(username=None, email="", **fields):
    """Make an account; its e-mail address, if any, is confirmed."""
    username = username or f"user{next(_numbers)}"
    user = User.objects.create_user(username, email, password="correct horse", **fields)
    if email:
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def make_moderator(**fields):
    return make_user(role=Role.MODERATOR, **fields)


def make_administrator(**fields):
    return make_user(role=Role.ADMINISTRATOR, **fields)


def make_ban(user=None, email="", reason="Advertising", **fields):
    """Ban an account, an address, or else a new account, for good."""
    if not user and not email:
        user = make_user()
    return Ban.objects.create(user=user, email=email, reason=reason, **fields)


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


def make_proposal(record=None, *, author=None, new="tool", base=None, **values):
    """Make a proposal to change a record, or without one for a new record.

    values are those of the interchange format; email=… makes it a visitor's.
    """
    options = {key: values.pop(key, "") for key in ("email", "comment", "evidence")}
    at = values.pop("at", None)
    kind = kind_of(record) if record else kind_named(new)
    if record is None and not values:
        values = {"name": f"New {next(_numbers)}", "kind": "software"}
    if author is None and not options["email"]:
        author = make_user()
    parts = {part.key: part for part in kind.fields}
    normal = {
        key: value if value is None else parts[key].normal(value)
        for key, value in values.items()
    }
    email = options.pop("email")
    submission = Submission(
        kind,
        normal,
        Attribution(author, at=at, **options),
        record=record,
        base=base or (record.version if record else None),
        email=email,
    )
    return submit(submission).proposal


def make_reason(code=None, *, use="reject", text="Because", rule=""):
    return Reason.objects.create(
        code=code or f"reason-{next(_numbers)}", use=use, text_en=text, rule=rule
    )


def make_report(record=None, *, author=None, why="wrong", **fields):
    record = record or make_tool()
    return Report.objects.create(
        kind=kind_of(record).key,
        object_id=record.pk,
        title=record.display_name,
        author=author,
        why=why,
        language=fields.pop("language", "en"),
        created_at=fields.pop("created_at", None) or timezone.now(),
        **fields,
    )


def make_draft(user=None, *, kind="tool", record=None, data=None, title=""):
    return Draft.objects.create(
        user=user or make_user(),
        kind=kind_of(record).key if record else kind,
        object_id=record.pk if record else None,
        base=record.version if record else None,
        title=title,
        data=data or {},
        updated_at=timezone.now(),
    )


def make_collectioninvitation(collection=None, *, user=None, email="", **fields):
    """Invite an account or an address, or else a new account, to help."""
    if not user and not email:
        user = make_user()
    fields = {"part": "co-editor"} | fields
    return CollectionInvitation.objects.create(
        collection=collection or make_collection(),
        user=user,
        email=email,
        invited_by=fields.pop("invited_by", None) or make_user(),
        **fields,
    )


def picture_bytes(format="PNG", size=(120, 80), colour="teal", **options):
    """Return the bytes of a small picture."""
    out = io.BytesIO()
    Pillow.new("RGB", size, colour).save(out, format, **options)
    return out.getvalue()


def make_image(**options):
    return images.store(picture_bytes(**options), "picture.png")


def make_checkedlink(url=None, *, trouble="gone", days=7, **fields):
    """Make an address that has failed twice, or as told, the first time days ago."""
    now, failing = timezone.now(), trouble in CheckedLink.FAILING
    answers = {"": 200, "gone": 404, "refused": 403, "server": 503}
    fields = {
        "status": answers.get(trouble),
        "checked_at": now,
        "failures": 2 if failing else 0,
        "failing_since": now - datetime.timedelta(days=days) if failing else None,
    } | fields
    url = url or f"https://page-{next(_numbers)}.example.org/"
    return CheckedLink.objects.create(url=url, trouble=trouble, **fields)


def make_affiliation(user=None, organization=None):
    """Say that somebody works for an organization; their address shows it."""
    number = next(_numbers)
    domain = f"organization-{number}.example"
    user = user or make_user(email=f"ada@{domain}")
    organization = organization or make_organization(website=f"https://www.{domain}/")
    return Affiliation.objects.create(user=user, organization=organization)
