"""Which organization like the person's own used a tool for what the person wants."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pages.finder.facts import Use
from pages.finder.judging import Judgement
from pages.finder.needs import Needs
from usecases.models import Participation


@dataclass(frozen=True)
class Evidence:
    """A use case of a tool, who took part in it, and how near it is to the needs."""

    lead: str
    use_case: object
    organization: object


def evidence_for(judgements: list[Judgement], needs: Needs) -> dict[int, Evidence]:
    """Return {tool: its Evidence}, the nearest of each, of those that have some.

    One query.
    """
    nearest = {j.facts.pk: nearest_use(j.facts.uses, needs) for j in judgements}
    nearest = {pk: use for pk, use in nearest.items() if use}
    pks = [use.participation for use in nearest.values()]
    rows = Participation.objects.select_related("use_case", "organization").in_bulk(pks)
    return {
        pk: Evidence(
            lead(use, needs),
            rows[use.participation].use_case,
            rows[use.participation].organization,
        )
        for pk, use in nearest.items()
        if use.participation in rows
    }


def nearest_use(uses: list[Use], needs: Needs) -> Use | None:
    """Return the nearest of the uses that somebody public took part in.

    For the same purpose by a similar organization comes first, then a similar
    organization, then the same purpose; then the same kind, country and level, a
    told result, the latest.
    """
    told = [use for use in uses if use.participation]
    return max(told, key=lambda use: nearness(use, needs), default=None)


def nearness(use, needs):
    similar, fitting = is_similar(use, needs), is_for_that(use, needs)
    return (
        bool(similar and fitting),
        bool(similar),
        bool(fitting),
        _same(use.kind, needs.who),
        _same(use.country, needs.country),
        _same(use.level, needs.level),
        use.has_outcome,
        use.started.toordinal() if use.started else 0,
        -use.participation,
    )


def _same(value, wanted):
    return bool(wanted) and value == wanted


def is_similar(use, needs):
    """Whether the organization is like the person's, by its kind or else its sector;
    None when the person has not told."""
    if not needs.who:
        return None
    return _same(use.kind, needs.who) or _same(use.sector, needs.sector)


def is_for_that(use, needs):
    """Whether it was used for a chosen purpose; None when none was chosen."""
    return bool(use.tags & needs.tags) if needs.purposes else None


def lead(use, needs):
    """Return the words that stand before the use case."""
    similar, fitting = is_similar(use, needs), is_for_that(use, needs)
    if similar and fitting:
        return _("Used for that by a similar organization")
    if similar:
        return (
            _("Used by a similar organization")
            if fitting is None
            else _("Used for something else by a similar organization")
        )
    if similar is None:
        return _("Used for that by") if fitting else _("Used by")
    if fitting:
        return _("Used for that by an organization of another kind")
    return _("Used by an organization of another kind")
