"""What the form of a tag asks, with help and an example for each field."""

from django.utils.translation import gettext_lazy as _

from core.kinds import Ask, KindWords, Section

TAG_WORDS = KindWords(
    all=_("Themes and functions"),
    add=_("Propose a tag"),
    editing=_("You are editing a tag"),
    lede=_(
        "One word for each thing: please look first whether a tag says the same. "
        "Moderators publish tags."
    ),
    list_page="pages:themes",
)

TAG_SECTIONS = (
    Section(
        "what",
        _("What it is"),
        (
            Ask(
                "label",
                _("The words people see, in each language; 80 characters at most."),
                _("Participatory budgeting"),
            ),
            Ask(
                "kind",
                _("A theme is a policy area, a function is what a tool is for."),
                _("Open contracting is a theme; Consultation is a function."),
            ),
            Ask(
                "parent",
                _("The wider tag of the same kind, if there is one."),
                _("Fiscal openness"),
            ),
            Ask(
                "description",
                _("What belongs here and what does not; 300 characters at most."),
                _("Residents decide on a part of a public budget."),
            ),
            Ask(
                "synonyms",
                _(
                    "Other words for the same thing, one on each line: the search "
                    "understands them."
                ),
                _("Budget vote"),
            ),
        ),
    ),
)
