"""What the page of a use case says."""

from django.db.models import Count, F

from core.dots import country_map
from usecases.models import UseCase

SHOWN_SIMILAR = 3
# Fewer shared tags than that are chance.
SHARED_TAGS = 2


def use_case_page(use_case):
    """Return the context of a use case's page."""
    return {
        "section": "use-case",
        "record": use_case,
        "map": map_of(use_case),
        "similar": similar(use_case),
    }


def map_of(use_case):
    """Return the map around the use case's country, None without a country."""
    if not use_case.country:
        return None
    return country_map(
        str(use_case.country), use_case.latitude, use_case.longitude, near=True
    )


def similar(use_case):
    """Return the use cases that share most tags with this one."""
    tags = [row.tag_id for row in use_case.tagged.all() if row.tag.is_public]
    return list(
        UseCase.objects.public()
        .filter(tagged__tag__in=tags)
        .exclude(pk=use_case.pk)
        .annotate(shared=Count("tagged"))
        .filter(shared__gte=SHARED_TAGS)
        .for_ledger()
        .order_by("-shared", F("started_earliest").desc(nulls_last=True), "pk")[
            :SHOWN_SIMILAR
        ]
    )
