"""What an organization is, for the door, the dump and the search."""

from django.utils.translation import gettext as _

from core.kinds import Kind, SearchTexts, register
from core.models import DESCRIPTION_LENGTH, SUMMARY_LENGTH
from core.places import check_country, country_name
from organizations.forms import ORGANIZATION_SECTIONS, ORGANIZATION_WORDS
from organizations.models import Organization, OrganizationIdentifier
from organizations.vouching import end_self_given
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


def document(organization):
    return lambda language: SearchTexts(
        name=[getattr(organization, f"name_{language}")],
        aliases=organization.aliases,
        summary=[
            getattr(organization, f"summary_{language}"),
            organization.city,
            country_name(organization.country, language),
        ],
        description=[getattr(organization, f"description_{language}")],
    )


def names(organizations, language):
    """Return the names of the public ones of some organizations, for the search."""
    return [
        name
        for organization in organizations
        if organization.is_public
        for name in (getattr(organization, f"name_{language}"), *organization.aliases)
    ]


def popularity(pks):
    counted = Organization.objects.filter(pk__in=pks).with_counts()
    return dict(counted.values_list("pk", "use_case_count"))


def dependents(pks):
    """Yield what names these organizations, and the tools by whose users they are."""
    organizations = Organization._base_manager.filter(pk__in=pks)
    # None where there is none: to ask for the others alone is slow without statistics.
    for kind, lookup in (
        ("tool", "roles__tool"),
        ("tool", "participations__use_case__uses__tool"),
        ("use-case", "participations__use_case"),
        ("collection", "collections"),
    ):
        yield kind, organizations.values_list(lookup, flat=True)


def check_entry(entry):
    if entry.get("parent") == entry["slug"]:
        yield "parent", _("is the organization itself")
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
            popularity=popularity,
            dependents=dependents,
            check_entry=check_entry,
            changed=end_self_given,
            sections=ORGANIZATION_SECTIONS,
            words=ORGANIZATION_WORDS,
        )
    )
