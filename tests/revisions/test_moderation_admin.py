from django.test import TestCase

from revisions.models import ModerationAction, Reason
from tests.admin_pages import form_data
from tests.factories import make_moderator, make_proposal, make_report, make_tool
from tests.public_pages import read


class ModerationAdminTests(TestCase):
    def setUp(self):
        self.client.force_login(make_moderator())

    def test_the_admin_leads_to_the_queue(self):
        page = read(self.client.get("/admin/"))
        links = [link["href"] for link in page.select(".moderation-entry a")]
        self.assertIn("/en/moderation/", links)
        self.assertIn("/en/moderation/queue/", links)

    def test_a_reason_is_written_in_three_languages(self):
        reason = Reason.objects.get(code="duplicate")
        address = f"/admin/revisions/reason/{reason.pk}/change/"
        data = form_data(self.client.get(address), "reason_form")
        data["text_fr"] = ["Déjà au catalogue."]
        self.client.post(address, data)
        reason.refresh_from_db()
        self.assertEqual(reason.text_fr, "Déjà au catalogue.")

    def test_proposals_reports_and_the_log_are_read_and_lead_to_the_site(self):
        tool = make_tool("Decidim")
        proposal, report = make_proposal(tool, licence="MIT"), make_report(tool)
        ModerationAction.objects.create(
            action="banned", role="moderator", created_at=report.created_at
        )
        for model, row, path in (
            ("proposal", proposal, f"/en/proposals/{proposal.pk}/"),
            ("report", report, f"/en/moderation/reports/{report.pk}/"),
            ("moderationaction", ModerationAction.objects.get(), "/en/moderation-log/"),
        ):
            listing = f"/admin/revisions/{model}/"
            self.assertEqual(self.client.get(listing).status_code, 200)
            page = self.client.get(f"{listing}{row.pk}/change/")
            self.assertContains(page, path)
            self.assertNotContains(page, 'name="_save"')
            self.assertEqual(self.client.get(f"{listing}add/").status_code, 403)
