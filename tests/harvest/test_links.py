"""Checking the links of the catalogue, tried on servers of this machine only."""

import datetime
import io
import time
from unittest import mock

from django.core.management import CommandError, call_command
from django.test import SimpleTestCase, TestCase
from django.utils import timezone

from catalogue.models import Tool
from core.fetch import Fetched, Refused, Rules, Unreachable
from harvest import links
from harvest.links import NoNetworkError, by_turns, check_links
from harvest.models import CheckedLink
from tests.factories import (
    make_checkedlink,
    make_collection,
    make_organization,
    make_tool,
    make_use_case,
)
from tests.web_server import Server, page, saying

DAY = datetime.timedelta(days=1)
HERE = Rules(
    seconds=3, read_seconds=2, ports=None, allowed=lambda address: True, max_bytes=0
)
FINE = "https://fine.example.org/"
DEAD = "https://dead.example.org/"


class Web:
    """Answers like core.fetch.fetch() with a status, or raises what it is told to."""

    def __init__(self, **answers):
        self.answers = {f"https://{n}.example.org/": a for n, a in answers.items()}
        self.asked = []

    def __call__(self, url, *, rules):
        self.asked.append(url)
        answer = self.answers.get(url, 200)
        if isinstance(answer, BaseException):
            raise answer
        return Fetched(url, answer, "text/html", b"", timezone.now())


def row(url=DEAD):
    return CheckedLink.objects.get(url=url)


class AnswerTests(TestCase):
    def setUp(self):
        make_tool(website=DEAD, source_code=FINE)

    def check(self, answer, *, at=None):
        return check_links(get=Web(dead=answer), at=at)

    def test_what_an_address_answers_is_kept(self):
        for answer, trouble, status in (
            (200, "", 200), (204, "", 204), (304, "", 304),
            (404, "gone", 404), (410, "gone", 410),
            (401, "refused", 401), (403, "refused", 403), (429, "refused", 429),
            (451, "refused", 451), (999, "refused", 999),
            (500, "server", 500), (503, "server", 503),
            (Unreachable("slow"), "unreachable", None),
            (Refused("private"), "refused", None),
        ):  # fmt: skip
            with self.subTest(answer):
                now = timezone.now()
                self.check(answer, at=now)
                self.assertEqual((row().trouble, row().status), (trouble, status))
                self.assertEqual(row().checked_at, now)

    def test_failures_in_a_row_are_counted_from_the_first(self):
        begun = timezone.now() - 20 * DAY
        for days, answer in ((0, 404), (7, 500), (14, Unreachable("slow"))):
            self.check(answer, at=begun + days * DAY)
        self.assertEqual((row().failures, row().failing_since), (3, begun))
        self.assertEqual(CheckedLink.objects.broken().get(), row())

    def test_a_page_that_answers_again_does_not_fail(self):
        for answer in (200, 403):
            with self.subTest(answer):
                self.check(404)
                self.check(answer)
                self.assertEqual((row().failures, row().failing_since), (0, None))

    def test_a_site_that_turns_machines_away_never_counts_as_broken(self):
        for days in range(0, 30, 7):
            self.check(403, at=timezone.now() + days * DAY)
        self.assertFalse(CheckedLink.objects.broken().exists())

    def test_an_error_nobody_thought_of_ends_no_run(self):
        for error in (ValueError("odd"), RuntimeError(), RecursionError()):
            with self.subTest(error), self.assertLogs("harvest.links", "ERROR") as log:
                found = self.check(error)
            self.assertIn(DEAD, log.output[0])
            self.assertEqual((found.asked, found.fine, found.refused), (2, 1, 1))
            self.assertEqual((row().trouble, row().failures), ("refused", 0))

    def test_it_says_what_came_of_it(self):
        make_checkedlink("https://old.example.org/")
        found = self.check(404)
        self.assertEqual(
            (found.asked, found.fine, found.broken, found.refused, found.removed),
            (2, 1, 1, 0, 1),
        )


class ChoiceTests(TestCase):
    def asked(self, **options):
        web = Web()
        check_links(get=web, **options)
        return web.asked

    def test_the_links_of_published_records_are_asked_each_once(self):
        make_tool(website="https://a.example/", demo="https://b.example/")
        make_tool(website="https://a.example/")
        make_use_case(url="https://c.example/")
        make_organization(website="https://d.example/")
        make_collection()
        hidden = make_tool(website="https://hidden.example/")
        Tool.objects.filter(pk=hidden.pk).update(status="hidden", hidden_reason="x")
        self.assertEqual(self.asked(), [f"https://{x}.example/" for x in "abcd"])

    def test_those_never_asked_come_first_then_those_asked_longest_ago(self):
        now = timezone.now()
        for name, days in (("a", 1), ("b", 9), ("c", 5), ("d", None)):
            make_tool(website=f"https://{name}.example/")
            if days:
                make_checkedlink(
                    f"https://{name}.example/", trouble="", checked_at=now - days * DAY
                )
        order = [url[8] for url in self.asked(limit=3)]
        self.assertEqual(order, ["d", "b", "c"])
        self.assertEqual([url[8] for url in self.asked(limit=2)], ["a", "b"])

    def test_those_asked_lately_can_be_left_out(self):
        for name, days in (("a", 1), ("b", 9)):
            make_tool(website=f"https://{name}.example/")
            checked_at = timezone.now() - days * DAY
            make_checkedlink(
                f"https://{name}.example/", trouble="", checked_at=checked_at
            )
        make_tool(website="https://c.example/")
        self.assertEqual(
            self.asked(older_than=7), ["https://c.example/", "https://b.example/"]
        )
        self.assertEqual(self.asked(older_than=7), [])

    def test_rows_of_addresses_that_no_record_has_are_removed(self):
        tool = make_tool(website=DEAD)
        check_links(get=Web(dead=404, fine=200), at=timezone.now())
        Tool.objects.filter(pk=tool.pk).update(website=FINE)
        found = check_links(get=Web())
        self.assertEqual(found.removed, 1)
        self.assertEqual([r.url for r in CheckedLink.objects.all()], [FINE])

    def test_a_long_address_has_a_row_too(self):
        url = f"https://a.example/{'é' * 480}"
        make_tool(website=url)
        check_links(get=Web())
        self.assertEqual(row(url).status, 200)

    def test_the_queries_before_the_first_question_do_not_grow(self):
        for number in range(9):
            make_tool(website=f"https://{number}.example/")
        self.asked()
        # The addresses of three kinds, and what is known.
        with self.assertNumQueries(4):
            self.asked(older_than=1)


