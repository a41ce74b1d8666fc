"""Turns the Markdown that people write into safe HTML: the one sanitiser."""

import html as entities
from functools import cache, lru_cache

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

TAGS = {
    "p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "code", "pre", "a",
    "h2", "h3", "h4", "h5", "h6", "hr", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}


@cache
def parser():
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _lower_headings(tokens, top):
    """Put the headings of a text under those of the page around it."""
    levels = sorted({int(t.tag[1]) for t in tokens if t.type == "heading_open"})
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, top + levels.index(int(token.tag[1])))}"


@lru_cache(maxsize=2048)
def html(text, top=3):
    """Return Markdown as safe HTML; raw HTML in it shows as text.

    top is the level that its highest headings get.
    """
    tokens = parser().parse(text)
    _lower_headings(tokens, top)
    drawn = parser().renderer.render(tokens, parser().options, {})
    return mark_safe(  # noqa: S308
        nh3.clean(
            drawn,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            link_rel="nofollow noopener",
        )
    )


def plain(text, length=160):
    """Return Markdown as words on one line, cut between words."""
    words = entities.unescape(nh3.clean(html(text), tags=set())).split()
    out = ""
    for word in words:
        if len(out) + len(word) + 1 > length:
            return f"{out.rstrip(',;:.')}…"
        out = f"{out} {word}".strip()
    return out
