"""The public page of a person: what they wrote, what they recommend."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst

from accounts.models import User
from accounts.roles import is_moderator
from catalogue.models import Collection
from core.kinds import all_kinds, kind as kind_named
from core.languages import localized
from core.paging import page_of
from core.text import initials
from organizations.affiliation import affiliations_of
from revisions.models import Revision

PAGE_SIZE = 20
MOST_COLLECTIONS = 50


@dataclass(frozen=True)
class Contribution:
    """One revision with the record that it made or changed."""

    revision: Revision
    record: object
    kind: object

    @property
    def name(self):
        """The name of the record in the language of the page, if it has several."""
        if hasattr(self.record, f"{self.kind.named}_en"):
            return localized(self.record, self.kind.named)
        return self.record.display_name

    @property
    def kind_name(self):
        return capfirst(self.kind.model._meta.verbose_name)


def people():
    """The accounts that have a page: somebody signed in, or something came of them."""
    wrote = Exists(Revision.objects.filter(author=OuterRef("pk")))
    curates = Exists(Collection.objects.public().filter(curator=OuterRef("pk")))
    return User.objects.filter(
        Q(last_login__isnull=False) | wrote | curates, is_active=True
    )


def contributor_page(request, username):
    """Return the context of a person's page for who looks at it; raises Http404."""
    person = get_object_or_404(people(), username=username)
    revisions = shown_revisions(person)
    contributed = page_of(request, revisions.order_by("-created_at", "-pk"), PAGE_SIZE)
    page = contributed["page"]
    collections = list(collections_of(person)[:MOST_COLLECTIONS])
    return {
        "person": person,
        **dealings(person, request.user),
        "initials": initials(person.public_name),
        "about": "" if person.is_banned else person.about,
        "affiliations": affiliations_of(person),
        "revision_count": page.paginator.count,
        "record_count": _records(revisions),
        "contributions": contributions(page.object_list),
        "collections": collections,
        **contributed,
        # A page on which nothing stands is of no use to who searches.
        "is_indexed": bool(page.paginator.count or collections),
    }


def dealings(person, viewer):
    """Return what a viewer may do about a person, by name."""
    moderates = is_moderator(viewer)
    return {
        "may_report": not moderates and viewer.pk != person.pk,
        "may_revert": moderates,
        "may_ban": moderates and not person.is_moderator,
        "may_trust": moderates
        and person.role == User.Role.CONTRIBUTOR
        and not person.is_banned,
    }


def shown_revisions(person):
    """What a person wrote on pages that everybody can see."""
    public = Q()
    for kind in all_kinds():
        shown = kind.model.objects.public().order_by().values("pk")
        public |= Q(kind=kind.key, object_id__in=shown)
    return Revision.objects.filter(public, author=person)


def _records(revisions):
    return revisions.order_by().values("kind", "object_id").distinct().count()


def contributions(revisions):
    """Return the Contributions of revisions; one query for each kind among them."""
    revisions = list(revisions)
    wanted = {}
    for revision in revisions:
        wanted.setdefault(revision.kind, set()).add(revision.object_id)
    records = {
        (key, record.pk): record
        for key, pks in wanted.items()
        for record in kind_named(key).model.objects.filter(pk__in=pks)
    }
    return [
        Contribution(r, records[r.kind, r.object_id], kind_named(r.kind))
        for r in revisions
        if (r.kind, r.object_id) in records
    ]


def collections_of(person):
    mine = Collection.objects.public().filter(curator=person)
    return mine.for_cards().order_by("sort_name", "pk")
