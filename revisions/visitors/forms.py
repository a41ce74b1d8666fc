"""What forms ask of people who have no account."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.public_forms import PublicFormMixin
from revisions.rights import may_contribute


class VisitorForm(PublicFormMixin):
    """Adds an e-mail address to a form, and the two traps; viewer is who asks."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "A link to confirm is sent there, then word of what became of it. It is "
            "not published."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    viewer = None

    def clean_email(self):
        email = self.cleaned_data["email"]
        if not may_contribute(self.viewer, email):
            raise ValidationError(_("This address may not contribute at present."))
        return email


def fitting(form, visitor_form, viewer, *args, **options):
    """Return the form that fits who writes: with an address for a visitor."""
    if viewer.is_authenticated:
        return form(*args, **options)
    made = visitor_form(*args, **options)
    made.viewer = viewer
    return made
