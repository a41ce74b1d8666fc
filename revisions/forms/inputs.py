"""What a control draws: one input of a page each, and what is wrong with it."""

from dataclasses import dataclass, field

from django.utils.text import capfirst

# How an input can look, and what draws it.
LOOKS = {
    "area": "revisions/inputs/_area.html",
    "checks": "revisions/inputs/_checks.html",
    "chosen": "revisions/inputs/_chosen.html",
    "flag": "revisions/inputs/_flag.html",
    "image": "revisions/inputs/_image.html",
    "line": "revisions/inputs/_line.html",
    "markdown": "revisions/inputs/_markdown.html",
    "named": "revisions/inputs/_named.html",
    "radios": "revisions/inputs/_radios.html",
    "select": "revisions/inputs/_select.html",
}


@dataclass(frozen=True)
class Error:
    """What is wrong, in the reader's words.

    near are [(value, words)] that may have been meant; missing is a name that no
    record has, kind the key of the kind it would be of.
    """

    message: str
    near: tuple = ()
    missing: str = ""
    kind: str = ""

    def __str__(self):
        return capfirst(self.message)


class Refused(Exception):
    """What was typed cannot be taken: `errors` are {name of the input: Error}."""

    def __init__(self, errors):
        super().__init__(errors)
        self.errors = errors


@dataclass
class Input:
    """One input; attrs are what its template needs besides."""

    name: str
    value: object = ""
    look: str = "line"
    label: str = ""
    language: str = ""
    options: tuple = ()
    attrs: dict = field(default_factory=dict)
    help: str = ""
    example: str = ""
    note: str = ""  # beside the label
    error: Error | None = None
    focus: bool = False  # the page opens with the cursor here
    preview: object = None  # the HTML of Markdown, when it is asked for
    length: int | None = None  # the most characters

    @property
    def id(self):
        return f"i-{self.name}"

    @property
    def template(self):
        return LOOKS[self.look]

    @property
    def described_by(self):
        told = {"h": self.help or self.example, "e": self.error}
        return " ".join(f"{self.id}-{end}" for end, text in told.items() if text)

    @property
    def has_group(self):
        """Whether it is several boxes, which a legend names rather than a label."""
        return self.look in ("radios", "checks", "chosen", "image")
