"""That a database emptied between tests keeps nothing for the search to find."""

from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase

from core.models import Document
from core.search.engine import search
from tests.factories import make_tool


class FlushTests(TransactionTestCase):
    def test_what_empties_the_documents_empties_the_index(self):
        make_tool("Decidim")
        self.assertTrue(search("decidim"))
        call_command("flush", verbosity=0, interactive=False)
        self.assertFalse(Document.objects.exists())
        self.assertEqual(words_left(), 0)
        # A row that takes the place of an old one brings its own words only.
        make_tool("Alaveteli")
        self.assertEqual(search("decidim"), {})
        self.assertEqual(len(search("alaveteli")["tool"]), 1)


def words_left():
    """Return how many documents the index of the database itself knows."""
    if connection.vendor != "sqlite":
        return Document.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_document_words_docsize")
        return cursor.fetchone()[0]
