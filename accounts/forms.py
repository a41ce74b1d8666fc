from allauth.account import forms as allauth_forms
from allauth.socialaccount.forms import SignupForm as AllauthSocialSignupForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.public_forms import PublicFormMixin
from core.text import one_line


class DisplayNameField(forms.CharField):
    """The name under which a person appears."""

    def __init__(self):
        super().__init__(
            label=_("Name"),
            max_length=100,
            help_text=_(
                "Your own or another: it stands beside what you write, for everybody."
            ),
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )

    def clean(self, value):
        name = one_line(super().clean(value))
        if not any(sign.isalnum() for sign in name):
            raise ValidationError(_("A name has letters."))
        return name


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"
        self.fields["password"].label = _("Password")
        # The page has its own link to it.
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Stay signed in for two weeks")


class SignupForm(PublicFormMixin, allauth_forms.SignupForm):
    display_name = DisplayNameField()
    field_order = ["email", "display_name", "password1"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _("Nobody else sees it.")
        self.fields["password1"].label = _("Password")
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())


class SocialSignupForm(AllauthSocialSignupForm):
    display_name = DisplayNameField()
    field_order = ["email", "display_name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _("Nobody else sees it.")


class ProfileForm(forms.ModelForm):
    display_name = DisplayNameField()

    class Meta:
        model = User
        fields = ("display_name", "about", "language", "notify")
        widgets = {
            "about": forms.Textarea(attrs={"rows": 3}),
            "language": forms.RadioSelect,
            "notify": forms.RadioSelect,
        }

    def clean_about(self):
        return one_line(self.cleaned_data["about"])


class LeavingForm(forms.Form):
    """Asks a person who leaves to prove that it is they."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    name = forms.CharField(label=_("Your name, as it stands above"))

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        # Who signs in elsewhere has no password here.
        del self.fields["name" if user.has_usable_password() else "password"]

    def clean_password(self):
        if not self.user.check_password(self.cleaned_data["password"]):
            raise ValidationError(_("This is not your password."))

    def clean_name(self):
        if one_line(self.cleaned_data["name"]) != self.user.public_name:
            raise ValidationError(_("This is not your name, letter for letter."))

    def clean(self):
        others = User.objects.filter(role=User.Role.ADMINISTRATOR, is_active=True)
        if self.user.is_administrator and not others.exclude(pk=self.user.pk).exists():
            raise ValidationError(
                _("Nobody else administers the site: make somebody else do so first.")
            )
