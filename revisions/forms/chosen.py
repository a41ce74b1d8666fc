"""Controls of fields whose values are chosen by name: records, tags, coded values."""

from django.utils.translation import gettext as _

from core.text import one_line
from revisions.fields import Problem
from revisions.forms.controls import Control
from revisions.forms.inputs import Refused
from revisions.forms.sources import Unknown


class NamedControl(Control):
    """One value, written as its name: a record, a country, a licence."""

    def __init__(self, part, ask, *, source, **options):
        super().__init__(part, ask, **options)
        self.source = source

    def shown(self, value):
        return self.source.text(value) if value else ""

    def raw(self, typed, now):
        if not one_line(typed):
            return self._unseen(now)
        try:
            return self.source.find(typed)
        except Unknown as unknown:
            raise Refused({self.name: unknown.error}) from unknown

    def _unseen(self, now):
        """Return what the field says that the person cannot see, and so not empty."""
        return now if now and not self.source.text(now) else None

    def inputs(self, typed, errors):
        # What was taken from a list came as a slug or a code.
        typed = self.source.text(typed) or typed
        made = self.input(self.name, typed, errors, look="named")
        made.options = self.source.options
        made.attrs = {"kind": self.source.kind_key}
        made.length = None
        return [made]


class ChosenControl(Control):
    """Several values, each a box that is ticked, and a line for more of them."""

    def __init__(self, part, ask, *, source, **options):
        super().__init__(part, ask, **options)
        self.source = source

    def names(self):
        return [f"{self.name}-more", self.name]

    def shown(self, value):
        seen = self.source.words(value or [])
        return {"boxes": [v for v in value or [] if v in seen], "off": [], "more": ""}

    def sent(self, data, before):
        ticked = list(dict.fromkeys(data.getlist(self.name)))
        return {
            "boxes": ticked,
            "off": [value for value in before["boxes"] if value not in ticked],
            "more": data.get(f"{self.name}-more", ""),
        }

    def is_blank(self, typed):
        return not typed["boxes"] and not typed["more"].strip()

    def raw(self, typed, now):
        unseen = set(now or ()) - self.source.words(now or ()).keys()
        known = self.source.words(typed["boxes"])
        if any(box not in known for box in typed["boxes"]):
            raise Problem(_("one of these is no longer in the catalogue"))
        found, errors = self.found(typed["more"])
        if errors:
            raise Refused({f"{self.name}-more": errors[0]})
        return [*typed["boxes"], *found, *unseen]

    def found(self, text):
        """Return (values, Errors) of what was typed: one name, or several."""
        if not one_line(text):
            return [], []
        try:
            return [self.source.find(text)], []
        except Unknown as whole:
            tokens = tokens_of(text)
            if len(tokens) < 2:
                return [], [whole.error]
        values, errors = [], []
        for token in tokens:
            try:
                values.append(self.source.find(token))
            except Unknown as unknown:
                errors.append(unknown.error)
        return values, errors

    def inputs(self, typed, errors):
        words = self.source.words([*typed["boxes"], *typed["off"]])
        boxes = [
            (value, words.get(value, value), value in typed["boxes"])
            for value in [*typed["boxes"], *typed["off"]]
        ]
        made = self.input(f"{self.name}-more", typed["more"], errors, look="chosen")
        made.attrs = {
            "boxes": boxes,
            "key": self.name,
            "kind": self.source.kind_key,
            "open": self.ask.open,
        }
        made.options = self.source.options
        made.error = made.error or errors.get(self.name)
        made.length = None
        return [made]


def tokens_of(text):
    """Return the names in a text that has several: by lines, else by semicolons, else
    by commas, which a name may hold.

    >>> tokens_of("Paris, France; Lyon")
    ['Paris, France', 'Lyon']
    """
    mark = next((mark for mark in ("\n", ";") if mark in text), ",")
    return [token.strip() for token in text.split(mark) if token.strip()]
