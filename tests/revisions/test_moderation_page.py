import datetime

from django.test import TestCase
from django.utils import timezone

from revisions.models import Distinct, ModerationAction, Proposal
from tests.factories import (
    make_checkedlink,
    make_collection,
    make_moderator,
    make_organization,
    make_proposal,
    make_report,
    make_tool,
    make_use_case,
    make_user,
)
from tests.public_pages import read, words

PAGES = (
    "/en/moderation/",
    "/en/moderation/worklists/unverified/",
    "/en/moderation/worklists/stubs/",
    "/en/moderation/worklists/translations/",
    "/en/moderation/worklists/broken-links/",
    "/en/moderation/duplicates/",
    "/en/moderation/collections/",
)


class DeskTests(TestCase):
    def setUp(self):
        self.moderator = make_moderator()
        self.client.force_login(self.moderator)

    def desk(self):
        return read(self.client.get("/en/moderation/"))

    def test_only_moderators_open_the_pages_of_moderators(self):
        for user, status in ((make_user(), 403), (self.moderator, 200)):
            self.client.force_login(user)
            for page in PAGES:
                self.assertEqual(self.client.get(page).status_code, status, page)
        self.client.logout()
        for page in PAGES:
            self.assertEqual(self.client.get(page).status_code, 302, page)

    def test_it_counts_what_waits(self):
        old = timezone.now() - datetime.timedelta(days=8)
        mine = make_proposal(make_tool("Mine"), licence="MIT", at=old)
        Proposal.objects.filter(pk=mine.pk).update(assignee=self.moderator)
        make_proposal(make_tool("Free"), licence="MIT")
        make_report()
        numbers = [words(n) for n in self.desk().select(".desk-figures b")]
        self.assertEqual(numbers, ["2", "1", "1", "1"])

    def test_what_is_mine_stands_before_what_waits_longest(self):
        mine = make_proposal(make_tool("Mine"), licence="MIT")
        Proposal.objects.filter(pk=mine.pk).update(assignee=self.moderator)
        make_proposal(make_tool("Free"), licence="MIT")
        rows = [words(row) for row in self.desk().select(".rec > div .waiting b")]
        self.assertEqual(rows, ["Mine", "Free"])

    def test_an_empty_desk_says_so(self):
        self.assertIn("Nothing waits. Thank you.", words(self.desk().main))

    def test_it_counts_broken_links(self):
        make_report(why="link")
        for number in range(2):
            make_checkedlink(make_tool(website=f"https://{number}.example/").website)
        said = words(self.desk().select_one("a[href$=broken-links\\/] + small"))
        self.assertEqual(said, "1 reported by people · 2 found when links were checked")

    def test_its_queries_do_not_grow(self):
        for _number in range(9):
            make_proposal(make_tool(), licence="MIT")
            make_report(make_tool())
        self.desk()
        with self.assertNumQueries(13):
            self.desk()


class WorklistTests(TestCase):
    def setUp(self):
        self.client.force_login(make_moderator())

    def tasks(self, name, query=""):
        """Return [(name of a record, [(what is to do, address)])]."""
        response = self.client.get(f"/en/moderation/worklists/{name}/{query}")
        return [
            (words(task.b), [(words(a), a["href"]) for a in task.select(".todo a")])
            for task in read(response).select(".tasks > li")
        ]

    def test_what_nobody_verified_comes_first_then_the_oldest(self):
        make_tool("Newer", verified_on="2026-05-01", verified_by="Ada")
        make_tool("Old", verified_on="2020-05-01", verified_by="Ada")
        make_tool("Never")
        names = [name for name, _todo in self.tasks("unverified")]
        self.assertEqual(names, ["Never", "Old", "Newer"])

    def test_a_stub_says_what_it_lacks_and_leads_to_the_field(self):
        make_tool("Bare")
        make_tool(
            "Full", summary="A summary", website="https://a.example/", licence="MIT",
            pricing="free", latest_version="1", activity="active", description={
                "en": "Words"},
        )  # fmt: skip
        self.assertEqual(
            self.tasks("stubs"),
            [
                (
                    "Bare",
                    [
                        ("No summary", "/en/tools/bare/edit/?field=summary"),
                        ("No link", "/en/tools/bare/edit/?field=website"),
                        ("Only 2 fields", "/en/tools/bare/edit/"),
                    ],
                )
            ],
        )

    def test_each_kind_has_its_stubs(self):
        make_use_case("Vote")
        names = [name for name, _todo in self.tasks("stubs", "?kind=use-case")]
        self.assertEqual(names, ["Vote"])
        for kind in ("organization", "collection", "tag", "nonsense"):
            self.assertEqual(self.tasks("stubs", f"?kind={kind}"), [], kind)

    def test_missing_translations_are_listed_by_language(self):
        make_tool("French", summary={"fr": "Mots"})
        make_tool("Both", summary={"fr": "Mots", "en": "Words"})
        make_tool("None")
        found = self.tasks("translations", "?language=en")
        address = "/en/tools/french/edit/?field=summary_en"
        self.assertEqual(found, [("French", [("Written in: French", address)])])
        found = self.tasks("translations", "?language=es")
        self.assertEqual([name for name, _todo in found], ["French", "Both"][::-1])

    def test_a_list_that_is_none_is_not_there(self):
        response = self.client.get("/en/moderation/worklists/nonsense/")
        self.assertEqual(response.status_code, 404)

    def test_a_worklist_takes_few_queries(self):
        for _number in range(6):
            make_tool(summary={"fr": "Mots"})
        for name in ("unverified", "stubs", "translations"):
            self.tasks(name)
            with self.assertNumQueries(5):
                self.tasks(name)


