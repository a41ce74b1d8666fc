"""What the home page says: bubbles, counts, use cases, tools, collections."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Case, Count, F, Q, Value, When
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import npgettext_lazy

from catalogue.models import Collection, Tool
from core.bubbles import NARROW, WIDE, Bubble, pack
from core.dots import country_map
from core.filtersets import lists
from core.inventory import inventory
from core.languages import columns
from core.models import CatalogueVersion
from core.text import one_line
from organizations.models import Organization
from pages.tagged import (
    Carriers,
    TaggedTools,
    TaggedUseCases,
    at_version,
    fitting,
)
from pages.themes import themes
from taxonomy.tree import nodes
from usecases.models import UseCase

SHOWN_BUBBLES = 40
SHOWN_USE_CASES = 8
SHOWN_TOOLS = 8
SHOWN_COLLECTIONS = 3
MOST_TAGS = 5


@dataclass(frozen=True)
class TagLink:
    """A tag of the bubbles: where it leads, how many records it has."""

    tag: object
    count: int
    href: str
    chosen: bool


def home_page(data):
    """Return the context of the home page; data is the query string's."""
    version = CatalogueVersion.current()
    tree = nodes()
    chosen, unknown = chosen_tags(data, tree)
    # A tag alone, not what is under it: the list is as long as its bubble says.
    tags = tuple(tag.pk for tag in chosen)
    slugs = [tag.slug for tag in chosen]
    tools = Carriers(TaggedTools, version).with_all(slugs)
    use_cases = Carriers(TaggedUseCases, version).with_all(slugs)
    links = tag_links(tools, use_cases, chosen, tree)
    stories = told(tags, version)
    return {
        "no_header_search": True,
        "chosen": [link for link in links if link.chosen],
        "unknown_tags": unknown,
        "links": links,
        "wide": drawing(links, WIDE),
        "narrow": drawing(links, NARROW),
        "figures": figures(tools, use_cases, tags, version),
        "themes": [] if chosen else themes(tree, version),
        "use_cases": stories,
        "lead_map": lead_map(stories),
        "tools": tools.first(
            Tool.objects.with_use_case_count().select_related("logo"), SHOWN_TOOLS
        ),
        "collections": featured(tags, version),
    }


def chosen_tags(data, tree):
    """Return (chosen Nodes, words that are no tag) of ?tag=…&tag=…."""
    slugs = dict.fromkeys(data.getlist("tag"))
    known = [tree[slug] for slug in slugs if slug in tree][:MOST_TAGS]
    unknown = [one_line(slug)[:60] for slug in slugs if slug not in tree]
    return known, unknown[:MOST_TAGS]


def tag_links(tools, use_cases, chosen, tree):
    """Return the TagLinks of the narrowed Carriers, the chosen first."""
    counts = Counter(tools.counts())
    counts.update(use_cases.counts())
    picked = {tag.slug for tag in chosen}
    links = [
        TagLink(tree[slug], n, _href(slug, chosen), slug in picked)
        for slug, n in counts.items()
        if slug in tree
    ]
    links += [
        TagLink(tag, 0, _href(tag.slug, chosen), True)
        for tag in chosen
        if tag.slug not in counts
    ]
    links.sort(key=lambda link: (not link.chosen, -link.count, link.tag.label))
    return links[:SHOWN_BUBBLES]


def _href(slug, chosen):
    """Return the address with a tag added, or taken away when it is chosen."""
    slugs = [tag.slug for tag in chosen]
    slugs = [s for s in slugs if s != slug] if slug in slugs else [*slugs, slug]
    query = QueryDict(mutable=True)
    query.setlist("tag", slugs)
    return f"{reverse('pages:home')}{'?' if slugs else ''}{query.urlencode()}"


def drawing(links, shape):
    """Return the bubbles of some tags as core/_bubbles.html draws them."""
    by_slug = {link.tag.slug: link for link in links}
    bubbles = [
        Bubble(link.tag.slug, link.tag.label, link.count)
        for link in links
        if link.count
    ]
    layout = pack(bubbles, shape)
    discs = []
    for disc in layout.discs:
        link = by_slug[disc.key]
        discs.append(
            {
                "disc": disc,
                "href": link.href,
                "kind": link.tag.kind,
                "chosen": link.chosen,
            }
        )
    return {"layout": layout, "discs": discs}


