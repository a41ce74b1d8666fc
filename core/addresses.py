"""The addresses of records' pages, which lists and pages write by the dozen."""

from functools import cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language


def record_url(view_name, slug):
    """Return the address of a record's page in the page's language.

    As reverse() does, which takes most of the time to find the pattern again.
    """
    start, end = _around(view_name, get_language(), get_script_prefix())
    return f"{start}{slug}{end}"


@cache
def _around(view_name, language, prefix):
    return reverse(view_name, args=["-"]).rsplit("-", 1)
