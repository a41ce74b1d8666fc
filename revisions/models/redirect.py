"""Where the former addresses of records lead."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Redirect(models.Model):
    """A former slug of a record, which still answers."""

    kind = models.CharField(_("kind"), max_length=20)
    old = models.SlugField(_("former slug"), max_length=100)
    new = models.SlugField(_("slug"), max_length=100)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["kind", "old"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "old"],
                name="redirect_one_target",
                violation_error_message=_("This former slug leads elsewhere already."),
            ),
            models.CheckConstraint(
                condition=~Q(old=F("new")),
                name="redirect_goes_elsewhere",
                violation_error_message=_("A slug cannot lead to itself."),
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.old} → {self.new}"

    @classmethod
    def table(cls):
        """Return {(kind key, former slug): slug} of every redirect.

        A slug that leads to another former one leads to where that one leads.
        """
        rows = cls.objects.order_by().values_list("kind", "old", "new")
        steps = {(kind, old): new for kind, old, new in rows}
        return {start: _end(start, steps) for start in steps}


def _end(start, steps):
    """Return where redirects lead at last; of a circle, a step before it closes."""
    kind, seen = start[0], {start[1]}
    slug = steps[start]
    while (kind, slug) in steps and steps[kind, slug] not in seen:
        seen.add(slug)
        slug = steps[kind, slug]
    return slug
