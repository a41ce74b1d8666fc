"""One person writing one record: what the form shows, and what becomes of it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext as _

from accounts.roles import is_trusted
from core.rates import address, allow
from revisions.editing import Attribution
from revisions.fields import Url
from revisions.forms import RecordForm
from revisions.forms.acting import act
from revisions.forms.change_form import change_form
from revisions.forms.conflict import meeting, with_choices
from revisions.forms.controls import LANGUAGE_NAMES
from revisions.forms.drafts import (
    as_lists,
    as_query,
    cleaned,
    draft_of,
    number_in,
)
from revisions.forms.holding import held, hold
from revisions.forms.pictures import ENDING, keep_uploads
from revisions.forms.sources import name_of
from revisions.merges.duplicates import candidates
from revisions.models import Revision
from revisions.proposals.proposing import Submission, base_of, submit, title_of
from revisions.rights import may_publish
from revisions.snapshots import snapshot

# From this weight on, a record that is like a new one is asked about.
DOUBT = 40
HOUR, DAY = 60 * 60, 24 * 60 * 60
# Proposals of one address in an hour, and of one account in a day.
VISITS, PROPOSALS = 20, 100
# Pictures of one address and of one account in an hour.
VISITOR_UPLOADS, UPLOADS = 60, 300


class Writing:
    """A form of a record of a kind, of a new one without a record, in one request."""

    def __init__(self, request, kind, record=None):
        self.request, self.kind, self.record = request, kind, record
        self.user = request.user
        self.upload_errors = {}
        self.status = 200
        self.data = self._data()
        self.form = self._form(self.data)
        self.change = change_form(self.user, self.data)
        if request.method != "POST" and self.data is not None:
            # What was held or drafted is shown, not judged yet.
            self.change = change_form(self.user)
            self.change.initial = self._change_initial()
        self.doubts, self.meeting, self.unchanged = [], None, False
        if key := request.GET.get("field"):
            self.form.focus(key)

    def _data(self):
        if self.request.method == "POST":
            data = cleaned(self.request.POST)
            data, self.upload_errors = keep_uploads(data, self._files())
            return data
        if self.held and self.held["data"]:
            return as_query(self.held["data"])
        if "draft" in self.request.GET and self.draft:
            return as_query(self.draft.data)
        return None

    def _files(self):
        """Return the files that were sent; none of them when they are too many."""
        pictures = [name for name in self.request.FILES if name.endswith(ENDING)]
        if all(self._may_upload() for _name in pictures):
            return self.request.FILES
        self._refuse_more(
            _("These were too many pictures: none of them is kept. Send them again in "
              "an hour.")
        )  # fmt: skip
        return {}

    def _may_upload(self):
        """A picture is stored before anybody has looked at what it is for."""
        if self.user.is_authenticated:
            return allow("upload", self.user.pk, UPLOADS, HOUR)
        return allow("upload", address(self.request), VISITOR_UPLOADS, HOUR)

    def _refuse_more(self, words):
        self.status = 429
        messages.warning(self.request, words)

    @cached_property
    def held(self):
        return held(self.request, self.kind.key)

    @cached_property
    def draft(self):
        return draft_of(self.user, self.kind, self.record)

    def _change_initial(self):
        prefix = self.change.prefix
        return {
            name: self.data.get(f"{prefix}-{name}", "")
            for name in ("comment", "evidence", "email")
        }

    @property
    def version(self):
        """The number of the revision that the author was reading."""
        if self.record is None:
            return None
        sent = number_in(self.data or QueryDict(), "version")
        if sent and Revision.objects.of(self.record).filter(number=sent).exists():
            return sent
        return self.record.version

    @cached_property
    def base(self):
        if self.record and self.version != self.record.version:
            return base_of(self.kind, self.record, self.version)
        return snapshot(self.record, self.kind) if self.record else {}

    def _form(self, data, initial=None):
        return RecordForm(
            self.kind,
            self.record,
            self.base,
            viewer=self.user,
            data=data,
            initial=initial or self._initial(),
            upload_errors=self.upload_errors,
        )

    def _initial(self):
        """Return what stands in a new form before anybody wrote: what was held, or
        the name that a search was for."""
        values = dict(self.held["values"]) if self.held else {}
        name = self.request.GET.get("name", "").strip()[:200]
        if name and not self.record and self.kind.named not in values:
            part = next(p for p in self.kind.fields if p.key == self.kind.named)
            translated = hasattr(self.kind.model, f"{self.kind.named}_en")
            values[part.key] = {get_language(): name} if translated else name
        return values

    @property
    def publishes(self):
        return may_publish(self.user, self.kind, self.record)

    @property
    def path(self):
        """The address of this form, without what was asked of it."""
        page, args = ("edit", [self.record.slug]) if self.record else ("new", [])
        return reverse(f"revisions:{page}", args=[self.kind, *args])

    @property
    def title(self):
        """The name that stands in the form."""
        bound = self.form.fields[self.kind.named]
        typed = bound.typed
        names = typed.values() if isinstance(typed, dict) else [typed]
        return next((name.strip() for name in names if name.strip()), "")

    @property
    def draft_path(self):
        """Where the script keeps a draft."""
        args = [self.kind, self.record.slug] if self.record else [self.kind]
        return reverse("revisions:draft", args=args)

    @property
    def heading(self):
        """The name of the record in the page's language, as it is published."""
        return name_of(self.kind, self.record)

    @property
    def complaints(self):
        """What is wrong with what was typed, as the page lists it: id, label, text."""
        found = [
            {"id": f"i-{name}", "label": self._words_for(bound, name), "text": error}
            for bound in self.form.fields.values()
            for name, error in bound.errors.items()
        ]
        found += [{"text": trouble} for trouble in self.form.troubles]
        for one in self.change if self.change.is_bound else ():
            found += [
                {"id": one.auto_id, "label": one.label, "text": error}
                for error in one.errors
            ]
        return found

    def _words_for(self, bound, name):
        language = LANGUAGE_NAMES.get(name.rpartition("_")[2])
        return f"{bound.label} ({language})" if language else bound.label

    # What the buttons do.

    def redraw(self, do):
        """Carry out a button inside the form."""
        self._replace(act(do, self.data, self.form))

    def choose(self):
        """Carry out the choices of a conflict."""
        self._replace(with_choices(self.data, self.form))

    def _replace(self, data):
        self.data = data
        self.form = self._form(data)

    def hold(self, **more):
        """Keep what was typed; return the token."""
        lists = as_lists(self.data) | {name: [value] for name, value in more.items()}
        notes, sources = [], []
        if self.held:
            notes, sources = self.held["notes"], self.held["sources"]
        return hold(
            self.request, self.kind.key, data=lists, notes=notes, sources=sources
        )

    def held_path(self, token):
        return f"{self.path}?{urlencode({'held': token})}"

    # Saving.

    def check(self):
        """Return whether all of it can be taken; sets the status and the doubts."""
        if self.status == 429:
            return False
        valid = self.form.is_valid()
        valid = self.change.is_valid() and valid
        if valid and not self.form.values:
            self.unchanged = True
        elif valid and not self.record and "sure" not in self.data:
            self.doubts = self._doubts()
        if not valid or self.unchanged or self.doubts:
            self.status = 422
        elif not self._may_go_on():
            self.status = 429
        return self.status == 200

    def _doubts(self):
        values = self.form.values
        links = [
            values[part.key]
            for part in self.kind.fields
            if isinstance(part, Url) and values.get(part.key)
        ]
        found = candidates(
            self.kind,
            title_of(self.kind, values),
            links,
            [(i["scheme"], i["value"]) for i in values.get("identifiers") or ()],
            visible_to=self.user,
        )
        return [one for one in found if one.weight >= DOUBT]

    def _may_go_on(self):
        if not self.user.is_authenticated:
            return allow("propose", address(self.request), VISITS, HOUR)
        if self.publishes or is_trusted(self.user):
            return True
        if allow("propose", self.user.pk, PROPOSALS, DAY):
            return True
        self._refuse_more(_("That is enough for today. Please go on tomorrow."))
        return False

    def save(self):
        """Publish or propose; return the Outcome. Raises as submit() does."""
        told = self.change.cleaned_data
        return submit(
            Submission(
                kind=self.kind,
                values=self.form.values,
                by=Attribution(
                    author=self.user if self.user.is_authenticated else None,
                    comment=told["comment"],
                    evidence=told["evidence"],
                ),
                record=self.record,
                base=self.version,
                email=told.get("email", ""),
                language=get_language(),
                publish=self.publishes,
            )
        )

    def meet(self, conflict):
        """Show what another person wrote meanwhile; all that was typed stays."""
        self.meeting = meeting(self.kind, conflict.base, conflict.now, self.form.values)
        self.record = conflict.record
        self.data = None
        self.__dict__.pop("base", None)
        self.form = self._form(None, self.meeting.values)
        self.status = 409
