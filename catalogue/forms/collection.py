"""What the form of a collection asks, with help and an example for each field."""

from django.utils.translation import gettext_lazy as _

from core.kinds import Ask, KindWords, Section

COLLECTION_WORDS = KindWords(
    all=_("Collections"),
    add=_("Make a collection"),
    editing=_("You are editing a collection"),
    lede=_(
        "Tools that you would recommend together, in your order, with your reasons. "
        "One language is enough."
    ),
    list_page="catalogue:collections",
)
COLLECTION_SECTIONS = (
    Section(
        "what",
        _("What it is"),
        (
            Ask(
                "name",
                _("What somebody would look for."),
                _("To run a participatory budget"),
            ),
            Ask(
                "description",
                _("For whom you chose these tools, and how. Markdown."),
                _("Tools that towns of less than 50,000 inhabitants can run alone."),
            ),
            Ask(
                "cover",
                _("A picture for the top of the page: PNG, JPEG, WebP or AVIF, 5 MB."),
                _("A photograph of people voting."),
            ),
        ),
    ),
    Section(
        "items",
        _("The tools, in order"),
        (
            Ask(
                "items",
                _("The first is the one to look at first."),
                "Decidim",
                label=_("Tools"),
                parts=(
                    Ask("tool", _("A tool of the catalogue, by name."), "Decidim"),
                    Ask(
                        "note",
                        _("Why it is here."),
                        _("Paper ballots can be counted in, too."),
                    ),
                ),
            ),
        ),
    ),
    Section(
        "whose",
        _("Who recommends it"),
        (
            Ask(
                "curator",
                _("An organization that curates it."),
                "Code for All",
                label=_("Organization"),
                for_moderators=True,
            ),
            Ask(
                "curator_name",
                _("A person who has no account here, or the one who curates it."),
                "Ada Lovelace",
                label=_("Person"),
                for_moderators=True,
            ),
            Ask(
                "featured",
                _("Shown on the home page."),
                _("Five at most at a time."),
                for_moderators=True,
            ),
            Ask(
                "home_position",
                _("Its place there: the smallest number comes first."),
                "1",
                for_moderators=True,
            ),
        ),
    ),
    Section(
        "elsewhere",
        _("Sources"),
        (
            Ask(
                "sources",
                _("Addresses on which this page rests, one on each line."),
                "https://www.opengovpartnership.org",
            ),
        ),
        folded=True,
    ),
)
