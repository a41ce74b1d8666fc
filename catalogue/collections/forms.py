"""What people are asked about their collections."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from catalogue.collections.items import NOTE_LENGTH
from catalogue.models import CollectionInvitation
from core.templatetags.records import plain_name
from core.text import one_line
from core.uploads import PictureField
from organizations.models import Organization

NEW = "new"


class StartForm(forms.Form):
    """All that a new collection needs."""

    name = forms.CharField(
        label=_("What shall it be called?"),
        max_length=200,
        help_text=_("For example: Tools to consult the inhabitants of a small town."),
    )

    def clean_name(self):
        return one_line(self.cleaned_data["name"])


class CoverForm(forms.Form):
    cover = PictureField(
        label=_("Cover"),
        required=False,
        help_text=_("A wide picture that you may publish under CC0."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class VersionForm(forms.Form):
    """The version that the person was reading, for buttons."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class InvitationForm(forms.Form):
    """Whom to invite, by account or by e-mail address."""

    guest = forms.CharField(
        label=_("Name of the account, or e-mail address"), max_length=254
    )

    def __init__(self, *args, record, part, **kwargs):
        super().__init__(*args, **kwargs)
        self.record, self.part = record, part

    def clean_guest(self):
        typed = one_line(self.cleaned_data["guest"])
        if "@" in typed:
            validate_email(typed)
            return typed
        guest = get_user_model().objects.filter(username=typed, is_active=True).first()
        if guest is None:
            raise ValidationError(_("Nobody has an account of this name."))
        if self._takes_part(guest):
            raise ValidationError(_("This person takes part already."))
        return guest

    def _takes_part(self, guest):
        if guest.pk == self.record.curator_id:
            return True
        helps = self.part == CollectionInvitation.Part.CO_EDITOR
        return helps and self.record.co_editors.filter(pk=guest.pk).exists()


class OrganizationForm(forms.Form):
    """To which organization a collection goes."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), to_field_name="slug", label=_("Organization")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, organizations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = organizations
        self.fields["organization"].label_from_instance = plain_name


class AddForm(forms.Form):
    """In which collection a tool goes, and why."""

    collection = forms.ChoiceField(label=_("Collection"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name of the new collection"), max_length=200, required=False
    )
    note = forms.CharField(
        label=_("Why do you recommend it?"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, collections, **kwargs):
        super().__init__(*args, **kwargs)
        mine = [(record.slug, plain_name(record)) for record in collections]
        self.fields["collection"].choices = [*mine, (NEW, _("A new collection"))]
        self.fields["collection"].initial = mine[0][0] if mine else NEW

    def clean_name(self):
        return one_line(self.cleaned_data["name"])

    def clean_note(self):
        return one_line(self.cleaned_data["note"])

    def clean(self):
        data = super().clean()
        if data.get("collection") == NEW and not data.get("name"):
            self.add_error("name", _("Name the new collection."))
        return data
