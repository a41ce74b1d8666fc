"""The pages that are looked at, one of each kind, and what they are filled with."""

import io

from django.conf import settings
from django.core.management import call_command
from django.test import RequestFactory
from django.utils import translation

from core.kinds import kind
from pages import views
from revisions.editing import Attribution, Change, write
from tests.factories import (
    make_collection,
    make_image,
    make_organization,
    make_tool,
    make_use_case,
)

LANGUAGES = ("en", "fr", "es")
# One address per kind of page; "full" and "bare" are made by load_content().
PAGES = {
    "home": "/",
    "home, tag chosen": "/?tag=citizen-engagement",
    "home, three tags chosen": "/?tag=citizen-engagement&tag=who-is-affected&tag=no",
    "tools": "/tools/",
    "tools, page 2": "/tools/?page=2",
    "tools, narrowed": "/tools/?q=budget&theme=fiscal-openness&hosting=self-hosted",
    "tools, some picked": "/tools/?q=budget&compare=decidim&compare=full",
    "tools, all of a facet": "/tools/?facet=programming_language",
    "tools, none found": "/tools/?q=zzzzzz&theme=fiscal-openness",
    "tools, impossible value": "/tools/?licence=nonsense",
    "tools, page too far": "/tools/?page=999",
    "use cases": "/use-cases/",
    "use cases, of a tool": "/use-cases/?tool=decidim",
    "map": "/use-cases/map/",
    "map, narrowed": "/use-cases/map/?q=budget&country=FR&country=BR",
    "themes": "/themes/",
    "organizations": "/organizations/",
    "collections": "/collections/",
    "tool": "/tools/decidim/",
    "tool, full": "/tools/full/",
    "tool, bare": "/tools/bare/",
    "comparison": "/tools/compare/?tool=decidim&tool=consul-democracy&tool=full",
    "comparison, of six": (
        "/tools/compare/?tool=decidim&tool=ckan&tool=loomio&tool=alaveteli&tool=full"
        "&tool=bare&tool=next&sources=yes"
    ),
    "comparison, differences": "/tools/compare/?tool=full&tool=bare&only=differences",
    "comparison, of one": "/tools/compare/?tool=decidim&tool=no-such-tool",
    "comparison, of none": "/tools/compare/",
    "use case": "/use-cases/ba-elige/",
    "use case, full": "/use-cases/full/",
    "use case, bare": "/use-cases/bare/",
    "organization": "/organizations/mysociety/",
    "organization, full": "/organizations/full/",
    "organization, bare": "/organizations/bare/",
    "collection": "/collections/open-contracting-contracting-5/",
    "collection, full": "/collections/full/",
    "collection, bare": "/collections/bare/",
    "theme with others under it": "/tags/citizen-engagement/",
    "theme under another": "/tags/budget-transparency/",
    "function": "/tags/budget-visualization/",
    "search": "/search/?q=budget",
    "search, misspelt": "/search/?q=particpation",
    "search, none found": "/search/?q=zzzzzz",
    "search, no words": "/search/",
    "finder": "/help-me-choose/",
    "finder, first question answered": "/help-me-choose/?do=consultation&step=9",
    "finder, who": "/help-me-choose/?step=2&do=consultation&who=agency",
    "finder, where": "/help-me-choose/?step=3&country=SN&language=fr&language=zz",
    "finder, host": "/help-me-choose/?step=4&host=hosted",
    "finder, priorities": "/help-me-choose/?step=7&do=consultation&priority=ease",
    "finder, tools": "/help-me-choose/?step=results&do=consultation&free=yes"
    "&who=local-government&language=fr&budget=none&priority=accessibility",
    "finder, no answers": "/help-me-choose/?step=results",
    "finder, no tools": "/help-me-choose/?step=results&do=encryption",
    "changes": "/changes/",
    "history": "/tools/full/history/",
    "history, two revisions": "/tools/full/history/compare/?from=1&to=2",
    "history, values": "/tools/full/history/values/",
    "edit": "/tools/full/edit/",
    "edit, use case": "/use-cases/full/edit/?field=outcome",
    "new tool": "/tools/new/",
    "new tool, from its address": "/tools/new/from/",
    "new organization": "/organizations/new/",
    "I use it": "/tools/full/i-use-it/",
    "report": "/tools/full/report/",
    "about": "/about/",
    "questions": "/faq/",
    "inclusion rules": "/inclusion-rules/",
    "moderation charter": "/moderation-charter/",
    "moderation log": "/moderation-log/",
    "legal notice": "/legal/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "sign in": "/account/login/",
    "sign up": "/account/signup/",
    "not found": "/no-such/page/",
    "forbidden": "/forbidden/",
    "server error": "/server-error/",
}
STATUS = {
    "tools, page too far": 404,
    "not found": 404,
    "forbidden": 403,
    "server error": 500,
}
# What no address leads to: the views that Django calls.
UNADDRESSED = {"forbidden": views.forbidden, "server error": views.server_error}
LONG_WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"


