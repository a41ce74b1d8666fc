"""Feeds of changes: of the whole catalogue, and of one record."""

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from accounts.roles import is_moderator
from core.text import one_line
from revisions import recent
from revisions.differences.showing import name_of
from revisions.history import Line, credited, lines, with_earlier
from revisions.models import Revision
from revisions.recent import SIZE, ChangesForm
from revisions.views.history import found
from revisions.who import who


class LinesFeed(Feed):
    """A feed of the Lines of a list of changes."""

    feed_type = Atom1Feed

    def item_title(self, item: Line):
        return one_line(f"{item.name.text}: {item.summary}")

    def item_description(self, item):
        return one_line(item.revision.comment)

    def item_link(self, item):
        args = [item.kind, item.slug, item.revision.number]
        return reverse("revisions:revision", args=args)

    def item_author_name(self, item):
        return one_line(who(item.revision))

    def item_pubdate(self, item):
        return item.revision.created_at

    item_updateddate = item_pubdate

    def item_categories(self, item):
        return [item.revision.kind, item.revision.action]


class ChangesFeed(LinesFeed):
    """The newest changes, narrowed as the page of recent changes is."""

    def get_object(self, request):
        form = ChangesForm(request.GET, for_moderator=is_moderator(request.user))
        form.is_valid()
        return recent.changes(request.user, form)[:SIZE]

    def title(self):
        return _("Recent changes – OGP Toolbox")

    def link(self):
        return reverse("revisions:changes")

    def items(self, revisions):
        return lines(revisions)


class HistoryFeed(LinesFeed):
    """The newest changes of one record."""

    def get_object(self, request, kind, slug):
        return kind, found(request, kind, slug)

    def title(self, obj):
        kind, record = obj
        name = one_line(name_of(kind, record).text)
        return _("History of %(name)s – OGP Toolbox") % {"name": name}

    def link(self, obj):
        kind, record = obj
        return reverse("revisions:history", args=[kind, record.slug])

    def items(self, obj):
        _kind, record = obj
        revisions = credited(with_earlier(Revision.objects.of(record)))
        return lines(revisions.order_by("-number")[:SIZE])
