"""Pages of long lists."""

from django.core.paginator import Paginator

SIZE = 25


def page_of(request, rows, size=SIZE):
    """Return {page, page_range} of what ?page= asks for, as includes/pager.html draws.

    A page that does not exist is the last one, what is no number the first.
    """
    page = Paginator(rows, size).get_page(request.GET.get("page"))
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1)
    return {"page": page, "page_range": shown}
