"""One control for each type of field: plain value ↔ what the inputs of a page hold.

Analogous to revisions.cells, which does this for tables. `shown(value)` gives what
stands in the inputs for a plain value, `sent(data, before)` what a request says stands
there, `raw(typed, now)` what Field.normal() takes.
"""

from django.utils.translation import gettext as _, ngettext

from core import markup
from core.languages import CONTENT_LANGUAGES, current_language, fallback_order
from core.text import one_line
from revisions.fields import Number, PartialDate, Problem, Url
from revisions.forms.inputs import Error, Input, Refused

LANGUAGE_NAMES = {"en": "English", "fr": "Français", "es": "Español"}
# More than these are chosen from a list that unfolds.
MOST_RADIOS = 7
EMPTY = (None, "", [], {})


class Control:
    """A field in one line of text."""

    def __init__(self, part, ask, *, viewer, label="", name="", choices=()):
        self.part = part
        self.ask = ask
        self.viewer = viewer  # who sees the form: a user, signed in or not
        self.label = str(label)
        self.name = name or part.key
        self.choices = choices

    @property
    def in_row(self):
        return self.name != self.part.key

    def names(self):
        """Return the names of the inputs."""
        return [self.name]

    def shown(self, value):
        """Return what stands in the inputs for a plain value, None included."""
        return "" if value is None else str(value)

    def sent(self, data, before):
        """Return what stands in the inputs of a request; before for those it lacks."""
        return data.get(self.name, before)

    def raw(self, typed, now):
        """Return what Field.normal() takes; now is the plain value before.

        Raises Problem, or Refused where it is known which input is wrong.
        """
        return one_line(typed)

    def normal(self, typed, now=None):
        """Return the normal value of what was typed, None for nothing.

        Raises Refused.
        """
        try:
            raw = self.raw(typed, now)
            return None if raw in EMPTY else self.part.normal(raw)
        except Problem as problem:
            raise Refused({self.names()[0]: Error(str(problem))}) from problem

    def is_blank(self, typed):
        return typed in EMPTY

    def inputs(self, typed, errors):
        """Return the Inputs for what is typed; errors are {name of an input: Error}."""
        return [self.input(self.name, typed, errors)]

    def input(self, name, value, errors, **more):
        # How a row of its own is drawn says its help; a field says it above.
        made = Input(name, value, error=errors.get(name), label=self.label, **more)
        made.length = made.length or getattr(self.part, "max_length", None)
        return made


class LineControl(Control):
    """Text, a number, a date or an address in one line."""

    def inputs(self, typed, errors):
        return [self.input(self.name, typed, errors, attrs=self._attributes())]

    def _attributes(self):
        if isinstance(self.part, Url):
            return {"type": "url", "inputmode": "url", "autocomplete": "off"}
        if isinstance(self.part, Number):
            mode = "decimal" if self.part.places else "numeric"
            return {"inputmode": mode, "autocomplete": "off", "class": "in short"}
        if isinstance(self.part, PartialDate):
            return {"autocomplete": "off", "class": "in short"}
        return {"autocomplete": "off"}

    def normal(self, typed, now=None):
        try:
            return super().normal(typed, now)
        except Refused:
            if isinstance(self.part, Url) and len(typed) < self.part.max_length:
                message = _("Write the whole address, from https://")
                raise Refused({self.name: Error(message)}) from None
            raise

    def raw(self, typed, now):
        text = one_line(typed)
        if isinstance(self.part, Number):
            return text.replace(",", ".").replace(" ", "").replace("\u202f", "")
        if isinstance(self.part, Url):
            return whole_address(text)
        return text


def whole_address(text):
    """Return an address as typed, with the scheme that people leave out.

    >>> whole_address("decidim.org/about")
    'https://decidim.org/about'
    """
    host = text.partition("/")[0]
    if text and "://" not in text and ":" not in host and "." in host.strip("."):
        return f"https://{text}"
    return text


class ChoiceControl(Control):
    """One value of a closed list."""

    def inputs(self, typed, errors):
        options = self.choices
        if self.part.required:
            is_long = len(options) > MOST_RADIOS
            options = (
                (("", _("Choose…")),) if is_long or self.in_row else ()
            ) + options
        elif "" not in dict(options):
            options = (*options, ("", _("Unknown")))
        look = "select" if self.in_row or len(options) > MOST_RADIOS else "radios"
        return [self.input(self.name, typed, errors, look=look, options=options)]


class FlagControl(Control):
    """Yes, or left out."""

    def shown(self, value):
        return bool(value)

    def sent(self, data, before):
        return self.name in data

    def raw(self, typed, now):
        return bool(typed)

    def inputs(self, typed, errors):
        return [self.input(self.name, typed, errors, look="flag")]


