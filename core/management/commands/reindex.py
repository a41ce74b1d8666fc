from django.core.management.base import BaseCommand
from django.db import transaction

from core.kinds import all_kinds
from core.models import CatalogueVersion, Document
from core.progress import track
from core.search.index import BATCH, refresh


class Command(BaseCommand):
    help = "Write the search index anew from the records."

    @transaction.atomic
    def handle(self, **options):
        Document.objects.all().delete()
        for kind in all_kinds():
            pks = sorted(kind.model._base_manager.values_list("pk", flat=True))
            steps = [pks[i : i + BATCH] for i in range(0, len(pks), BATCH)]
            for batch in track(steps, self.stderr, f"{kind.collective}, by {BATCH}"):
                refresh(kind.key, batch)
        CatalogueVersion.bump()
        self.stdout.write(f"{Document.objects.count()} documents")
