"""What follows from the answers: the checks of each tool, and their weights."""

from dataclasses import dataclass

from core.choices import Hosting
from core.languages import current_language
from organizations.models import Organization
from pages.finder import questions as asked
from pages.finder.purposes import family

Kind, Sector = Organization.Kind, Organization.Sector
# Where an organization of the same kind has told nothing, one of its sector may help;
# the media belong to several.
SECTORS = {
    Kind.NATIONAL_GOVERNMENT: Sector.PUBLIC,
    Kind.AGENCY: Sector.PUBLIC,
    Kind.PARLIAMENT: Sector.PUBLIC,
    Kind.COURT: Sector.PUBLIC,
    Kind.LOCAL_GOVERNMENT: Sector.PUBLIC,
    Kind.COMPANY: Sector.PRIVATE,
    Kind.NON_PROFIT: Sector.CIVIL_SOCIETY,
    Kind.FOUNDATION: Sector.CIVIL_SOCIETY,
    Kind.MOVEMENT: Sector.CIVIL_SOCIETY,
    Kind.UNIVERSITY: Sector.ACADEMIC,
    Kind.INTERNATIONAL_ORGANIZATION: Sector.INTERNATIONAL,
}
ONCE, TWICE = 1, 2
# What a priority is judged by: the checks that count double.
PRIORITIES = {
    asked.ACCESSIBILITY: ("accessibility",),
    asked.SOVEREIGNTY: ("self_hosted", "licence", "source"),
    asked.EASE: ("hosted", "languages"),
    asked.EVIDENCE: ("uses", "outcome"),
}


@dataclass(frozen=True)
class Purpose:
    """A tag that a person chose, with those under it."""

    label: str
    family: frozenset[str]


@dataclass(frozen=True)
class Needs:
    """What a person needs. `weights` gives each check of pages.finder.judging its
    weight, in the order in which a page tells them; a tool that fails one of
    `required` comes last."""

    purposes: tuple[Purpose, ...]
    who: str
    sector: str
    level: str
    country: str
    languages: tuple[str, ...]
    budget: str
    weights: dict[str, int]
    required: frozenset[str]

    @property
    def tags(self):
        """The slugs of all the purposes."""
        return frozenset().union(*(purpose.family for purpose in self.purposes))


def needs_of(answers, tree):
    """Return the Needs that follow from Answers; tree is taxonomy.tree.nodes()."""
    who = answers.one("who")
    return Needs(
        purposes=tuple(
            Purpose(tree[slug].label, frozenset(family(slug, tree)))
            for slug in answers.all("do")
        ),
        who=who,
        sector=SECTORS.get(who, ""),
        level=answers.one("level"),
        country=answers.one("country"),
        languages=answers.all("language") or (current_language(),),
        budget=answers.one("budget"),
        weights=weights(answers),
        required=required(answers),
    )


def weights(answers):
    """Return {check: weight}; what no answer asks for is not checked."""
    host, free = answers.one("host"), answers.one("free")
    wanted = {
        "purposes": answers.one("do"),
        "kind_of_user": answers.one("who"),
        "level": answers.one("level"),
        "country": answers.one("country"),
        "languages": answers.one("language"),
        "self_hosted": host == Hosting.SELF_HOSTED,
        "hosted": host == Hosting.HOSTED,
        "licence": free in (asked.MUST, asked.RATHER),
        "price": answers.one("budget") in (asked.NOTHING, asked.SMALL),
    }
    found = {check: ONCE for check, is_wanted in wanted.items() if is_wanted}
    for priority in answers.all("priority"):
        found |= dict.fromkeys(PRIORITIES[priority], TWICE)
    # Whatever is asked, a tool should be alive.
    return {**found, "activity": ONCE}


def required(answers):
    """Return the checks that a tool must not fail."""
    conditions = {
        "languages": answers.one("language"),
        "licence": answers.one("free") == asked.MUST,
        "price": answers.one("budget") == asked.NOTHING,
    }
    return frozenset(check for check, holds in conditions.items() if holds)
