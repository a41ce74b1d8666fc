"""Every address of the site answers an anonymous visitor."""

from django.test import TestCase
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from revisions.editing import Attribution, hide
from revisions.models import Redirect
from tests.factories import (
    make_collection,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
    make_user,
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
    "harvest:tool-from": "/en/tools/new/from/",
    "catalogue:collections": "/en/collections/",
    "catalogue:collection": "/en/collections/example/",
    "usecases:i-use-it": "/en/tools/example/i-use-it/",
    "usecases:use-cases": "/en/use-cases/",
    "usecases:map": "/en/use-cases/map/",
    "usecases:use-case": "/en/use-cases/example/",
    "organizations:organizations": "/en/organizations/",
    "organizations:organization": "/en/organizations/example/",
    "pages:contributor": "/en/contributors/example/",
    "pages:inclusion-rules": "/en/inclusion-rules/",
    "pages:moderation-charter": "/en/moderation-charter/",
    "revisions:new": "/en/tools/new/",
    "revisions:exists": "/en/tools/new/exists/",
    "revisions:edit": "/en/tools/example/edit/",
    "revisions:lookup": "/en/lookup/?kind=tool",
    "revisions:log": "/en/moderation-log/",
    "revisions:asked": "/en/confirm/",
    "revisions:confirm": "/en/confirm/forged/",
    "revisions:report": "/en/tools/example/report/",
    "revisions:report-person": "/en/contributors/example/report/",
    "revisions:report-proposal": "/en/proposals/1/report/",
    "revisions:changes": "/en/changes/",
    "revisions:changes-feed": "/en/changes/feed/",
    "revisions:history": "/en/tools/example/history/",
    "revisions:history-feed": "/en/tools/example/history/feed/",
    "revisions:compare": "/en/tools/example/history/compare/",
    "revisions:values": "/en/tools/example/history/values/",
    "revisions:revision": "/en/tools/example/history/1/",
    "account_login": "/en/account/login/",
    "account_signup": "/en/account/signup/",
    "account_inactive": "/en/account/inactive/",
    "account_reset_password": "/en/account/password/reset/",
    "account_reset_password_done": "/en/account/password/reset/done/",
    "account_reset_password_from_key": "/en/account/password/reset/key/1-a-b/",
    "account_reset_password_from_key_done": "/en/account/password/reset/key/done/",
    "socialaccount_login_cancelled": "/en/account/3rdparty/login/cancelled/",
    "socialaccount_login_error": "/en/account/3rdparty/login/error/",
}
# What answers with another status than 200.
STATUS = {
    "socialaccount_login_error": 401,
    # No such link was sent; a proposal is shown to its people only.
    "revisions:confirm": 404,
    # Two revisions to compare are to be named.
    "revisions:compare": 404,
    "revisions:report-proposal": 404,
}
# What leads a visitor elsewhere: to signing in, or away from half of it.
FOR_SIGNED_IN = {
    "accounts:account": "/en/account/",
    "accounts:data": "/en/account/data/",
    "accounts:download": "/en/account/data/download/",
    "accounts:delete": "/en/account/delete/",
    "accounts:resume": "/en/account/resume/none/",
    "organizations:affiliations": "/en/account/affiliations/",
    "account_logout": "/en/account/logout/",
    "account_email": "/en/account/email/",
    "account_email_verification_sent": "/en/account/confirm-email/",
    "account_change_password": "/en/account/password/change/",
    "account_set_password": "/en/account/password/set/",
    "account_confirm_login_code": "/en/account/login/code/confirm/",
    "account_reauthenticate": "/en/account/reauthenticate/",
    "mfa_index": "/en/account/2fa/",
    "mfa_authenticate": "/en/account/2fa/authenticate/",
    "mfa_reauthenticate": "/en/account/2fa/reauthenticate/",
    "mfa_activate_totp": "/en/account/2fa/totp/activate/",
    "mfa_deactivate_totp": "/en/account/2fa/totp/deactivate/",
    "mfa_view_recovery_codes": "/en/account/2fa/recovery-codes/",
    "mfa_generate_recovery_codes": "/en/account/2fa/recovery-codes/generate/",
    "mfa_download_recovery_codes": "/en/account/2fa/recovery-codes/download/",
    "mfa_list_webauthn": "/en/account/2fa/webauthn/",
    "mfa_add_webauthn": "/en/account/2fa/webauthn/add/",
    "mfa_edit_webauthn": "/en/account/2fa/webauthn/keys/1/edit/",
    "mfa_remove_webauthn": "/en/account/2fa/webauthn/keys/1/remove/",
    "mfa_reauthenticate_webauthn": "/en/account/2fa/webauthn/reauthenticate/",
    "mfa_login_webauthn": "/en/account/2fa/webauthn/login/",
    "socialaccount_connections": "/en/account/3rdparty/",
    "socialaccount_signup": "/en/account/3rdparty/signup/",
    "usersessions_list": "/en/account/sessions/",
    "revisions:revert": "/en/tools/example/history/1/revert/",
    "revisions:undo": "/en/tools/example/history/1/undo/",
    "revisions:moderate": "/en/tools/example/moderate/",
    "revisions:merge": "/en/tools/example/merge/",
    "revisions:still-right": "/en/tools/example/still-right/",
    "revisions:moderation": "/en/moderation/",
    "revisions:queue": "/en/moderation/queue/",
    "revisions:reports": "/en/moderation/reports/",
    "revisions:reported": "/en/moderation/reports/1/",
    "revisions:broken-links": "/en/moderation/worklists/broken-links/",
    "revisions:worklist": "/en/moderation/worklists/stubs/",
    "revisions:duplicates": "/en/moderation/duplicates/",
    "revisions:bans": "/en/moderation/bans/",
    "revisions:ban-user": "/en/moderation/people/1/ban/",
    "revisions:ban-address": "/en/proposals/1/ban/",
    "revisions:mass-revert": "/en/moderation/people/1/revert/",
    "revisions:contributions": "/en/contributions/",
    "revisions:proposal": "/en/proposals/1/",
    "catalogue:curation": "/en/moderation/collections/",
    "catalogue:add-to-collection": "/en/tools/example/add-to-collection/",
    "catalogue:collection-items": "/en/collections/example/items/",
    "catalogue:collection-settings": "/en/collections/example/settings/",
    "catalogue:collection-copy": "/en/collections/example/copy/",
    "catalogue:collection-cover": "/en/collections/example/cover/",
    "catalogue:collection-publication": "/en/collections/example/publication/",
    "catalogue:collection-co-editors": "/en/collections/example/co-editors/",
    "catalogue:collection-hand-over": "/en/collections/example/hand-over/",
    "catalogue:my-collections": "/en/my-collections/",
    "catalogue:collection-start": "/en/my-collections/start/",
    "catalogue:invitation": "/en/my-collections/invitations/forged/",
}
# What only takes what is sent.
FOR_POST = {
    "revisions:queue-batch", "revisions:queue-undo", "revisions:assign-report",
    "revisions:distinct", "revisions:unban", "revisions:contributions-seen",
    "revisions:decide", "revisions:assign", "revisions:withdraw", "revisions:answer",
    "revisions:proposal-seen", "revisions:resubmit", "catalogue:curate",
    "revisions:trust", "revisions:looked-at", "revisions:hide", "revisions:show",
    "revisions:protect", "revisions:rename", "revisions:unmerge", "revisions:draft",
    "revisions:preview",
}  # fmt: skip
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
    make_user("example", last_login=timezone.now())


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
        self.assertEqual(names, set(EXAMPLES) | set(FOR_SIGNED_IN) | FOR_POST)

    def test_what_is_for_who_is_signed_in_leads_others_elsewhere(self):
        for name, path in FOR_SIGNED_IN.items():
            for language in LANGUAGES:
                address = path.replace("/en/", f"/{language}/")
                response = self.client.get(address)
                self.assertEqual(response.status_code, 302, (name, address))
                self.assertEqual(response.resolver_match.view_name, name, address)
                where = response["Location"]
                self.assertTrue(where.startswith(f"/{language}/"), where)

    def test_every_address_answers_in_every_language(self):
        for name, path in EXAMPLES.items():
            for language in LANGUAGES:
                address = path.replace("/en/", f"/{language}/")
                response = self.client.get(address)
                expected = STATUS.get(name, 200)
                self.assertEqual(response.status_code, expected, (name, address))
                match = response.resolver_match
                self.assertEqual(match.view_name, name, address)

    def test_every_address_answers_a_head_request(self):
        for name, path in EXAMPLES.items():
            response = self.client.head(path)
            self.assertEqual(response.status_code, STATUS.get(name, 200), path)
            self.assertEqual(response.content, b"", path)

    def test_the_admin_asks_who_it_is(self):
        response = self.client.get("/admin/", follow=True)
        address, _status = response.redirect_chain[-1]
        self.assertEqual(address, "/en/account/login/?next=%2Fadmin%2F")

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
