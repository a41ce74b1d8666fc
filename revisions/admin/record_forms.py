"""The forms in which moderators write records."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext, gettext_lazy as _

from core.fields import PartialDateField
from core.kinds import kind_of
from core.languages import columns
from core.text import clean, one_line
from revisions.differences.changes import since
from revisions.fields import (
    Problem,
    StringList,
    Text,
    Translated,
    TranslatedLists,
    Values,
)
from revisions.models import Redirect
from revisions.slugs import free_slug

# What is not yet in its order comes last.
LAST = 32_767


class LineField(forms.CharField):
    """Text of one line, as the interchange format has it."""

    def to_python(self, value):
        text = super().to_python(value)
        return one_line(text) if text else text


class MarkdownField(forms.CharField):
    """Text of several lines; browsers end them as the Internet of 1970 did."""

    def to_python(self, value):
        text = super().to_python(value)
        return clean(text.replace("\r\n", "\n").replace("\r", "\n")) if text else text


class ChoicesField(forms.MultipleChoiceField):
    """Several values of a closed list."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, field, choices):
        super().__init__(
            label=capfirst(field.label), choices=choices.choices, required=False
        )


class RecordForm(forms.ModelForm):
    """A record as a moderator writes it: what the door needs, and the kind's rules.

    Lists of values (revisions.fields.Values) are declared under their keys; the
    fields of the model come from the admin.
    """

    named = "name"

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    comment = forms.CharField(
        label=_("What changed, and why"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("Everybody can read it in the history of the page."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind_of(self._meta.model)
        # Set when somebody else saved the record after this form was drawn.
        self.stale = False
        for column in columns(self.named):
            # One language is enough, whichever it is.
            if column in self.fields:
                self.fields[column].required = False
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version
            for part in self.lists():
                self.initial[part.key] = part.read(self.instance) or []
        elif "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "The end of the page's address. It never changes. Left empty, it is "
                "made from the name."
            )

    def lists(self):
        """Return the kind's lists of values that the form asks for."""
        return [
            part
            for part in self.kind.fields
            if isinstance(part, Values) and part.key in self.fields
        ]

    def has_changed(self):
        return bool(set(self.changed_data) - {"version", "comment"})

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if not slug or self.instance.pk:
            return slug
        if Redirect.objects.filter(kind=self.kind.key, old=slug).exists():
            raise ValidationError(_("This is the former address of another page."))
        try:
            return self.kind.fields[0].normal(slug)
        except Problem:
            raise ValidationError(
                _("Write lower-case letters, digits and hyphens."), code="slug"
            ) from None

    def clean(self):
        super().clean()
        self._clean_name()
        self._clean_lists()
        if self.instance.pk:
            self._check_version()
        elif not self.cleaned_data.get("slug") and "slug" not in self.errors:
            self.cleaned_data["slug"] = self._made_slug()

    def _clean_name(self):
        """Ask for one language: to a database, NULL breaks no rule."""
        names = [name for name in columns(self.named) if name in self.fields]
        if names and not any(self.cleaned_data.get(name) for name in names):
            self.add_error(names[0], _("Write it in at least one language."))

    def _clean_lists(self):
        for part in self.lists():
            try:
                value = self.cleaned_data.get(part.key)
                self.cleaned_data[part.key] = part.normal(value) if value else None
            except Problem as problem:
                self.add_error(part.key, str(problem))

    def _made_slug(self):
        names = [self.cleaned_data.get(name) for name in columns(self.named)]
        names.append(self.cleaned_data.get(self.named))
        return free_slug(self.kind, next((name for name in names if name), ""))

    def _check_version(self):
        """Refuse a form drawn before the last change; the next try is of today's."""
        read, now = self.cleaned_data.get("version"), self.instance.version
        if read == now:
            return
        self.stale = True
        self.add_error(None, _("Somebody saved this record while you were writing."))
        self.add_error(None, self._what_changed(read or now))
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(now)

    def _what_changed(self, version):
        people, things = since(self.kind, self.instance, version)
        return gettext(
            "%(people)s changed: %(things)s. What you wrote stands below and is not "
            "saved. Compare it with the history; if you save again, yours replaces it."
        ) % {
            "people": get_text_list(people, gettext("and")) or "–",
            "things": ", ".join(things) or "–",
        }

    def _post_clean(self):
        super()._post_clean()
        self._normalize()
        if not self.errors:
            self._check_rules()

    def _normalize(self):
        """Write plain columns as the door would, so that both say the same."""
        for part in self.kind.fields:
            if isinstance(part, Text | Translated | StringList | TranslatedLists):
                self._normalize_part(part)

    def _normalize_part(self, part):
        names = [name for name in (part.key, *columns(part.key)) if name in self.fields]
        if not names or any(name in self.errors for name in names):
            return
        try:
            value = part.read(self.instance)
            part.assign(self.instance, part.normal(value) if value else None, None)
        except Problem as problem:
            self.add_error(names[0], str(problem))

    def _check_rules(self):
        """Check every constraint, those on columns that no form shows included."""
        for field in self.instance._meta.concrete_fields:
            if isinstance(field, PartialDateField):
                field.pre_save(self.instance, add=False)
        self.instance.derive()
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self._update_errors(error)

    def _save_m2m(self):
        super()._save_m2m()
        record = self.instance
        for part in self.lists():
            if part.key in self.changed_data:
                part.stored([record.pk]).delete()
                rows = part.rows(record.pk, self.cleaned_data[part.key] or [], None)
                part.rows_model._base_manager.bulk_create(rows)


class OrderedForm(forms.ModelForm):
    """A row with a place in an order; a place left empty is the last."""

    position = forms.IntegerField(
        label=_("position"),
        min_value=0,
        max_value=LAST,
        required=False,
        widget=forms.NumberInput(attrs={"class": "vIntegerField"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["position"] = None

    def clean_position(self):
        position = self.cleaned_data["position"]
        return LAST if position is None else position
