from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from core.addresses import record_url
from core.fields import StringListField, WebAddressField, validate_web_addresses
from core.models import (
    DESCRIPTION_LENGTH,
    SUMMARY_LENGTH,
    Identifier,
    Image,
    Record,
    RecordQuerySet,
    at_most,
    record_constraints,
)


class OrganizationQuerySet(RecordQuerySet):
    def with_counts(self):
        """Add how many public use cases and tools each organization is tied to."""
        return self.annotate(
            use_case_count=self._ties("participations", "use_case"),
            tool_count=self._ties("roles", "tool"),
        )

    def _ties(self, relation, other):
        # A subquery, not a join: a GROUP BY would drop the default ordering.
        rows = self.model._meta.get_field(relation).related_model._base_manager
        mine = (
            rows.filter(
                organization=OuterRef("pk"),
                **{f"{other}__status": Record.Status.PUBLISHED},
            )
            .order_by()
            .values("organization")
            .annotate(n=Count(other, distinct=True))
            .values("n")
        )
        return Coalesce(Subquery(mine), 0)

    def for_cards(self):
        return self.with_counts().select_related("logo")

    def for_page(self):
        return (
            self.with_counts()
            .select_related("logo", "parent", "verified_by")
            .prefetch_related("identifiers")
        )


class Organization(Record):
    """Who uses, makes, provides or funds tools."""

    class Sector(models.TextChoices):
        PUBLIC = "public", _("Public sector")
        PRIVATE = "private", _("Private sector")
        CIVIL_SOCIETY = "civil-society", _("Civil society")
        ACADEMIC = "academic", _("Academic")
        INTERNATIONAL = "international", _("International")

    class Kind(models.TextChoices):
        NATIONAL_GOVERNMENT = "national-government", _("National government")
        AGENCY = "agency", _("Agency")
        PARLIAMENT = "parliament", _("Parliament")
        COURT = "court", _("Court")
        LOCAL_GOVERNMENT = "local-government", _("Local government")
        COMPANY = "company", _("Company")
        NON_PROFIT = "non-profit", _("Non-profit organization")
        FOUNDATION = "foundation", _("Foundation")
        MOVEMENT = "movement", _("Movement")
        UNIVERSITY = "university", _("University")
        INTERNATIONAL_ORGANIZATION = (
            "international-organization",
            _("International organization"),
        )
        MEDIA = "media", _("Media")

    name = models.CharField(_("name"), max_length=200)
    aliases = StringListField(
        _("other names"), help_text=_("Acronyms, former names; one per line.")
    )

    summary = models.CharField(_("summary"), max_length=SUMMARY_LENGTH, blank=True)
    description = models.TextField(
        _("description"), blank=True, help_text=_("Markdown.")
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind, blank=True)
    # Blank: an international organization, or unknown.
    country = CountryField(_("country"), blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    website = WebAddressField(_("website"))
    links = StringListField(
        _("further links"),
        validators=[validate_web_addresses],
        help_text=_("One address per line."),
    )
    logo = models.ForeignKey(
        Image,
        models.PROTECT,
        verbose_name=_("logo"),
        related_name="+",
        null=True,
        blank=True,
    )

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("belongs to"),
        related_name="children",
        null=True,
        blank=True,
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        indexes = [
            # The list's default order.
            models.Index(fields=["status", "sort_name"], name="organization_listing"),
            # The list's "recently updated" order.
            models.Index(fields=["status", "updated_at"], name="organization_updated"),
        ]
        constraints = [
            *record_constraints(),
            at_most("name", 200, "organization_name_short"),
            at_most("summary", SUMMARY_LENGTH, "organization_summary_short"),
            at_most(
                "description", DESCRIPTION_LENGTH, "organization_description_short"
            ),
            models.CheckConstraint(
                condition=Q(
                    sector__in=[
                        "public",
                        "private",
                        "civil-society",
                        "academic",
                        "international",
                    ]
                ),
                name="organization_sector_known",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="organization_not_its_own_parent",
                violation_error_message=_("An organization cannot belong to itself."),
            ),
        ]

    def get_absolute_url(self):
        return record_url("organizations:organization", self.slug)


class OrganizationIdentifier(Identifier):
    class Scheme(models.TextChoices):
        WIKIDATA = "wikidata", "Wikidata"
        ROR = "ror", "ROR"
        LEI = "lei", "LEI"
        SIREN = "siren", "SIREN"
        ORG_ID = "org-id", "org-id.guide"
        OTHER = "other", _("Other")

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="identifiers"
    )

    class Meta(Identifier.Meta):
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "scheme", "value"],
                name="organization_identifier_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    scheme__in=["wikidata", "ror", "lei", "siren", "org-id", "other"]
                )
                & ~Q(value=""),
                name="organization_identifier_known",
            ),
        ]


class Affiliation(models.Model):
    """A person says that they work for an organization; their address shows it.

    organizations.affiliation tells whether it still does.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="affiliations"
    )
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="affiliations"
    )
    created_at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["organization__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization"], name="affiliation_once"
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.organization}"
