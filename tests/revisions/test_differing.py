"""What differs between two states of a record."""

from time import perf_counter

from django.template.loader import render_to_string
from django.test import SimpleTestCase, TestCase
from django.utils.translation import override

from core.kinds import kind as kind_named
from revisions.differences.differing import contents, differences, word_diff
from revisions.editing import Attribution, hide
from revisions.models import Redirect
from revisions.snapshots import same, snapshot
from tests.factories import (
    make_collection,
    make_image,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
)
from tests.public_pages import read, words

LONG = " ".join(f"word{n}" for n in range(3300))


def before(parts):
    return "".join(text for op, text in parts if op != "ins")


def after(parts):
    return "".join(text for op, text in parts if op != "del")


class WordTests(SimpleTestCase):
    def test_only_the_words_that_changed_are_marked(self):
        parts = word_diff(
            "Free framework for processes, assemblies and consultations.",
            "Free platform for processes, assemblies, budgets and consultations.",
        )
        self.assertEqual(
            parts,
            [
                ("same", "Free "),
                ("del", "framework"),
                ("ins", "platform"),
                ("same", " for processes, assemblies"),
                ("ins", ", budgets"),
                ("same", " and consultations."),
            ],
        )

    def test_words_replaced_in_a_row_are_one_change(self):
        parts = word_diff("one two three.", "four five six.")
        self.assertEqual(
            parts, [("del", "one two three"), ("ins", "four five six"), ("same", ".")]
        )

    def test_a_text_that_comes_or_goes_is_one_change(self):
        self.assertEqual(word_diff("", "new"), [("ins", "new")])
        self.assertEqual(word_diff("old", ""), [("del", "old")])
        self.assertEqual(word_diff("same", "same"), [("same", "same")])
        self.assertEqual(word_diff("", ""), [])

    def test_both_texts_can_be_read_from_the_parts(self):
        texts = ("a b  c\n\nd.", "b a d. e", " a", "", "a b c", "ça va ? oui.", "d d d")
        for one in texts:
            for other in texts:
                parts = word_diff(one, other)
                self.assertEqual((before(parts), after(parts)), (one, other))

    def test_the_longest_texts_are_compared_in_a_fraction_of_a_second(self):
        hard = [
            (LONG[:20_000], " ".join(reversed(LONG[:20_000].split()))),
            ("a b " * 5000, "b a " * 5000),
            ("a b " * 50_000, "b a " * 50_000),
            ("a\n" * 50_000, "\na" * 50_000),
        ]
        for one, other in hard:
            start = perf_counter()
            parts = word_diff(one, other)
            self.assertLess(perf_counter() - start, 1)
            self.assertEqual((before(parts), after(parts)), (one, other))


