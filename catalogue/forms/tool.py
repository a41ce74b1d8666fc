"""What the form of a tool asks, with help and an example for each field."""

from django.utils.translation import gettext_lazy as _

from catalogue.models import ToolValue
from core.kinds import Ask, KindWords, Section
from core.licences import options as licence_options
from core.places import language_options


def programming_languages():
    """Return [(name, name)] of those that tools of the catalogue are written in."""
    field = ToolValue.Field.PROGRAMMING_LANGUAGE
    rows = ToolValue.objects.filter(field=field).order_by("value")
    names = rows.values_list("value", flat=True).distinct()
    return [(name, name) for name in names]


TOOL_WORDS = KindWords(
    all=_("Tools"),
    add=_("Add a tool"),
    editing=_("You are editing a tool"),
    lede=_(
        "A name and one sentence are enough to begin; others will add what they know. "
        "One language is enough, too."
    ),
    list_page="catalogue:tools",
)

WHAT = Section(
    "what",
    _("What it is"),
    (
        Ask(
            "name",
            _("The name its makers use. Names of tools are not translated."),
            "Decidim",
        ),
        Ask(
            "kind",
            _(
                "Software is installed, by you or by who hosts it for you. An online "
                "service is used as it is, on the website of its makers."
            ),
            _("Decidim is software; Change.org is an online service."),
        ),
        Ask(
            "aliases",
            _("Acronyms and former names, one on each line. The search finds them."),
            "CONSUL",
        ),
        Ask(
            "tags",
            _(
                "The policy areas it serves (themes) and what it does (functions). "
                "Three to eight are best. If one is missing, say so at the end."
            ),
            _("Public participation, Consultation"),
            label=_("Themes and functions"),
        ),
    ),
)
TEXTS = Section(
    "texts",
    _("Texts"),
    (
        Ask(
            "summary",
            _("One sentence of at most 160 characters. It stands in every list."),
            _(
                "Free framework for participatory democracy: processes, assemblies, "
                "budgets and consultations."
            ),
        ),
        Ask(
            "description",
            _(
                "Two to four sentences: what it does, for whom, what sets it apart. "
                "Markdown for links and lists."
            ),
            _(
                "Decidim lets cities, regions, parliaments and associations run "
                "participation from first proposals to the follow-up of results."
            ),
        ),
    ),
    _("Plain facts in a neutral voice. No slogans."),
)
LINKS = Section(
    "links",
    _("Links"),
    (
        Ask("website", _("Where its makers present it."), "https://decidim.org"),
        Ask(
            "source_code",
            _("The public repository, if there is one."),
            "https://github.com/decidim/decidim",
        ),
        Ask(
            "documentation",
            _("For those who install it or use it."),
            "https://docs.decidim.org",
        ),
    ),
)
MORE_LINKS = Section(
    "more-links",
    _("More links"),
    (
        Ask("demo", _("Where one can try it."), "https://try.decidim.org"),
        Ask(
            "download",
            _("Where one gets it."),
            "https://github.com/decidim/decidim/releases",
        ),
        Ask(
            "issue_tracker",
            _("Where faults are reported."),
            "https://github.com/decidim/decidim/issues",
        ),
        Ask(
            "support",
            _("A forum or a help desk."),
            "https://github.com/decidim/decidim/discussions",
        ),
        Ask(
            "api_documentation",
            _("How programs talk to it."),
            "https://docs.ckan.org/en/latest/api/",
        ),
        Ask(
            "terms",
            _("What users of the service agree to."),
            "https://github.com/site/terms",
        ),
        Ask(
            "privacy_policy",
            _("What becomes of personal data."),
            "https://github.com/site/privacy",
        ),
    ),
    folded=True,
)
CHOOSE = Section(
    "choose",
    _("Licence, price and hosting"),
    (
        Ask(
            "licence",
            _(
                "Its identifier in the SPDX list, or “Proprietary”. Leave it empty if "
                "you are not sure: unknown is honest, and is never shown as “no”."
            ),
            "AGPL-3.0-or-later",
            options=licence_options,
        ),
        Ask(
            "pricing",
            _("What its makers ask for using it, not what running it costs."),
            _("An association that gives its software away: free of charge."),
        ),
        Ask(
            "hosting",
            _("Tick all that exist."),
            _("One can install it oneself, and a company also hosts it: both."),
        ),
        Ask("platforms", _("What it runs on."), _("Used in a browser: Web.")),
        Ask(
            "audience",
            _("For whom it is made."),
            _("A tool to report potholes: citizens and administrations."),
        ),
        Ask(
            "interface_languages",
            _("The languages in which people can use it."),
            _("Catalan, English, French"),
            options=language_options,
        ),
        Ask(
            "programming_languages",
            _("What it is written in, for those who want to adapt it."),
            "Ruby, JavaScript",
            options=programming_languages,
            open=True,
        ),
    ),
)
ALIVE = Section(
    "alive",
    _("Is it alive?"),
    (
        Ask(
            "activity",
            _("Active: someone answers and repairs. Archived: its makers said so."),
            _("The last release is four years old: unmaintained."),
        ),
        Ask(
            "activity_reason",
            _("How one can tell, in one sentence."),
            _("Its makers archived the repository in March 2023."),
        ),
        Ask("successor", _("The tool that took its place."), "Consul Democracy"),
        Ask("first_release", _("A year, a month or a day."), "2016-12"),
        Ask("latest_version", _("Its number or name."), "0.29.1"),
        Ask("latest_version_date", _("A year, a month or a day."), "2026-03-14"),
    ),
    folded=True,
)
PEOPLE = Section(
    "people",
    _("Organizations"),
    (
        Ask(
            "developers",
            _("Who makes it."),
            "Decidim Association",
            label=_("Developers"),
        ),
        Ask(
            "providers",
            _("Who offers it as a service, or installs and maintains it for others."),
            "Open Source Politics",
            label=_("Providers"),
        ),
        Ask(
            "partners",
            _("Who supports it in other ways than with money."),
            "Barcelona City Council",
            label=_("Partners"),
        ),
        Ask(
            "funders",
            _("Who pays for it, or did."),
            "Citizens Foundation",
            label=_("Funders"),
        ),
    ),
    _("Those who only use it belong in a use case."),
)
OTHERS = Section(
    "others",
    _("Other tools"),
    (
        Ask(
            "alternatives",
            _("Tools that serve the same purpose. Their pages will say so, too."),
            "Consul Democracy, Loomio",
            label=_("Alternatives"),
        ),
        Ask(
            "works_with",
            _("Tools it is used together with. Their pages will say so, too."),
            "Jitsi Meet",
            label=_("Works with"),
        ),
        Ask(
            "forked_from",
            _("The tool whose code it began with."),
            "Consul Democracy",
            label=_("Forked from"),
        ),
        Ask(
            "built_on",
            _("What it needs to run."),
            "Ruby on Rails",
            label=_("Built on"),
        ),
    ),
    folded=True,
)
IMAGES = Section(
    "images",
    _("Pictures"),
    (
        Ask(
            "logo",
            _("PNG, JPEG, WebP or AVIF, 5 MB at most. Square is best."),
            _("The sign that stands at the top of its website."),
        ),
        Ask(
            "screenshots",
            _(
                "What one sees when using it. Only pictures that may be published "
                "freely."
            ),
            _("The page on which citizens vote on a budget."),
            parts=(
                Ask("image", _("PNG, JPEG, WebP or AVIF, 5 MB at most.")),
                Ask(
                    "alt",
                    _("What the picture shows, for those who cannot see it."),
                    _("A list of five projects, each with a button to vote."),
                ),
                Ask(
                    "caption",
                    _("What one should know about it."),
                    _("The vote on the budget of 2025."),
                ),
                Ask("credit", _("Who made it."), "Decidim Association, CC BY-SA 4.0"),
            ),
        ),
    ),
    folded=True,
)
ELSEWHERE = Section(
    "elsewhere",
    _("Sources and other catalogues"),
    (
        Ask(
            "sources",
            _("Addresses on which this page rests, one on each line."),
            "https://decidim.org",
        ),
        Ask(
            "identifiers",
            _("Its names in other catalogues, so that machines know it again."),
            "Wikidata: Q55609338",
        ),
    ),
    folded=True,
)
TOOL_SECTIONS = (
    WHAT, TEXTS, LINKS, MORE_LINKS, CHOOSE, ALIVE, PEOPLE, OTHERS, IMAGES, ELSEWHERE,
)  # fmt: skip
