from bs4 import BeautifulSoup
from django.test import SimpleTestCase, TestCase

from core.markup import html, plain
from tests.factories import make_tool
from tests.public_pages import read

# What must not get through, as people who mean harm write it.
ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=//evil.example></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>*{display:none}</style>",
    "<!-- <b> --><b onclick=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    '[x](https://a.example "onmouseover=alert(1)")',
    "[x]: javascript:alert(1)\n\n[x]",
    '```"onload=alert(1)\n</code><script>\n```',
    "| <script> |\n|---|\n| <img src=x onerror=y> |",
    "\x00<scr\x00ipt>",
)


class MarkupTests(SimpleTestCase):
    def test_nothing_that_runs_or_loads_gets_through(self):
        for attack in ATTACKS:
            drawn = html(attack).lower()
            for tag in ("script", "img", "svg", "iframe", "style", "object", "form"):
                self.assertNotIn(f"<{tag}", drawn, attack)
            page = parsed(drawn)
            for node in page.find_all(True):
                self.assertLessEqual(
                    set(node.attrs), {"href", "rel", "start", "title"}, attack
                )
                self.assertNotRegex(node.get("href", ""), r"(?i)script:|data:", attack)

    def test_raw_html_shows_as_text(self):
        self.assertEqual(
            html("A <b>bold</b> move"), "<p>A &lt;b&gt;bold&lt;/b&gt; move</p>\n"
        )

    def test_links_are_kept_and_marked(self):
        for address in (
            "https://a.example/?b=1&c=2",
            "http://a.example",
            "mailto:a@b.c",
        ):
            link = parsed(html(f"[x]({address})")).a
            self.assertEqual(link["href"], address)
            self.assertIn("nofollow", link["rel"])
            self.assertIn("noopener", link["rel"])

    def test_headings_go_under_those_of_the_page(self):
        text = "# One\n\n### Two\n\n# Three\n\n###### Four"
        levels = [node.name for node in parsed(html(text)).find_all(True)]
        self.assertEqual(levels, ["h3", "h4", "h3", "h5"])
        levels = [node.name for node in parsed(html(text, top=2)).find_all(True)]
        self.assertEqual(levels, ["h2", "h3", "h2", "h4"])

    def test_headings_never_go_deeper_than_six(self):
        text = "\n\n".join(f"{'#' * n} H" for n in range(1, 7))
        levels = [node.name for node in parsed(html(text)).find_all(True)]
        self.assertEqual(levels, ["h3", "h4", "h5", "h6", "h6", "h6"])

    def test_the_usual_forms_are_drawn(self):
        text = "*a* **b** `c`\n\n- d\n\n3. e\n\n> f\n\n| g |\n|---|\n| h |\n\n---"
        names = {node.name for node in parsed(html(text)).find_all(True)}
        self.assertLessEqual(
            {"em", "strong", "code", "ul", "ol", "li", "blockquote", "table", "hr"},
            names,
        )
        self.assertEqual(parsed(html("3. e")).ol["start"], "3")

    def test_an_empty_text_is_empty(self):
        self.assertEqual(html(""), "")
        self.assertEqual(plain(""), "")


class PlainTests(SimpleTestCase):
    def test_it_is_words_without_markup(self):
        text = '# Title\n\nR&D *for* <b>all</b>, "quoted"\n\n- one\n- two'
        self.assertEqual(plain(text), 'Title R&D for <b>all</b>, "quoted" one two')

    def test_a_long_text_is_cut_between_words(self):
        cut = plain("word " * 100)
        self.assertLessEqual(len(cut), 161)
        self.assertTrue(cut.endswith("word…"))

    def test_a_cut_leaves_no_comma_behind(self):
        self.assertEqual(plain("one, two, three", length=10), "one, two…")

    def test_a_text_that_fits_is_whole(self):
        self.assertEqual(plain("one two", length=7), "one two")


class MarkupOnPagesTests(TestCase):
    def test_a_page_shows_an_attack_as_text(self):
        for number, attack in enumerate(ATTACKS[:7]):
            make_tool(f"T{number}", description={"en": attack}, summary=attack)
            page = read(self.client.get(f"/en/tools/t{number}/"))
            self.assertEqual(page.main.select("script, iframe, style, [onerror]"), [])


def parsed(drawn):
    return BeautifulSoup(drawn, "html.parser")
