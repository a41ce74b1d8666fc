"""The latest changes of all records, narrowed by what a reader asks for."""

import datetime

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.kinds import all_kinds
from core.languages import CONTENT_LANGUAGES
from core.places import language_name
from revisions.history import credited, shown_to, with_earlier
from revisions.models import Revision

SIZE = 50
# A number that both databases have room for.
LARGEST = 2**63 - 1


class ChangesForm(forms.Form):
    """What narrows the list of changes; every field may be left empty."""

    BY = (("people", _("Contributors")), ("visitors", _("Visitors without an account")),
          ("machines", _("Machines")))  # fmt: skip

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    language = forms.ChoiceField(label=_("Texts changed in"), required=False)
    by = forms.ChoiceField(
        label=_("By"), required=False, choices=[("", _("Everybody")), *BY]
    )
    author = forms.CharField(label=_("User name"), required=False, max_length=150)
    action = forms.ChoiceField(
        label=_("What was done"),
        required=False,
        choices=[("", _("Anything")), *Revision.Action.choices],
    )
    since = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
    )
    unpatrolled = forms.BooleanField(
        label=_("Nobody has looked at yet"), required=False
    )

    def __init__(self, data, *, for_moderator):
        super().__init__(data)
        self.fields["kind"].choices = [
            ("", _("All")),
            *((kind.key, plural(kind)) for kind in all_kinds()),
        ]
        self.fields["language"].choices = [
            ("", _("Any language")),
            *((code, capfirst(language_name(code))) for code in CONTENT_LANGUAGES),
        ]
        if not for_moderator:
            del self.fields["unpatrolled"]

    @property
    def asked(self):
        """Return what can be used of what was asked: {name: value}."""
        return {k: v for k, v in getattr(self, "cleaned_data", {}).items() if v}


def plural(kind):
    """Return the words for all records of a kind, as a title."""
    words = str(kind.model._meta.verbose_name_plural)
    return words[:1].upper() + words[1:]


def narrowed(revisions, asked):
    """Return the revisions that fit what a ChangesForm was asked."""
    for name, value in asked.items():
        revisions = NARROWING[name](revisions, value)
    return revisions


def _by(revisions, who):
    if who == "machines":
        return revisions.exclude(source="")
    visitors = Q(author=None, proposal__email__gt="")
    people = revisions.filter(source="")
    return people.filter(visitors) if who == "visitors" else people.exclude(visitors)


def _midnight(day):
    return datetime.datetime.combine(day, datetime.time.min, tzinfo=datetime.UTC)


def _until(revisions, day):
    if day == datetime.date.max:
        return revisions
    return revisions.filter(created_at__lt=_midnight(day + datetime.timedelta(1)))


NARROWING = {
    "kind": lambda revisions, kind: revisions.filter(kind=kind),
    "language": lambda revisions, code: revisions.touching(code),
    "by": _by,
    "author": lambda revisions, name: revisions.filter(author__username=name),
    "action": lambda revisions, action: revisions.filter(action=action),
    "since": lambda revisions, day: revisions.filter(created_at__gte=_midnight(day)),
    "until": _until,
    "unpatrolled": lambda revisions, _true: revisions.unpatrolled(),
}


def changes(user, form, before=""):
    """Return the newest revisions that fit a form, as revisions.history.lines() takes.

    before is the key of a revision: those that are older than it. One more than SIZE,
    when there are more.
    """
    revisions = narrowed(shown_to(user), form.asked)
    if last := _revision(before):
        older = Q(created_at__lt=last.created_at)
        older |= Q(created_at=last.created_at, pk__lt=last.pk)
        revisions = revisions.filter(older)
    revisions = credited(with_earlier(revisions)).select_related("patrol")
    return list(revisions.order_by("-created_at", "-pk")[: SIZE + 1])


def _revision(text):
    if not (text.isascii() and text.isdecimal()) or int(text[:20]) > LARGEST:
        return None
    return Revision.objects.defer("data").filter(pk=int(text[:20])).first()
