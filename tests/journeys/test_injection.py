"""What people write is shown as text, wherever it stands: it never runs.

The corpus stands in every text field of every kind. The browser takes the pages whole,
many to a page in frames, with nothing held back by the site's security policy.
"""

import itertools

import pytest
from django.test import Client
from django.utils import timezone

from core.kinds import all_kinds, kind as kind_named
from revisions.editing import Attribution, Change, write
from revisions.fields import (
    Choice,
    PartialDate,
    Problem,
    Slug,
    StringList,
    Text,
    Translated,
    TranslatedLists,
    Url,
    UrlList,
    Values,
)
from revisions.fields.relations import ListOfEntries
from tests.factories import (
    make_image,
    make_moderator,
    make_proposal,
    make_report,
    make_user,
)
from tests.injections import corpus, packed

pytestmark = pytest.mark.browser
LANGUAGES = ("en", "fr", "es")
COLLECTIVES = {kind.key: kind.collective.replace("_", "-") for kind in all_kinds()}
# What a record of each kind cannot be without.
NEEDED = {"tag": {"kind": "function"}, "tool": {"kind": "software"},
          "organization": {"sector": "public"}}  # fmt: skip
# Before anything of a page runs, in the frames too.
TRAP = "top.hits ??= []; window.HIT = number => top.hits.push(number);"
FRAMES = """async addresses => {
  const wrong = [];
  const show = async address => {
    const answer = await fetch(address);
    if (!answer.ok) return wrong.push(`${answer.status} ${address}`);
    const frame = document.createElement("iframe");
    frame.srcdoc = await answer.text();
    const shown = new Promise(done => frame.addEventListener("load", done));
    document.body.append(frame);
    await shown;
    const found = frame.contentDocument.querySelectorAll(
      "[data-hit], [href^='javascript:' i], [src^='javascript:' i], [href^='data:' i]"
    );
    for (const element of found) wrong.push(`${address}: ${element.outerHTML}`);
    frame.remove();
  };
  for (let first = 0; first < addresses.length; first += 10)
    await Promise.all(addresses.slice(first, first + 10).map(show));
  return [...wrong, ...top.hits.map(number => `ran: ${number}`)];
}"""


def values_of(part, number):
    """Return the number-th value of a field, None past the last.

    A list holds the whole corpus in its first value.
    """
    if isinstance(part, Choice | PartialDate | Slug):
        return None
    if isinstance(part, Text) and part.check and not isinstance(part, Url):
        return None  # A country, a licence: nothing but what is known.
    if isinstance(part, Url):
        return f"https://example.org/?{corpus()[number % len(corpus())]}"
    if isinstance(part, Translated):
        texts = packed(part.max_length, "\n\n" if part.markdown else " ")
        return dict.fromkeys(LANGUAGES, texts[number]) if number < len(texts) else None
    if isinstance(part, Text):
        texts = packed(part.max_length)
        return texts[number] if number < len(texts) else None
    return None if number else whole_lists(part)


def whole_lists(part):
    if isinstance(part, UrlList):
        return None
    if isinstance(part, StringList):
        return corpus()
    if isinstance(part, TranslatedLists):
        return dict.fromkeys(LANGUAGES, corpus())
    if isinstance(part, Values):
        return [text for text in corpus() if len(text) <= 50]
    return None


def entries(part, known):
    """Return a list of entries whose words hold the corpus, one after the other.

    known are the slugs of other records by kind, and the name of a picture.
    """
    found = []
    while words := words_of(part, len(found)):
        other = getattr(part, "other", None)
        first = {other: known[part.kind][len(found)]} if other else known["image"]
        found.append(first | words)
    return found


def words_of(entries, number):
    words = {part.key: values_of(part, number) for part in entries.parts}
    return {key: text for key, text in words.items() if text}


def taken(part, value):
    """Return the value as the field takes it, None when the field refuses it."""
    try:
        return part.normal(value) if value else None
    except Problem:
        return None


def hostile(kind, number, known):
    """Return {key: normal value} of the number-th record of a kind."""
    values = {}
    for part in kind.fields:
        value = values_of(part, number)
        if isinstance(part, ListOfEntries) and not number:
            value = entries(part, known)
        values[part.key] = taken(part, value)
    values = {key: value for key, value in values.items() if value}
    named = kind.named if kind.named in values else None
    spare = {} if named else {kind.named: spare_name(kind, number)}
    values.pop("verified_by", None)
    slug = f"hostile-{kind.key}-{number}"
    return NEEDED.get(kind.key, {}) | values | spare | {"slug": slug}


