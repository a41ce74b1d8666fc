"""The rows of small tables that belong to a record: values and identifiers."""

from urllib.parse import quote

from django.db import models
from django.utils.translation import gettext_lazy as _


class Value(models.Model):
    """One value of a list that a record may have several of."""

    field = models.CharField(max_length=24)
    value = models.CharField(max_length=50)

    class Meta:
        abstract = True
        ordering = ["value"]

    def __str__(self):
        return self.value


class Identifier(models.Model):
    """The record's name in another catalogue."""

    scheme = models.CharField(_("scheme"), max_length=20)
    value = models.CharField(_("identifier"), max_length=200)

    class Meta:
        abstract = True
        ordering = ["scheme", "value"]

    # Where an identifier of a scheme can be looked up.
    ADDRESSES = {
        "wikidata": "https://www.wikidata.org/wiki/{}",
        "repology": "https://repology.org/project/{}",
        "debian": "https://tracker.debian.org/pkg/{}",
        "doi": "https://doi.org/{}",
        "ror": "https://ror.org/{}",
    }

    def __str__(self):
        return f"{self.scheme}:{self.value}"

    @property
    def scheme_name(self):
        """The catalogue that the identifier stands in, in words."""
        return dict(self.Scheme.choices).get(self.scheme, self.scheme)

    @property
    def url(self):
        """Where the identifier can be looked up, "" when that is not known."""
        return self.ADDRESSES.get(self.scheme, "").format(quote(self.value, safe="/"))
