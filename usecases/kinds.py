"""What a use case is, for the door, the dump and the search."""

from django.utils.translation import gettext as _

from catalogue.kinds import one_of
from core.choices import Audience
from core.fields import date_range
from core.kinds import Kind, SearchTexts, register
from core.models import DESCRIPTION_LENGTH, SUMMARY_LENGTH
from core.places import check_country, country_name
from organizations.kinds import names
from revisions.fields import (
    Choice,
    Coordinates,
    Items,
    Number,
    PartialDate,
    Pictures,
    Slug,
    Tags,
    Text,
    Translated,
    Url,
    UrlList,
    Values,
)
from revisions.fields.shared import VERIFICATION, check_verification
from taxonomy.kinds import words
from usecases.forms import USE_CASE_SECTIONS, USE_CASE_WORDS
from usecases.models import (
    Participation,
    TaggedUseCase,
    UseCase,
    UseCasePicture,
    UseCaseTool,
    UseCaseValue,
)


def document(use_case):
    tags = [row.tag for row in use_case.tagged.all()]
    tools = [use.tool for use in use_case.uses.all() if use.tool.is_public]
    organizations = [row.organization for row in use_case.participations.all()]
    return lambda language: SearchTexts(
        name=[getattr(use_case, f"name_{language}")],
        tags=words(tags, language),
        summary=[
            getattr(use_case, f"summary_{language}"),
            use_case.city,
            country_name(use_case.country, language),
        ],
        description=[
            getattr(use_case, f"{field}_{language}")
            for field in ("description", "outcome", "difficulties")
        ],
        related=[
            *(name for tool in tools for name in (tool.name, *tool.aliases)),
            *names(organizations, language),
        ],
    )


def dependents(pks):
    """Yield the tools that have the tags of these as usages, and what counts them."""
    for kind, model, owner in (
        ("tool", UseCaseTool, "use_case"),
        ("organization", Participation, "use_case"),
        ("tag", TaggedUseCase, "content_object"),
    ):
        rows = model._base_manager.filter(**{f"{owner}__in": pks})
        yield kind, rows.values_list(kind, flat=True)


def check_entry(entry):
    started, ended = entry.get("started"), entry.get("ended")
    if started and ended and date_range(started)[0] > date_range(ended)[1]:
        yield "ended", _("is before started")
    if entry.get("running") == "yes" and "ended" in entry:
        yield "running", _("is yes, although ended is given")
    yield from check_verification(entry)


def register_all():
    register(
        Kind(
            key="use-case",
            collective="use_cases",
            model=UseCase,
            fields=use_case_fields(),
            document=document,
            document_related=(
                "tagged__tag", "uses__tool", "participations__organization",
            ),
            dependents=dependents,
            check_entry=check_entry,
            sections=USE_CASE_SECTIONS,
            words=USE_CASE_WORDS,
        )
    )  # fmt: skip


def use_case_fields():
    return (
        Slug(),
        Translated("name", max_length=200, required=True),
        Translated("summary", max_length=SUMMARY_LENGTH),
        Translated("description", max_length=DESCRIPTION_LENGTH, markdown=True),
        Translated("outcome", max_length=DESCRIPTION_LENGTH, markdown=True),
        Translated("difficulties", max_length=DESCRIPTION_LENGTH, markdown=True),
        Items(
            "tools",
            UseCaseTool,
            owner="use_case",
            accessor="uses",
            other="tool",
            kind="tool",
            parts=[Translated("used_for", max_length=300)],
        ),
        Items(
            "participants",
            Participation,
            owner="use_case",
            accessor="participations",
            other="organization",
            kind="organization",
            parts=[Choice("role", Participation.Role.values)],
            unique=("organization", "role"),
            ordered=False,
        ),
        Text("country", max_length=2, check=check_country),
        Text("city", max_length=100),
        Coordinates("coordinates"),
        Choice("level", UseCase.Level.values),
        PartialDate("started"),
        PartialDate("ended"),
        Choice("running", UseCase.Running.values),
        Url("url"),
        UrlList("evidence"),
        Values(
            "audience",
            UseCaseValue,
            owner="use_case",
            field="audience",
            check=one_of(Audience),
            choices=Audience.choices,
        ),
        Number("participant_count", maximum=2_147_483_647),
        Choice("budget", UseCase.Budget.values),
        Number("staff", maximum=99_999, places=1),
        Pictures("pictures", UseCasePicture, owner="use_case", accessor="pictures"),
        Tags(TaggedUseCase),
        *VERIFICATION,
    )
