"""What nearly every page has is drawn once per language."""

from django.template import Context, Template
from django.test import SimpleTestCase
from django.utils import translation

SOURCE = "{% load drawn %}{% once section missing %}{{ section }} {{ n }}{% endonce %}"


class OnceTests(SimpleTestCase):
    def setUp(self):
        self.template = Template(SOURCE)

    def draw(self, section, n, language="en"):
        with translation.override(language):
            return self.template.render(Context({"section": section, "n": n}))

    def test_it_is_drawn_once_for_what_it_depends_on(self):
        self.assertEqual(self.draw("tool", 1), "tool 1")
        self.assertEqual(self.draw("tool", 2), "tool 1")
        self.assertEqual(self.draw("collection", 3), "collection 3")

    def test_each_language_has_its_own(self):
        self.draw("tool", 1)
        self.assertEqual(self.draw("tool", 2, "fr"), "tool 2")
