"""What templates say of records: texts in their language, dates, marks, links."""

from html import unescape
from urllib.parse import urlsplit

from babel.dates import format_date
from babel.lists import format_list
from django import template
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from core import markup
from core.fields import date_range
from core.images import path as image_path
from core.kinds import kind_of
from core.languages import current_language, localized
from core.places import country_name, language_name
from core.text import initials

register = template.Library()


def hint(language):
    """Return the visible mark of a text in another language than the page's."""
    return format_html(
        ' <span class="hint" title="{}">({})</span>',
        _("This text is not translated yet."),
        language_name(language),
    )


@register.filter
def text(record, field):
    """Return a trilingual field for a page; one in another language is marked."""
    found = localized(record, field)
    if not found.foreign:
        return found.text
    return format_html(
        '<span class="otherlang" lang="{}">{}</span>{}',
        found.language,
        found.text,
        hint(found.language),
    )


@register.filter
def own_text(record, field):
    """Return what text() does, on the page of the record itself: who can read both
    languages is invited to translate it."""
    found = localized(record, field)
    if not found.foreign:
        return found.text
    return format_html(
        '<span class="otherlang" lang="{}">{}</span> '
        '<a class="hint" href="{}" rel="nofollow">({})</a>',
        found.language,
        found.text,
        _edit_url(record, field),
        _("%(language)s: translate it") % {"language": language_name(found.language)},
    )


def _edit_url(record, field):
    """Return the address of the form of a record, opened at a field."""
    address = reverse("revisions:edit", args=[kind_of(record), record.slug])
    return f"{address}?field={field}"


@register.filter
def plain(record, field):
    """Return a trilingual field as bare text, for titles and attributes."""
    return localized(record, field).text


@register.filter
def own_markdown(record, field):
    """Return a Markdown field of the record of a page as HTML, in its language; who can
    read both is invited to translate it."""
    found = localized(record, field)
    if not found.foreign:
        return markup.html(found.text)
    return format_html(
        '<div lang="{}">{}</div><p class="hint">{} '
        '<a href="{}" rel="nofollow">{}</a></p>',
        found.language,
        markup.html(found.text),
        _("This text is in %(language)s: it is not translated yet.")
        % {"language": language_name(found.language)},
        _edit_url(record, field),
        _("Translate it"),
    )


@register.filter
def excerpt(record, field):
    """Return the beginning of a Markdown field as plain text, marked as text() does."""
    found = localized(record, field)
    words = markup.plain(found.text)
    if not found.foreign:
        return words
    return format_html(
        '<span class="otherlang" lang="{}">{}</span>{}',
        found.language,
        words,
        hint(found.language),
    )


@register.filter
def gist(record):
    """Return what a record says of itself as bare text: its summary, or else the
    beginning of its description."""
    summary = plain(record, "summary") if hasattr(record, "summary_en") else ""
    return summary or markup.plain(plain(record, "description"))


@register.filter
def name(record):
    """Return the name of any record, marked when it is in another language."""
    if "name_en" in record.__dict__:
        return text(record, "name")
    return record.name


@register.filter
def letters(record):
    return initials(plain_name(record))


@register.filter
def plain_name(record):
    """Return the name of any record as bare text."""
    return plain(record, "name") if "name_en" in record.__dict__ else record.name


# Where the languages of the site differ by country, dates follow these.
LOCALES = {"en": "en_GB", "fr": "fr_FR", "es": "es_ES"}
MONTHS = {"en": "MMMM y", "fr": "MMMM y", "es": "MMMM 'de' y"}


def _locale():
    return LOCALES[current_language()]


@register.filter
def day(value):
    """Return a date or a time as a day in words: 9 December 2016."""
    return format_date(value, "long", locale=_locale())


@register.filter
def partial_date(value):
    """Return a partial date in words: 2016, December 2016, 9 December 2016."""
    first, _last = date_range(value)
    patterns = {4: "y", 7: MONTHS[current_language()], 10: "long"}
    return format_date(first, patterns[len(value)], locale=_locale())


@register.filter
def country(code):
    return country_name(code)


@register.filter
def year(value):
    return value[:4]


@register.filter
def number(value):
    return number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def host(url):
    """Return the host of an address without www., for people to read."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


@register.filter
def address(url):
    """Return an address without its scheme, short enough to read."""
    parts = urlsplit(url)
    shown = f"{(parts.hostname or '').removeprefix('www.')}{parts.path}".rstrip("/")
    return shown if len(shown) <= 48 else f"{shown[:47]}…"


@register.filter
def listed(values, style="standard"):
    """Return words as one enumeration: a, b and c; style "or" for a, b or c."""
    return format_list([str(v) for v in values], style=style, locale=_locale())


@register.simple_block_tag
def page_title(content):
    """Return the title of the page for the browser, and for who shares the page."""
    # Escaped once more, as an attribute: a translation may hold quotation marks.
    return format_html(
        '<title>{0} – OGP Toolbox</title>\n<meta property="og:title" content="{0}">',
        unescape(content),
    )


@register.simple_tag
def icon(name):
    return format_html(
        '<svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>', name
    )


@register.simple_tag
def mark(kind):
    """Return the mark of a kind: disc, two discs, ring, three discs."""
    return format_html('<svg aria-hidden="true"><use href="#m-{}"/></svg>', kind)


@register.simple_tag
def image_url(image, width=None):
    """Return the address of a picture, or of its copy of at least that width."""
    wide_enough = [w for w in image.widths if width and w >= width]
    if wide_enough:
        return default_storage.url(image_path(image.sha256, min(wide_enough)))
    return default_storage.url(image_path(image.sha256, None, image.format))


@register.simple_tag
def srcset(image):
    """Return the copies of a picture by width, for the browser to choose."""
    copies = [(image_url(image, width), width) for width in image.widths]
    copies.append((image_url(image), image.width))
    return format_html_join(", ", "{} {}w", copies)


@register.simple_tag
def avatar(record, kind, size=""):
    """Draw a record's disc: its logo, else two letters; size is "", "s" or "xl"."""
    known = record.__dict__
    logo = record.logo if known.get("logo_id") or known.get("logo") else None
    return format_html(
        '<span class="avatar k-{}{}" aria-hidden="true">{}</span>',
        kind,
        f" {size}" if size else "",
        _logo(logo) if logo else letters(record),
    )


def _logo(image):
    return format_html(
        '<img src="{}" alt="" loading="lazy" width="{}" height="{}">',
        image_url(image, 96),
        image.width,
        image.height,
    )
