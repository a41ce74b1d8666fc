"""What the form of a use case asks, with help and an example for each field."""

from django.utils.translation import gettext_lazy as _

from core.kinds import Ask, KindWords, Section
from core.places import country_options

USE_CASE_WORDS = KindWords(
    all=_("Use cases"),
    add=_("Tell a use case"),
    editing=_("You are editing a use case"),
    lede=_(
        "Who used which tool, where, when, and what came of it. What went wrong helps "
        "as much as what went well. One language is enough."
    ),
    list_page="usecases:use-cases",
)

WHAT = Section(
    "what",
    _("What was done"),
    (
        Ask(
            "name",
            _("A title that says what was done, or the name the project had."),
            "BA Elige",
        ),
        Ask(
            "summary",
            _("One sentence of at most 160 characters. It stands in every list."),
            _(
                "Residents of Buenos Aires proposed projects for their quarters and "
                "voted on them."
            ),
        ),
        Ask(
            "tools",
            _(
                "The software or services that were used, and what each was used for. "
                "One that is missing can be added on the way."
            ),
            "Consul Democracy",
            parts=(
                Ask("tool", _("A tool of the catalogue, by name."), "Decidim"),
                Ask("used_for", _("In a few words."), _("Collecting proposals")),
            ),
        ),
        Ask(
            "tags",
            _(
                "The policy areas it is about (themes) and what was done (functions). "
                "Two to six are best."
            ),
            _("Participatory budgeting, Voting"),
            label=_("Themes and functions"),
        ),
    ),
)
WHO = Section(
    "who",
    _("Who, where, when"),
    (
        Ask(
            "participants",
            _("The organizations of the use case, and what each did there."),
            "Barcelona City Council",
            parts=(
                Ask(
                    "organization",
                    _("An organization of the catalogue, by name."),
                    "Barcelona City Council",
                ),
                Ask("role", _("Lead: without it nothing would have happened.")),
            ),
        ),
        Ask(
            "country",
            _("Leave it empty when it is about several countries."),
            _("Argentina"),
            options=country_options,
        ),
        Ask("city", _("As it is written there."), "São Paulo"),
        Ask(
            "level",
            _("The level of the administration it is about."),
            _("A city: local."),
        ),
        Ask("started", _("A year, a month or a day."), "2017-09"),
        Ask(
            "ended",
            _("A year, a month or a day. Leave it empty if you do not know."),
            "2019",
        ),
        Ask(
            "running",
            _("Whether it goes on today."),
            _("The last vote was held this year: yes."),
        ),
        Ask(
            "audience",
            _("Whom it was for."),
            _("A vote on a budget: citizens."),
        ),
    ),
)
RESULT = Section(
    "result",
    _("What came of it"),
    (
        Ask(
            "outcome",
            _("The result, with figures and where they can be checked. Markdown."),
            _("In 2017, 70,000 residents voted; 400 projects were carried out."),
        ),
        Ask(
            "difficulties",
            _("What was hard, and what you would do otherwise. Markdown."),
            _("Few people older than 60 took part before there were paper ballots."),
        ),
        Ask(
            "description",
            _("The need, and what was done. Two to ten sentences. Markdown."),
            _("The city wanted to decide on its parks with those who use them."),
        ),
    ),
    _("Plain facts, in a neutral voice. Results are what others come for."),
)
MEANS = Section(
    "means",
    _("Means"),
    (
        Ask("participant_count", _("How many people took part."), "12500"),
        Ask(
            "budget",
            _("All costs together, in euros, whoever paid."),
            _("A developer for six months: 10,000 to 50,000 €."),
        ),
        Ask(
            "staff",
            _("Full-time equivalents that worked on it."),
            _("One person full-time and one half-time: 1.5"),
        ),
    ),
    folded=True,
)
LINKS = Section(
    "links",
    _("Links and sources"),
    (
        Ask("url", _("Where it can be seen."), "https://www.decidim.barcelona"),
        Ask(
            "evidence",
            _("Reports and articles that show it, one address on each line."),
            "https://oecd-opsi.org/innovations/",
        ),
        Ask(
            "sources",
            _("Other addresses on which this page rests, one on each line."),
            "https://www.opengovpartnership.org",
        ),
    ),
)
PICTURES = Section(
    "pictures",
    _("Pictures and place"),
    (
        Ask(
            "pictures",
            _("What happened. Only pictures that may be published freely."),
            _("An assembly in a school; a page of the website."),
            parts=(
                Ask("image", _("PNG, JPEG, WebP or AVIF, 5 MB at most.")),
                Ask(
                    "alt",
                    _("What the picture shows, for those who cannot see it."),
                    _("Thirty people around tables, with maps of their quarter."),
                ),
                Ask(
                    "caption",
                    _("What one should know about it."),
                    _("The first assembly, in March 2018."),
                ),
                Ask("credit", _("Who made it."), "Ada Lovelace, CC BY 4.0"),
            ),
        ),
        Ask(
            "coordinates",
            _("In decimal degrees, for the map."),
            "41.3874, 2.1686",
            label=_("Coordinates"),
        ),
    ),
    folded=True,
)
USE_CASE_SECTIONS = (WHAT, WHO, RESULT, LINKS, MEANS, PICTURES)