class BrokenLinkTests(TestCase):
    ADDRESS = "/en/moderation/worklists/broken-links/"
    DEAD = "https://dead.example/"

    def setUp(self):
        self.client.force_login(make_moderator())

    def page(self, query=""):
        return read(self.client.get(f"{self.ADDRESS}{query}"))

    def names(self, query=""):
        return [words(row.b) for row in self.page(query).select(".waiting > li")]

    def test_links_that_people_reported_are_listed(self):
        make_report(make_tool("Broken"), why="link", text="It answers 404")
        make_report(make_tool("Other"), why="wrong")
        self.assertEqual(self.names(), ["Broken"])

    def test_a_link_that_fails_says_where_what_since_when_and_leads_to_the_field(self):
        make_tool("Decidim", source_code=self.DEAD)
        since = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
        make_checkedlink(self.DEAD, failing_since=since)
        (row,) = self.page().select(".tasks > li")
        self.assertEqual(row.a["href"], "/en/tools/decidim/")
        self.assertEqual(words(row.p), self.DEAD)
        todo = row.select_one(".todo a")
        self.assertEqual(todo["href"], "/en/tools/decidim/edit/?field=source_code")
        self.assertEqual(words(todo), "Source code: The page is gone (404)")
        self.assertEqual(words(row.small), "since 1 March 2026")

    def test_what_is_wrong_is_said_in_words(self):
        for trouble, said in (
            ("unreachable", "The site cannot be reached"),
            ("server", "The site has an error (503)"),
        ):
            url = f"https://{trouble}.example/"
            make_tool(website=url)
            make_checkedlink(url, trouble=trouble)
            self.assertIn(f"Website: {said}", words(self.page().main))

    def test_each_kind_of_record_has_its_links(self):
        make_tool("Tool", website=self.DEAD)
        make_use_case("Use case", url=self.DEAD)
        make_organization("Organization", website=self.DEAD)
        make_collection("Collection")
        make_checkedlink(self.DEAD)
        self.assertEqual(set(self.names()), {"Tool", "Use case", "Organization"})

    def test_a_link_is_listed_after_two_failures_over_three_days(self):
        for days, failures, listed in (
            (3, 2, True),
            (30, 9, True),
            (2, 2, False),
            (30, 1, False),
        ):
            with self.subTest(days=days, failures=failures):
                url = f"https://{days}.{failures}.example.org/"
                make_tool(url, website=url)
                make_checkedlink(url, days=days, failures=failures)
                self.assertEqual(url in self.names(), listed)

    def test_the_days_count_between_failures_and_not_since(self):
        make_tool(website=self.DEAD)
        weeks_ago = timezone.now() - datetime.timedelta(days=20)
        make_checkedlink(self.DEAD, failing_since=weeks_ago, checked_at=weeks_ago)
        self.assertEqual(self.names(), [])

    def test_a_site_that_turns_machines_away_is_not_listed(self):
        for trouble in ("refused", ""):
            url = f"https://fine{trouble}.example/"
            make_tool(website=url)
            make_checkedlink(url, trouble=trouble)
        self.assertEqual(self.names(), [])
        self.assertIn("No broken link is known.", words(self.page().main))

    def test_an_address_that_was_changed_is_no_longer_listed(self):
        tool = make_tool(website=self.DEAD)
        make_checkedlink(self.DEAD)
        self.assertEqual(len(self.names()), 1)
        type(tool).objects.filter(pk=tool.pk).update(website="https://new.example/")
        self.assertEqual(self.names(), [])

    def test_the_links_of_hidden_records_are_not_listed(self):
        tool = make_tool(website=self.DEAD)
        make_checkedlink(self.DEAD)
        type(tool).objects.filter(pk=tool.pk).update(status="hidden", hidden_reason="x")
        self.assertEqual(self.names(), [])

    def test_what_fails_longest_comes_first_after_the_reports(self):
        for name, days in (("Newer", 5), ("Older", 9)):
            url = f"https://{name}.example/"
            make_tool(name, website=url)
            make_checkedlink(url, days=days)
        make_report(make_tool("Reported"), why="link")
        self.assertEqual(self.names(), ["Reported", "Older", "Newer"])

    def test_reports_and_failures_share_their_pages(self):
        for number in range(20):
            url = f"https://{number}.example/"
            make_tool(f"Failing {number}", website=url)
            make_checkedlink(url, days=40 - number)
            make_report(make_tool(f"Reported {number}"), why="link")
        first, second = self.names(), self.names("?page=2")
        self.assertEqual((len(first), len(second)), (25, 15))
        self.assertEqual(first[19:21], ["Reported 19", "Failing 0"])
        self.assertEqual(second[0], "Failing 5")

    def test_the_other_worklists_are_one_step_away(self):
        self.assertIn("Stubs", words(self.page().select_one(".tabs.sub")))

    def test_it_takes_few_queries(self):
        for number in range(9):
            url = f"https://{number}.example/"
            make_tool(website=url, source_code=url)
            make_use_case(url=url)
            make_checkedlink(url)
            make_report(make_tool(), why="link")
        self.page()
        with self.assertNumQueries(10):
            self.page()


