"""Finds the record of a page, also under its former slugs."""

from functools import wraps

from django.http import Http404
from django.shortcuts import redirect

from revisions.models import Redirect


class Moved(Exception):
    """The slug is a former one; `slug` is the record's own."""

    def __init__(self, slug):
        super().__init__(slug)
        self.slug = slug


def find(queryset, kind_key, slug):
    """Return the record of a queryset by slug.

    Raises Moved for a former slug, Http404 for an unknown one.
    """
    record = queryset.filter(slug=slug).first()
    if record is not None:
        return record
    target = Redirect.objects.filter(kind=kind_key, old=slug).first()
    if target and queryset.filter(slug=target.new).exists():
        raise Moved(target.new)
    raise Http404


def follows_moves(view):
    """Let a view(request, slug) answer a former slug with a permanent redirect."""

    @wraps(view)
    def wrapper(request, slug):
        try:
            return view(request, slug)
        except Moved as moved:
            name = request.resolver_match.view_name
            response = redirect(name, moved.slug, permanent=True)
            if query := request.META.get("QUERY_STRING"):
                response["Location"] += f"?{query}"
            return response

    return wrapper
