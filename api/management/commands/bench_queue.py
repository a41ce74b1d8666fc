from django.core.management.base import BaseCommand, CommandError

from api.benchmark.queue import measure


class Command(BaseCommand):
    help = (
        "Measure the pages of moderators while very many proposals wait: queries, "
        "milliseconds (median / 95th percentile). The database is left as it was."
    )

    def add_arguments(self, parser):
        parser.add_argument("--proposals", type=int, default=10_000, metavar="NUMBER")
        parser.add_argument("--requests", type=int, default=50, metavar="NUMBER")

    def handle(self, *, proposals, requests, **options):
        if proposals < 1 or requests < 1:
            raise CommandError("both numbers must be above 0")
        try:
            found = measure(proposals, requests)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("| page | queries | ms, median | ms, 95th percentile |")
        self.stdout.write("|---|---:|---:|---:|")
        for name, (queries, middle, last) in found.items():
            self.stdout.write(f"| {name} | {queries} | {middle} | {last} |")
