"""Forms that anybody may send, and that machines fill in as well.

Two traps that ask nothing of people and no third party: a field that they do not see,
and a time below which nobody has read the form.
"""

import time

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

# In seconds.
QUICKEST = 2

signer = Signer(salt="core.public_forms")


def stamp(at=None):
    """Return the signed time at which a form is drawn: in seconds, now by default."""
    return signer.sign(str(int(time.time() if at is None else at)))


def drawn_at(text):
    """Return the time in a stamp, in seconds, or None when it is not one of ours."""
    try:
        return int(signer.unsign(text or ""))
    except BadSignature:
        return None


class PublicFormMixin(forms.Form):
    """Adds the two traps to a form; draw its hidden fields and `form.homepage`.

    The page must draw {{ form.homepage }} inside of an element that people do not
    see (templates/core/_trap.html does). A refused form keeps what was typed.
    """

    homepage = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput, initial=stamp)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound and drawn_at(self._sent_stamp()) is None:
            # The next answer carries a stamp that holds.
            self.data = self.data.copy()
            self.data[self.add_prefix("stamp")] = stamp()
            self._came_unstamped = True

    _came_unstamped = False

    def _sent_stamp(self):
        return self.data.get(self.add_prefix("stamp"), "")

    def clean_homepage(self):
        if self.cleaned_data["homepage"]:
            raise ValidationError(
                _("A field that must stay empty was filled in. Please send it again.")
            )
        return ""

    def clean_stamp(self):
        drawn = drawn_at(self.cleaned_data["stamp"])
        if self._came_unstamped or drawn is None or time.time() - drawn < QUICKEST:
            raise ValidationError(
                _("That was too quick for a person. Please send it once more.")
            )
        return self.cleaned_data["stamp"]
