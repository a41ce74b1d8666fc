"""Pages of long lists, and the links between them."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from core.templatetags.records import number

SIZE = 25
# What a link to another page leaves behind: the page, and the facet that stood open.
LEFT = ("page", "facet", "find")


@dataclass(frozen=True)
class Link:
    """A link to a page; its number is "" where pages are left out between two."""

    number: str = ""
    label: str = ""
    url: str = ""
    current: bool = False


def page_of(request, rows, size=SIZE):
    """Return pager() of what ?page= asks for.

    A page that does not exist is the last one, what is no number the first.
    """
    return pager(request, Paginator(rows, size).get_page(request.GET.get("page")))


def pager(request, page):
    """Return {page, page_links, page_before, page_after} as includes/pager.html draws.

    page_links are Links, none where there is one page; the others a Link or None.
    """
    left = request.GET.copy()
    for name in LEFT:
        left.pop(name, None)
    start = f"?{left.urlencode()}&page=" if left else "?page="

    def link(wanted):
        if not isinstance(wanted, int):
            return Link()
        shown = number(wanted)
        label = _("Page %(number)s") % {"number": shown}
        return Link(shown, label, f"{start}{wanted}", wanted == page.number)

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1)
    several = page.paginator.num_pages > 1
    return {
        "page": page,
        "page_links": [link(wanted) for wanted in numbers] if several else [],
        "page_before": link(page.number - 1) if page.has_previous() else None,
        "page_after": link(page.number + 1) if page.has_next() else None,
    }
