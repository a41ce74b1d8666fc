import io

from django.core.management import CommandError, call_command
from django.test import TestCase

from accounts.models import User
from revisions.models import Proposal
from tests.factories import make_collection, make_organization, make_tool, make_use_case


def bench(**options):
    out = io.StringIO()
    call_command("bench_queue", proposals=60, requests=1, stdout=out, **options)
    return out.getvalue()


class BenchQueueTests(TestCase):
    def test_it_measures_each_page_and_leaves_nothing(self):
        make_tool("Decidim", summary={"en": "Old"})
        make_organization("Maker")
        make_use_case("Vote", tools=["decidim"])
        make_collection("Choice", items=["decidim"])
        rows = [line.split("|") for line in bench().splitlines()[2:]]
        costs = {row[1].strip(): int(row[2]) for row in rows}
        self.assertEqual(len(costs), 10)
        for name in ("Queue", "Queue, last page", "Queue, narrowed"):
            self.assertLessEqual(costs[name], 15, name)
        self.assertFalse(Proposal.objects.exists())
        self.assertFalse(User.objects.exists())

    def test_an_empty_catalogue_is_said(self):
        with self.assertRaisesMessage(CommandError, "the catalogue is empty"):
            bench()
