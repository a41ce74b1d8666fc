import gc

from django.core.management.base import BaseCommand

from core.models import Document
from core.processes import slacken
from core.search.reindexing import out_of_step, rewrite


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
        parser.add_argument(
            "--processes", type=int, help="to read in; by default one for each core"
        )

    def handle(self, *, check, if_empty, processes, **options):
        if if_empty and Document.objects.exists():
            return
        progress = self.stderr if options["verbosity"] else None
        before = slacken()
        try:
            (self._check if check else self._write)(progress, processes)
        finally:
            gc.set_threshold(*before)

    def _write(self, progress, processes):
        written = rewrite(progress, processes)
        count = Document.objects.count()
        self.stdout.write(f"{count} documents; {written} written or removed")

    def _check(self, progress, processes):
        wrong = list(out_of_step(progress, processes))
        for name in wrong:
            self.stderr.write(f"not in step: {name}")
        self.stdout.write(f"{len(wrong)} documents are not in step with their records")
        if wrong:
            raise SystemExit(1)
