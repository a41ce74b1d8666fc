from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from harvest import autofill
from harvest.untrusted import MAX_BYTES


class SourceForm(forms.Form):
    """Where the form of a new tool is filled from: an address, or a file."""

    link = forms.CharField(
        label=_("Address of the repository or of the website"),
        help_text=_("For example https://github.com/decidim/decidim"),
        max_length=500,
        required=False,
        # Not "url": browsers would refuse an address without https://.
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"}),
    )
    file = forms.FileField(
        label=_("Or a publiccode.yml file"),
        help_text=_("The file in which public bodies describe their software."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".yml,.yaml"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise ValidationError(
                _("The file is larger than %(n)s kilobytes."),
                params={"n": MAX_BYTES // 1024},
            )
        return file

    def clean(self):
        given = [name for name in ("link", "file") if self.cleaned_data.get(name)]
        if len(given) != 1 and not self.errors:
            raise ValidationError(_("Give an address or a file: one of the two."))
        return self.cleaned_data

    def read(self):
        """Return what the source says, as Prefilled; what cannot be read is an error
        of the form.
        """
        if file := self.cleaned_data["file"]:
            prefilled = autofill.from_file(file.read(), file.name)
        else:
            prefilled = autofill.from_address(self.cleaned_data["link"])
        if not prefilled.values:
            self.add_error("file" if file else "link", prefilled.notes)
        return prefilled
