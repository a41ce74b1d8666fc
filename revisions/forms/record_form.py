"""The form of a record: what stands in it, what its author changed, what is wrong."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _, pgettext

from accounts.roles import is_moderator
from core.fields import PartialDateField
from revisions.differences.changes import label
from revisions.fields import Lookup
from revisions.forms.building import control_for
from revisions.forms.controls import previewed
from revisions.forms.inputs import Error, Refused
from revisions.forms.rows import RowsControl
from revisions.models import Redirect
from revisions.proposals.proposing import title_of
from revisions.slugs import free_slug

# In a request: the keys that its form has shown. What it has not stays as it is.
SHOWN = "shown"


@dataclass
class BoundField:
    """A field of a form with what stands in its inputs."""

    ask: object
    control: object
    typed: object
    label: str
    errors: dict = field(default_factory=dict)
    focus: bool = False
    with_previews: bool = False

    @property
    def key(self):
        return self.control.part.key

    @property
    def id(self):
        return f"f-{self.key}"

    @property
    def required(self):
        return self.control.part.required

    @property
    def is_rows(self):
        return isinstance(self.control, RowsControl)

    @property
    def rows(self):
        return self.control.rows(self.typed, self.errors)

    @property
    def blank_row(self):
        return self.control.blank_row()

    # Read while the page is drawn, when nothing changes any more.
    @cached_property
    def inputs(self):
        inputs = self.control.inputs(self.typed, self.errors)
        if self.focus:
            inputs[0].focus = True
        if len(inputs) == 1:
            inputs[0].help, inputs[0].example = self.ask.help, self.ask.example
            inputs[0].label = self.label
        return previewed(inputs) if self.with_previews else inputs

    @property
    def by_language(self):
        return len(self.control.names()) == 3

    @property
    def own_error(self):
        """The error that is about none of the inputs."""
        if not self.errors:
            return None
        names = {one.name for one in self.control.inputs(self.typed, {})}
        return next((e for n, e in self.errors.items() if n not in names), None)

    @property
    def is_blank(self):
        return self.control.is_blank(self.typed)


@dataclass
class BoundSection:
    section: object
    fields: list

    @property
    def error_count(self):
        return sum(bool(one.errors) for one in self.fields)

    @property
    def is_open(self):
        """Whether a folded section has something to see."""
        return any(f.errors or f.focus or not f.is_blank for f in self.fields)


class RecordForm:
    """A record of a kind as somebody writes it.

    base is the plain data that the author was reading, {} for a new record; data a
    QueryDict of a request, or None; initial are plain values that stand in the form
    beyond the base. `values` are {key: normal value} of what differs from the base,
    None to empty it; `errors` are {key: {name of an input: Error}}.
    """

    def __init__(self, kind, record, base, *, viewer, data=None, initial=None,
                 upload_errors=None):  # fmt: skip
        self.kind, self.record, self.base, self.viewer = kind, record, base, viewer
        self.data = data
        self.upload_errors = upload_errors or {}
        self.sources = {}
        self.initial = {**base, **(initial or {})}
        self.fields = {
            bound.key: bound
            for section in kind.sections
            for ask in section.asks
            if (bound := self._bound(ask))
        }
        self.values, self.errors = {}, {}
        # What is wrong with the whole, in words.
        self.troubles = []

    def _bound(self, ask):
        if ask.for_moderators and not is_moderator(self.viewer):
            return None
        part = next(part for part in self.kind.fields if part.key == ask.key)
        control = control_for(self.kind, part, ask, self.viewer, self.sources)
        typed = control.shown(self.initial.get(ask.key))
        if self._has(ask.key):
            before = control.shown(self.base.get(ask.key))
            typed = control.sent(self.data, before)
        return BoundField(ask, control, typed, _label(self.kind, ask))

    def _has(self, key):
        return self.data is not None and key in self.data.getlist(SHOWN)

    @property
    def sections(self):
        bound = [
            BoundSection(section, [self.fields[ask.key] for ask in section.asks
                                   if ask.key in self.fields])
            for section in self.kind.sections
        ]  # fmt: skip
        return [section for section in bound if section.fields]

    def focus(self, key):
        """Open the form at a field; an unknown key does nothing."""
        if key in self.fields:
            self.fields[key].focus = True

    def show_previews(self):
        for bound in self.fields.values():
            bound.with_previews = True

    def is_valid(self):
        """Find out what was changed, and whether it can be written."""
        self.values, self.errors, self.troubles = {}, {}, []
        for key, bound in self.fields.items():
            if self._has(key):
                self._take(key, bound)
        for name, error in self.upload_errors.items():
            key = name.partition("-")[0]
            # A request may name its files as it likes.
            if key in self.fields:
                self._refuse(key, {name: error})
        if not self.errors:
            self._check_entry()
        if not self.errors:
            self._check_rules()
        for key, errors in self.errors.items():
            self.fields[key].errors = errors
        return not self.errors and not self.troubles

    def _take(self, key, bound):
        now = self.base.get(key)
        try:
            value = bound.control.normal(bound.typed, now)
        except Refused as refused:
            self._refuse(key, refused.errors)
            return
        if value is None and bound.required:
            self._refuse(key, {bound.control.names()[0]: Error(needed(bound))})
        elif value != now:
            self.values[key] = value

    def _refuse(self, key, errors):
        self.errors.setdefault(key, {}).update(errors)

    @property
    def entry(self):
        """The plain data that the record would have."""
        merged = self.base | self.values
        entry = {key: value for key, value in merged.items() if value is not None}
        entry.setdefault("slug", self._slug(entry))
        return entry

    def _slug(self, entry):
        return free_slug(self.kind, title_of(self.kind, entry))

    def _check_entry(self):
        for key, reason in self.kind.check_entry(self.entry):
            self._blame([key], str(reason))

    def _blame(self, keys, reason):
        """Put a reason beside the first of the fields that the form has."""
        key = next((key for key in keys if key in self.fields), None)
        if key is None:
            self.troubles.append(Error(reason))
        else:
            self._refuse(key, {self.fields[key].control.names()[0]: Error(reason)})

    def _check_rules(self):
        """Check every constraint of the record's row as the database will."""
        record = self._sketch()
        for rule in self.kind.model._meta.constraints:
            try:
                rule.validate(self.kind.model, record)
            except ValidationError as error:
                self._blame(self._keys_of(rule), error.messages[0])

    def _sketch(self):
        """Return an unsaved copy of the record as it would be."""
        entry, record = self.entry, self.kind.model()
        if self.record:
            for column in self.record._meta.concrete_fields:
                setattr(record, column.attname, getattr(self.record, column.attname))
        elif self.viewer.is_authenticated:
            self.kind.credit(record, self.viewer)
        columns = [part for part in self.kind.fields if not part.rows_model]
        lookup = _lookup(columns, entry)
        for part in columns:
            if part.key in self.values or part.key == "slug":
                part.assign(record, entry.get(part.key), lookup)
        for column in record._meta.concrete_fields:
            if isinstance(column, PartialDateField):
                column.pre_save(record, add=False)
        record.derive()
        return record

    def _keys_of(self, rule):
        """Return the keys that a constraint is about, changed ones first."""
        named = " ".join(map(str, rule.deconstruct()[2].values()))
        keys = [key for key, bound in self.fields.items() if self._is_in(bound, named)]
        return sorted(keys, key=lambda key: key not in self.values)

    def _is_in(self, bound, named):
        column = getattr(bound.control.part, "column", bound.key)
        return f"'{column}" in named or f"({column}" in named


def _lookup(columns, entry):
    """Return a Lookup that knows what the columns of an entry point to."""
    lookup = Lookup(Redirect.table())
    for part in columns:
        value = entry.get(part.key)
        if value is not None:
            lookup.load(part.references(value), part.images(value))
    return lookup


def needed(bound):
    if bound.by_language:
        return _("Write it in at least one language.")
    return pgettext("a field of a form", "This is needed.")


def _label(kind, ask):
    return capfirst(str(ask.label) if ask.label else label(kind, ask.key))
