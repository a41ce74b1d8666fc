from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.kinds import kind_of
from core.places import language_name
from revisions.differences.showing import name_of
from revisions.who import anonymous

register = template.Library()


@register.simple_tag
def record_url(record, page, *args):
    """Return the address of a page about a record: "edit", "history", "report"…"""
    return reverse(f"revisions:{page}", args=[kind_of(record), record.slug, *args])


@register.simple_tag
def hidden_op(op):
    """Return "removed" or "added" for who hears the page instead of seeing it."""
    words = _("removed:") if op == "del" else _("added:")
    return format_html('<span class="vh">{} </span>', words)


@register.filter
def language_in_words(code):
    """Return the name of a language of the content in the page's language."""
    return language_name(code)


@register.simple_tag
def revision_url(line):
    """Return the address of the revision of a revisions.history.Line."""
    args = [line.kind, line.slug, line.revision.number]
    return reverse("revisions:revision", args=args)


@register.filter
def anonymous_author(revision):
    """Return what the author of a revision was who has no name here."""
    return anonymous(revision)


@register.filter
def kind_in_words(record):
    """Return the word for the kind of a record, or of its model."""
    return str(record._meta.verbose_name)


@register.filter
def named(record):
    """Return the name of a record of any kind as bare text, public or not."""
    return name_of(kind_of(record), record).text
