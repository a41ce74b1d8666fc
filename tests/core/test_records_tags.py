from django.template import Context, Template
from django.test import SimpleTestCase, TestCase
from django.utils import translation

from core.templatetags.records import (
    address,
    excerpt,
    gist,
    host,
    image_url,
    letters,
    listed,
    name,
    number,
    own_markdown,
    own_text,
    plain,
    plain_name,
    srcset,
    text,
)
from tests.factories import make_collection, make_image, make_tool, make_use_case


class WordsTests(SimpleTestCase):
    def test_a_host_is_shown_without_www(self):
        for url, shown in (
            ("https://www.example.org/a", "example.org"),
            ("http://code.example.org:8080", "code.example.org"),
            ("https://WWW.Example.org", "example.org"),
        ):
            self.assertEqual(host(url), shown)

    def test_an_address_is_shown_short(self):
        self.assertEqual(
            address("https://www.example.org/a/b/?c=d#e"), "example.org/a/b"
        )
        self.assertEqual(address("https://example.org/"), "example.org")
        self.assertEqual(len(address(f"https://example.org/{'a' * 90}")), 48)

    def test_words_are_listed_as_the_language_does(self):
        for language, said in (
            ("en", "a, b and c"), ("fr", "a, b et c"), ("es", "a, b y c"),
        ):  # fmt: skip
            with translation.override(language):
                self.assertEqual(listed(["a", "b", "c"]), said)
        self.assertEqual(listed(["a", "b"], "or"), "a or b")
        self.assertEqual(listed(["a"]), "a")

    def test_numbers_are_grouped_as_the_language_does(self):
        with translation.override("en"):
            self.assertEqual(number(1234567), "1,234,567")
            self.assertEqual(number(12), "12")
        with translation.override("fr"):
            self.assertRegex(number(1234567), r"^1\s234\s567$")

    def test_marks_and_icons_cannot_be_broken_out_of(self):
        drawn = Template("{% icon name %}{% mark name %}").render(
            Context({"name": '"><script>'})
        )
        self.assertNotIn("<script>", drawn)


class TextTests(TestCase):
    def test_a_text_is_in_the_language_of_the_page_or_marked(self):
        tool = make_tool(summary={"fr": "Pour <tous>"})
        with translation.override("fr"):
            self.assertEqual(text(tool, "summary"), "Pour <tous>")
        with translation.override("en"):
            drawn = text(tool, "summary")
            self.assertIn('lang="fr">Pour &lt;tous&gt;</span>', drawn)
            self.assertIn("(French)", drawn)
            self.assertEqual(plain(tool, "summary"), "Pour <tous>")

    def test_an_empty_text_is_empty(self):
        tool = make_tool()
        for draw in (text, own_text, plain, own_markdown, excerpt):
            self.assertEqual(draw(tool, "description"), "", draw)
        self.assertEqual(gist(tool), "")

    def test_markdown_in_another_language_is_marked(self):
        tool = make_tool(description={"es": "*Hola*"})
        drawn = own_markdown(tool, "description")
        self.assertIn('<div lang="es"><p><em>Hola</em></p>', drawn)
        self.assertIn("Spanish", drawn)
        self.assertIn(f'href="{tool.get_absolute_url()}edit/?field=description"', drawn)

    def test_a_record_in_another_language_invites_to_translate_it(self):
        tool = make_tool(summary={"fr": "Pour <tous>"})
        drawn = own_text(tool, "summary")
        self.assertIn('lang="fr">Pour &lt;tous&gt;</span>', drawn)
        self.assertIn(f'href="{tool.get_absolute_url()}edit/?field=summary"', drawn)
        self.assertIn("(French: translate it)", drawn)
        with translation.override("fr"):
            self.assertEqual(own_text(tool, "summary"), "Pour <tous>")

    def test_an_excerpt_is_escaped_once(self):
        for language in ("en", "fr"):
            tool = make_tool(description={language: "R&D <b>"})
            drawn = Template('{{ tool|excerpt:"description" }}').render(
                Context({"tool": tool})
            )
            self.assertIn("R&amp;D &lt;b&gt;", drawn, language)
            self.assertNotIn("&amp;amp;", drawn)

    def test_the_gist_is_the_summary_or_else_the_beginning_of_the_description(self):
        tool = make_tool(summary="Votes", description={"en": "It *votes*"})
        self.assertEqual(gist(tool), "Votes")
        self.assertEqual(gist(make_tool(description={"en": "It *votes*"})), "It votes")
        self.assertEqual(gist(make_collection(description={"fr": "*Tout*"})), "Tout")

    def test_the_name_of_any_record(self):
        tool, case = make_tool("Vote"), make_use_case({"fr": "Le vote"})
        self.assertEqual((name(tool), plain_name(tool)), ("Vote", "Vote"))
        self.assertEqual(plain_name(case), "Le vote")
        self.assertIn('lang="fr"', name(case))
        self.assertEqual(letters(case), "LV")


class PictureTests(TestCase):
    def test_the_smallest_copy_that_is_wide_enough_is_chosen(self):
        image = make_image(size=(800, 600))
        self.assertEqual(image.widths, [96, 320, 640])
        addresses = {width: image_url(image, width) for width in (1, 96, 97, 640, 641)}
        self.assertEqual(addresses[1], addresses[96])
        self.assertNotEqual(addresses[97], addresses[96])
        self.assertEqual(addresses[641], image_url(image))
        for found in addresses.values():
            self.assertTrue(found.startswith("/media/"))
            self.assertIn(image.sha256, found)

    def test_all_copies_are_offered_by_width(self):
        image = make_image(size=(800, 600))
        widths = [part.rsplit(" ", 1)[1] for part in srcset(image).split(", ")]
        self.assertEqual(widths, ["96w", "320w", "640w", "800w"])
