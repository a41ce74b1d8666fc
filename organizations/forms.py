"""What the form of an organization asks, with help and an example for each field."""

from django.utils.translation import gettext_lazy as _

from core.kinds import Ask, KindWords, Section
from core.places import country_options

ORGANIZATION_WORDS = KindWords(
    all=_("Organizations"),
    add=_("Add an organization"),
    editing=_("You are editing an organization"),
    lede=_(
        "A name and a sector are enough to begin. One language is enough; others will "
        "translate."
    ),
    list_page="organizations:organizations",
)

ORGANIZATION_SECTIONS = (
    Section(
        "what",
        _("What it is"),
        (
            Ask(
                "name",
                _(
                    "The name it uses itself in each language; the same in all three "
                    "if it has only one."
                ),
                "mySociety",
            ),
            Ask(
                "sector",
                _("Who it belongs to, whatever its legal form."),
                _("A city is public; an association is civil society."),
            ),
            Ask(
                "kind",
                _("The nearest will do."),
                _("A ministry is a national government; an institute an agency."),
            ),
            Ask(
                "aliases",
                _("Acronyms and former names, one on each line."),
                "OGP",
            ),
            Ask("website", _("Its own one."), "https://www.mysociety.org"),
        ),
    ),
    Section(
        "where",
        _("Where it is"),
        (
            Ask(
                "country",
                _("The country of its seat. Empty for an international one."),
                _("United Kingdom"),
                options=country_options,
            ),
            Ask("city", _("As it is written there."), "London"),
            Ask(
                "parent",
                _("The larger organization that it is a part of."),
                "General Services Administration",
            ),
        ),
    ),
    Section(
        "texts",
        _("Texts"),
        (
            Ask(
                "summary",
                _("One sentence of at most 160 characters. It stands in every list."),
                _(
                    "Charity that makes websites by which citizens reach those in "
                    "power."
                ),
            ),
            Ask(
                "description",
                _("What it does for open government. Markdown."),
                _("It runs services in its own country and helps others to."),
            ),
        ),
        _("Plain facts in a neutral voice. No slogans."),
    ),
    Section(
        "more",
        _("Logo, links and other catalogues"),
        (
            Ask(
                "logo",
                _("PNG, JPEG, WebP or AVIF, 5 MB at most. Square is best."),
                _("The sign that stands at the top of its website."),
            ),
            Ask(
                "links",
                _("Further addresses of its own, one on each line."),
                "https://github.com/mysociety",
            ),
            Ask(
                "sources",
                _("Addresses on which this page rests, one on each line."),
                "https://www.mysociety.org/about/",
            ),
            Ask(
                "identifiers",
                _("Its names in other catalogues, so that machines know it again."),
                "Wikidata: Q10851773",
            ),
        ),
        folded=True,
    ),
)
