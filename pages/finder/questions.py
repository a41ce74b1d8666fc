"""The seven questions of "Help me choose", and what can be answered to them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from core.choices import Hosting
from core.places import check_language
from organizations.models import Organization
from usecases.models import UseCase

MOST_TAGS = 8
MOST_LANGUAGES = 5


@dataclass(frozen=True)
class Choice:
    """One answer that can be given to a field."""

    value: str
    label: str
    help: str = ""


@dataclass(frozen=True)
class Field:
    """One thing asked, by the name that it has in the address.

    A field without choices has its answers from the catalogue or the world:
    `accepts(value, tree)` tells whether a value is one, given taxonomy.tree.nodes().
    """

    name: str
    label: str
    choices: tuple[Choice, ...] = ()
    most: int = 1
    help: str = ""
    accepts_other: Callable = None

    def accepts(self, value, tree):
        if self.accepts_other:
            return self.accepts_other(value, tree)
        return any(choice.value == value for choice in self.choices)


@dataclass(frozen=True)
class Question:
    """One page: a question, how to understand it, an example, its fields."""

    number: int
    title: str
    help: str
    fields: tuple[Field, ...]


def is_language(value):
    try:
        check_language(value)
    except ValidationError:
        return False
    return True


WHO = tuple(Choice(value, label) for value, label in Organization.Kind.choices)
LEVEL = (
    Choice(UseCase.Level.LOCAL, _("A district, a town, a city")),
    Choice(UseCase.Level.REGIONAL, _("A region, a province, a county")),
    Choice(UseCase.Level.NATIONAL, _("A whole country")),
    Choice(UseCase.Level.INTERNATIONAL, _("Several countries")),
)
ANY = "any"
HOST = (
    Choice(Hosting.SELF_HOSTED, _("We will, on servers that we run or rent")),
    Choice(Hosting.HOSTED, _("A provider, as a service")),
    Choice(ANY, _("No preference")),
)
MUST, RATHER = "yes", "rather"
FREE = (
    Choice(MUST, _("Yes, it must")),
    Choice(RATHER, _("Rather, but it is no condition")),
    Choice(ANY, _("It does not matter")),
)
NOTHING, SMALL = UseCase.Budget.NONE, UseCase.Budget.UNDER_10K
BUDGET = (
    Choice(NOTHING, _("Nothing for a licence or a subscription")),
    Choice(SMALL, UseCase.Budget.UNDER_10K.label),
    Choice(ANY, _("More: the price does not decide")),
)
ACCESSIBILITY, SOVEREIGNTY = "accessibility", "data-sovereignty"
EASE, EVIDENCE = "ease", "evidence"
PRIORITY = (
    Choice(
        ACCESSIBILITY,
        _("Accessibility to people with disabilities"),
        _("The catalogue does not know it yet of any tool: each will say “unknown”."),
    ),
    Choice(
        SOVEREIGNTY,
        _("Control over your data"),
        _("You can host it yourselves, it is free software, its source is public."),
    ),
    Choice(
        EASE,
        _("Ease"),
        _("There is nothing to install, and it speaks your language."),
    ),
    Choice(
        EVIDENCE,
        _("Evidence of use"),
        _("Others tell what they did with it, and with what result."),
    ),
)

QUESTIONS = (
    Question(
        1,
        _("What do you want to do?"),
        _(
            "Choose one thing or several. For example “Consultation”, to ask residents "
            "what they think of a project."
        ),
        (
            Field(
                "do",
                _("What you want to do"),
                most=MOST_TAGS,
                accepts_other=lambda value, tree: value in tree,
            ),
        ),
    ),
    Question(
        2,
        _("Who are you?"),
        _(
            "Each tool will show who used it among organizations like yours. "
            "For example, a town hall is a local government."
        ),
        (
            Field("who", _("Your organization"), WHO),
            Field(
                "level",
                _("The people you serve live in"),
                LEVEL,
                help=_(
                    "The catalogue knows at which level each use case took place, "
                    "not how many people live there."
                ),
            ),
        ),
    ),
    Question(
        3,
        _("Which country, which languages?"),
        _(
            "A tool used in your country counts more, one that lacks a language you "
            "need comes last. For example: Senegal, French."
        ),
        (
            Field(
                "country",
                _("Your country"),
                accepts_other=lambda value, tree: value in countries.countries,
            ),
            Field(
                "language",
                _("Languages that the tool must speak"),
                most=MOST_LANGUAGES,
                accepts_other=lambda value, tree: is_language(value),
            ),
        ),
    ),
    Question(
        4,
        _("Who will host it?"),
        _(
            "To host a tool is to run it on a server. For example your own "
            "technicians, or the makers of the tool, for a subscription."
        ),
        (Field("host", _("Who will host it"), HOST),),
    ),
    Question(
        5,
        _("Must it be free software?"),
        _(
            "Everyone may use, study, change and share free software. For example, "
            "what one city has added to it, the next one can use."
        ),
        (Field("free", _("Free software"), FREE),),
    ),
    Question(
        6,
        _("What is your budget?"),
        _(
            "For the tool itself: time, training and a server come on top. For "
            "example, free software has no licence to pay, but runs on a machine."
        ),
        (Field("budget", _("Your budget"), BUDGET),),
    ),
    Question(
        7,
        _("What matters most?"),
        _(
            "Choose one thing or several: they count double. For example “Ease”, if "
            "nobody among you installs software."
        ),
        (Field("priority", _("What matters most"), PRIORITY, most=len(PRIORITY)),),
    ),
)
FIELDS = tuple(field for question in QUESTIONS for field in question.fields)
