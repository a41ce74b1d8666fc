"""What an organization is, for the door, the dump and the search."""

from core.kinds import Kind, SearchTexts, register
from core.models import DESCRIPTION_LENGTH, SUMMARY_LENGTH
from core.places import check_country
from organizations.models import Organization, OrganizationIdentifier
from revisions.fields import (
    Choice,
    Identifiers,
    ImageFile,
    Pointer,
    Slug,
    StringList,
    Text,
    Translated,
    Url,
    UrlList,
)
from revisions.fields.shared import VERIFICATION, check_verification


def document(organization, language):
    return SearchTexts(
        name=[getattr(organization, f"name_{language}"), *organization.aliases],
        keywords=[getattr(organization, f"summary_{language}"), organization.city],
        body=[getattr(organization, f"description_{language}")],
    )


def dependents(pks):
    """Yield the tools and use cases whose documents name these organizations."""
    organizations = Organization._base_manager.filter(pk__in=pks)
    # None where there is none: to ask for the others alone is slow without statistics.
    yield "tool", organizations.values_list("roles__tool", flat=True)
    yield "use-case", organizations.values_list("participations__use_case", flat=True)


def check_entry(entry):
    if entry.get("parent") == entry["slug"]:
        yield "parent", "is the organization itself"
    yield from check_verification(entry)


def register_all():
    register(
        Kind(
            key="organization",
            collective="organizations",
            model=Organization,
            fields=(
                Slug(),
                Translated("name", max_length=200, required=True),
                StringList("aliases"),
                Choice("sector", Organization.Sector.values, required=True),
                Choice("kind", Organization.Kind.values),
                Translated("summary", max_length=SUMMARY_LENGTH),
                Translated("description", max_length=DESCRIPTION_LENGTH, markdown=True),
                Text("country", max_length=2, check=check_country),
                Text("city", max_length=100),
                Url("website"),
                UrlList("links"),
                Pointer("parent", "organization"),
                Identifiers(OrganizationIdentifier, owner="organization"),
                ImageFile("logo"),
                *VERIFICATION,
            ),
            document=document,
            dependents=dependents,
            check_entry=check_entry,
        )
    )
