"""The tags as answers to "What do you want to do?": verbs first, then themes."""

from dataclasses import dataclass

from django.utils.translation import gettext as _, gettext_lazy

from pages.finder.facts import tools_for

SHOWN_EXAMPLES = 4
# Functions have no tree: each stands here under what a person sets out to do. A
# function that is not named stands under the rest.
VERBS = (
    (
        gettext_lazy("Consult, debate, decide together"),
        ("consultation", "deliberation", "debate", "idea-collection", "voting",
         "participatory-budget-platform", "polling-survey", "petition",
         "discussion-forum", "argument-mapping", "annotation", "gamification"),
    ),
    (
        gettext_lazy("Follow those who govern"),
        ("elected-officials-tracking", "legislative-monitoring", "election-monitoring",
         "lobbying-register", "political-finance-tracking", "procurement-monitoring",
         "spending-tracking", "commitments-tracking", "policy-evaluation",
         "national-action-plan-monitoring"),
    ),
    (
        gettext_lazy("Obtain information, investigate"),
        ("freedom-of-information-requests", "leak-submission", "fact-checking",
         "investigative-journalism", "document-analysis", "transcription",
         "encryption"),
    ),
    (
        gettext_lazy("Publish and use data"),
        ("data-portal", "data-publishing", "data-collection", "data-cleaning",
         "data-visualization", "budget-visualization", "statistics-analysis",
         "mapping", "geographic-information-system", "open-standard",
         "api-management", "machine-learning"),
    ),
    (
        gettext_lazy("Serve the public"),
        ("issue-reporting", "case-management", "benefits-calculator", "chatbot",
         "form-builder", "identity-authentication", "mobile-app", "service-design",
         "policy-simulation"),
    ),
    (
        gettext_lazy("Write and work together"),
        ("collaborative-writing", "law-drafting", "version-comparison",
         "knowledge-base-wiki", "content-management", "project-management",
         "file-sharing", "chat-messaging", "video-conferencing", "translation",
         "code-hosting"),
    ),
    (
        gettext_lazy("Bring people together"),
        ("campaigning", "crowdsourcing", "crowdfunding", "volunteer-coordination",
         "event-organization", "hackathon-organization", "newsletter-mailing",
         "social-network", "civic-crm", "citizen-science", "crisis-mapping"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Option:
    """An answer as the page shows it; without `count`, no number stands beside it."""

    value: str
    label: str
    chosen: bool
    count: int | None = None
    help: str = ""


@dataclass(frozen=True)
class Group:
    """Answers under one heading, and some of them named beside it."""

    title: str
    options: list[Option]
    examples: list[str]

    @property
    def is_open(self):
        return any(option.chosen for option in self.options)


def verbs(tools, tree, chosen):
    """Return the Groups of the functions.

    tools is the inventory of the tools, tree is taxonomy.tree.nodes().
    """
    functions = [node.slug for node in tree.values() if node.kind == "function"]
    named = {slug for _title, slugs in VERBS for slug in slugs}
    rest = [slug for slug in functions if slug not in named]
    return _groups([*VERBS, (_("Other functions"), rest)], tools, tree, chosen)


def themes(tools, tree, chosen):
    """Return the Groups of the themes: each with those under it, then the others."""
    roots = [node for node in tree.values() if node.kind == "theme" and not node.parent]
    families = {root.slug: family(root.slug, tree) for root in roots}
    titled = [
        (root.label, families[root.slug])
        for root in roots
        if len(families[root.slug]) > 1
    ]
    alone = [slug for slug, slugs in families.items() if len(slugs) == 1]
    return _groups([*titled, (_("Other themes"), alone)], tools, tree, chosen)


def family(slug, tree):
    """Return the slugs of a tag and of those under it."""
    return (slug, *(node.slug for node in tree.values() if node.parent == slug))


def _groups(titled, tools, tree, chosen):
    """Return Groups of (title, slugs); tags that no tool has are left out."""
    groups = []
    for title, slugs in titled:
        options = [_option(slug, tools, tree, chosen) for slug in slugs if slug in tree]
        options = [option for option in options if option.count or option.chosen]
        options.sort(key=lambda option: -option.count)
        leaves = [o.label for o in options if len(family(o.value, tree)) == 1]
        groups.append(Group(str(title), options, leaves[:SHOWN_EXAMPLES]))
    return [group for group in groups if group.options]


def _option(slug, tools, tree, chosen):
    under = family(slug, tree)
    label = tree[slug].label
    if len(under) > 1:
        label = _("%(theme)s: all of it") % {"theme": label}
    return Option(slug, label, slug in chosen, len(tools_for(tools, under)))
