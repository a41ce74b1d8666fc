"""“I use this tool”: four fields that make a use case."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _, gettext_lazy

from core.fields import date_range, validate_web_address
from core.kinds import kind as kind_named
from core.models import SUMMARY_LENGTH
from core.text import clean, one_line
from organizations.models import Organization
from revisions.editing import Attribution
from revisions.forms.sources import Records, Unknown
from revisions.proposals.proposing import Submission, submit
from revisions.rights import may_publish
from revisions.slugs import free_slug
from revisions.visitors.forms import VisitorForm
from usecases.models import Participation, UseCase

NAME_LENGTH = 200
PURPOSE_LENGTH = 2000
NEW = "new"


class TellForm(forms.Form):
    """Who uses a tool, since when, for what, and where one sees it.

    Two questions more come up only when the catalogue does not know the organization:
    which of several it is, or of which sector a new one is.
    """

    organization = forms.CharField(
        label=gettext_lazy("Which organization uses it?"),
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("Its name. Example: City of Lyon"),
    )
    since = forms.CharField(
        label=gettext_lazy("Since when?"),
        max_length=10,
        required=False,
        help_text=gettext_lazy("A year, a month or a day: 2019, 2019-05, 2019-05-21"),
    )
    purpose = forms.CharField(
        label=gettext_lazy("For what?"),
        max_length=PURPOSE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "What you do with it, and for whom. A sentence is enough."
        ),
    )
    link = forms.CharField(
        label=gettext_lazy("Where can one see it?"),
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
        help_text=gettext_lazy("An address. Example: https://participate.example.org"),
    )
    which = forms.ChoiceField(
        label=gettext_lazy("Is it one of these?"),
        required=False,
        widget=forms.RadioSelect,
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Of which sector is it?"),
        choices=[("", "—"), *Organization.Sector.choices],
        required=False,
        help_text=gettext_lazy("It is new here: its page is made with your use case."),
    )

    def __init__(self, *args, viewer, **kwargs):
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        # What the page asks beyond the four, once it must.
        self.asks_which = self.asks_sector = False
        if self.is_bound:
            self._look_up(one_line(clean(self.data.get("organization", ""))))

    def _look_up(self, typed):
        """Find the organization that was typed, or offer those that come near."""
        self.found, near = "", ()
        try:
            self.found = Records("organization", self.viewer).find(typed)
        except Unknown as unknown:
            near = unknown.error.near
        if not self.found and near:
            self.asks_which = True
            none = (NEW, _("None of them: it is not here yet"))
            self.fields["which"].choices = [*near, none]
        self.asks_sector = not self.found and (
            not near or self.data.get("which") == NEW
        )

    def clean_organization(self):
        return one_line(self.cleaned_data["organization"])

    def clean_since(self):
        text = one_line(self.cleaned_data["since"])
        if text:
            try:
                date_range(text)
            except ValueError:
                raise ValidationError(_("Write 2019, 2019-05 or 2019-05-21.")) from None
        return text

    def clean_purpose(self):
        return clean(self.cleaned_data["purpose"]).strip()

    def clean_link(self):
        address = one_line(self.cleaned_data["link"])
        if address:
            validate_web_address(address)
        return address

    def clean(self):
        data = super().clean()
        if self.asks_which and not data.get("which"):
            self.add_error("which", _("Say which organization you mean."))
        elif self.asks_sector and not data.get("sector"):
            self.add_error("sector", _("Say of which sector the organization is."))
        return data

    @property
    def known(self):
        """The slug of the organization, "" for a new one; of a valid form."""
        which = self.cleaned_data.get("which", "")
        return self.found or (which if which != NEW else "")

    @property
    def organization_name(self):
        """The name by which the catalogue knows it, or else as it was typed."""
        known = Records("organization", self.viewer).words([self.known])
        return known.get(self.known) or self.cleaned_data["organization"]


class VisitorTellForm(VisitorForm, TellForm):
    """The same for who has no account."""


def tell_form(viewer, data=None):
    """Return the form that fits who writes."""
    form = TellForm if viewer.is_authenticated else VisitorTellForm
    return form(data, viewer=viewer)


def told_before(tool, slug):
    """Return the public use cases in which the organization already used the tool."""
    if not slug:
        return UseCase.objects.none()
    cases = UseCase.objects.public().filter(uses__tool=tool)
    took_part = Participation.objects.filter(organization__slug=slug)
    return cases.filter(pk__in=took_part.values("use_case")).newest_first()


@transaction.atomic
def tell(tool, form, user, language):
    """Write what a valid form says; return its Outcomes, the use case's the last.

    An organization that is not here yet is published before the use case, or proposed
    with it. Its slug is the one that it gets when it is accepted, so that the use case
    can name it; accepted in the other order, the use case is refused for lack of it.
    """
    data, outcomes = form.cleaned_data, []
    slug, comment = form.known, _("Told as “I use this tool”")
    send = _Sender(user, data.get("email", ""), language)
    if not slug:
        slug, outcome = _new_organization(data, send, comment, language)
        outcomes.append(outcome)
        if outcome.proposal:
            comment = _waits_for(data["organization"], comment)
    values = use_case_values(tool, slug, form.organization_name, data, language)
    return [*outcomes, send("use-case", values, comment, data["link"])]


def _new_organization(data, send, comment, language):
    name = data["organization"]
    slug = free_slug(kind_named("organization"), name)
    values = {"name": {language: name}, "sector": data["sector"]}
    outcome = send("organization", values, comment)
    return (outcome.record.slug if outcome.record else slug), outcome


def _waits_for(name, comment):
    told = _("It names the organization “%s”, proposed with it: accept that one first.")
    return f"{comment}. {told % name}"[:300]


class _Sender:
    """Publishes or proposes new records of one person."""

    def __init__(self, user, email, language):
        self.user, self.email, self.language = user, email, language
        self.author = user if user.is_authenticated else None

    def __call__(self, kind_key, values, comment, evidence=""):
        kind = kind_named(kind_key)
        by = Attribution(self.author, comment=comment, evidence=evidence)
        return submit(
            Submission(
                kind,
                values,
                by,
                email=self.email,
                language=self.language,
                publish=may_publish(self.user, kind),
            )
        )


def use_case_values(tool, slug, organization, data, language):
    """Return the normal plain values of the use case, unknown ones left out."""
    name = _("How %(organization)s uses %(tool)s") % {
        "organization": organization,
        "tool": tool.name,
    }
    purpose = one_line(data["purpose"])
    values = {
        "name": {language: shortened(name, NAME_LENGTH)},
        "summary": {language: shortened(purpose, SUMMARY_LENGTH)},
        "tools": [{"tool": tool.slug}],
        "participants": [{"organization": slug, "role": Participation.Role.LEAD.value}],
        "started": data["since"],
        "running": UseCase.Running.YES.value,
        "url": data["link"],
    }
    if len(purpose) > SUMMARY_LENGTH:
        values["description"] = {language: data["purpose"]}
    return {key: value for key, value in values.items() if value}


def shortened(text, length):
    """Return text of at most that many characters, cut between words.

    >>> shortened("one two three", 9)
    'one two…'
    """
    if len(text) <= length:
        return text
    return f"{text[:length].rsplit(' ', 1)[0]}…"[:length]
