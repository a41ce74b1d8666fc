"""How a tool relates to organizations, to other tools, and how it looks."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.tool import Tool
from core.models import Picture, Record, at_most
from organizations.models import Organization


class Role(models.Model):
    """What an organization is to a tool."""

    class Role(models.TextChoices):
        DEVELOPER = "developer", _("Developer")
        PROVIDER = "provider", _("Provider")
        PARTNER = "partner", _("Partner")
        FUNDER = "funder", _("Funder")

    tool = models.ForeignKey(Tool, models.CASCADE, related_name="roles")
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("organization"),
        related_name="roles",
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tool", "organization", "role"], name="role_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["developer", "provider", "partner", "funder"]),
                name="role_known",
            ),
        ]

    def __str__(self):
        return f"{self.organization}: {self.get_role_display()}"


class ToolRelationQuerySet(models.QuerySet):
    def public(self):
        shown = Record.Status.PUBLISHED
        return self.filter(tool__status=shown, other__status=shown)

    def of(self, tool):
        return self.filter(Q(tool=tool) | Q(other=tool))


class ToolRelation(models.Model):
    """How two tools relate; a symmetric relation is one row, the older tool first."""

    class Type(models.TextChoices):
        ALTERNATIVE = "alternative", _("Alternative to")
        WORKS_WITH = "works-with", _("Works with")
        FORKED_FROM = "forked-from", _("Forked from")
        BUILT_ON = "built-on", _("Built on")

    SYMMETRIC = (Type.ALTERNATIVE, Type.WORKS_WITH)

    tool = models.ForeignKey(Tool, models.CASCADE, related_name="relations")
    other = models.ForeignKey(
        Tool,
        models.CASCADE,
        verbose_name=_("other tool"),
        related_name="reverse_relations",
    )
    type = models.CharField(_("relation"), max_length=12, choices=Type)

    objects = ToolRelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("relation between tools")
        verbose_name_plural = _("relations between tools")
        ordering = ["type", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tool", "other", "type"], name="tool_relation_once"
            ),
            models.CheckConstraint(
                condition=~Q(tool=F("other")),
                name="tool_relation_to_another",
                violation_error_message=_("A tool cannot relate to itself."),
            ),
            models.CheckConstraint(
                condition=~Q(type__in=["alternative", "works-with"])
                | Q(tool__lt=F("other")),
                name="tool_relation_one_row_a_pair",
                violation_error_message=_("This pair is written the other way round."),
            ),
            models.CheckConstraint(
                condition=Q(
                    type__in=["alternative", "works-with", "forked-from", "built-on"]
                ),
                name="tool_relation_type_known",
            ),
        ]

    def __str__(self):
        return f"{self.tool} – {self.get_type_display()} – {self.other}"

    def save(self, *args, **kwargs):
        if self.type in self.SYMMETRIC and self.tool_id > self.other_id:
            self.tool_id, self.other_id = self.other_id, self.tool_id
        super().save(*args, **kwargs)


class Screenshot(Picture):
    """A picture of a tool at work."""

    tool = models.ForeignKey(Tool, models.CASCADE, related_name="screenshots")

    class Meta(Picture.Meta):
        verbose_name = _("screenshot")
        verbose_name_plural = _("screenshots")
        constraints = [
            at_most("alt", 300, "screenshot_alt_short"),
            at_most("caption", 300, "screenshot_caption_short"),
        ]
