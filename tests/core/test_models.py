from django.test import SimpleTestCase, TestCase
from django.utils import timezone

from catalogue.models import Tool
from core.kinds import all_kinds
from core.models import CatalogueVersion, Document, Image, Rate, StaleRecord, Word
from organizations.models import Organization
from tests.factories import make_moderator, make_organization, make_tool, make_user
from tests.violations import ViolationTests, add, change

SHA = "0" * 64
PICTURE = {"sha256": SHA, "format": "png", "width": 1, "height": 1}


def two_documents(test):
    for pk in (1, 2):
        add(Document, pk=pk, kind="tool", object_id=1)


def one_word_twice(test):
    for _turn in range(2):
        add(Word, word="budget")


def two_pictures(test):
    for _turn in range(2):
        add(Image, **PICTURE)


def two_counts(test):
    for _turn in range(2):
        add(Rate, key="a", window=1, ends_at=timezone.now())


class SharedTableTests(ViolationTests, TestCase):
    violations = {
        "image_sha256_whole": lambda t: add(Image, **PICTURE | {"sha256": "0" * 63}),
        "image_format_known": lambda t: add(Image, **PICTURE | {"format": "gif"}),
        "image_has_pixels": lambda t: add(Image, **PICTURE | {"width": 0}),
        "image.sha256": two_pictures,
        "catalogue_version_one_row": lambda t: add(CatalogueVersion, pk=2, number=1),
        "document_one_per_record": two_documents,
        "word.word": one_word_twice,
        "rate_one_count": two_counts,
    }


class RecordTests(TestCase):
    def test_a_name_sorts_without_accents_case_and_language(self):
        make_organization({"fr": "Écologie"}, slug="e")
        make_organization("zebra")
        make_organization({"es": "Ábaco"}, slug="a")
        make_organization("Drones")
        names = [o.sort_name for o in Organization.objects.all()]
        self.assertEqual(names, ["abaco", "drones", "ecologie", "zebra"])

    def test_the_first_name_filled_counts_english_first(self):
        both = make_organization({"fr": "Ville", "en": "City"}, slug="city")
        self.assertEqual(both.display_name, "City")
        self.assertEqual(str(make_organization({"es": "Plaza"}, slug="p")), "Plaza")

    def test_only_published_records_are_public(self):
        tool = make_tool()
        for status in ("hidden", "merged"):
            change(tool, status=status, hidden_reason="spam")
            self.assertQuerySetEqual(Tool.objects.public(), [])
        change(tool, status="published")
        self.assertQuerySetEqual(Tool.objects.public(), [tool])

    def test_moderators_see_what_is_hidden_and_strangers_do_not(self):
        tool = make_tool()
        change(tool, status="hidden", hidden_reason="spam")
        seen = Tool.objects.visible_to(make_moderator())
        self.assertQuerySetEqual(seen, [tool])
        self.assertQuerySetEqual(Tool.objects.visible_to(make_user()), [])

    def test_every_list_of_records_has_an_order(self):
        for kind in all_kinds():
            with self.subTest(kind=kind.key):
                self.assertIs(kind.model.objects.public().ordered, True)

    def test_of_two_who_claim_one_version_one_wins(self):
        first = make_tool("Decidim")
        second = Tool.objects.get(pk=first.pk)
        first.claim(1)
        self.assertEqual(first.version, 2)
        with self.assertRaises(StaleRecord):
            second.claim(1)

    def test_a_narrow_save_keeps_derived_columns_right(self):
        tool = make_tool("Decidim")
        tool.name = "Écho"
        tool.save(update_fields=["name"])
        self.assertEqual(Tool.objects.get().sort_name, "echo")

    def test_the_verifier_is_an_account_or_a_name(self):
        by_name = make_tool(verified_on="2026-01-02", verified_by="Ada Lovelace")
        self.assertEqual(by_name.verifier, "Ada Lovelace")
        ada = make_user("ada", display_name="Ada L.")
        change(by_name, verified_by=ada, verified_by_name="")
        self.assertEqual(Tool.objects.get().verifier, "Ada L.")


class PrefetchTests(TestCase):
    def test_a_prefetch_may_lead_to_thousands_of_records(self):
        # SQLite has no room for so many alternatives in one expression.
        Organization.objects.bulk_create(
            Organization(slug=f"o{n}", name_en=f"O{n}", sector="public")
            for n in range(1200)
        )
        parents = list(Organization.objects.order_by("pk"))
        Organization.objects.bulk_create(
            Organization(
                slug=f"child-{n}", name_en=f"C{n}", sector="public", parent=parent
            )
            for n, parent in enumerate(parents)
        )
        children = Organization.objects.exclude(parent=None).prefetch_related("parent")
        with self.assertNumQueries(2):
            self.assertEqual(len({child.parent.slug for child in children}), 1200)


class CatalogueVersionTests(TestCase):
    def test_the_number_begins_at_nothing_and_rises_by_one(self):
        self.assertIsNone(CatalogueVersion.current())
        CatalogueVersion.bump()
        CatalogueVersion.bump()
        self.assertEqual(CatalogueVersion.current()[0], 2)
        self.assertEqual(CatalogueVersion.objects.count(), 1)


class DocumentTextTests(SimpleTestCase):
    def test_models_say_what_they_are(self):
        self.assertEqual(str(Document(kind="tool", object_id=3)), "tool 3")
        self.assertEqual(str(Word(word="budget")), "budget")
        self.assertEqual(str(Image(sha256=SHA, format="png")), f"{SHA}.png")
        self.assertEqual(str(CatalogueVersion(number=7)), "7")
