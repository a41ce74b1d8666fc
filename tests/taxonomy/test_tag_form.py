"""The form of a tag: everyone proposes, moderators publish."""

from django.test import TestCase

from revisions.models import Proposal
from taxonomy.models import Tag
from tests.factories import make_moderator, make_tag, make_user
from tests.record_forms import FormTests, errors


class TagFormTests(FormTests, TestCase):
    kind = "tag"

    def send_new(self):
        return self.send(
            label_en="Paper ballots",
            label_fr="Bulletins",
            kind="function",
            parent="Voting",
            synonyms_en="Ballot paper\nVoting slip",
        )

    def setUp(self):
        make_tag("voting", label={"en": "Voting"})

    def test_a_moderator_publishes_a_tag(self):
        self.client.force_login(make_moderator())
        response = self.send_new()
        self.assertEqual(response.status_code, 302, errors(response))
        tag = Tag.objects.get(slug="paper-ballots")
        self.assertEqual(tag.parent.slug, "voting")
        self.assertEqual(tag.synonyms_en, ["Ballot paper", "Voting slip"])

    def test_even_who_is_trusted_proposes_one(self):
        self.client.force_login(make_user(role="trusted"))
        self.assertEqual(self.send_new().status_code, 302)
        self.assertFalse(Tag.objects.filter(slug="paper-ballots").exists())
        self.assertEqual(Proposal.objects.get().title, "Paper ballots")

    def test_a_synonym_that_is_a_tag_already_is_a_doubt(self):
        make_tag("ballots", label={"en": "Ballots"}, synonyms={"en": ["Paper ballots"]})
        self.client.force_login(make_moderator())
        response = self.send_new()
        self.assertContains(response, "Does it exist already?", status_code=422)
