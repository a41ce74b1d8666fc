from pathlib import Path

from django.core.management.base import BaseCommand

from api.interchange.dumping import dump


class Command(BaseCommand):
    help = "Write what is published to a folder in the interchange format."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder, **options):
        progress = self.stderr if options["verbosity"] else None
        counts = dump(folder, progress=progress)
        self.stdout.write(", ".join(f"{n} in {name}" for name, n in counts.items()))