FIGURES = (
    ("tool", npgettext_lazy("under a count", "tool", "tools"), "catalogue:tools"),
    (
        "use-case",
        npgettext_lazy("under a count", "use case", "use cases"),
        "usecases:use-cases",
    ),
    (
        "organization",
        npgettext_lazy("under a count", "organization", "organizations"),
        "organizations:organizations",
    ),
    (
        "collection",
        npgettext_lazy("under a count", "collection", "collections"),
        "catalogue:collections",
    ),
)


def figures(tools, use_cases, tags, version):
    """Return [(kind, label, address, count)] under the chosen tags.

    One query with tags, when the catalogue has changed since they were last counted.
    """
    counts = {"tool": len(tools), "use-case": len(use_cases)}
    if tags:
        counts |= at_version(tied_to, tags, version)
    else:
        counts |= {
            kind: len(inventory(_listed(kind), version).everything)
            for kind in ("organization", "collection")
        }
    return [
        (kind, label % counts.get(kind, 0), reverse(url), counts.get(kind, 0))
        for kind, label, url in FIGURES
    ]


def _listed(kind):
    return next(listed for listed in lists() if listed.record_kind == kind)


@lru_cache(maxsize=256)
def tied_to(tags, version):
    """Return {kind: number} of what is tied to the records with all of these tags."""
    tools = Tool.objects.public().tagged_with_all(tags)
    use_cases = UseCase.objects.public().tagged_with_all(tags)
    organizations = Organization.objects.public().filter(
        Q(pk__in=use_cases.order_by().values("participations__organization"))
        | Q(pk__in=tools.order_by().values("roles__organization"))
    )
    collections = Collection.objects.public().filter(
        pk__in=tools.order_by().values("collection_items__collection")
    )
    return dict(
        _counted("organization", organizations).union(
            _counted("collection", collections), all=True
        )
    )


def _counted(kind, records):
    """Return a query of one row: the kind and the number of the records."""
    plain = records.model.objects.filter(pk__in=records.order_by().values("pk"))
    return (
        plain.order_by()
        .annotate(figure=Value(kind))
        .values_list("figure")
        .annotate(n=Count("pk"))
    )


def told(tags, version):
    """Return the use cases to show, with all of these tags; two queries.

    One more when the catalogue has changed since they were chosen.
    """
    pks = at_version(chosen_to_tell, tags, version)
    found = UseCase.objects.for_stories().in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]


@lru_cache(maxsize=256)
def chosen_to_tell(tags, version):
    """Return the primary keys of the use cases to show in a version of the catalogue.

    The newest of each country come first, those with a told result before the others.
    """
    has_result = Q()
    for column in columns("outcome"):
        has_result |= Q(**{f"{column}__gt": ""})
    rows = (
        UseCase.objects.public()
        .tagged_with_all(tags)
        .annotate(told=Case(When(has_result, then=1), default=0))
        .order_by(
            "-told", F("started_earliest").desc(nulls_last=True), "sort_name", "pk"
        )
        .values_list("pk", "country")
    )
    seen, first, rest = set(), [], []
    for pk, country in rows:
        (rest if country in seen else first).append(pk)
        seen.add(country)
    return [*first, *rest][:SHOWN_USE_CASES]


def lead_map(stories):
    """Return the world map of the first use case, None when there is none."""
    if not stories:
        return None
    lead = stories[0]
    return country_map(str(lead.country) or None, lead.latitude, lead.longitude)


def featured(tags, version):
    """Return the collections to show: the featured ones, or those that fit the tags."""
    collections = Collection.objects.public().for_cards()
    if not tags:
        return list(collections.featured().in_home_order()[:SHOWN_COLLECTIONS])
    pks = at_version(fitting, tags, version)[:SHOWN_COLLECTIONS]
    found = collections.in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]
