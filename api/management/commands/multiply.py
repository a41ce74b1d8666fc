from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from api.interchange.multiplying import multiply
from api.interchange.reading import Unreadable


class Command(BaseCommand):
    help = (
        "Write a large folder in the interchange format, made from the records of "
        "another one, to measure the site with. Needs no database."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--tools", type=int, required=True, metavar="NUMBER")
        parser.add_argument("--to", type=Path, required=True, metavar="FOLDER")

    def handle(self, *, folder, tools, to, **options):
        if tools < 1:
            raise CommandError("--tools must be 1 or more")
        if to.resolve() == folder.resolve():
            raise CommandError("--to must be another folder")
        try:
            counts = multiply(folder, to, tools=tools)
        except (Unreadable, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(", ".join(f"{n} {name}" for name, n in counts.items()))
