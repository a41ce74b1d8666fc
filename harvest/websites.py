"""What the page of a website says of the tool it is about, for machines to read."""

import re
from dataclasses import dataclass, field
from html import unescape
from itertools import islice

from django.utils.translation import gettext as _

from core.choices import Platform
from core.text import one_line
from harvest.forges import GITEA, GITLAB
from harvest.prefilled import content_language, languages_named
from harvest.untrusted import Unreadable, read_json, section, sections, text, texts

# The head is all that is read; those that are longer carry styles and scripts.
HEAD_LENGTH = 100_000
END_OF_HEAD = re.compile(r"</head|<body", re.IGNORECASE)
# Nothing in these can be matched in two ways, and each stops soon: pages of any sort
# are read in a time that grows with their length only.
TAG = re.compile(
    r"""<(html|meta|title)\b((?:[^<>"']++|"[^"]{0,2000}+"|'[^']{0,2000}+'){0,80}+)>""",
    re.IGNORECASE,
)
ATTRIBUTE = re.compile(
    r"""([\w:-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>]++))"""
)
TITLE_LENGTH = 500
SCRIPT = re.compile(r"<script\b([^<>]{0,500})>", re.IGNORECASE)
MOST_SCRIPTS = 20
CHARSET = re.compile(rb"<meta[^<>]{0,200}charset=[\"']?([\w-]{2,40})", re.IGNORECASE)
SOFTWARE = {"SoftwareApplication", "WebApplication", "MobileApplication",
            "SoftwareSourceCode"}  # fmt: skip
# Between the name of a site and what else stands in a title.
BETWEEN = re.compile(r"\s+[|–—·•:-]\s+|\s*[|•]\s*|:\s+")
LICENCE_ADDRESS = re.compile(
    r"https?://(?:www\.)?(?:spdx\.org/licenses|opensource\.org/licenses?)"
    r"/([\w.+-]+?)(?:\.html)?/?"
)
SYSTEMS = {
    "mac": "macos",
    "macos": "macos",
    "os x": "macos",
    "windows": "windows",
    "linux": "linux",
    "android": "android",
    "ios": "ios",
    "web": "web",
}


@dataclass
class Head:
    """The parts of a page's head that describe it."""

    language: str = ""
    title: str = ""
    meta: dict = field(default_factory=dict)  # {name or property: content}


def read(fetched):
    """Return (Head, JSON-LD of software or {}) of a fetched page."""
    page = _text(fetched)
    end = END_OF_HEAD.search(page)
    length = min(end.start() if end else HEAD_LENGTH, HEAD_LENGTH)
    return _head(page[:length]), _software(page)


def _head(source):
    """Read a head by searching it for the few tags that count.

    Python's own parser takes a minute for some pages of this length, written to that
    end: it begins anew at each tag that nobody closes.
    """
    source = _without(_without(source, "<!--", "-->"), "<script", "</script")
    head = Head()
    for match in TAG.finditer(source):
        attributes = _attributes(match[2])
        match match[1].lower():
            case "html":
                head.language = head.language or attributes.get("lang", "")
            case "title" if not head.title:
                text_of = source[match.end() : match.end() + TITLE_LENGTH]
                head.title = one_line(unescape(text_of.partition("</")[0]))
            case "meta":
                name = attributes.get("property") or attributes.get("name", "")
                content = one_line(attributes.get("content", ""))
                head.meta.setdefault(name.lower(), content)
    return head


def _without(source, start, end):
    """Return a text without what stands from start to end, to its own end if open."""
    kept, place = [], 0
    while (begun := source.find(start, place)) >= 0:
        kept.append(source[place:begun])
        ended = source.find(end, begun)
        if ended < 0:
            return "".join(kept)
        place = ended + len(end)
    return "".join(kept) + source[place:]


def _attributes(source):
    found = reversed(ATTRIBUTE.findall(source))
    return {name.lower(): unescape(a or b or c) for name, a, b, c in found}


def _text(fetched):
    told = CHARSET.search(fetched.body[:4096])
    charset = fetched.charset or (told[1].decode("ascii") if told else "utf-8")
    try:
        return fetched.body.decode(charset, "replace")
    except LookupError:
        return fetched.body.decode("utf-8", "replace")


def forge(head):
    """Return the software of a forge that a page shows itself to be of, or ""."""
    if head.meta.get("og:site_name") == "GitLab":
        return GITLAB
    keywords = head.meta.get("keywords", "").lower().split(",")
    return GITEA if {"gitea", "forgejo"} & set(keywords) else ""


def _software(page):
    """Return the first JSON-LD of a page that is about software, {} without one."""
    for script in islice(SCRIPT.finditer(page), MOST_SCRIPTS):
        if "application/ld+json" in script[1].lower():
            end = page.find("</script", script.end())
            for node in _nodes(page[script.end() : end if end > 0 else script.end()]):
                if SOFTWARE & set(texts(node.get("@type"))):
                    return node
    return {}


def _nodes(source):
    try:
        document = read_json(source)
    except Unreadable:
        return []
    nodes = sections(document) or [section(document)]
    return [inner for node in nodes for inner in (node, *sections(node.get("@graph")))]


def fill(prefilled, fetched):
    """Fill what a page says of its tool; return whether it said anything."""
    head, software = read(fetched)
    name = text(software.get("name")) or _name(head)
    summary = (
        text(software.get("description"))
        or head.meta.get("description")
        or head.meta.get("og:description", "")
    )
    if not (name or summary):
        return False
    prefilled.source(fetched.url)
    prefilled.fill("name", name[:200])
    _fill_summary(prefilled, head, software, summary)
    prefilled.fill("website", fetched.url)
    _fill_software(prefilled, software)
    return True


def _name(head):
    """Return the name that a page gives itself: that of the site, not of the page."""
    for key in ("application-name", "og:site_name"):
        if head.meta.get(key):
            return head.meta[key]
    return BETWEEN.split(head.title or head.meta.get("og:title", ""))[0]


def _fill_summary(prefilled, head, software, summary):
    tag = (
        next(iter(texts(software.get("inLanguage"))), "")
        or head.language
        or head.meta.get("og:locale", "")
    )
    language = content_language(tag)
    if not summary:
        return
    if language:
        prefilled.fill_summary(language, summary)
    elif tag:
        prefilled.note(
            _("Texts in %(languages)s are left out: the catalogue is written in "
              "English, French and Spanish.") % {"languages": languages_named([tag])}
        )  # fmt: skip
    else:
        prefilled.fill_summary("en", summary)
        prefilled.note(
            _("The page does not say in which language it is: the summary stands in "
              "English.")
        )  # fmt: skip


def _fill_software(prefilled, software):
    prefilled.fill("source_code", text(software.get("codeRepository")))
    licence = text(software.get("license"))
    match = LICENCE_ADDRESS.fullmatch(licence)
    if match or "/" not in licence:
        prefilled.fill("licence", match[1] if match else licence)
    prefilled.fill("latest_version", text(software.get("softwareVersion")))
    systems = [part.strip().lower() for told in texts(software.get("operatingSystem"))
               for part in told.split(",")]  # fmt: skip
    known = {SYSTEMS[name] for name in systems if name in SYSTEMS}
    prefilled.fill("platforms", sorted(known & set(Platform.values)))
    prefilled.fill_list(
        "programming_languages", texts(software.get("programmingLanguage"))
    )
