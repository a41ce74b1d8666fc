"""What people say is wrong."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from revisions.models.moderation import Reason


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status=Report.Status.OPEN)

    def for_queue(self):
        return self.select_related("author", "assignee").order_by("created_at", "pk")


class Report(models.Model):
    """A person says that something is wrong with a record, a change or a person."""

    class Why(models.TextChoices):
        WRONG = "wrong", _("A fact is wrong")
        OUTDATED = "outdated", _("It is out of date")
        LINK = "link", _("A link is broken")
        DUPLICATE = "duplicate", _("It exists twice")
        SPAM = "spam", _("It is advertising or spam")
        RIGHTS = "rights", _("It uses a picture or a text without the right to")
        PRIVACY = "privacy", _("It says something private of a person")
        ABUSE = "abuse", _("It is insulting or against the law")
        OTHER = "other", _("Something else")

    class Status(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("Waiting for the e-mail to be confirmed")
        OPEN = "open", _("Open")
        RESOLVED = "resolved", _("Followed")
        DISMISSED = "dismissed", _("Set aside")

    # What it is about: the key of a kind, or "proposal" or "user", and a primary key.
    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.PositiveBigIntegerField()
    # The revision of the record it is about, when it is about one change.
    number = models.PositiveIntegerField(_("revision"), null=True, blank=True)
    title = models.CharField(_("name"), max_length=200)
    # The field it is about, if it is about one.
    key = models.CharField(_("field"), max_length=40, blank=True)
    why = models.CharField(_("what is wrong"), max_length=9, choices=Why)
    text = models.CharField(_("in words"), max_length=2000, blank=True)
    evidence = models.URLField(_("where it can be checked"), max_length=500, blank=True)

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("author"),
        related_name="reports",
        null=True,
        blank=True,
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    signals = models.JSONField(default=list, blank=True)

    status = models.CharField(
        _("state"), max_length=11, choices=Status, default=Status.OPEN
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("assigned to"),
        related_name="assigned_reports",
        null=True,
        blank=True,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("decided by"),
        related_name="+",
        null=True,
        blank=True,
    )
    reason = models.ForeignKey(
        Reason,
        models.PROTECT,
        verbose_name=_("reason"),
        related_name="+",
        null=True,
        blank=True,
    )
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("time"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["unconfirmed", "open"], decided_at__isnull=True)
                | Q(status__in=["resolved", "dismissed"], decided_at__isnull=False),
                name="report_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="unconfirmed") | ~Q(email=""),
                name="report_confirmed_by_email",
            ),
            models.CheckConstraint(
                condition=~Q(why="other") | ~Q(text=""),
                name="report_other_in_words",
                violation_error_message=_("Say what is wrong."),
            ),
        ]
        indexes = [
            # The queue of the moderators, the oldest first.
            models.Index(fields=["status", "created_at"], name="report_queue"),
        ]

    def __str__(self):
        return f"{self.title}: {self.get_why_display()}"

    @property
    def is_open(self):
        return self.status == self.Status.OPEN
