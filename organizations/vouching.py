"""Whose word it is that a website is an organization's: a moderator's or a machine's.

Who may publish a changed website, alone or with a second account, could have it say
that they work there.
"""

from itertools import groupby, takewhile

from accounts.roles import STAFF_ROLES
from organizations.domains import host_of
from organizations.models import Affiliation
from revisions.models import Revision


def unvouched(organizations):
    """Return the keys of the organizations whose website only contributors gave.

    organizations are records. One query.
    """
    known = [organization.pk for organization in organizations]
    rows = Revision.objects.filter(kind="organization", object_id__in=known)
    rows = rows.order_by("object_id", "-number").values_list(
        "object_id", "source", "author__role", "reviewer", "patrol__by",
        "data__website", named=True,
    )  # fmt: skip
    histories = groupby(rows, key=lambda row: row.object_id)
    return {pk for pk, history in histories if not _is_vouched(list(history))}


def _is_vouched(history):
    """Whether the present host came in by a moderator, under the eyes of one, or by a
    machine; history is newest first.
    """
    host = _host(history[0])
    *_, first = takewhile(lambda row: _host(row) == host, history)
    looked_at = first.reviewer or first.patrol__by
    return bool(looked_at or first.source or first.author__role in STAFF_ROLES)


def _host(row):
    return host_of(row.data__website or "")


def end_self_given(pks, by):
    """End what a person says of themselves when they change the website it rests on."""
    if by.author is None:
        return
    rows = Affiliation.objects.filter(user=by.author).select_related("organization")
    said = [row.organization for row in rows if row.organization_id in pks]
    if said:
        rows.filter(organization__in=unvouched(said)).delete()
