"""What moderators fill in to hide, rename or merge a record."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from core.models import RESERVED_SLUGS
from core.text import one_line
from revisions.models import Reason

LENGTH = 300


class HideForm(forms.Form):
    """Why a record leaves the site: a reason that is given often, words, or both."""

    reason = forms.ModelChoiceField(
        Reason.objects.none(),
        label=_("Reason"),
        required=False,
        empty_label=_("None of these"),
    )
    words = forms.CharField(
        label=_("In your words"),
        max_length=LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody can read it in the history once the page is back."),
    )

    def __init__(self, data=None):
        super().__init__(data, prefix="hide")
        self.fields["reason"].queryset = Reason.objects.offered(Reason.Use.HIDE)

    def clean(self):
        told = super().clean()
        if not self.errors and not (told["reason"] or one_line(told["words"])):
            self.add_error("words", _("Say why it is hidden."))
        return told

    @property
    def rule(self):
        """The paragraph of the rules on which it rests, "" for none."""
        reason = self.cleaned_data["reason"]
        return reason.rule if reason else ""

    @property
    def text(self):
        """The reason as it is kept with the record."""
        told = self.cleaned_data
        parts = [str(told["reason"] or ""), one_line(told["words"])]
        return " – ".join(part for part in parts if part)[:LENGTH]


class RenameForm(forms.Form):
    """Another address of a record."""

    slug = forms.CharField(
        label=_("The end of its address"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(?:-+[a-z0-9]+)*\Z",
                _("Write lower-case letters, digits and hyphens."),
            )
        ],
        help_text=_("The former address leads to the new one."),
    )

    def __init__(self, data=None, *, initial=""):
        super().__init__(data, prefix="rename", initial={"slug": initial})

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if slug in RESERVED_SLUGS:
            raise forms.ValidationError(_("This word is reserved for an address."))
        return slug


class IntoForm(forms.Form):
    """The record into which another one shall be merged: its address, or its end."""

    into = forms.CharField(
        label=_("Address of the record that stays"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_into(self):
        """Return the slug at the end of an address."""
        path = self.cleaned_data["into"].partition("?")[0].partition("#")[0]
        return path.strip("/ ").rpartition("/")[2]


class MergeForm(forms.Form):
    """Which of two values stays, of each field of which one has to go."""

    CHOICES = (("winner", _("Keep this one")), ("loser", _("Take this one")))

    comment = forms.CharField(
        label=_("Why?"),
        max_length=150,
        required=False,
        help_text=_("A sentence. It stays in the history, beside your name."),
    )

    def __init__(self, data=None, *, keys):
        super().__init__(data, prefix="merge")
        for key in keys:
            self.fields[f"keep-{key}"] = forms.ChoiceField(
                choices=self.CHOICES, initial="winner"
            )
        self.keys = keys

    @property
    def choices(self):
        """Return {key: "loser"} as revisions.merges.merging.merge() takes them."""
        told = self.cleaned_data
        return {key: "loser" for key in self.keys if told[f"keep-{key}"] == "loser"}

    def chosen(self, key):
        """Return what stands chosen for a field: "winner" or "loser"."""
        return self[f"keep-{key}"].value()