class NetworkTests(TestCase):
    def setUp(self):
        make_tool(website=DEAD, source_code="https://down.example.org/")

    def test_no_network_is_no_broken_link(self):
        make_checkedlink("https://old.example.org/")
        with self.assertRaises(NoNetworkError):
            check_links(get=Web(dead=Unreachable("?"), down=Unreachable("?")))
        self.assertEqual([r.url for r in CheckedLink.objects.all()], [
            "https://old.example.org/"
        ])  # fmt: skip

    def test_what_was_refused_without_being_asked_shows_no_network(self):
        make_tool(website="https://port.example.org/")
        web = Web(dead=Unreachable("?"), down=Unreachable("?"), port=Refused("a port"))
        with self.assertRaises(NoNetworkError):
            check_links(get=web)
        self.assertFalse(CheckedLink.objects.exists())

    def test_one_answer_shows_that_the_others_failed(self):
        make_tool(website=FINE)
        found = check_links(get=Web(dead=Unreachable("?"), down=Unreachable("?")))
        self.assertEqual((found.fine, found.broken), (1, 2))
        self.assertEqual(row().failures, 1)

    def test_an_error_of_a_server_is_an_answer(self):
        found = check_links(get=Web(dead=Unreachable("?"), down=503))
        self.assertEqual(found.broken, 2)

    def test_nothing_to_ask_is_no_lack_of_a_network(self):
        Tool.objects.update(website="", source_code="")
        self.assertEqual(check_links(get=Web()).asked, 0)

    def test_what_was_found_before_a_run_is_cut_off_stays(self):
        with self.assertRaises(KeyboardInterrupt):
            check_links(get=Web(dead=404, down=KeyboardInterrupt()))
        self.assertEqual(row().trouble, "gone")


class PaceTests(SimpleTestCase):
    def test_the_addresses_of_one_host_stand_apart(self):
        urls = [f"https://{x}.example/{n}" for x, n in ("a1", "a2", "a3", "b1", "c1")]
        order = [url[8] + url[-1] for url in by_turns(urls)]
        self.assertEqual(order, ["a1", "b1", "c1", "a2", "a3"])

    def test_a_host_is_left_in_peace_between_two_questions(self):
        begun = time.monotonic()
        urls = ["https://a.example/1", "https://b.example/", "https://A.example/2"]
        with mock.patch.object(links, "PAUSE", 0.3):
            times = [time.monotonic() - begun for _url in links.paced(urls)]
        self.assertLess(times[1], 0.3)
        self.assertGreaterEqual(times[2], 0.3)

    def test_an_address_without_a_host_stops_nothing(self):
        self.assertEqual(list(links.paced(["http://[::1"])), ["http://[::1"])


class CommandTests(TestCase):
    """The whole way, through the guarded client, to servers of this machine."""

    def check(self, *options):
        out = io.StringIO()
        with (
            mock.patch.object(links, "RULES", HERE),
            mock.patch.object(links, "PAUSE", 0),
        ):
            call_command("check_links", *options, stdout=out, verbosity=0)
        return out.getvalue()

    def test_it_asks_and_says_what_it_found(self):
        def answer(connection, request):
            status = "404 Not Found" if b"/gone" in request else "200 OK"
            connection.sendall(page("x" * 100_000, status=status))

        with Server(answer) as server:
            gone = server.url("/gone")
            make_tool(website=server.url("/here"), source_code=gone)
            said = self.check()
        self.assertEqual(
            said.strip(),
            "2 addresses asked: 1 fine, 1 broken, 0 refused; "
            "0 forgotten that no record has any more",
        )
        self.assertEqual(row(gone).trouble, "gone")

    def test_what_the_guarded_client_refuses_is_not_asked(self):
        with Server(saying("secret")) as server:
            make_tool(website=server.url())
            call_command("check_links", stdout=io.StringIO(), verbosity=0)
        self.assertEqual(server.requests, [])
        self.assertEqual(row(server.url()).trouble, "refused")

    def test_no_network_is_an_error_in_words(self):
        with Server(saying("")) as server:
            make_tool(website=server.url())
        with self.assertRaisesMessage(CommandError, "no connection to the internet"):
            self.check()
        self.assertFalse(CheckedLink.objects.exists())

    def test_it_asks_no_more_than_it_was_told(self):
        with Server(saying("")) as server:
            for number in range(3):
                make_tool(website=server.url(f"/{number}"))
            self.check("--limit", "2", "--older-than", "7")
        self.assertEqual(server.paths, ["/0", "/1"])

    def test_wrong_numbers_are_refused(self):
        for option in ("--limit", "--older-than"):
            for value in ("0", "-1", "x"):
                with self.subTest(option, value=value), self.assertRaises(CommandError):
                    self.check(f"{option}={value}")
