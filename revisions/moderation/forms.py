"""What moderators fill in about reports and about people."""

import datetime

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.text import one_line
from revisions.models import Reason, Report

DAYS = (
    ("7", _("A week")),
    ("30", _("A month")),
    ("365", _("A year")),
    ("", _("Without an end")),
)


def reasons(use, **options):
    """Return a form field that offers the reasons for a use."""
    options.setdefault("empty_label", _("Choose a reason"))
    return forms.ModelChoiceField(
        Reason.objects.offered(use), label=_("Reason"), to_field_name="code", **options
    )


class ReportFilterForm(forms.Form):
    """What narrows the list of reports."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("Open")), ("decided", _("Answered"))],
        required=False,
    )
    why = forms.ChoiceField(
        label=_("What is wrong"),
        choices=[("", _("All")), *Report.Why.choices],
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("All")), *settings.LANGUAGES],
        required=False,
    )
    assigned = forms.ChoiceField(
        label=_("Assigned"),
        choices=[("", _("All")), ("me", _("To me")), ("nobody", _("To nobody"))],
        required=False,
    )

    def narrowed(self, reports, user):
        """Return the reports that fit; an impossible value narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("state") == "decided":
            reports = reports.filter(decided_at__isnull=False)
        else:
            reports = reports.open()
        for name in ("why", "language"):
            if chosen.get(name):
                reports = reports.filter(**{name: chosen[name]})
        if who := chosen.get("assigned"):
            reports = reports.filter(assignee=user if who == "me" else None)
        return reports.for_queue()


class ReportAnswerForm(forms.Form):
    """How a report is answered."""

    status = forms.ChoiceField(
        choices=[
            (Report.Status.RESOLVED.value, _("I have followed it")),
            (Report.Status.DISMISSED.value, _("I set it aside")),
        ],
        label=_("What became of it"),
        widget=forms.RadioSelect,
    )
    reason = reasons(
        Reason.Use.REPORT, required=False, empty_label=_("In my own words")
    )
    answer = forms.CharField(
        label=_("In words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever reported it reads this."),
    )

    def clean(self):
        super().clean()
        data = self.cleaned_data
        data["answer"] = (data.get("answer") or "").strip()
        if not data.get("reason") and not data["answer"]:
            self.add_error("answer", _("Say why, by a reason or in words."))
        return data


class BanForm(forms.Form):
    """Why somebody may not contribute, and until when."""

    reason = reasons(Reason.Use.BAN)
    note = forms.CharField(
        label=_("In words"),
        max_length=200,
        required=False,
        help_text=_("The person reads the reason and this."),
    )
    days = forms.ChoiceField(
        label=_("For how long"), choices=DAYS, required=False, initial="30"
    )

    def clean_note(self):
        return one_line(self.cleaned_data["note"])

    def words(self, language):
        """Return what the person is told, in their language."""
        reason = self.cleaned_data["reason"]
        text = getattr(reason, f"text_{language}") or reason.text
        return f"{text} {self.cleaned_data['note']}".strip()[:300]

    def until(self, at=None):
        days = self.cleaned_data["days"]
        if not days:
            return None
        return (at or timezone.now()) + datetime.timedelta(days=int(days))


class MassRevertForm(forms.Form):
    """Since when the changes of a person are taken back, and why."""

    since = forms.DateField(
        label=_("Changes since"), widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = reasons(Reason.Use.HIDE)

    def clean_since(self):
        day = self.cleaned_data["since"]
        start = datetime.datetime.combine(day, datetime.time())
        return timezone.make_aware(start)
