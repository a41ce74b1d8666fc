"""How a tool is judged by what a person answered.

Each answer asks for one check or several. A check says of a tool that it fits, that it
does not, or that the catalogue does not know: 2, 0 or 1 point, and double for what
matters most to the person. Whatever its points, a tool that fails what the person
requires (free software, a language, no price) or that has shut down comes after all
others. Between equals, the one that more organizations of the person's kind have used
comes first, then the one with more use cases. What is not known is never taken for no:
it ranks between what fits and what does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _, ngettext, pgettext

from catalogue.models import Tool
from core.choices import Hosting
from core.licences import Family
from core.places import country_name, language_name
from organizations.models import Organization
from pages.finder import questions as asked
from pages.finder.facts import Facts
from pages.finder.needs import Needs
from usecases.models import UseCase


class Verdict(StrEnum):
    FITS = "fits"
    UNKNOWN = "unknown"
    FAILS = "fails"


FITS, UNKNOWN, FAILS = Verdict
POINTS = {FITS: 2, UNKNOWN: 1, FAILS: 0}
NOT_FREE = (Family.PROPRIETARY, Family.SOURCE_AVAILABLE)
FREE_FAMILIES = [
    family for family in Family if family not in (*NOT_FREE, Family.UNKNOWN)
]
# Prices that leave a way to pay nothing, and those that leave none.
FREE_PRICES = (
    Tool.Pricing.FREE, Tool.Pricing.FREEMIUM, Tool.Pricing.FREE_AND_PAID,
)  # fmt: skip
BUDGETS = {
    asked.NOTHING: (UseCase.Budget.NONE,),
    asked.SMALL: (UseCase.Budget.NONE, UseCase.Budget.UNDER_10K),
}


@dataclass(frozen=True)
class Finding:
    """What one check says of a tool, in words; `excludes` puts the tool last."""

    verdict: Verdict
    text: str
    weight: int = 1
    excludes: bool = False


@dataclass(frozen=True)
class Judgement:
    """What all the checks say of a tool."""

    facts: Facts
    findings: tuple[Finding, ...]
    similar_cases: int

    @property
    def points(self):
        return sum(POINTS[f.verdict] * f.weight for f in self.findings)

    @property
    def out_of(self):
        return sum(POINTS[FITS] * f.weight for f in self.findings)

    @property
    def is_excluded(self):
        return any(finding.excludes for finding in self.findings)

    def those(self, verdict):
        return [f for f in self.findings if f.verdict == verdict]

    @property
    def fits(self):
        return self.those(FITS)

    @property
    def unknown(self):
        return self.those(UNKNOWN)

    @property
    def fails(self):
        return self.those(FAILS)


def judged(tools: Iterable[Facts], needs: Needs) -> list[Judgement]:
    """Return the Judgements of tools, the best first; equals stay in their order."""
    found = [judge(tool, needs) for tool in tools]
    found.sort(key=lambda j: (j.is_excluded, -j.points, -j.similar_cases))
    return found


def judge(tool, needs):
    findings = []
    for check, weight in needs.weights.items():
        for verdict, text in CHECKS[check](tool, needs):
            excludes = verdict == FAILS and _excludes(check, tool, needs)
            findings.append(Finding(verdict, text, weight, excludes))
    alike = tool.cases(lambda use: use.kind == needs.who) if needs.who else 0
    return Judgement(tool, tuple(findings), alike)


def _excludes(check, tool, needs):
    shut_down = check == "activity" and tool.activity == Tool.Activity.SHUT_DOWN
    return shut_down or check in needs.required


def purposes(tool, needs):
    for purpose in needs.purposes:
        cases = tool.cases(lambda use, wanted=purpose.family: use.tags & wanted)
        yield _purpose(purpose, cases, is_tagged=bool(tool.tags & purpose.family))


def _purpose(purpose, cases, *, is_tagged):
    if cases:
        return FITS, _counted(purpose.label, cases)
    if is_tagged:
        return FITS, _("%(purpose)s (made for it)") % {"purpose": purpose.label}
    return UNKNOWN, _("Whether it serves for: %(purpose)s") % {"purpose": purpose.label}


def kind_of_user(tool, needs):
    alike = tool.cases(lambda use: use.kind == needs.who)
    akin = tool.cases(lambda use: needs.sector and use.sector == needs.sector)
    if alike or not akin:
        return [_used_by(Organization.Kind(needs.who).label, alike)]
    return [_used_by(Organization.Sector(needs.sector).label, akin)]


def level(tool, needs):
    cases = tool.cases(lambda use: use.level == needs.level)
    label = UseCase.Level(needs.level).label
    return [_used_by(_("Level: %(level)s") % {"level": label}, cases)]


def country(tool, needs):
    cases = tool.cases(lambda use: use.country == needs.country)
    return [_used_by(country_name(needs.country), cases)]


def _used_by(whom, cases):
    """Return the finding about users or places of which some use cases tell."""
    if cases:
        return FITS, _counted(whom, cases)
    return UNKNOWN, _("No use case: %(whom)s") % {"whom": whom}


def _counted(what, cases):
    text = ngettext("%(what)s (%(n)s use case)", "%(what)s (%(n)s use cases)", cases)
    return text % {"what": what, "n": cases}


def languages(tool, needs):
    for tag in needs.languages:
        known = language_name(tag)
        if tag in tool.languages:
            yield FITS, _("Interface language: %(language)s") % {"language": known}
        elif tool.languages:
            yield FAILS, _("Not in this language: %(language)s") % {"language": known}
        else:
            yield UNKNOWN, _("Whether it speaks: %(language)s") % {"language": known}


def self_hosted(tool, needs):
    if Hosting.SELF_HOSTED in tool.hosting:
        return [(FITS, _("You can host it yourselves"))]
    if tool.hosting:
        return [(FAILS, _("You cannot host it yourselves"))]
    return [(UNKNOWN, _("Whether you can host it yourselves"))]


def hosted(tool, needs):
    if Hosting.HOSTED in tool.hosting or tool.kind == Tool.Kind.ONLINE_SERVICE:
        return [(FITS, _("Nothing to install: it exists as a service"))]
    if tool.hosting:
        return [(FAILS, _("To be installed: no service is known"))]
    return [(UNKNOWN, _("Whether it exists as a service"))]


def licence(tool, needs):
    if tool.licence_family == Family.UNKNOWN:
        return [(UNKNOWN, _("Whether it is free software"))]
    if tool.licence_family in NOT_FREE:
        return [(FAILS, _("It is not free software"))]
    return [(FITS, _("Free software"))]


def price(tool, needs):
    if tool.pricing in FREE_PRICES:
        return [(FITS, Tool.Pricing(tool.pricing).label)]
    if tool.cases(lambda use: use.budget in BUDGETS[needs.budget]):
        return [(FITS, _("A use case stayed within your budget"))]
    if tool.licence_family in FREE_FAMILIES and Hosting.SELF_HOSTED in tool.hosting:
        return [(FITS, _("No licence to pay, if you host it yourselves"))]
    if not tool.pricing or needs.budget == asked.SMALL:
        return [(UNKNOWN, _("Its price"))]
    return [(FAILS, Tool.Pricing(tool.pricing).label)]


def source(tool, needs):
    if tool.source_code:
        return [(FITS, _("Its source code is public"))]
    return [(UNKNOWN, _("Where its source code is"))]


def uses(tool, needs):
    if cases := tool.cases():
        text = ngettext("%(n)s use case in all", "%(n)s use cases in all", cases)
        return [(FITS, text % {"n": cases})]
    return [(UNKNOWN, _("Who uses it"))]


def outcome(tool, needs):
    if cases := tool.cases(lambda use: use.has_outcome):
        text = ngettext(
            "%(n)s use case tells its result",
            "%(n)s use cases tell their result",
            cases,
        )
        return [(FITS, text % {"n": cases})]
    return [(UNKNOWN, _("With what result it was used"))]


def accessibility(tool, needs):
    """Say that nothing is known: no field of a tool tells it."""
    return [(UNKNOWN, pgettext("to people with disabilities", "Accessibility"))]


def activity(tool, needs):
    if not tool.activity:
        return [(UNKNOWN, _("Whether it is still alive"))]
    label = Tool.Activity(tool.activity).label
    return [(FITS if tool.activity == Tool.Activity.ACTIVE else FAILS, label)]


CHECKS = {
    check.__name__: check
    for check in (
        purposes, kind_of_user, level, country, languages, self_hosted, hosted,
        licence, price, source, uses, outcome, accessibility, activity,
    )
}  # fmt: skip