class DifferenceTests(TestCase):
    def differences(self, kind_key, one, other, **options):
        found = differences(kind_named(kind_key), one, other, **options)
        return {
            f"{difference.key}-{difference.language}".rstrip("-"): difference
            for difference in found
        }

    def texts(self, values):
        return [said.text for said in values]

    def test_texts_are_compared_in_each_language_that_changed(self):
        found = self.differences(
            "tool",
            {"summary": {"en": "A free tool", "fr": "Un outil"}},
            {"summary": {"en": "A good tool", "fr": "Un outil", "es": "Una"}},
        )
        self.assertEqual(list(found), ["summary-en", "summary-es"])
        parts = found["summary-en"].parts
        self.assertEqual(parts[1:3], [("del", "free"), ("ins", "good")])
        self.assertEqual(found["summary-es"].parts, [("ins", "Una")])

    def test_of_sets_it_says_what_came_went_and_stayed(self):
        found = self.differences(
            "tool",
            {"interface_languages": ["en", "fr"]},
            {"interface_languages": ["en", "es"]},
        )["interface_languages"]
        self.assertEqual(self.texts(found.removed), ["French"])
        self.assertEqual(self.texts(found.added), ["Spanish"])
        self.assertEqual(self.texts(found.kept), ["English"])

    def test_codes_are_said_in_the_words_of_the_page(self):
        with override("fr"):
            found = self.differences(
                "organization",
                {"country": "FR", "sector": "public"},
                {"country": "DE", "sector": "academic", "verified_on": "2026-01-02"},
            )
        self.assertEqual(found["country"].before.text, "France")
        self.assertEqual(found["country"].after.text, "Allemagne")
        self.assertEqual(found["sector"].before.text, "Secteur public")
        self.assertEqual(found["verified_on"].after.text, "2 janvier 2026")
        self.assertIsNone(found["verified_on"].before)

    def test_an_unknown_value_is_told_from_an_empty_one_of_another_key(self):
        found = self.differences("tool", {"pricing": "free"}, {"protected": True})
        self.assertEqual(found["pricing"].before.text, "Free of charge")
        self.assertIsNone(found["pricing"].after)
        self.assertEqual(found["protected"].after.text, "Yes")

    def test_slugs_are_said_by_the_names_of_public_records(self):
        make_organization("Ville", slug="city")
        hidden = make_organization("Nothing nice", slug="hidden")
        hide(hidden, "Advertising", Attribution(source="tests"))
        found = self.differences("tool", {}, {"developers": ["city", "hidden", "x"]})
        added = found["developers"].added
        self.assertEqual(self.texts(added), ["Ville", "hidden", "x"])
        self.assertEqual(added[0].url, "/en/organizations/city/")
        self.assertEqual([said.url for said in added[1:]], ["", ""])

    def test_names_of_another_language_are_marked(self):
        make_tag("budget", label={"fr": "Budget participatif"})
        found = self.differences("tool", {}, {"tags": ["budget"]})["tags"]
        self.assertEqual(found.added[0].text, "Budget participatif")
        self.assertEqual(found.added[0].language, "fr")

    def test_names_take_a_query_for_each_kind(self):
        for n in range(5):
            make_organization(f"City {n}")
            make_tag(f"tag-{n}")
        data = {
            "developers": ["city-0", "city-1"],
            "funders": ["city-2"],
            "tags": ["tag-0", "tag-1", "tag-2"],
        }
        with self.assertNumQueries(2):
            self.differences("tool", {"tags": ["tag-4"]}, data, redirects={})

    def test_entries_that_moved_changed_came_and_went_are_told_apart(self):
        for slug in ("one", "two", "three", "four"):
            make_tool(slug.capitalize(), slug=slug)
        found = self.differences(
            "collection",
            {
                "items": [
                    {"tool": "one"},
                    {"tool": "two", "note": {"en": "Good"}},
                    {"tool": "three"},
                ]
            },
            {
                "items": [
                    {"tool": "three"},
                    {"tool": "two", "note": {"en": "Better"}},
                    {"tool": "four", "note": {"fr": "Neuf"}},
                ]
            },
        )["items"]
        self.assertEqual(
            [(entry.op, entry.said.text) for entry in found.entries],
            [("same", "Three"), ("same", "Two"), ("ins", "Four"), ("del", "One")],
        )
        three, two, four, one = found.entries
        moved = [entry for entry in found.entries if entry.now]
        self.assertEqual(len(moved), 1)
        self.assertIn(moved[0], (three, two))
        self.assertEqual(two.parts[0].parts, [("del", "Good"), ("ins", "Better")])
        self.assertEqual(four.parts[0].language, "fr")
        self.assertEqual(one.parts, [])

    def test_an_entry_put_first_is_the_only_one_that_moved(self):
        slugs = [make_tool().slug for _ in range(5)]
        moved = [slugs[-1], *slugs[:-1]]
        found = self.differences(
            "collection",
            {"items": [{"tool": slug} for slug in slugs]},
            {"items": [{"tool": slug} for slug in moved]},
        )["items"]
        places = [(entry.was, entry.now) for entry in found.entries if entry.now]
        self.assertEqual(places, [(5, 1)])

    def test_participants_of_another_role_are_others(self):
        make_organization("City")
        found = self.differences(
            "use-case",
            {"participants": [{"organization": "city", "role": "lead"}]},
            {"participants": [{"organization": "city", "role": "funder"}]},
        )["participants"]
        came, went = found.entries
        self.assertEqual((came.op, went.op), ("ins", "del"))
        self.assertEqual(came.parts[0].after.text, "Funder")

    def test_pictures_are_shown_and_their_words_compared(self):
        image = make_image()
        one = {"image": image.file_name, "alt": {"en": "A map"}}
        other = one | {"alt": {"en": "A map of Lyon"}}
        found = self.differences(
            "tool", {"screenshots": [one]}, {"screenshots": [other]}
        )
        entry = found["screenshots"].entries[0]
        self.assertEqual(entry.said.image, image)
        self.assertEqual(entry.parts[0].parts[-1], ("ins", " of Lyon"))

    def test_a_former_slug_is_the_record_to_which_it_leads(self):
        make_organization("City", slug="city")
        Redirect.objects.create(kind="organization", old="old", new="town")
        Redirect.objects.create(kind="organization", old="town", new="city")
        self.assertEqual(
            self.differences("tool", {"developers": ["old"]}, {"developers": ["city"]}),
            {},
        )
        kind = kind_named("tool")
        self.assertTrue(same(kind, {"developers": ["old"]}, {"developers": ["city"]}))
        self.assertFalse(same(kind, {"developers": ["old"]}, {"developers": ["x"]}))
        found = self.differences("tool", {"developers": ["old"]}, {})
        self.assertEqual(self.texts(found["developers"].removed), ["City"])

    def test_a_new_address_of_the_record_itself_is_a_difference(self):
        Redirect.objects.create(kind="tool", old="old", new="new")
        found = self.differences("tool", {"slug": "old"}, {"slug": "new"})
        self.assertEqual(found["slug"].before.text, "old")

    def test_redirects_that_lead_in_a_circle_end(self):
        Redirect.objects.create(kind="tag", old="a", new="b")
        Redirect.objects.create(kind="tag", old="b", new="a")
        Redirect.objects.create(kind="tag", old="c", new="a")
        table = Redirect.table()
        self.assertEqual({slug for _kind, slug in table}, {"a", "b", "c"})
        self.assertLessEqual(set(table.values()), {"a", "b"})

    def test_all_that_a_record_of_each_kind_says_can_be_shown(self):
        image = make_image()
        make_tag("theme", kind="theme", synonyms={"en": ["thing"]})
        make_organization("City", country="FR", parent=make_organization("State").slug)
        make_tool("Tool", tags=["theme"], licence="proprietary", logo=image.file_name)
        make_use_case(
            "Case",
            tools=["tool"],
            participants=["city"],
            coordinates={"latitude": 1.5, "longitude": 2},
            participant_count=1000,
        )
        make_collection("Choice", items=["tool"], curator="city", featured=True)
        for kind_key, slug in (
            ("tag", "theme"),
            ("organization", "city"),
            ("tool", "tool"),
            ("use-case", "case"),
            ("collection", "choice"),
        ):
            kind = kind_named(kind_key)
            data = snapshot(kind.model.objects.get(slug=slug))
            shown = contents(kind, data)
            self.assertEqual({part.key for part in shown}, set(data))
            self.assertFalse(any(part.changed for part in shown))
            html = render_to_string(
                "revisions/_differences.html", {"differences": shown}
            )
            self.assertNotIn("<ins>", html)
            for part in differences(kind, {}, data):
                self.assertTrue(part.changed)


