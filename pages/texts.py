"""The pages that are prose: one Markdown file for each language."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from core import markup

FOLDER = Path(__file__).parent / "texts"
ANCHOR = re.compile(r"<(h[2-6])>([^<]*?) \{#([a-z-]+)\}</h[2-6]>")


@cache
def source(name, language):
    """Return (title, first paragraph, rest) of a text, as Markdown."""
    text = (FOLDER / language / f"{name}.md").read_text(encoding="utf-8")
    heading, lede, rest = text.strip().split("\n\n", 2)
    return heading.removeprefix("# "), lede, rest


def text_page(name, language):
    """Return the context of a prose page, with the names of who runs this copy."""
    title, lede, rest = (_filled(part) for part in source(name, language))
    return {
        "title": title,
        "description": markup.plain(lede),
        "lede": markup.html(lede),
        "body": with_anchors(markup.html(rest, top=2)),
    }


def with_anchors(html):
    """Give the headings that end with {#word} this word as their id."""
    return mark_safe(  # noqa: S308
        ANCHOR.sub(r'<\1 id="\3">\2</\1>', html)
    )


def _filled(text):
    contact = settings.CONTACT
    if "@" in contact and "://" not in contact:
        contact = f"<{contact}>"
    for token, value in (
        ("{publisher}", settings.PUBLISHER or _("the contributors of the OGP Toolbox")),
        ("{contact}", contact or _("whoever runs this copy of the site")),
        ("{source}", _source_code()),
        ("{host}", settings.HOST_PROVIDER or _("whoever runs this copy of the site")),
    ):
        text = text.replace(token, value)
    return text


def _source_code():
    if settings.SOURCE_CODE_URL:
        return f"<{settings.SOURCE_CODE_URL}>"
    return _("on request from whoever runs this copy of the site")
