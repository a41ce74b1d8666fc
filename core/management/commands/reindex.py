import gc

from django.core.management.base import BaseCommand
from django.db import transaction

from core.models import CatalogueVersion, Document
from core.search.engine import many_at_once
from core.search.index import differing, every_batch, replace, strays


class Command(BaseCommand):
    help = (
        "Write the documents of the search index that differ from the records. With "
        "--check, name them only; exit status 1 when there are some."
    )

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing if there are documents"
        )

    def handle(self, *, check, if_empty, **options):
        if if_empty and Document.objects.exists():
            return
        progress = self.stderr if options["verbosity"] else None
        # Records with all their relations are many objects: looking for garbage among
        # them takes a quarter of the time.
        before = gc.get_threshold()
        gc.set_threshold(100_000, 50, 100)
        try:
            (self._check if check else self._write)(progress)
        finally:
            gc.set_threshold(*before)

    def _write(self, progress):
        with many_at_once(), transaction.atomic():
            written, _deleted = strays().delete()
            for kind, batch, records in every_batch(progress):
                written += replace(kind, batch, records)
            if written:
                CatalogueVersion.bump()
        count = Document.objects.count()
        self.stdout.write(f"{count} documents; {written} written or removed")

    def _check(self, progress):
        wrong = list(strays())
        for kind, batch, records in every_batch(progress):
            changed, gone = differing(kind, batch, records)
            wrong += [*changed, *Document.objects.filter(pk__in=gone)]
        for document in wrong:
            self.stderr.write(f"not in step: {document}")
        self.stdout.write(f"{len(wrong)} documents are not in step with their records")
        if wrong:
            raise SystemExit(1)
