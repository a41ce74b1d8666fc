from django.core.management.base import BaseCommand

from accounts.forgetting import forget


class Command(BaseCommand):
    help = (
        "Delete what the privacy notice says is kept for a time only: accounts that "
        "nobody confirmed, sessions that are over, bans that ended long ago. Let it "
        "run once a day."
    )

    def handle(self, **options):
        counts = forget()
        told = ", ".join(f"{count} {what}" for what, count in counts.items())
        self.stdout.write(f"Deleted: {told}.")
