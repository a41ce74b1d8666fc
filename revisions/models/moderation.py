"""What moderators say and do."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import filled


class ReasonQuerySet(models.QuerySet):
    def offered(self, use):
        return self.filter(use=use, offered=True)


class Reason(models.Model):
    """A reason that moderators give again and again, in each language."""

    class Use(models.TextChoices):
        REJECT = "reject", _("Not accepting a change")
        HIDE = "hide", _("Hiding a record")
        BAN = "ban", _("Keeping a person from contributing")
        REPORT = "report", _("Answering a report")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    use = models.CharField(_("used for"), max_length=8, choices=Use)
    text = models.CharField(_("text"), max_length=300)
    # The paragraph of the inclusion rules or of the charter on which it rests.
    rule = models.SlugField(_("rule"), max_length=40, blank=True)
    offered = models.BooleanField(
        _("offered"),
        default=True,
        help_text=_("Reasons that were given stay; those not offered are not chosen."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = ReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        ordering = ["use", "position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(use__in=["reject", "hide", "ban", "report"]),
                name="reason_use_known",
            ),
            filled("text", "reason_text_filled"),
        ]

    def __str__(self):
        return self.text


class ModerationAction(models.Model):
    """An entry of the public log of moderation. Written once, never changed."""

    class Action(models.TextChoices):
        ACCEPTED = "accepted", _("Proposal accepted")
        PARTLY = "partly", _("Proposal accepted in part")
        REJECTED = "rejected", _("Proposal not accepted")
        REOPENED = "reopened", _("Decision taken back")
        RESOLVED = "resolved", _("Report followed")
        DISMISSED = "dismissed", _("Report set aside")
        REVERTED = "reverted", _("Changes of one author reverted")
        HIDDEN = "hidden", _("Record hidden")
        SHOWN = "shown", _("Record shown again")
        PROTECTED = "protected", _("Record protected")
        UNPROTECTED = "unprotected", _("Protection lifted")
        MERGED = "merged", _("Records merged")
        RENAMED = "renamed", _("Address changed")
        TRUSTED = "trusted", _("Contributor trusted")
        BANNED = "banned", _("Person kept from contributing")
        UNBANNED = "unbanned", _("Person let in again")

    action = models.CharField(_("action"), max_length=12, choices=Action)
    rule = models.CharField(_("rule"), max_length=40, blank=True)
    # "" and null: the action is about a person, who is not named.
    kind = models.CharField(_("kind"), max_length=20, blank=True)
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    # The moderator, who is not shown; null: the account is gone, or a machine.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("moderator"),
        related_name="moderation_actions",
        null=True,
        blank=True,
    )
    role = models.CharField(_("role"), max_length=13)
    created_at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("moderation action")
        verbose_name_plural = _("moderation log")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="", object_id__isnull=True)
                | (~Q(kind="") & Q(object_id__isnull=False)),
                name="moderation_action_of_a_record",
            ),
        ]
        # The public log, the newest first, and its counts by month.
        indexes = [models.Index(fields=["-created_at"], name="moderation_log")]

    def __str__(self):
        return self.get_action_display()


class Distinct(models.Model):
    """Two records of a kind that a moderator found to be no duplicates."""

    kind = models.CharField(_("kind"), max_length=20)
    # Primary keys, the smaller first.
    first = models.PositiveBigIntegerField()
    second = models.PositiveBigIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True
    )
    created_at = models.DateTimeField(_("time"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first", "second"], name="distinct_said_once"
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="distinct_in_order"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.first} ≠ {self.second}"
