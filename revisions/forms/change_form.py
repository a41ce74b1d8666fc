"""The end of every form: what was changed and how one knows, and who says so."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.fields import validate_web_address
from core.public_forms import PublicFormMixin
from core.text import one_line
from revisions.forms.controls import whole_address
from revisions.rights import may_contribute

PREFIX = "change"
COMMENT_LENGTH = 300
ADDRESS_LENGTH = 500


class ChangeForm(forms.Form):
    """Why a record changes."""

    comment = forms.CharField(
        label=_("What you changed, and how you know"),
        max_length=COMMENT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "A sentence. It stays in the history, beside your name. Example: “Moved to "
            "another licence with version 0.28, see the release notes.”"
        ),
    )
    evidence = forms.CharField(
        label=_("Where one can check it"),
        max_length=ADDRESS_LENGTH,
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        help_text=_("An address. Example: https://github.com/decidim/decidim/releases"),
    )

    def __init__(self, data=None, **options):
        super().__init__(data, prefix=PREFIX, **options)

    def clean_comment(self):
        return one_line(self.cleaned_data["comment"])

    def clean_evidence(self):
        address = whole_address(one_line(self.cleaned_data["evidence"]))
        if address:
            validate_web_address(address)
        return address


class VisitorChangeForm(PublicFormMixin, ChangeForm):
    """The same for who has no account: an address to confirm, and two traps."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "A link to confirm is sent there, then word of what became of your "
            "proposal. It is not published. Example: name@example.org"
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self):
        email = self.cleaned_data["email"]
        if not may_contribute(self.viewer, email):
            raise ValidationError(_("This address may not contribute at present."))
        return email

    def __init__(self, data=None, *, viewer, **options):
        super().__init__(data, **options)
        self.viewer = viewer


def change_form(viewer, data=None):
    """Return the unbound or bound form that fits who writes."""
    if viewer.is_authenticated:
        return ChangeForm(data)
    return VisitorChangeForm(data, viewer=viewer)
