"""The addresses of the site for search engines, in each language."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from catalogue.models import Collection, Tool
from organizations.models import Organization
from taxonomy.models import Tag
from usecases.models import UseCase

PAGES = (
    "pages:home", "catalogue:tools", "usecases:use-cases",
    "usecases:map", "pages:themes",
    "organizations:organizations", "catalogue:collections", "pages:about", "pages:faq",
    "pages:legal", "pages:privacy", "pages:accessibility",
)  # fmt: skip


class RecordSitemap(Sitemap):
    i18n = alternates = x_default = True
    # Each record stands there three times, with three alternates.
    limit = 2000

    def __init__(self, model):
        self.model = model

    def items(self):
        return self.model.objects.public().only("slug", "updated_at").order_by("pk")

    def lastmod(self, record):
        return record.updated_at


class PageSitemap(Sitemap):
    i18n = alternates = x_default = True

    def items(self):
        return PAGES

    def location(self, name):
        return reverse(name)


SITEMAPS = {
    "pages": PageSitemap(),
    "tools": RecordSitemap(Tool),
    "use-cases": RecordSitemap(UseCase),
    "organizations": RecordSitemap(Organization),
    "collections": RecordSitemap(Collection),
    "tags": RecordSitemap(Tag),
}
