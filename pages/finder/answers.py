"""What a person has answered, as it stands in the address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from core.text import one_line
from pages.finder.questions import FIELDS, QUESTIONS

RESULTS = "results"
SHOWN_NOTICES = 5


@dataclass(frozen=True)
class Answers:
    """The answers by field, and in words what of the address was not taken."""

    given: dict[str, tuple[str, ...]]
    notices: tuple[str, ...] = ()

    def all(self, name):
        return self.given.get(name, ())

    def one(self, name):
        """Return the one answer to a field, "" without one."""
        return next(iter(self.all(name)), "")

    def pairs(self, *, but=()):
        """Return (name, value) of every answer, those to some fields left out."""
        return [
            (name, value)
            for name, values in self.given.items()
            for value in values
            if name not in but
        ]

    def url(self, step, *, but=()):
        """Return the address of a question (its number) or of the results."""
        query = urlencode([("step", step), *self.pairs(but=but)])
        return f"{reverse('pages:finder')}?{query}"


def read_answers(data, tree):
    """Return the Answers in the query string's data; tree is taxonomy.tree.nodes()."""
    given, notices = {}, []
    for field in FIELDS:
        typed = [value for value in dict.fromkeys(data.getlist(field.name)) if value]
        known = [value for value in typed if field.accepts(value, tree)]
        if known:
            given[field.name] = tuple(known[: field.most])
        notices += _notices(field, typed, known)
    return Answers(given, tuple(notices[:SHOWN_NOTICES]))


def _notices(field, typed, known):
    for value in typed:
        if value not in known:
            shown = one_line(value)[:60]
            yield _("%(label)s: “%(value)s” is none of the answers.") % {
                "label": field.label,
                "value": shown,
            }
    if len(known) > field.most:
        text = ngettext(
            "%(label)s: only the first answer counts.",
            "%(label)s: only the first %(n)s answers count.",
            field.most,
        )
        yield text % {"label": field.label, "n": field.most}


def read_step(data):
    """Return (number of the question, or RESULTS; what was asked for in vain)."""
    step = data.get("step", "")
    numbers = {str(question.number): question.number for question in QUESTIONS}
    if step == RESULTS:
        return RESULTS, ""
    return numbers.get(step, 1), "" if step in numbers else one_line(step)[:20]
