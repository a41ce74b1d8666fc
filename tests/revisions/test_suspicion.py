import datetime

from django.test import TestCase
from django.utils import timezone, translation

from revisions.proposals.suspicion import Text, is_foreign, labels, signs_of_texts
from tests.factories import make_proposal, make_tool, make_user

OLD = {"date_joined": timezone.now() - datetime.timedelta(days=30)}


class SignalTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.author = make_user(**OLD)
        cls.tool = make_tool("Decidim", website="https://decidim.org/")

    def signals(self, author=None, **values):
        author = author or self.author
        return make_proposal(self.tool, author=author, **values).signals

    def test_honest_work_shows_none(self):
        texts = {
            "en": "A free platform for the participation of citizens, see "
            "https://www.decidim.org/features",
            "fr": "Une plateforme libre pour la participation des citoyens",
        }
        self.assertEqual(self.signals(description=texts), [])

    def test_many_links_in_a_text(self):
        links = " ".join(f"https://decidim.org/{n}" for n in range(4))
        self.assertEqual(self.signals(description={"en": links}), ["links"])

    def test_addresses_in_their_own_fields_are_no_many_links(self):
        sources = [f"https://decidim.org/{n}" for n in range(9)]
        self.assertEqual(self.signals(sources=sources), [])

    def test_words_of_advertising_in_each_language(self):
        for text in ("Best CASINO", "Paris sportifs", "Préstamos rápidos"):
            self.assertEqual(signs_of_texts([Text(text)]), ["words"], text)

    def test_a_text_in_another_language_than_its_field(self):
        text = "El catálogo trata del gobierno abierto y de las herramientas para ello"
        self.assertEqual(self.signals(summary={"fr": text}), ["language"])
        self.assertEqual(self.signals(summary={"es": text}), [])

    def test_of_a_short_text_nothing_is_said(self):
        self.assertFalse(is_foreign(Text("Open data for the city", "fr")))

    def test_a_link_to_a_site_that_nobody_knows(self):
        text = {"en": "See www.never-seen.example/offer"}
        self.assertEqual(self.signals(description=text), ["unknown-host"])

    def test_the_site_of_the_record_itself_is_known(self):
        values = {
            "website": "https://never-seen.example/",
            "description": {"en": "See https://never-seen.example/help"},
        }
        self.assertEqual(self.signals(**values), [])

    def test_a_new_account(self):
        self.assertEqual(self.signals(make_user(), licence="MIT"), ["new-account"])
        self.assertEqual(self.signals(make_user(role="trusted"), licence="MIT"), [])

    def test_many_changes_in_a_short_time(self):
        for number in range(5):
            found = self.signals(latest_version=str(number))
            self.assertEqual(found, [])
        self.assertEqual(self.signals(latest_version="6"), ["speed"])

    def test_many_proposals_by_one_address(self):
        for number in range(6):
            proposal = make_proposal(
                self.tool, email="eve@example.org", latest_version=str(number)
            )
        self.assertEqual(proposal.signals, ["speed"])

    def test_people_read_words(self):
        with translation.override("en"):
            self.assertEqual(
                [str(label) for label in labels(["links", "gone"])], ["Many links"]
            )