def spare_name(kind, number):
    part = next(part for part in kind.fields if part.key == kind.named)
    text = f"{kind.key} {number}"
    return {"en": text} if isinstance(part, Translated) else text


def count(kind):
    """Return how many records it takes until each field had the whole corpus."""
    return next(
        number
        for number in itertools.count(1)
        if not any(
            values_of(part, number)
            for part in kind.fields
            if isinstance(part, Text | Translated) and not isinstance(part, Url)
        )
    )


def fill(kind, known, by):
    """Write the records, two revisions of each; return their slugs."""
    values = [hostile(kind, number, known) for number in range(count(kind))]
    by = Attribution(by, comment=corpus()[0])
    records = write(kind, [Change(kind.model(), one) for one in values], by)
    again = [
        Change(record, {"sources": ["https://example.org/other"]}) for record in records
    ]
    write(kind, again, Attribution(by.author, comment=packed(300)[1]))
    return [record.slug for record in records]


@pytest.fixture
def known(db):
    """Other records to name in entries, and a picture."""
    made = {key: others(kind_named(key)) for key in ("tool", "organization")}
    return made | {"image": {"image": make_image().file_name}}


def others(kind):
    """Write sixty records of a kind at once; return their slugs."""
    values = [
        NEEDED[kind.key] | {"slug": f"other-{n}", kind.named: spare_name(kind, n)}
        for n in range(60)
    ]
    changes = [Change(kind.model(), one) for one in values]
    return [record.slug for record in write(kind, changes, Attribution(make_user()))]


@pytest.mark.parametrize("kind_key", list(COLLECTIVES))
def test_it_is_shown_as_text_on_every_page_of_a_record(page, address, known, kind_key):
    kind, moderator = kind_named(kind_key), make_moderator()
    slugs = fill(kind, known, moderator)
    sign_in(page, address, moderator)
    records = [f"{COLLECTIVES[kind_key]}/{slug}/" for slug in slugs]
    paths = [*records, *lists(kind, len(slugs)), *about(records)]
    assert shown(page, address, paths) == []


def lists(kind, records):
    """Return the pages of the list of a kind; tags have none."""
    pages = range(1, records // 20 + 1 if kind.key != "tag" else 1)
    return [f"{COLLECTIVES[kind.key]}/?page={page}" for page in pages]


def about(records):
    """Return the pages on which a record is changed and its changes are shown.

    The first record holds whole lists; in the next ones each text is another.
    """
    names = ("edit/", "history/", "history/1/", "history/values/", "moderate/")
    return [f"{record}{name}" for record in records[:10] for name in names]


def test_it_is_shown_as_text_while_it_waits_for_review(page, address):
    moderator = make_moderator()
    # Who has signed in once has a page of their own.
    author = make_user(display_name=corpus()[1][:100], last_login=timezone.now())
    proposals = [
        make_proposal(author=author, name=name, kind="software", summary={"en": text},
                      comment=corpus()[n], description={"fr": packed(20_000)[0]})
        for n, (name, text) in enumerate(zip(packed(200), packed(160), strict=False))
    ]  # fmt: skip
    reports = [make_report(text=text) for text in packed(2000)]
    sign_in(page, address, moderator)
    paths = [
        *(f"proposals/{proposal.pk}/" for proposal in proposals[:25]),
        *(f"moderation/reports/{report.pk}/" for report in reports),
        "moderation/", "moderation/queue/", "moderation/queue/?page=2",
        "moderation/reports/", "changes/", f"contributors/{author.username}/",
        "search/?q=script", "moderation/worklists/stubs/", "moderation/duplicates/",
    ]  # fmt: skip
    assert shown(page, address, paths) == []


def sign_in(page, address, user):
    client = Client()
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([cookie | {"url": address}])


def shown(page, address, paths):
    """Return what is wrong on these pages, all shown in a browser."""
    page.context.add_init_script(TRAP)
    page.goto(f"{address}/en/about/")
    return page.evaluate(FRAMES, [f"{address}/en/{path}" for path in paths])
