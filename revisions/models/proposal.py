"""Changes that wait for a moderator."""

import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from revisions.models.moderation import Reason
from revisions.models.revision import Revision


class ProposalQuerySet(models.QuerySet):
    def of(self, kind, record):
        return self.filter(kind=kind.key, object_id=record.pk)

    def waiting(self):
        return self.filter(status=Proposal.Status.WAITING)

    def unconfirmed(self):
        return self.filter(status=Proposal.Status.UNCONFIRMED)

    def decided(self):
        return self.filter(status__in=Proposal.DECIDED)

    def with_accepted_field(self):
        accepted = ProposedChange.objects.filter(
            proposal=OuterRef("pk"), decision=ProposedChange.Decision.ACCEPTED
        )
        return self.filter(Exists(accepted))

    def older_than(self, days, *, at):
        return self.filter(created_at__lt=at - datetime.timedelta(days=days))

    def for_queue(self):
        """Proposals with what a line of the queue shows, the oldest first."""
        return (
            self.select_related("author", "assignee")
            .prefetch_related("changes")
            .order_by("created_at", "pk")
        )

    def for_page(self):
        """Proposals with what the page of one shows."""
        queryset = self.for_queue().select_related("decided_by", "revision")
        return queryset.prefetch_related("messages__author")


class Proposal(models.Model):
    """Changed fields of one record, or a new record, waiting for review."""

    class Status(models.TextChoices):
        # A visitor without an account has not followed the link in the e-mail yet.
        UNCONFIRMED = "unconfirmed", _("Waiting for the e-mail to be confirmed")
        WAITING = "waiting", _("Waiting for review")
        ACCEPTED = "accepted", _("Accepted")
        PARTLY = "partly", _("Accepted in part")
        REJECTED = "rejected", _("Not accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    DECIDED = (Status.ACCEPTED, Status.PARTLY, Status.REJECTED)

    # The kind's key. object_id is null for a new record until it is accepted.
    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    # The number of the revision its author was reading; null for a new record.
    base = models.PositiveIntegerField(_("revision it starts from"), null=True)
    # The record's name when it was proposed, for lists.
    title = models.CharField(_("name"), max_length=200)

    # At most one of author and source. None of the two: a visitor, by e-mail, or a
    # person whose account is gone.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("author"),
        related_name="proposals",
        null=True,
        blank=True,
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    source = models.CharField(_("source"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    comment = models.CharField(_("comment"), max_length=300, blank=True)
    evidence = models.URLField(_("source of the change"), max_length=500, blank=True)
    # What makes it look like spam: [signal key, …].
    signals = models.JSONField(default=list, blank=True)

    status = models.CharField(
        _("state"), max_length=11, choices=Status, default=Status.WAITING
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("assigned to"),
        related_name="assigned_proposals",
        null=True,
        blank=True,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("decided by"),
        related_name="decided_proposals",
        null=True,
        blank=True,
    )
    # What accepting it wrote; null when nothing was accepted, or nothing differed.
    revision = models.OneToOneField(
        Revision, models.PROTECT, related_name="proposal", null=True, blank=True
    )

    created_at = models.DateTimeField(_("time"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    # When its author last saw the decision; null: not yet.
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=["accepted", "partly", "rejected"],
                    decided_at__isnull=False,
                )
                | Q(
                    status__in=["unconfirmed", "waiting", "withdrawn"],
                    decided_at__isnull=True,
                ),
                name="proposal_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="unconfirmed") | ~Q(email=""),
                name="proposal_confirmed_by_email",
            ),
            models.CheckConstraint(
                condition=Q(source="") | Q(author__isnull=True, email=""),
                name="proposal_by_person_or_source",
            ),
            models.CheckConstraint(
                condition=Q(base__isnull=True) | Q(object_id__isnull=False),
                name="proposal_base_of_a_record",
            ),
            models.CheckConstraint(
                condition=Q(revision__isnull=True)
                # Waiting: an appeal against what was not accepted.
                | Q(status__in=["accepted", "partly", "waiting"]),
                name="proposal_revision_when_accepted",
            ),
        ]
        indexes = [
            # The queue of the moderators, the oldest first.
            models.Index(fields=["status", "created_at"], name="proposal_queue"),
            # What waits for one record, on its pages.
            models.Index(fields=["kind", "object_id"], name="proposal_of_record"),
        ]

    def __str__(self):
        return f"{self.title} ({self.get_status_display()})"

    def get_absolute_url(self):
        return reverse("revisions:proposal", args=[self.pk])

    @property
    def is_new_record(self):
        return self.base is None

    @property
    def is_waiting(self):
        return self.status == self.Status.WAITING

    @property
    def is_decided(self):
        return self.status in self.DECIDED

    @property
    def values(self):
        """{key: proposed plain value, None to empty it}."""
        return {change.key: change.value for change in self.changes.all()}


class ProposedChange(models.Model):
    """What a proposal says of one field, and what became of it."""

    class Decision(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Not accepted")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="changes")
    key = models.CharField(_("field"), max_length=40)
    # Normal plain values; null empties the field.
    value = models.JSONField(_("value"), null=True, encoder=DjangoJSONEncoder)
    decision = models.CharField(
        _("decision"), max_length=8, choices=Decision, default=Decision.WAITING
    )
    # A moderator wrote another value before accepting it.
    edited = models.BooleanField(_("edited by a moderator"), default=False)
    reason = models.ForeignKey(
        Reason,
        models.PROTECT,
        verbose_name=_("reason"),
        related_name="+",
        null=True,
        blank=True,
    )
    note = models.CharField(_("in words"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "key"], name="proposed_change_once_per_field"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["waiting", "accepted", "rejected"]),
                name="proposed_change_decision_known",
            ),
            models.CheckConstraint(
                condition=~Q(decision="rejected")
                | Q(reason__isnull=False)
                | ~Q(note=""),
                name="proposed_change_rejected_with_reason",
                violation_error_message=_("Say why it is not accepted."),
            ),
        ]

    def __str__(self):
        return f"{self.proposal_id} {self.key}"


class Message(models.Model):
    """What the author of a proposal and the moderators say to each other about it."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("author"),
        related_name="+",
        null=True,
    )
    by_moderator = models.BooleanField(default=False)
    # An appeal opens the proposal again, for another moderator; there is one.
    is_appeal = models.BooleanField(_("appeal"), default=False)
    # Whose decision it appeals against. Null: no appeal, or the account is gone.
    against = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("moderator"),
        related_name="+",
        null=True,
        blank=True,
    )
    text = models.CharField(_("text"), max_length=2000)
    created_at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(is_appeal=True),
                name="message_one_appeal",
                violation_error_message=_("You have appealed once already."),
            ),
            models.CheckConstraint(
                condition=Q(is_appeal=False) | Q(by_moderator=False),
                name="message_appeal_by_author",
            ),
            models.CheckConstraint(
                condition=Q(is_appeal=True) | Q(against__isnull=True),
                name="message_against_on_appeal",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="message_not_empty"),
        ]

    def __str__(self):
        return self.text[:80]
