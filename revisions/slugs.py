"""Addresses of new records."""

from django.utils.text import slugify

from core.models import RESERVED_SLUGS
from core.text import fold
from revisions.models import Redirect

LENGTH = 100


def free_slug(kind, name):
    """Return the slug of a new record of that name, which no other has or had.

    "decidim", then "decidim-2", "decidim-3"; the kind's key for a name without a
    Latin letter or digit.
    """
    base = slugify(fold(name))[:LENGTH].strip("-_").replace("_", "-") or kind.key
    taken = _taken(kind, base)
    slug, number = base, 1
    while slug in taken:
        number += 1
        ending = f"-{number}"
        slug = base[: LENGTH - len(ending)].rstrip("-") + ending
    return slug


def _taken(kind, base):
    # A number makes a long slug shorter, so that its beginning is compared.
    start = base[: LENGTH - 10]
    records = kind.model._base_manager.filter(slug__startswith=start)
    former = Redirect.objects.filter(kind=kind.key, old__startswith=start)
    return {
        *RESERVED_SLUGS,
        *records.values_list("slug", flat=True),
        *former.values_list("old", flat=True),
    }
