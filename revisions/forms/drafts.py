"""What people have begun to write and not sent, kept for when they come back."""

from django.http import QueryDict
from django.utils import timezone

from core.text import clean
from revisions.models import Draft

# Held beside the data of a form: where it is, and which input waits for a record.
WHERE, WAITING = "_path", "_input"
# What a request says beside the content, and what it has no say in.
NOT_KEPT = {"csrfmiddlewaretoken", "do", "sure", WHERE, WAITING}


def cleaned(data):
    """Return a mutable QueryDict without what PostgreSQL does not store."""
    query = QueryDict(mutable=True)
    for name, values in data.lists():
        query.setlist(clean(name), [clean(value) for value in values])
    return query


def number_in(data, name):
    """Return the number that a request holds under a name, or None."""
    sent = data.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else None


def as_lists(data):
    """Return a QueryDict as what a session or a JSON column holds."""
    return {name: values for name, values in data.lists() if name not in NOT_KEPT}


def as_query(lists):
    """Return the QueryDict of what as_lists() gave."""
    query = QueryDict(mutable=True)
    for name, values in lists.items():
        query.setlist(name, values)
    return query


def draft_of(user, kind, record):
    """Return the Draft that a person has of a record, or of a new one; or None."""
    if not user.is_authenticated:
        return None
    object_id = record.pk if record else None
    return Draft.objects.filter(user=user, kind=kind.key, object_id=object_id).first()


def keep_draft(user, kind, record, data, title):
    """Keep what a form holds; return the Draft."""
    draft, _made = Draft.objects.update_or_create(
        user=user,
        kind=kind.key,
        object_id=record.pk if record else None,
        defaults={
            "base": number_in(data, "version") if record else None,
            "title": title[:200],
            "data": as_lists(data),
            "updated_at": timezone.now(),
        },
    )
    return draft


def forget_draft(user, kind, record):
    if draft := draft_of(user, kind, record):
        draft.delete()
