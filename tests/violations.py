"""Tests of the rules that the database itself holds.

A model test names each rule of its models in `violations`, with a write that
breaks it; tests/test_house.py asks that none is missing.
"""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import DataError, IntegrityError, connection, transaction


def change(record, **columns):
    """Write columns past forms, fields and the one door."""
    type(record)._base_manager.filter(pk=record.pk).update(**columns)


def add(model, **columns):
    """Insert a row past save()."""
    model._base_manager.bulk_create([model(**columns)])


def texts(field, value):
    return {f"{field}_{language}": value for language in ("en", "fr", "es")}


def of_every_record(model, *, name="name"):
    """Return {rule: write that breaks it} of the rules that every kind has.

    The test class keeps a record of the kind as `record`.
    """
    prefix = model._meta.model_name

    def two_verifiers(test):
        user = get_user_model().objects.create(username="verifier")
        change(
            test.record,
            verified_on="2026-01-01",
            verified_by=user,
            verified_by_name="Somebody else",
        )

    def same_slug(test):
        other = model._base_manager.get(pk=test.record.pk)
        other.pk = None
        model._base_manager.bulk_create([other])

    return {
        f"{prefix}_slug_not_reserved": lambda t: change(t.record, slug="history"),
        f"{prefix}_status_known": lambda t: change(t.record, status="lost"),
        f"{prefix}_hidden_with_reason": lambda t: change(t.record, status="hidden"),
        f"{prefix}_verified_on_a_day": lambda t: change(
            t.record, verified_by_name="Ada"
        ),
        f"{prefix}_one_verifier": two_verifiers,
        f"{prefix}_{name}_filled": lambda t: change(t.record, **texts(name, None)),
        f"{prefix}.slug": same_slug,
    }


def too_long(rule, field, length):
    """Return {rule: write of a text one character too long}, in the last language."""
    return {rule: lambda t: change(t.record, **{f"{field}_es": "x" * (length + 1)})}


def rules(model):
    """Yield the names of a model's constraints, "model.field" for a unique field."""
    for constraint in model._meta.constraints:
        yield constraint.name
    for field in model._meta.local_fields:
        if field.unique and not field.primary_key and not field.one_to_one:
            yield f"{model._meta.model_name}.{field.name}"


class ViolationTests:
    """Breaks each rule of `violations` and expects the database to refuse."""

    violations = {}  # {name of the constraint: callable(test) that breaks it}

    def test_the_database_refuses_what_breaks_a_rule(self):
        for rule, violate in self.violations.items():
            with self.subTest(rule=rule):
                self.assert_refused(rule, lambda violate=violate: violate(self))

    def assert_refused(self, rule, write):
        """Expect the database to refuse a write, and because of this rule."""
        try:
            with transaction.atomic():
                write()
        except IntegrityError as refusal:
            self.assertIn(self.mark(rule), str(refusal))
        except DataError as refusal:
            # PostgreSQL asks the column for its length before the constraint.
            self.assertTrue(rule.endswith("_short"), refusal)
            self.assertIn("value too long", str(refusal))
        else:
            self.fail(f"the database took what breaks {rule}")

    def mark(self, rule):
        """Return what the database says of this rule and of no other."""
        if "." in rule:
            return rule.partition(".")[2]
        model, constraint = next(
            (model, constraint)
            for model in apps.get_models()
            for constraint in model._meta.constraints
            if constraint.name == rule
        )
        if connection.vendor == "sqlite" and hasattr(constraint, "fields"):
            columns = [model._meta.get_field(f).column for f in constraint.fields]
            return ", ".join(f"{model._meta.db_table}.{c}" for c in columns)
        return rule
