"""Every address of the site answers an anonymous visitor."""

from django.conf import settings
from django.test import TestCase
from django.urls import URLPattern, get_resolver

from revisions.editing import Attribution, hide
from revisions.models import Redirect
from tests.factories import (
    make_collection,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
)
from tests.public_pages import LANGUAGES

# An address for each name; a new pattern needs one.
EXAMPLES = {
    "health": "/health/",
    "robots": "/robots.txt",
    "sitemap": "/sitemap.xml",
    "django.contrib.sitemaps.views.sitemap": "/sitemap-tools.xml",
    "pages:home": "/en/",
    "pages:search": "/en/search/",
    "pages:suggest": "/en/suggest/",
    "pages:opensearch": "/en/opensearch.xml",
    "pages:finder": "/en/help-me-choose/",
    "pages:themes": "/en/themes/",
    "pages:tag": "/en/tags/example/",
    "pages:about": "/en/about/",
    "pages:faq": "/en/faq/",
    "pages:legal": "/en/legal/",
    "pages:privacy": "/en/privacy/",
    "pages:accessibility": "/en/accessibility/",
    "catalogue:tools": "/en/tools/",
    "catalogue:compare": "/en/tools/compare/",
    "catalogue:tool": "/en/tools/example/",
    "catalogue:collections": "/en/collections/",
    "catalogue:collection": "/en/collections/example/",
    "usecases:use-cases": "/en/use-cases/",
    "usecases:map": "/en/use-cases/map/",
    "usecases:use-case": "/en/use-cases/example/",
    "organizations:organizations": "/en/organizations/",
    "organizations:organization": "/en/organizations/example/",
}
RECORDS = {
    "tool": "tools",
    "use-case": "use-cases",
    "organization": "organizations",
    "collection": "collections",
    "tag": "tags",
}


def make_examples():
    """Make one record of each kind, called example, each tied to the others."""
    make_tag("example", kind="theme", label="Example")
    make_organization("Example")
    make_tool("Example", summary="An example", tags=["example"], developers=["example"])
    make_use_case(
        "Example", tools=["example"], participants=["example"], tags=["example"]
    )
    make_collection("Example", items=["example"], curator="example")


def patterns(resolver, prefix=""):
    """Yield the full name of every pattern, the admin left out."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"
        elif entry.namespace != "admin":
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from patterns(entry, inner)


class UrlTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_examples()

    def test_every_pattern_has_an_example(self):
        names = {name for name in patterns(get_resolver()) if name != "None"}
        self.assertEqual(names, set(EXAMPLES))

    def test_every_address_answers_in_every_language(self):
        for name, path in EXAMPLES.items():
            for language in LANGUAGES:
                address = path.replace("/en/", f"/{language}/")
                response = self.client.get(address)
                self.assertEqual(response.status_code, 200, (name, address))
                match = response.resolver_match
                self.assertEqual(match.view_name, name, address)

    def test_every_address_answers_a_head_request(self):
        for path in EXAMPLES.values():
            response = self.client.head(path)
            self.assertEqual(response.status_code, 200, path)
            self.assertEqual(response.content, b"", path)

    def test_the_admin_asks_who_it_is(self):
        response = self.client.get("/admin/")
        self.assertRedirects(response, f"/admin/login/?next={'/admin/'}")
        self.assertEqual(settings.LOGIN_URL, "admin:login")

    def test_former_slugs_lead_to_the_record_in_the_same_language(self):
        for kind, folder in RECORDS.items():
            Redirect.objects.create(kind=kind, old="former", new="example")
            for language in LANGUAGES:
                path = f"/{language}/{folder}"
                response = self.client.get(f"{path}/former/?a=%C3%A9&a=b")
                self.assertEqual(response.status_code, 301)
                self.assertEqual(response["Location"], f"{path}/example/?a=%C3%A9&a=b")
                response = self.client.get(f"{path}/former/")
                self.assertEqual(response["Location"], f"{path}/example/")

    def test_a_former_slug_of_another_kind_leads_nowhere(self):
        Redirect.objects.create(kind="tool", old="former", new="example")
        self.assertEqual(self.client.get("/en/use-cases/former/").status_code, 404)

    def test_a_former_slug_of_what_is_gone_leads_nowhere(self):
        for kind, folder in RECORDS.items():
            Redirect.objects.create(kind=kind, old="former", new="nobody")
            response = self.client.get(f"/en/{folder}/former/")
            self.assertEqual(response.status_code, 404, kind)

    def test_a_record_comes_before_a_redirect_of_the_same_slug(self):
        Redirect.objects.create(kind="tool", old="example", new="other")
        self.assertEqual(self.client.get("/en/tools/example/").status_code, 200)

    def test_hidden_and_merged_records_are_not_there(self):
        by = Attribution(source="tests")
        makers = {
            "tools": make_tool,
            "use-cases": make_use_case,
            "organizations": make_organization,
            "collections": make_collection,
            "tags": make_tag,
        }
        for folder, make in makers.items():
            hidden, merged = make(slug="hidden"), make(slug="merged")
            hide(hidden, "A test", by)
            type(merged).objects.filter(pk=merged.pk).update(status="merged")
            for slug in ("hidden", "merged", "nonsense"):
                response = self.client.get(f"/en/{folder}/{slug}/")
                self.assertEqual(response.status_code, 404, (folder, slug))
