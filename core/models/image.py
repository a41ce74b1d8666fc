"""Images, and the pictures that records show of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Image(models.Model):
    """A picture re-encoded by core.images, named by the hash of its bytes."""

    class Format(models.TextChoices):
        PNG = "png", "PNG"
        JPEG = "jpg", "JPEG"
        WEBP = "webp", "WebP"
        AVIF = "avif", "AVIF"

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    format = models.CharField(_("format"), max_length=4, choices=Format)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    # Widths in pixels of the smaller copies that exist beside the original.
    widths = models.JSONField(default=list, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__length=64), name="image_sha256_whole"
            ),
            models.CheckConstraint(
                condition=Q(format__in=["png", "jpg", "webp", "avif"]),
                name="image_format_known",
            ),
            models.CheckConstraint(
                condition=Q(width__gt=0, height__gt=0), name="image_has_pixels"
            ),
        ]

    def __str__(self):
        return self.file_name

    @property
    def file_name(self):
        return f"{self.sha256}.{self.format}"


class Picture(models.Model):
    """A picture shown on a record's page, in order."""

    image = models.ForeignKey(Image, models.PROTECT, verbose_name=_("image"))
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it."),
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return self.alt or self.image.file_name
