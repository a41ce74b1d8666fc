"""Goes and makes a record that another form names, and comes back to that form."""

from urllib.parse import urlencode

from django.contrib import messages
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from core.kinds import kind as kind_named
from revisions.forms.change_form import COMMENT_LENGTH, PREFIX
from revisions.forms.drafts import WAITING, WHERE, as_query
from revisions.forms.holding import hold, let_go, taken

COMMENT = f"{PREFIX}-comment"


def send_away(writing, name):
    """Hold a form and return the address of the form for the record that it misses.

    name is the input in which the missing name was typed. None when nothing misses.
    """
    missing = _missing(writing, name)
    if missing is None or not missing.missing:
        return None
    token = writing.hold(**{WHERE: writing.path, WAITING: name})
    asked = urlencode({"name": missing.missing, "return": token})
    return f"{reverse('revisions:new', args=[kind_named(missing.kind)])}?{asked}"


def _missing(writing, name):
    writing.form.is_valid()
    for errors in writing.form.errors.values():
        if name in errors:
            return errors[name]
    return None


def come_back(request, outcome):
    """Return the address of the form that waits for a record, or None.

    What was published stands in the form; what was only proposed cannot, so that its
    name is kept in the comment.
    """
    token = request.POST.get("return", "")
    found = taken(request, token)
    if not found or not {WHERE, WAITING} <= set(found["data"] or ()):
        return None
    data = as_query(found["data"])
    path, name = data.pop(WHERE)[0], data.pop(WAITING)[0]
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return None
    if outcome.proposal:
        _remember(request, data, name, outcome.proposal.title)
    else:
        _fill_in(data, name, outcome.record.slug)
    let_go(request, token)
    lists = dict(data.lists())
    token = hold(request, found["kind"], data=lists, notes=found["notes"],
                 sources=found["sources"])  # fmt: skip
    return f"{path}?{urlencode({'held': token})}"


def _fill_in(data, name, slug):
    if name.endswith("-more"):
        key = name.removesuffix("-more")
        data.setlist(key, [*data.getlist(key), slug])
        data[name] = ""
    else:
        data[name] = slug


def _remember(request, data, name, title):
    data[name] = ""
    note = _("Add “%s” once it is accepted.") % title
    data[COMMENT] = f"{data.get(COMMENT, '')} {note}".strip()[:COMMENT_LENGTH]
    messages.info(
        request,
        _(
            "“%s” waits for review. Until it is accepted no record can name it: your "
            "comment says that it belongs here."
        )
        % title,
    )
