"""Recent changes: what was added and corrected, by whom, narrowed and as a feed."""

import datetime
from urllib.parse import urlencode

from django.test import TestCase

from core.kinds import kind_of
from revisions.editing import Attribution, Change, hide, write
from revisions.merges.merging import merge
from revisions.models import Patrol, Proposal, Revision
from revisions.proposals.reviewing import Decision, decide
from tests.factories import (
    make_moderator,
    make_organization,
    make_proposal,
    make_tool,
    make_user,
)
from tests.public_pages import LANGUAGES, meta, read, words

NOON = datetime.datetime(2026, 3, 5, 12, tzinfo=datetime.UTC)


class ChangesPages(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada = make_user("ada", display_name="Ada", role="trusted")
        cls.moderator = make_moderator(username="mod")
        cls.tool = make_tool("Tool")
        cls.city = make_organization("City")
        Revision.objects.update(created_at=NOON)
        cls.change(cls.tool, NOON + datetime.timedelta(days=1), licence="MIT")
        cls.change(
            cls.city,
            NOON + datetime.timedelta(days=2),
            country="FR",
            comment="See their page",
            evidence="https://proof.example.org/",
        )

    @classmethod
    def change(cls, record, at=None, by=None, **values):
        record.refresh_from_db()
        options = {key: values.pop(key, "") for key in ("comment", "evidence")}
        by = by or Attribution(cls.ada, at=at, **options)
        return write(kind_of(record), [Change(record, values)], by)[0]

    def url(self, folder="changes", page_language="en", **query):
        return f"/{page_language}/{folder}/{'?' + urlencode(query) if query else ''}"

    def rows(self, status=200, **query):
        response = self.client.get(self.url(**query))
        self.assertEqual(response.status_code, status, query)
        return [words(row) for row in read(response).select(".changeday li")]


class ChangesTests(ChangesPages):
    def test_it_lists_what_changed_the_newest_first_by_day(self):
        response = self.client.get(self.url())
        page = read(response)
        days = [words(h2) for h2 in page.select(".changeday h2")]
        self.assertEqual(days, ["7 March 2026", "6 March 2026", "5 March 2026"])
        row = words(page.select_one(".changeday li"))
        for said in ("12:00", "organization: City", "country", "See their page", "Ada"):
            self.assertIn(said, row)
        link = page.select_one(".changeday h3 a")
        self.assertEqual(link["href"], "/en/organizations/city/history/2/")

    def test_it_answers_in_every_language_and_stands_in_the_footer(self):
        for language in LANGUAGES:
            response = self.client.get(self.url(page_language=language))
            self.assertEqual(response.status_code, 200)
            self.assertContains(
                self.client.get(f"/{language}/about/"), f"/{language}/changes/"
            )

    def test_it_is_narrowed_by_kind(self):
        self.assertEqual(len(self.rows(kind="tool")), 2)
        self.assertEqual(len(self.rows(kind="tag")), 0)

    def test_people_visitors_and_machines_are_told_apart(self):
        proposal = make_proposal(self.tool, email="v@example.org", pricing="paid")
        Proposal.objects.filter(pk=proposal.pk).update(status="waiting")
        proposal.refresh_from_db()
        decide(proposal, {"pricing": Decision(True)}, self.moderator)
        self.assertEqual(len(self.rows(by="people")), 2)
        self.assertEqual(len(self.rows(by="machines")), 2)
        visitors = self.rows(by="visitors")
        self.assertEqual(len(visitors), 1)
        self.assertIn("a visitor", visitors[0])
        self.assertNotIn("v@example.org", visitors[0])

    def test_it_is_narrowed_by_author_action_and_days(self):
        self.assertEqual(len(self.rows(author="ada")), 2)
        self.assertEqual(len(self.rows(author="nobody")), 0)
        self.tool.refresh_from_db()
        hide(self.tool, "A test", Attribution(self.moderator))
        self.client.force_login(self.moderator)
        self.assertEqual(len(self.rows(action="hide")), 1)
        self.client.logout()
        self.assertEqual(len(self.rows(since="2026-03-06")), 1)
        self.assertEqual(len(self.rows(since="2026-03-07")), 1)
        self.assertEqual(len(self.rows(until="2026-03-06")), 1)
        self.assertEqual(len(self.rows(since="2026-03-07", until="2026-03-07")), 1)
        self.assertEqual(len(self.rows(until="9999-12-31")), 2)

    def test_it_is_narrowed_by_the_language_of_the_texts_that_changed(self):
        self.change(self.tool, summary={"en": "Votes", "fr": "Des votes"})
        self.change(self.tool, summary={"en": "Votes", "fr": "Votations"})
        self.change(self.tool, licence="EUPL-1.2", summary={"fr": "Votations"})
        # Nothing says a tool's name in any language; the city's is English.
        for language, number in (("en", 3), ("fr", 2), ("es", 0)):
            self.assertEqual(len(self.rows(language=language)), number, language)
        feed = self.client.get(self.url("changes/feed", language="fr", kind="tool"))
        self.assertEqual(feed.content.decode().count("<entry>"), 2)
        self.assertEqual(self.rows(status=422, language="de"), self.rows())

    def test_what_nobody_understands_is_said_and_kept(self):
        response = self.client.get(self.url(since="yesterday", kind="x"))
        self.assertEqual(response.status_code, 422)
        self.assertContains(response, "yesterday", status_code=422)

    def test_hidden_records_are_left_out_for_all_but_moderators(self):
        self.tool.refresh_from_db()
        hide(self.tool, "Advertising", Attribution(self.moderator))
        self.assertEqual(len(self.rows()), 2)
        self.client.force_login(self.ada)
        self.assertEqual(len(self.rows()), 2)
        self.client.force_login(self.moderator)
        self.assertEqual(len(self.rows()), 5)

    def test_merged_records_stay_in_it(self):
        twin = make_tool("Twin")
        self.tool.refresh_from_db()
        merge(kind_of(twin), twin, self.tool, Attribution(self.moderator))
        rows = self.rows(action="merge")
        self.assertEqual(len(rows), 2)
        self.assertTrue(all("“Twin” merged into “Tool”" in row for row in rows))

    def test_merged_records_are_hidden_with_what_stands_for_them(self):
        twin = make_tool("Twin")
        self.tool.refresh_from_db()
        merge(kind_of(twin), twin, self.tool, Attribution(self.moderator))
        self.tool.refresh_from_db()
        hide(self.tool, "Slander", Attribution(self.moderator))
        self.assertEqual(len(self.rows()), 2)
        self.assertNotContains(self.client.get("/en/changes/feed/"), "Twin")
        self.client.force_login(self.moderator)
        self.assertEqual(len(self.rows(action="merge")), 2)

    def test_older_changes_follow_page_by_page_without_gaps(self):
        last = Revision.objects.of(self.tool).order_by("number").last()
        for number in range(3, 130):
            last.pk, last.number = None, number
            # Several of one moment stand on both sides of the end of a page.
            last.created_at = NOON + datetime.timedelta(days=3, hours=number // 40)
            Revision.objects.bulk_create([last])
        url, seen = self.url(kind="tool"), []
        while url:
            page = read(self.client.get(url))
            seen += [a["href"] for a in page.select(".changeday h3 a")]
            more = page.select_one("a[rel~=next]")
            url = f"/en/changes/{more['href']}" if more else None
        self.assertEqual(len(seen), 129)
        self.assertEqual(len(set(seen)), 129)

    def test_what_is_no_change_is_no_place_in_the_list(self):
        for before in ("x", "0", "9" * 36, "-1", "٣"):
            self.assertEqual(len(self.rows(before=before)), 4)

    def test_narrowed_lists_are_kept_from_search_engines(self):
        self.assertIsNone(meta(self.client.get(self.url()), "robots"))
        self.assertEqual(
            meta(self.client.get(self.url(kind="tool")), "robots"), "noindex"
        )
        last = Revision.objects.latest("pk").pk
        self.assertEqual(
            meta(self.client.get(self.url(before=last)), "robots"), "noindex"
        )

    def test_its_queries_do_not_grow_with_its_rows(self):
        with self.assertNumQueries(2):
            self.rows()
        for _ in range(20):
            make_tool()
        with self.assertNumQueries(2):
            self.rows()


class PatrolTests(ChangesPages):
    def test_moderators_see_what_nobody_has_looked_at(self):
        self.assertNotIn("unpatrolled", self.client.get(self.url()).content.decode())
        self.client.force_login(self.moderator)
        self.assertEqual(len(self.rows(unpatrolled="on")), 2)
        page = read(self.client.get(self.url()))
        form = page.select_one(".changeday form")
        response = self.client.post(form["action"], {"next": self.url(kind="tool")})
        self.assertRedirects(response, self.url(kind="tool"))
        patrol = Patrol.objects.get()
        self.assertEqual((patrol.by, patrol.revision.kind),
                         (self.moderator, "organization"))  # fmt: skip
        self.assertEqual(len(self.rows(unpatrolled="on")), 1)

    def test_twice_is_as_good_as_once(self):
        self.client.force_login(self.moderator)
        url = f"/en/changes/{Revision.objects.latest('pk').pk}/looked-at/"
        for _ in range(2):
            self.assertRedirects(self.client.post(url), "/en/changes/")
        self.assertEqual(Patrol.objects.count(), 1)

    def test_others_are_refused(self):
        url = f"/en/changes/{Revision.objects.latest('pk').pk}/looked-at/"
        self.assertEqual(self.client.get(url).status_code, 405)
        self.assertEqual(self.client.post(url).status_code, 302)
        self.client.force_login(self.ada)
        self.assertEqual(self.client.post(url).status_code, 403)
        self.assertFalse(Patrol.objects.exists())

    def test_it_leads_nowhere_else(self):
        self.client.force_login(self.moderator)
        url = f"/en/changes/{Revision.objects.latest('pk').pk}/looked-at/"
        for path in ("https://evil.example/", "//evil.example/"):
            response = self.client.post(url, {"next": path})
            self.assertRedirects(response, "/en/changes/")


class FeedTests(ChangesPages):
    def test_it_has_the_changes_and_the_same_filters(self):
        response = self.client.get(self.url("changes/feed"))
        self.assertEqual(
            response["Content-Type"], "application/atom+xml; charset=utf-8"
        )
        feed = response.content.decode()
        self.assertEqual(feed.count("<entry>"), 4)
        self.assertIn("City: country", feed)
        self.assertIn("See their page", feed)
        feed = self.client.get(self.url("changes/feed", kind="tool")).content.decode()
        self.assertEqual(feed.count("<entry>"), 2)

    def test_the_page_names_the_feed_of_what_it_shows(self):
        page = read(self.client.get(self.url(kind="tool")))
        link = page.find("link", type="application/atom+xml")
        self.assertEqual(link["href"], "/en/changes/feed/?kind=tool")

    def test_it_is_written_in_each_language(self):
        for language, title in (("fr", "fr"), ("es", "es")):
            feed = self.client.get(self.url("changes/feed", language))
            self.assertContains(feed, f'xml:lang="{title}"')

    def test_nothing_breaks_it(self):
        self.change(self.tool, by=Attribution(self.ada, comment="a\x0b<b>&"))
        response = self.client.get(self.url("changes/feed", since="x"))
        self.assertEqual(response.status_code, 200)
        self.assertContains(response, "a&lt;b&gt;&amp;")