def address(name, language):
    """Return the path of a kind of page; a path is taken as it is."""
    path = PAGES.get(name, name)
    return path if path.startswith("/admin/") else f"/{language}{path}"


def unaddressed_page(name, language):
    """Return the HTML of a page that Django shows when something went wrong."""
    with translation.override(language):
        request = RequestFactory().get(address(name, language))
        return UNADDRESSED[name](request).content.decode()


def load_content():
    """Load fixtures/, and records as it has none: with all there can be, or nothing.

    The full ones are written in one language only.
    """
    fixtures = settings.BASE_DIR / "fixtures"
    call_command("load", fixtures, verbosity=0, stdout=io.StringIO())
    logo = make_image(size=(300, 200)).file_name
    make_organization(
        "Organization with everything",
        slug="full",
        aliases=["All of it", "AOI"],
        summary={"es": "Una asociación"},
        description={"es": "## Historia\n\nUna **descripción**."},
        logo=logo,
        country="BE",
        city="Gent",
        website="https://full.example.org/",
        links=["https://example.org/" + "a-long-address/" * 8],
        parent="etalab",
        identifiers=[{"scheme": "wikidata", "value": "Q55609338"}],
    )
    make_tool("The next tool", slug="next")
    change_tool(make_full_tool(logo))
    make_full_use_case()
    make_collection(
        "Collection with everything",
        slug="full",
        description={"es": "Una colección de [dos](https://example.org/) cosas"},
        curator="full",
        cover=make_image(size=(1400, 700), colour="olive").file_name,
        items=[{"tool": "full", "note": {"fr": "Parce que."}}, "next"],
    )
    make_tool(LONG_WORD, slug="bare")
    make_use_case(LONG_WORD, slug="bare")
    make_organization(LONG_WORD, slug="bare", sector="civil-society")
    make_collection(LONG_WORD, slug="bare")


def change_tool(tool):
    values = {"latest_version": "1.3", "summary": {"es": "Lo tiene todo"}}
    by = Attribution(source="https://example.org/", comment="A new version is out")
    write(kind("tool"), [Change(tool, values)], by)


def make_full_tool(logo):
    return make_tool(
        "Tool with everything",
        slug="full",
        aliases=["All of it", LONG_WORD],
        summary={"es": "Una herramienta que lo tiene todo"},
        description={
            "es": "Una **descripción**:\n\n- con [un enlace](https://example.org)\n"
            "- y con `código`\n\n### Título\n\n1. uno\n2. dos\n\n> Una cita."
        },
        website="https://full.example.org/",
        source_code="https://code.example.org/full",
        documentation="https://docs.example.org/",
        licence="AGPL-3.0-only",
        programming_languages=["C", "C++", "C#"],
        platforms=["web", "linux"],
        interface_languages=["en", "pt-BR"],
        hosting=["hosted", "self-hosted"],
        pricing="free",
        audience=["citizens"],
        first_release="2016",
        latest_version="1.2.3",
        latest_version_date="2024-03",
        activity="archived",
        activity_reason={"fr": "Le service a fermé."},
        successor="next",
        developers=["full"],
        funders=["full", "etalab"],
        works_with=["next"],
        identifiers=[{"scheme": "wikidata", "value": "Q55609338"}],
        logo=logo,
        screenshots=pictures("navy"),
        tags=["citizen-engagement", "budget-visualization"],
        sources=["https://example.org/" + "a-long-address/" * 8],
    )


def make_full_use_case():
    make_use_case(
        {"fr": "Un cas d’usage en français seulement"},
        slug="full",
        summary={"fr": "Un seul résumé, en français"},
        description={"fr": "Ce qui a été fait.\n\n## Un titre\n\nEt un texte."},
        outcome={"fr": "Un résultat.\n\nEt un autre."},
        difficulties={"fr": "- une difficulté"},
        tools=[{"tool": "full", "used_for": {"fr": "Voter"}}, "next"],
        participants=["full", {"organization": "etalab", "role": "lead"}],
        country="BE",
        city="Gent",
        coordinates={"latitude": 51.05, "longitude": 3.72},
        level="local",
        started="2019-04",
        ended="2020",
        running="no",
        url="https://full.example.org/gent",
        evidence=["https://example.org/report"],
        audience=["citizens"],
        participant_count=12345,
        budget="10k-50k",
        staff=1.5,
        pictures=pictures("maroon"),
        tags=["citizen-engagement", "budget-visualization"],
    )


def pictures(colour):
    """Return two pictures as the interchange format has them: one without words."""
    images = [
        make_image(size=size, colour=colour).file_name
        for size in ((1400, 900), (200, 400))
    ]
    return [
        {
            "image": images[0],
            "alt": {"en": "A form with three fields"},
            "caption": {"en": "The form to vote with"},
            "credit": "City of Ghent",
        },
        {"image": images[1]},
    ]
