"""The paragraphs of the inclusion rules and of the charter that decisions rest on."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

_RULES, _CHARTER = "pages:inclusion-rules", "pages:moderation-charter"
# The codes are the anchors of the pages, in every language.
RULES = {
    "scope": (_RULES, _("What belongs in the catalogue")),
    "sources": (_RULES, _("A source for each fact")),
    "one-record": (_RULES, _("One record for each thing")),
    "neutrality": (_RULES, _("Sober words")),
    "rights": (_RULES, _("Texts and pictures that may be reused")),
    "languages": (_RULES, _("Each language in its field")),
    "privacy": (_RULES, _("Privacy")),
    "good-faith": (_CHARTER, _("Good faith")),
    "respect": (_CHARTER, _("Respect")),
    "appeal": (_CHARTER, _("Answer, and appeal")),
    "bans": (_CHARTER, _("Keeping somebody from contributing")),
}


def rule_choices():
    """Return [(code, words)] of every paragraph."""
    return [(code, words) for code, (_page, words) in RULES.items()]


def rule_words(code):
    """Return the heading of a paragraph; an unknown code stands for itself."""
    return RULES[code][1] if code in RULES else code


def rule_url(code):
    """Return the address of a paragraph, that of the rules for an unknown code."""
    if code in RULES:
        return f"{reverse(RULES[code][0])}#{code}"
    return reverse(_RULES)
