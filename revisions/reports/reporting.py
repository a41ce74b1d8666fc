"""People say that something is wrong: with a record, a change, a proposal, a person."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.fields import validate_web_address
from core.text import clean
from revisions.differences.changes import label
from revisions.models import Report
from revisions.proposals.suspicion import Text, signs_of_texts
from revisions.visitors.forms import VisitorForm

Why = Report.Why
TEXT_LENGTH = 2000


@dataclass(frozen=True)
class Subject:
    """What a report is about: kind is that of a record, "proposal" or "user".

    number is the revision that it is about, if it is about one; fields are the keys of
    the record with their words.
    """

    kind: str
    object_id: int
    title: str
    url: str
    number: int | None = None
    fields: tuple = ()
    edit_url: str = ""


def subject_of(kind, record, number=None):
    """Return the Subject of a record, or of one of its revisions."""
    keys = [part.key for part in kind.fields if part.key != "slug"]
    fields = tuple((key, capfirst(label(kind, key))) for key in keys)
    return Subject(
        kind.key,
        record.pk,
        record.display_name,
        record.get_absolute_url(),
        number,
        fields,
        reverse("revisions:edit", args=[kind, record.slug]),
    )


class ReportForm(forms.Form):
    """What is wrong, and how one knows."""

    key = forms.ChoiceField(label=_("What is it about?"), required=False)
    why = forms.ChoiceField(
        label=_("What is wrong?"), choices=Why.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("In your words"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What it says, and what it should say."),
    )
    evidence = forms.CharField(
        label=_("Where one can check it"),
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        help_text=_("An address. Example: https://example.org/news"),
    )

    def __init__(self, *args, subject, **kwargs):
        super().__init__(*args, **kwargs)
        self.subject = subject
        if subject.fields:
            whole = ("", _("The whole page"))
            self.fields["key"].choices = [whole, *subject.fields]
        else:
            del self.fields["key"]

    def clean_text(self):
        return clean(self.cleaned_data["text"]).strip()

    def clean_evidence(self):
        address = self.cleaned_data["evidence"].strip()
        if address:
            validate_web_address(address)
        return address

    def clean(self):
        data = super().clean()
        if data.get("why") == Why.OTHER and not data.get("text"):
            self.add_error("text", ValidationError(_("Say what is wrong.")))
        return data


class VisitorReportForm(VisitorForm, ReportForm):
    """The same for who has no account."""

    field_order = ["key", "why", "text", "evidence", "email"]


def report(subject, data, *, author, language, at=None):
    """Return the Report of a valid form's data; author is None for a visitor.

    The same one sent twice is one report.
    """
    email = "" if author else data["email"]
    status = Report.Status.OPEN if author else Report.Status.UNCONFIRMED
    said = {
        "kind": subject.kind,
        "object_id": subject.object_id,
        "number": subject.number,
        "key": data.get("key", ""),
        "why": data["why"],
        "text": data["text"],
        "evidence": data["evidence"],
        "author": author,
        "email": email,
        "status": status,
    }
    twin = Report.objects.filter(**said).first()
    return twin or Report.objects.create(
        **said,
        title=subject.title[:200],
        language=language,
        signals=signs_of_texts([Text(said["text"])]),
        created_at=at or timezone.now(),
    )
