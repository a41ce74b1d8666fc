import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# A link is held to be broken after so many failures in a row, the last of them so long
# after the first: sites are mended, and move, over a weekend.
FAILURES = 2
FAILING_FOR = datetime.timedelta(days=3)


class CheckedLinkQuerySet(models.QuerySet):
    def broken(self):
        """Return what has failed often and long enough, the longest first."""
        return self.filter(
            failures__gte=FAILURES, checked_at__gte=F("failing_since") + FAILING_FOR
        ).order_by("failing_since", "pk")


class CheckedLink(models.Model):
    """What an address in the catalogue answered when a machine last asked it."""

    class Trouble(models.TextChoices):
        NONE = "", _("It answers")
        GONE = "gone", _("The page is gone")
        # Says nothing of the page: many sites turn machines away.
        REFUSED = "refused", _("The site turns machines away")
        UNREACHABLE = "unreachable", _("The site cannot be reached")
        SERVER = "server", _("The site has an error")

    FAILING = (Trouble.GONE, Trouble.UNREACHABLE, Trouble.SERVER)

    url = models.CharField(_("address"), max_length=500)

    checked_at = models.DateTimeField(_("checked"))
    # The HTTP status; null: there was no answer.
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    trouble = models.CharField(
        _("trouble"), max_length=11, choices=Trouble, default=Trouble.NONE, blank=True
    )
    # Null: it does not fail.
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)

    objects = CheckedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("checked link")
        verbose_name_plural = _("checked links")
        ordering = ["url"]
        constraints = [
            # No unique=True, whose second index on PostgreSQL nobody would read.
            models.UniqueConstraint(fields=["url"], name="checked_link_once"),
            models.CheckConstraint(
                condition=~Q(url=""), name="checked_link_has_an_address"
            ),
            models.CheckConstraint(
                condition=Q(trouble__in=["", "gone", "server"], status__isnull=False)
                | Q(trouble="unreachable", status__isnull=True)
                | Q(trouble="refused"),
                name="checked_link_trouble_follows_status",
            ),
            models.CheckConstraint(
                condition=Q(
                    trouble__in=["gone", "unreachable", "server"],
                    failures__gte=1,
                    failing_since__isnull=False,
                )
                | Q(
                    trouble__in=["", "refused"], failures=0, failing_since__isnull=True
                ),
                name="checked_link_fails_since_a_day",
            ),
            models.CheckConstraint(
                condition=Q(failing_since__isnull=True)
                | Q(failing_since__lte=F("checked_at")),
                name="checked_link_failed_before_now",
            ),
        ]

    def __str__(self):
        return self.url

    @property
    def words(self):
        """What is wrong, with the status that says so."""
        words = self.get_trouble_display()
        return f"{words} ({self.status})" if self.status else words

    def note(self, trouble, status, at):
        """Take up what the address answered; does not save."""
        self.trouble, self.status, self.checked_at = trouble, status, at
        if trouble in self.FAILING:
            self.failures += 1
            self.failing_since = self.failing_since or at
        else:
            self.failures, self.failing_since = 0, None