class ChecksControl(Control):
    """Several values of a closed list."""

    def shown(self, value):
        return list(value or [])

    def sent(self, data, before):
        return data.getlist(self.name)

    def raw(self, typed, now):
        return typed

    def inputs(self, typed, errors):
        options = self.part.choices
        return [self.input(self.name, typed, errors, look="checks", options=options)]


class LinesControl(Control):
    """A list, one item on each line."""

    def shown(self, value):
        return "\n".join(value or [])

    def raw(self, typed, now):
        lines = [line.strip() for line in typed.splitlines()]
        if hasattr(self.part, "item_length") and self.part.item_length == 500:
            lines = [whole_address(line) for line in lines]
        return [line for line in lines if line]

    def inputs(self, typed, errors):
        rows = max(2, min(8, typed.count("\n") + 2))
        return [self.input(self.name, typed, errors, look="area", attrs={"rows": rows})]


class LanguagesControl(Control):
    """A field in three languages, side by side, that of the page first."""

    def names(self):
        return [f"{self.name}_{code}" for code in fallback_order(current_language())]

    def shown(self, value):
        return {code: self.text((value or {}).get(code)) for code in CONTENT_LANGUAGES}

    def sent(self, data, before):
        return {
            code: data.get(f"{self.name}_{code}", before[code])
            for code in CONTENT_LANGUAGES
        }

    def text(self, value):
        return value or ""

    def value(self, text):
        return text

    def is_blank(self, typed):
        return not any(text.strip() for text in typed.values())

    def raw(self, typed, now):
        errors, raw = {}, {}
        for code in CONTENT_LANGUAGES:
            raw[code] = self.value(typed[code])
            try:
                self.part.normal({code: raw[code]})
            except Problem as problem:
                errors[f"{self.name}_{code}"] = self._error(problem, raw[code])
        if errors:
            raise Refused(errors)
        return raw

    def _error(self, problem, text):
        return Error(str(problem))

    def inputs(self, typed, errors):
        made = [
            self.language_input(code, typed[code], errors)
            for code in fallback_order(current_language())
        ]
        if not self.is_blank(typed):
            for one in made:
                one.note = "" if one.value.strip() else _("To translate")
        return made

    def language_input(self, code, text, errors):
        made = self.input(f"{self.name}_{code}", text, errors, look="area")
        made.language, made.label = code, LANGUAGE_NAMES[code]
        return made


class TranslatedControl(LanguagesControl):
    """Text in three languages; Markdown has a preview."""

    def _error(self, problem, text):
        too_many = len(text.strip()) - self.part.max_length
        if too_many > 0:
            return Error(too_long(too_many))
        return Error(str(problem))

    def language_input(self, code, text, errors):
        made = super().language_input(code, text, errors)
        if self.part.markdown:
            made.look, made.attrs = "markdown", {"rows": 7}
        elif self.part.required:
            made.look = "line"  # a name
        else:
            made.attrs = {"rows": 2 if self.part.max_length > 200 else 3}
        return made


def too_long(number):
    return ngettext("%(n)s character too many", "%(n)s characters too many", number) % {
        "n": number
    }


class TranslatedLinesControl(LanguagesControl):
    """Lists in three languages, one item on each line."""

    def text(self, value):
        return "\n".join(value or [])

    def value(self, text):
        return [line.strip() for line in text.splitlines() if line.strip()]


class PlaceControl(Control):
    """Latitude and longitude."""

    parts = ("latitude", "longitude")

    def names(self):
        return [f"{self.name}-{part}" for part in self.parts]

    def is_blank(self, typed):
        return not any(typed.values())

    def shown(self, value):
        return {part: str((value or {}).get(part, "")) for part in self.parts}

    def sent(self, data, before):
        return {
            part: data.get(f"{self.name}-{part}", before[part]) for part in self.parts
        }

    def raw(self, typed, now):
        degrees = {part: one_line(typed[part]).replace(",", ".") for part in self.parts}
        empty = [part for part in self.parts if not degrees[part]]
        if len(empty) == 1:
            missing = f"{self.name}-{empty[0]}"
            raise Refused({missing: Error(_("Write both coordinates, or none."))})
        return None if empty else degrees

    def inputs(self, typed, errors):
        labels = {"latitude": _("Latitude"), "longitude": _("Longitude")}
        made = []
        for part in self.parts:
            one = self.input(f"{self.name}-{part}", typed[part], errors)
            one.label, one.attrs = labels[part], {"inputmode": "text"}
            made.append(one)
        return made


def previewed(inputs):
    """Give each input of Markdown the HTML that a page would show."""
    for one in inputs:
        if one.look == "markdown" and one.value.strip():
            one.preview = markup.html(one.value, top=4)
    return inputs
