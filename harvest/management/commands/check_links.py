from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError

from harvest.links import NoNetworkError, check_links


class Command(BaseCommand):
    help = (
        "Ask the links of the published records whether they still answer, those first "
        "that were asked longest ago, and keep what they say for the worklist of "
        "broken links. Let it run once a week."
    )

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=whole, metavar="N", help="ask no more")
        parser.add_argument(
            "--older-than",
            type=whole,
            metavar="DAYS",
            help="leave out what was asked within so many days",
        )

    def handle(self, *, limit, older_than, verbosity, **options):
        progress = self.stderr if verbosity else None
        try:
            found = check_links(limit=limit, older_than=older_than, progress=progress)
        except NoNetworkError as error:
            raise CommandError(
                f"None answered of {error} addresses: this machine seems to have no "
                "connection to the internet. Nothing was written."
            ) from error
        self.stdout.write(
            f"{found.asked} addresses asked: {found.fine} fine, {found.broken} broken, "
            f"{found.refused} refused; {found.removed} forgotten that no record has "
            "any more"
        )


def whole(text):
    if not text.isdecimal() or not int(text):
        raise ArgumentTypeError("a whole number from 1 on")
    return int(text)
