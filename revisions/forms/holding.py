"""What a visitor typed, kept in their session while they do something else.

Signing in keeps the session's content, so a form that was interrupted by it comes
back as it was.
"""

from django.utils.crypto import get_random_string

KEY = "held"
# The oldest goes when there are more.
MOST = 5


def hold(request, kind_key, *, values=None, data=None, notes=(), sources=()):
    """Keep what belongs into a form of a kind; return the token that brings it back.

    values are normal plain values by key; data is what a form sent, as
    {name: [value, …]}. notes are lines for people, sources addresses.
    """
    held = request.session.get(KEY, {})
    token = get_random_string(12)
    held[token] = {
        "kind": kind_key,
        "values": values or {},
        "data": data,
        "notes": [str(note) for note in notes],
        "sources": list(sources),
    }
    request.session[KEY] = dict(list(held.items())[-MOST:])
    return token


def held(request, kind_key):
    """Return what ?held= of the request names, as hold() took it, or None."""
    found = request.session.get(KEY, {}).get(request.GET.get("held", ""))
    return found if found and found["kind"] == kind_key else None


def let_go(request, token):
    """Forget what a token names."""
    held = request.session.get(KEY, {})
    if held.pop(token, None) is not None:
        request.session[KEY] = held


def taken(request, token):
    """Return what a token holds, whatever its kind, as hold() took it, or None."""
    return request.session.get(KEY, {}).get(token)
