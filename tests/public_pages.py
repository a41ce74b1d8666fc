"""What the tests of the public pages share: pages read as a visitor reads them."""

import re

from bs4 import BeautifulSoup

from tests.factories import (
    make_collection,
    make_image,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
)

LANGUAGES = ("en", "fr", "es")


def read(response):
    return BeautifulSoup(response.content, "html.parser")


def words(node):
    """Return the text of an element on one line, as it is read aloud."""
    return re.sub(r"[ \n]+", " ", node.get_text()).strip()


def row_links(response):
    """Return the addresses of the records of a list, in order."""
    links = read(response).select("ul.rows:not(.nearest ~ *) > li h3 > a")
    return [link["href"] for link in links]


def row_slugs(response):
    return [link.rstrip("/").rsplit("/", 1)[-1] for link in row_links(response)]


def count_shown(response):
    """Return the number of records that a list says it has."""
    digits = re.sub(r"\D", "", read(response).select_one("#count").get_text())
    return int(digits)


def facets_shown(response):
    """Return {facet: {value: count}} in the order of the page."""
    found = {}
    for box in read(response).select("fieldset.facet input[type=checkbox]"):
        count = re.sub(r"\D", "", box.parent.select_one("b").get_text())
        found.setdefault(box["name"], {})[box["value"]] = int(count)
    return found


def checked(response):
    """Return [(facet, value)] of the boxes that are ticked."""
    boxes = read(response).select("fieldset.facet input[checked]")
    return [(box["name"], box["value"]) for box in boxes]


def chips(response):
    """Return {label of what narrows a list: address without it}."""
    return {
        words(chip): chip["href"] for chip in read(response).select(".chips a.chip")
    }


def notices(response):
    return [words(node) for node in read(response).select(".notice")]


def meta(response, name):
    """Return the content of a meta element by name or property, None without it."""
    page = read(response)
    node = page.find("meta", attrs={"name": name}) or page.find(
        "meta", attrs={"property": name}
    )
    return node["content"] if node else None


def make_ground():
    """Make what records rest on: a theme with a child, a function, organizations."""
    make_tag("fiscal", kind="theme", label="Fiscal openness")
    make_tag("budgets", kind="theme", label="Budgets", parent="fiscal")
    make_tag("mapping", label="Mapping")
    make_organization("Maker", sector="private", country="FR", city="Lyon")
    make_organization("City", sector="public", country="ES", city="Madrid")


def make_world():
    """Make the ground, and two tools on it."""
    make_ground()
    for name in ("One", "Two"):
        make_tool(name, tags=["budgets", "mapping"])


def make_full_tool(number, tags, *, images=()):
    """Make a tool with all that a page can show, and what it is tied to."""
    developer = make_organization(
        f"Developer {number}", sector="private", country="FR", city="Lyon"
    )
    city = make_organization(f"City {number}", country="ES", sector="public")
    fork = make_tool(f"Fork {number}", summary="A fork")
    tool = make_tool(
        f"Full {number}",
        summary="What it is for",
        description={"en": "Some **words**", "fr": "Des mots"},
        aliases=["FT"],
        website="https://full.example.org/",
        source_code="https://code.example.org/full",
        documentation="https://docs.example.org/full",
        licence="AGPL-3.0-only",
        programming_languages=["Ruby", "C++", "C"],
        platforms=["web", "linux"],
        interface_languages=["en", "pt-BR"],
        hosting=["self-hosted", "hosted"],
        audience=["citizens"],
        pricing="free",
        first_release="2016-02",
        latest_version="1.2",
        latest_version_date="2024-05-06",
        activity="active",
        activity_reason={"en": "Released every month"},
        successor=fork.slug,
        alternatives=[fork.slug],
        works_with=[fork.slug],
        developers=[developer.slug],
        funders=[city.slug],
        identifiers=[{"scheme": "wikidata", "value": f"Q{number}"}],
        tags=tags,
        sources=["https://source.example.org/"],
        verified_on="2026-01-02",
        verified_by="Ada",
        **pictures("screenshots", images),
        **({"logo": images[0].file_name} if images else {}),
    )
    for year in (2015, 2020):
        make_full_use_case(
            f"{number}-{year}", tool, city, developer, tags, images=images
        )
    make_collection(
        f"Choice {number}",
        description={"en": "Chosen with *care*"},
        items=[{"tool": tool.slug, "note": {"en": "Because"}}, fork.slug],
        curator=city.slug,
        featured=True,
        **({"cover": images[1].file_name} if images else {}),
    )
    return tool


def make_full_use_case(name, tool, lead, partner, tags, *, images=()):
    return make_use_case(
        f"Case {name}",
        summary={"en": "What was done"},
        description={"en": "The need"},
        outcome={"en": "1,000 people took part"},
        difficulties={"en": "Time"},
        tools=[{"tool": tool.slug, "used_for": {"en": "Voting"}}],
        participants=[
            {"organization": lead.slug, "role": "lead"},
            {"organization": partner.slug, "role": "partner"},
        ],
        country="ES",
        city="Barcelona",
        coordinates={"latitude": 41.3874, "longitude": 2.1686},
        level="local",
        started=name.rsplit("-", 1)[-1] if name[-4:].isdigit() else "2015",
        running="yes",
        url="https://case.example.org/",
        evidence=["https://evidence.example.org/"],
        audience=["citizens"],
        participant_count=1000,
        budget="10k-50k",
        staff="1.5",
        tags=tags,
        **pictures("pictures", images),
    )


def pictures(key, images):
    rows = [
        {
            "image": image.file_name,
            "alt": {"en": "A screen"},
            "caption": {"en": "The first page"},
            "credit": "Ada",
        }
        for image in images
    ]
    return {key: rows} if rows else {}


def make_pictures(number=2):
    return [make_image(size=(700 + n, 500)) for n in range(number)]