class TemplateTests(TestCase):
    def html(self, kind_key, one, other):
        found = differences(kind_named(kind_key), one, other)
        return render_to_string("revisions/_differences.html", {"differences": found})

    def test_what_changed_is_marked_in_words_too(self):
        html = self.html(
            "tool",
            {"summary": {"fr": "Un outil libre"}, "platforms": ["web", "ios"]},
            {"summary": {"fr": "Un outil bon"}, "platforms": ["web"]},
        )
        page = read(type("Response", (), {"content": html}))
        text = page.select_one(".words")
        self.assertEqual(text["lang"], "fr")
        self.assertEqual(words(text.find("del")), "removed: libre")
        self.assertEqual(words(text.find("ins")), "added: bon")
        self.assertEqual(words(page.select_one(".set del")), "removed: iOS")
        self.assertIn("French", words(page.find("dt")))

    def test_of_a_long_text_only_what_stands_around_a_change_is_shown(self):
        half = LONG[:9900]
        html = self.html(
            "tool",
            {"description": {"en": f"{half} old {half}"}},
            {"description": {"en": f"{half} new {half}"}},
        )
        self.assertLess(len(html), 2000)
        self.assertEqual(html.count("[…]"), 2)

    def test_what_people_wrote_is_escaped(self):
        html = self.html("tool", {"name": "<b>x"}, {"name": "<script>alert(1)"})
        self.assertNotIn("<b>", html)
        self.assertNotIn("<script", html)
