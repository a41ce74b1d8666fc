"""Finds the record of a page, also under its former slugs."""

from functools import wraps

from django.http import Http404
from django.shortcuts import redirect

from core.models import Record
from revisions.models import Redirect


class Moved(Exception):
    """The slug is a former one; `slug` is the record's own."""

    def __init__(self, slug):
        super().__init__(slug)
        self.slug = slug


def find(queryset, kind_key, slug):
    """Return the record of a queryset by slug.

    Raises Moved for a former slug, Http404 for an unknown one. A redirect that leads
    to a former slug is followed on.
    """
    record = queryset.filter(slug=slug).first()
    if record is not None:
        return record
    redirects, seen = Redirect.objects.filter(kind=kind_key), set()
    while (target := redirects.filter(old=slug).first()) and slug not in seen:
        seen.add(slug)
        slug = target.new
        if queryset.filter(slug=slug).exists():
            raise Moved(slug)
    raise Http404


def heir_of(kind, record):
    """Return the public record that stands for a merged one, None for all others."""
    if record is None or record.status != Record.Status.MERGED:
        return None
    slug = Redirect.table().get((kind.key, record.slug))
    return kind.model.objects.public().filter(slug=slug).first()


def follows_moves(view):
    """Let a view(request, slug, …) answer a former slug with a permanent redirect."""

    @wraps(view)
    def wrapper(request, **kwargs):
        try:
            return view(request, **kwargs)
        except Moved as moved:
            name = request.resolver_match.view_name
            kwargs["slug"] = moved.slug
            response = redirect(name, permanent=True, **kwargs)
            if query := request.META.get("QUERY_STRING"):
                response["Location"] += f"?{query}"
            return response

    return wrapper
