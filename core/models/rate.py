from django.db import models


class Rate(models.Model):
    """How often something was done by somebody within a stretch of time."""

    # Of what and whom: "report:203.0.113.7", hashed so that no address is kept.
    key = models.CharField(max_length=64)
    # Which stretch of time since 1970.
    window = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "window"], name="rate_one_count")
        ]
        # Those that are over are removed.
        indexes = [models.Index(fields=["ends_at"], name="rate_over")]

    def __str__(self):
        return f"{self.key}: {self.count}"