class DuplicateTests(TestCase):
    ADDRESS = "/en/moderation/duplicates/"

    def setUp(self):
        self.client.force_login(make_moderator())
        self.one = make_tool("Decidim", website="https://decidim.org/")
        self.other = make_tool("Decidim", slug="decidim-2")

    def pairs(self, query=""):
        page = read(self.client.get(f"{self.ADDRESS}{query}"))
        return [
            words(pair.select_one(".couple")) for pair in page.select(".pairs > li")
        ]

    def post(self, *records, **data):
        data |= {"kind": "tool", "record": [record.pk for record in records]}
        return self.client.post(f"{self.ADDRESS}distinct/", data)

    def test_records_of_one_name_are_a_pair(self):
        self.assertEqual(len(self.pairs()), 1)
        self.assertEqual(self.pairs("?kind=organization"), [])
        page = read(self.client.get(self.ADDRESS))
        self.assertIn("Same name", words(page.select_one(".pairs")))

    def test_a_pair_leads_to_its_merge(self):
        page = read(self.client.get(self.ADDRESS))
        address = page.select_one(".pairs .actions a")["href"]
        self.assertEqual(self.client.get(address).status_code, 200)

    def test_two_that_are_two_are_not_shown_again_until_that_is_forgotten(self):
        self.post(self.other, self.one)
        self.post(self.one, self.other)
        self.assertEqual(self.pairs(), [])
        self.assertEqual(Distinct.objects.count(), 1)
        self.post(self.one, self.other, act="forget")
        self.assertEqual(len(self.pairs()), 1)

    def test_what_is_no_pair_is_refused(self):
        for records in ((), (self.one,), (self.one, self.one)):
            self.assertEqual(self.post(*records).status_code, 400)
        self.assertFalse(Distinct.objects.exists())

    def test_only_moderators_say_so(self):
        self.client.force_login(make_user())
        self.assertEqual(self.post(self.one, self.other).status_code, 403)


class PublicLogTests(TestCase):
    def log(self, action="accepted", record=None, days=0, **fields):
        at = timezone.now() - datetime.timedelta(days=days)
        if record:
            fields |= {"kind": "tool", "object_id": record.pk}
        ModerationAction.objects.create(
            action=action, role="moderator", created_at=at, actor=self.actor, **fields
        )

    def setUp(self):
        self.actor = make_moderator(username="claire", display_name="Claire")

    def page(self, query=""):
        return read(self.client.get(f"/en/moderation-log/{query}"))

    def test_everybody_reads_action_rule_day_and_role_but_no_name(self):
        self.log("rejected", make_tool("Decidim"), rule="sources")
        line = self.page().select_one(".loglines li")
        day = f"{timezone.now().day} "
        for part in ("Proposal not accepted", "Decidim", day, "Moderator"):
            self.assertIn(part, words(line))
        self.assertNotIn("Claire", words(self.page()))
        rule = line.select_one("small a")
        self.assertEqual(rule["href"], "/en/inclusion-rules/#sources")
        rules = read(self.client.get("/en/inclusion-rules/"))
        self.assertIsNotNone(rules.select_one("h2#sources"))

    def test_a_hidden_record_is_not_named(self):
        tool = make_tool("Secret")
        type(tool).objects.filter(pk=tool.pk).update(status="hidden", hidden_reason="x")
        self.log("hidden", tool)
        self.assertNotIn("Secret", words(self.page().main))
        self.assertIn("(Tool)", words(self.page().main))

    def test_it_counts_by_month(self):
        for days in (0, 0, 70):
            self.log(days=days)
        self.log("banned")
        months = self.page().select(".month")
        self.assertEqual(len(months), 2)
        self.assertEqual([words(n) for n in months[0].select("dd")], ["2", "1"])
        self.assertTrue(words(months[0].h3).endswith(" 3"))

    def test_it_comes_in_pages(self):
        for _number in range(51):
            self.log()
        self.assertEqual(len(self.page().select(".loglines li")), 50)
        self.assertEqual(len(self.page("?page=2").select(".loglines li")), 1)

    def test_it_takes_few_queries(self):
        for _number in range(5):
            self.log(record=make_tool())
        self.page()
        with self.assertNumQueries(4):
            self.page()
