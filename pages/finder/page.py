"""What the pages of "Help me choose" say: a question, or the tools that fit."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.http import urlencode
from django_countries import countries

from catalogue.filters import ToolFilter
from catalogue.models import Tool
from core.choices import Hosting
from core.inventory import inventory
from core.languages import current_language
from core.paging import pager
from core.places import country_name, language_name
from core.text import fold, one_line
from pages.finder.answers import RESULTS, read_answers, read_step
from pages.finder.evidence import Evidence, evidence_for
from pages.finder.facts import MOST_JUDGED, facts_of, tools_for
from pages.finder.judging import FREE_FAMILIES, Judgement, judged
from pages.finder.needs import needs_of
from pages.finder.purposes import Option, themes, verbs
from pages.finder.questions import MUST, QUESTIONS
from taxonomy.tree import nodes

PAGE_SIZE = 12
# How many of the first tools stand ticked for the comparison.
TICKED = 3
OPEN_LANGUAGES = 8


def finder_page(request):
    """Return (template, context, status) for the query string of a request."""
    tree, tools = nodes(), inventory(ToolFilter)
    answers = read_answers(request.GET, tree)
    step, unknown_step = read_step(request.GET)
    context = {
        "answers": answers,
        "unknown_step": unknown_step,
        "steps": [_step(question, answers, step, tree) for question in QUESTIONS],
        "is_plain": not request.GET,
    }
    if step == RESULTS:
        context |= results(request, answers, tree, tools)
        status = 404 if context["missing_page"] else 200
        return "pages/finder_result.html", context, status
    context |= question_page(QUESTIONS[step - 1], answers, tree, tools)
    return "pages/finder.html", context, 200


def _step(question, answers, current, tree):
    """Return a question as the line of progress and the summary show it."""
    given = [
        label
        for field in question.fields
        for label in _labels(field, answers.all(field.name), tree)
    ]
    return {
        "number": question.number,
        "title": question.title,
        "answers": given,
        "url": answers.url(question.number),
        "current": question.number == current,
    }


def _labels(field, values, tree):
    if field.name == "do":
        return [tree[value].label for value in values]
    if field.name == "country":
        return [country_name(value) for value in values]
    if field.name == "language":
        return [language_name(value) for value in values]
    return [str(c.label) for c in field.choices if c.value in values]


def question_page(question, answers, tree, tools):
    """Return the context of a question."""
    names = [field.name for field in question.fields]
    last = question.number == len(QUESTIONS)
    following = RESULTS if last else question.number + 1
    return {
        "question": question,
        "total": len(QUESTIONS),
        "fields": [_asked(field, answers, tree, tools) for field in question.fields],
        "hidden": answers.pairs(but=names),
        "previous": question.number - 1,
        "following": following,
        "is_last": last,
        "skip_url": answers.url(following, but=names),
        "tool_count": len(tools_for(tools, needs_of(answers, tree).tags)),
    }


def _asked(field, answers, tree, tools):
    """Return a field and what can be answered, as the page shows them."""
    chosen = answers.all(field.name)
    shown = {"field": field, "type": "checkbox" if field.most > 1 else "radio"}
    if field.name == "do":
        by_verb, by_theme = verbs(tools, tree, chosen), themes(tools, tree, chosen)
        return shown | {"verbs": by_verb, "themes": by_theme}
    if field.name == "country":
        return shown | {"countries": _countries(chosen)}
    if field.name == "language":
        options = _languages(tools, chosen)
        first, more = options[:OPEN_LANGUAGES], options[OPEN_LANGUAGES:]
        more_open = any(option.chosen for option in more)
        return shown | {"options": first, "more": more, "more_open": more_open}
    return shown | {
        "options": [
            Option(c.value, str(c.label), c.value in chosen, help=str(c.help))
            for c in field.choices
        ]
    }


def _countries(chosen):
    options = [
        Option(code, country_name(code), code in chosen) for code in countries.countries
    ]
    return sorted(options, key=lambda option: fold(option.label))


def _languages(tools, chosen):
    """Return the Options: the page's language, then by the number of tools."""
    counts = {
        value: n
        for value, n in tools.counts("language").items()
        if language_name(value)
    }
    for value in chosen:
        counts.setdefault(value, 0)
    here = current_language()
    order = sorted(counts, key=lambda value: (value != here, -counts[value], value))
    return [Option(v, language_name(v), v in chosen, counts[v]) for v in order]


@dataclass(frozen=True)
class Result:
    """A tool with what was found of it."""

    record: Tool
    judgement: Judgement
    evidence: Evidence | None
    ticked: bool


def results(request, answers, tree, tools):
    """Return the context of one page of the tools, the best first."""
    needs = needs_of(answers, tree)
    all_judged = judged(facts_of(tools, needs.tags), needs)
    asked_page = one_line(request.GET.get("page", ""))[:20]
    page = Paginator(all_judged, PAGE_SIZE).get_page(asked_page)
    missing = asked_page if asked_page not in ("", str(page.number)) else ""
    return {
        **pager(request, page),
        "missing_page": missing,
        "results": shown(page.object_list, needs),
        "tool_count": len(tools_for(tools, needs.tags)),
        "most_judged": MOST_JUDGED,
        "excluded_count": sum(judgement.is_excluded for judgement in all_judged),
        "list_url": list_url(answers, tree),
        "address": request.build_absolute_uri(answers.url(RESULTS)),
    }


def shown(judgements, needs):
    """Return the Results of some judgements; three queries."""
    records = (
        Tool.objects.with_use_case_count()
        .select_related("logo")
        .prefetch_related("values")
        .in_bulk([judgement.facts.pk for judgement in judgements])
    )
    evidence = evidence_for(judgements, needs)
    found = [j for j in judgements if j.facts.pk in records]
    return [
        Result(
            records[j.facts.pk],
            j,
            evidence.get(j.facts.pk),
            place < TICKED and not j.is_excluded,
        )
        for place, j in enumerate(found)
    ]


def list_url(answers, tree):
    """Return the list of tools under those answers that are filters of it."""
    chosen = [tree[slug] for slug in answers.all("do")]
    filters = {
        "theme": [node.slug for node in chosen if node.kind == "theme"],
        "function": [node.slug for node in chosen if node.kind == "function"],
        "language": answers.all("language"),
        "hosting": [v for v in answers.all("host") if v in Hosting.values],
        "licence_family": FREE_FAMILIES if answers.one("free") == MUST else [],
    }
    query = urlencode({name: list(v) for name, v in filters.items() if v}, doseq=True)
    return f"{reverse('catalogue:tools')}{'?' if query else ''}{query}"
