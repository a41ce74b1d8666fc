from django.test import SimpleTestCase

from catalogue.filters import CollectionFilter, ToolFilter
from core.matches import _texts_of
from organizations.filters import OrganizationFilter
from usecases.filters import UseCaseFilter

FILTERS = (ToolFilter, UseCaseFilter, OrganizationFilter, CollectionFilter)


class PassageTests(SimpleTestCase):
    def test_the_texts_of_all_kinds_have_their_columns_in_one_order(self):
        """PostgreSQL unites no others, and SQLite would mix the languages up."""
        for kind in FILTERS:
            for field in kind.passages:
                query = str(_texts_of(kind, [1], field).query)
                columns = query.partition(" FROM ")[0].split(" AS ")
                names = [column.split('"')[1] for column in columns[1:]]
                wanted = [f"{field}_{code}" for code in ("en", "fr", "es")]
                self.assertEqual(names, ["its_kind", "pk", *wanted], query)
