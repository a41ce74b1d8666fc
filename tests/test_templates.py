"""The templates: none is left over, none is missing."""

import re
from pathlib import Path

from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.test import SimpleTestCase

FOLDER = settings.BASE_DIR / "templates"
# Looked up by name: by Django itself, by the admin for its models, by allauth, and
# e-mails by core.mail.
BY_NAME = re.compile(
    r"\d{3}(_csrf)?\.html|admin/(base_site|index|login)\.html"
    r"|(account|mfa|socialaccount|usersessions|mail)/.*"
)
IN_TEMPLATES = re.compile(r"""\{%\s*(?:include|extends)\s+["']([^"']+)["']""")
IN_PYTHON = re.compile(r"""["']([\w./-]+\.(?:html|txt|xml))["']""")
LEFT_OUT = {"tests", "migrations", ".venv", "staticfiles", "node_modules"}


def templates():
    return sorted(path for path in FOLDER.rglob("*") if path.is_file())


def names():
    return [path.relative_to(FOLDER).as_posix() for path in templates()]


def python_files():
    for path in settings.BASE_DIR.rglob("*.py"):
        if not LEFT_OUT & set(path.relative_to(settings.BASE_DIR).parts):
            yield path


def named_in_python():
    """Return the templates that code names, a list's results with its page."""
    found = set()
    for path in python_files():
        found |= set(IN_PYTHON.findall(path.read_text(encoding="utf-8")))
    lists = {name for name in found if (FOLDER / results_of(name)).is_file()}
    return found | {results_of(name) for name in lists}


def results_of(name):
    return name.replace(".html", "_results.html")


def named_in_templates():
    return {
        (path.relative_to(FOLDER).as_posix(), name)
        for path in templates()
        for name in IN_TEMPLATES.findall(path.read_text(encoding="utf-8"))
    }


class TemplateTests(SimpleTestCase):
    def test_every_template_is_used(self):
        used = named_in_python() | {name for _by, name in named_in_templates()}
        unused = [n for n in names() if n not in used and not BY_NAME.fullmatch(n)]
        self.assertEqual(unused, [])

    def test_every_template_named_exists(self):
        missing = []
        for by, name in sorted(named_in_templates()):
            try:
                get_template(name)
            except TemplateDoesNotExist:
                missing.append((by, name))
        self.assertEqual(missing, [])

    def test_every_template_compiles(self):
        for name in names():
            get_template(name)

    def test_blocks_of_several_lines_name_what_they_end(self):
        for path in templates():
            for line in path.read_text(encoding="utf-8").splitlines():
                if "{% block " not in line:
                    self.assertNotIn("{% endblock %}", line, path.name)

    def test_fragments_are_named_as_fragments(self):
        """What is included stands in includes/ or begins with an underscore."""
        included = re.compile(r"""\{%\s*include\s+["']([^"']+)["']""")
        for path in templates():
            for name in included.findall(path.read_text(encoding="utf-8")):
                if (FOLDER / name).is_file():
                    part = Path(name)
                    shared = part.parts[0] == "includes" or part.name.startswith("_")
                    self.assertTrue(shared, (path.name, name))

    def test_nothing_is_marked_safe_in_a_template(self):
        for path in templates():
            text = path.read_text(encoding="utf-8")
            self.assertNotRegex(text, r"\|\s*safe\b|autoescape\s+off", path.name)
