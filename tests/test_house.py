"""What holds for the code as a whole."""

import ast
import importlib
import io

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test import SimpleTestCase, TestCase

from core.kinds import all_kinds
from tests import factories
from tests.violations import ViolationTests, rules

# Each app may import only the apps listed before it.
ORDER = ["core", "accounts", "revisions", "taxonomy", "organizations", "catalogue",
         "usecases", "harvest", "api", "pages", "toolbox"]  # fmt: skip
# Models that are rows of a record, or of the site: the record's factory, or the one
# door, makes them.
WITHOUT_FACTORY = {
    "core.CatalogueChange", "core.CatalogueVersion", "core.Document", "core.Rate",
    "core.Word", "revisions.Distinct", "revisions.Message",
    "revisions.ModerationAction", "revisions.Patrol", "revisions.ProposedChange",
    "revisions.Redirect", "revisions.Revision",
}  # fmt: skip


def our_models():
    return [
        model for app in ORDER[:-1] for model in apps.get_app_config(app).get_models()
    ]


def imported_apps(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.ImportFrom(module=str(module), level=0):
                yield module.split(".")[0]
            case ast.Import(names=names):
                yield from (alias.name.split(".")[0] for alias in names)


class ArchitectureTests(SimpleTestCase):
    def test_imports_only_point_down(self):
        wrong = [
            f"{path.relative_to(settings.BASE_DIR)} imports {target}"
            for rank, app in enumerate(ORDER)
            for path in sorted((settings.BASE_DIR / app).rglob("*.py"))
            for target in imported_apps(path)
            if target in ORDER[rank + 1 :]
        ]
        self.assertEqual(wrong, [])

    def test_no_app_is_left_out_of_the_order(self):
        ours = {path.parent.name for path in settings.BASE_DIR.glob("*/apps.py")}
        self.assertEqual(ours, set(ORDER) - {"toolbox"})

    def test_nothing_imports_the_tests(self):
        wrong = [
            str(path.relative_to(settings.BASE_DIR))
            for app in ORDER
            for path in sorted((settings.BASE_DIR / app).rglob("*.py"))
            if "tests" in imported_apps(path)
        ]
        self.assertEqual(wrong, [])


class MigrationTests(TestCase):
    def test_the_migrations_are_up_to_date(self):
        out = io.StringIO()
        try:
            call_command("makemigrations", check=True, dry_run=True, stdout=out)
        except SystemExit:
            self.fail(out.getvalue())


class FactoryTests(SimpleTestCase):
    def test_every_model_has_a_factory_or_is_a_row_of_one_that_has(self):
        made = {kind.model for kind in all_kinds()}
        made |= {
            model
            for model in our_models()
            if hasattr(factories, f"make_{model._meta.model_name}")
        }
        for kind in all_kinds():
            made |= {part.rows_model for part in kind.fields if part.rows_model}
            name = f"make_{kind.key.replace('-', '_')}"
            self.assertTrue(hasattr(factories, name), name)
        left = {model._meta.label for model in our_models() if model not in made}
        self.assertEqual(left, WITHOUT_FACTORY)


class ConstraintTests(SimpleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for path in sorted((settings.BASE_DIR / "tests").glob("*/test_models.py")):
            importlib.import_module(f"tests.{path.parent.name}.test_models")
        cls.broken = [
            rule for test in ViolationTests.__subclasses__() for rule in test.violations
        ]

    def test_every_rule_of_the_database_is_broken_by_a_test(self):
        held = {rule for model in our_models() for rule in rules(model)}
        # The name of a tag is its slug, and unique with it; Django sees to users.
        held -= {"tag.name", "user.username"}
        self.assertEqual(held - set(self.broken), set())

    def test_no_test_breaks_a_rule_that_is_gone(self):
        held = {rule for model in our_models() for rule in rules(model)}
        self.assertEqual(set(self.broken) - held, set())
