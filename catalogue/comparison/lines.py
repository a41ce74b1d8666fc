"""The rows of a comparison: what each asks of a tool."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy

from catalogue.comparison.cells import (
    Cell,
    Item,
    in_language,
    in_words,
    named,
    web_address,
)
from catalogue.models import Tool
from catalogue.templatetags.tools import LABELS, licence, licence_meaning
from core.languages import localized
from core.places import country_name, language_name
from core.templatetags.records import day, number, partial_date

# How many usages and organizations a cell names.
SHOWN = 5


@dataclass(frozen=True)
class Line:
    """How a row is made: its label, what a tool says, the fields that rests on."""

    label: str
    cell: Callable  # (tool, its Uses) → Cell
    keys: tuple = ()
    # Left out where no tool has anything to say.
    optional: bool = False


def of_choice(name, *, label, **more):
    """Return the line of a field with a closed list."""

    def cell(tool, uses):
        known = getattr(tool, name)
        return in_words(getattr(tool, f"get_{name}_display")() if known else "")

    return Line(label, cell, (name,), **more)


def of_link(name, **more):
    """Return the line of a field that holds an address."""

    def cell(tool, uses):
        url = getattr(tool, name)
        return Cell((web_address(url),) if url else ())

    label = Tool._meta.get_field(name).verbose_name
    return Line(label, cell, (name,), **more)


def of_date(name, *, label, **more):
    def cell(tool, uses):
        value = getattr(tool, name)
        return in_words(partial_date(value) if value else "")

    return Line(label, cell, (name,), **more)


def of_values(name, *, label, words=None):
    """Return the line of a list of values; words(value) says one of them."""
    known = LABELS.get(name, {})

    def cell(tool, uses):
        said = (words(v) if words else known.get(v, v) for v in tool.values_of(name))
        return in_words(*sorted(str(text) for text in said))

    return Line(label, cell, (name,))


def of_tags(kind, *, label):
    def cell(tool, uses):
        tags = [tag for tag in tool.public_tags if tag.kind == kind]
        return Cell(tuple(named(tag, "label") for tag in tags))

    return Line(label, cell, ("tags",))


def of_role(role, key, *, label):
    """Return the line of the organizations with a role."""

    def cell(tool, uses):
        rows = [r for r in tool.roles.all() if r.role == role]
        found = [row.organization for row in rows if row.organization.is_public]
        found.sort(key=lambda organization: organization.sort_name)
        return Cell(tuple(named(organization, "name") for organization in found))

    return Line(label, cell, (key,))


def licence_cell(tool, uses):
    return in_words(licence(tool))


def family_cell(tool, uses):
    return in_words(licence_meaning(tool))


def free_cell(tool, uses):
    answers = {True: _("Yes"), False: _("No"), None: ""}
    return in_words(answers[tool.is_free_software])


def reason_cell(tool, uses):
    found = localized(tool, "activity_reason")
    return Cell((in_language(found),) if found else ())


def successor_cell(tool, uses):
    other = tool.successor
    shown = other and other.is_public
    return Cell((Item(other.name, other.get_absolute_url()),) if shown else ())


def version_cell(tool, uses):
    return in_words(tool.latest_version)


def verified_cell(tool, uses):
    if not tool.verified_on:
        return Cell(nothing=_("Nobody has confirmed this record yet."))
    said = {"day": day(tool.verified_on), "who": tool.verifier}
    text = _("%(day)s, by %(who)s") if tool.verifier else "%(day)s"
    return in_words(text % said)


def changed_cell(tool, uses):
    return in_words(day(tool.updated_at))


def sources_cell(tool, uses):
    found = tuple(web_address(url) for url in tool.sources)
    return Cell(found, nothing=_("No source is given."), folded=True)


def use_cases_url(tool):
    return f"{reverse('usecases:use-cases')}?tool={tool.slug}"


def count_cell(tool, uses):
    if not tool.use_case_count:
        return Cell(nothing=_("None is told yet"))
    return Cell((Item(number(tool.use_case_count), use_cases_url(tool)),))


def usages_cell(tool, uses):
    said = [f"{localized(tag, 'label')} ({number(n)})" for n, tag in uses.usages]
    return in_words(*said[:SHOWN])


def countries_cell(tool, uses):
    counted = Counter(code for code in uses.countries.values() if code)
    said = ((n, country_name(code)) for code, n in counted.items())
    most_first = sorted(said, key=lambda pair: (-pair[0], pair[1]))
    return in_words(*(f"{name} ({number(n)})" for n, name in most_first))


def users_cell(tool, uses):
    users = sorted(uses.users, key=lambda one: (-len(uses.users[one]), one.sort_name))
    items = [named(organization, "name") for organization in users[:SHOWN]]
    more = len(users) - SHOWN
    if more > 0:
        text = ngettext("%(n)d more", "%(n)d more", more) % {"n": more}
        items.append(Item(text, use_cases_url(tool)))
    return Cell(tuple(items))


def newest_cell(tool, uses):
    return in_words(max(uses.years, default=""))


TABLE = (
    ("identity", gettext_lazy("What it is"), (
        of_choice("kind", label=gettext_lazy("Kind")),
        of_tags("function", label=gettext_lazy("Functions")),
        of_tags("theme", label=gettext_lazy("Themes")),
        of_values("audience", label=gettext_lazy("For")),
        of_link("website"),
        of_link("documentation"),
        of_link("demo", optional=True),
    )),
    ("licence", gettext_lazy("Licence and price"), (
        Line(gettext_lazy("Free software"), free_cell, ("licence",)),
        Line(gettext_lazy("Licence"), licence_cell, ("licence",)),
        Line(gettext_lazy("What the licence allows"), family_cell, ("licence",)),
        of_choice("pricing", label=gettext_lazy("Price")),
        of_link("terms", optional=True),
    )),
    ("hosting", gettext_lazy("Hosting"), (
        of_values("hosting", label=gettext_lazy("How it can be hosted")),
        of_link("download", optional=True),
        of_link("privacy_policy", optional=True),
    )),
    ("technology", gettext_lazy("Technology"), (
        of_values("platforms", label=gettext_lazy("Runs on")),
        of_values("programming_languages", label=gettext_lazy("Written in")),
        of_link("source_code"),
        of_link("api_documentation"),
        of_link("issue_tracker", optional=True),
    )),
    ("languages", gettext_lazy("Languages"), (
        of_values("interface_languages", label=gettext_lazy("Interface languages"),
                  words=lambda tag: language_name(tag) or tag),
    )),
    ("organizations", gettext_lazy("Organizations"), (
        of_role("developer", "developers", label=gettext_lazy("Developed by")),
        of_role("provider", "providers", label=gettext_lazy("Provided by")),
        of_role("partner", "partners", label=gettext_lazy("Partners")),
        of_role("funder", "funders", label=gettext_lazy("Funded by")),
    )),
    ("uses", gettext_lazy("Use cases"), (
        Line(gettext_lazy("Number of use cases"), count_cell),
        Line(gettext_lazy("Used for"), usages_cell),
        Line(gettext_lazy("Countries"), countries_cell),
        Line(gettext_lazy("Used by"), users_cell),
        Line(gettext_lazy("The newest is of"), newest_cell),
    )),
    ("health", gettext_lazy("Alive or not"), (
        of_choice("activity", label=pgettext_lazy("of a tool", "Status")),
        Line(gettext_lazy("Why"), reason_cell, ("activity_reason",), optional=True),
        Line(gettext_lazy("Replaced by"), successor_cell, ("successor",),
             optional=True),
        Line(gettext_lazy("Latest version"), version_cell, ("latest_version",)),
        of_date("latest_version_date",
                label=gettext_lazy("Date of the latest version")),
        of_date("first_release", label=gettext_lazy("First release")),
        Line(gettext_lazy("Confirmed"), verified_cell, ("verified_on", "verified_by")),
    )),
    ("sources", gettext_lazy("Where this comes from"), (
        Line(gettext_lazy("Sources"), sources_cell, ("sources",)),
        Line(gettext_lazy("Last changed here"), changed_cell),
    )),
)  # fmt: skip
