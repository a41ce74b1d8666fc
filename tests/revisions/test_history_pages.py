"""The history of a record: its revisions, two of them compared, who wrote what."""

from django.test import TestCase

from core.kinds import kind as kind_named, kind_of
from core.page_cache import latest_version
from revisions.editing import Attribution, Change, hide, show, write
from revisions.merges.merging import merge, rename
from revisions.models import Patrol, Proposal, Redirect, Revision
from revisions.proposals.reviewing import Decision, decide
from tests.factories import (
    make_ban,
    make_collection,
    make_moderator,
    make_organization,
    make_proposal,
    make_tag,
    make_tool,
    make_use_case,
    make_user,
)
from tests.public_pages import LANGUAGES, meta, read, words


def change(record, by, **values):
    """Write a change of a record through the one door."""
    record.refresh_from_db()
    options = {key: values.pop(key, "") for key in ("comment", "evidence")}
    by = by if isinstance(by, Attribution) else Attribution(by, **options)
    kind = kind_of(record)
    return write(kind, [Change(record, values)], by)[0]


class HistoryPages(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada = make_user("ada", display_name="Ada", role="trusted")
        cls.newcomer = make_user("newcomer")
        cls.moderator = make_moderator(username="mod")
        cls.tool = make_tool("Tool", summary={"en": "First words"}, platforms=["web"])
        change(
            cls.tool,
            cls.ada,
            summary={"en": "Second words", "fr": "Des mots"},
            comment="Said better",
            evidence="https://proof.example.org/page",
        )
        change(cls.tool, Attribution(source="Wikidata"), licence="MIT")

    def url(self, page="", record=None, folder="tools", language="en"):
        slug = (record or self.tool).slug
        return f"/{language}/{folder}/{slug}/history/{page}"

    def get(self, page="", status=200, **options):
        response = self.client.get(self.url(page, **options))
        self.assertEqual(response.status_code, status, page)
        return response

    def rows(self, response):
        return [words(row) for row in read(response).select(".revisions > li")]


class HistoryTests(HistoryPages):
    def test_it_says_who_changed_what_when_and_why_the_newest_first(self):
        rows = self.rows(self.get())
        self.assertEqual(len(rows), 3)
        self.assertIn("Revision 3", rows[0])
        self.assertIn("Wikidata (machine)", rows[0])
        self.assertIn("licence", rows[0])
        self.assertIn("Ada", rows[1])
        self.assertIn("summary", rows[1])
        self.assertIn("Said better", rows[1])
        self.assertIn("Source: proof.example.org/page", rows[1])
        self.assertIn("New", rows[2])

    def test_every_kind_has_one_in_every_language(self):
        made = {
            "tools": make_tool(slug="example"),
            "use-cases": make_use_case(slug="example"),
            "organizations": make_organization(slug="example"),
            "collections": make_collection(slug="example"),
            "tags": make_tag(slug="example"),
        }
        for folder, record in made.items():
            for language in LANGUAGES:
                for page in ("", "1/", "values/", "compare/?from=1&to=1", "feed/"):
                    self.get(page, record=record, folder=folder, language=language)

    def test_people_who_are_gone_and_visitors_are_told_apart(self):
        gone = make_user("gone")
        change(self.tool, gone, pricing="free")
        gone.delete()
        proposal = make_proposal(self.tool, email="v@example.org", pricing="paid")
        self.tool.refresh_from_db()
        Proposal.objects.filter(pk=proposal.pk).update(
            status="waiting", base=self.tool.version
        )
        proposal.refresh_from_db()
        decide(proposal, {"pricing": Decision(True)}, self.moderator)
        rows = self.rows(self.get())
        self.assertIn("a visitor", rows[0])
        self.assertNotIn("mod", rows[0])
        self.assertIn("a former contributor", rows[1])
        self.assertNotIn("v@example.org", self.get().content.decode())

    def test_any_two_can_be_chosen_with_radio_buttons(self):
        page = read(self.get())
        form = page.select_one("form[action$='compare/']")
        for name, checked in (("from", "2"), ("to", "3")):
            boxes = form.select(f"input[name={name}]")
            self.assertEqual([box["value"] for box in boxes], ["3", "2", "1"])
            chosen = [box["value"] for box in boxes if box.has_attr("checked")]
            self.assertEqual(chosen, [checked])

    def test_a_thousand_revisions_take_few_queries_and_fifty_rows(self):
        first = Revision.objects.of(self.tool).get(number=3)
        for number in range(4, 1001):
            first.pk, first.number = None, number
            first.data = {**first.data, "licence": f"L{number}"}
            Revision.objects.bulk_create([first])
        kind_of(self.tool).model.objects.update(version=1000)
        with self.assertNumQueries(6):
            self.assertEqual(len(self.rows(self.get())), 50)
        self.assertEqual(len(self.rows(self.get("?page=20"))), 50)
        self.assertIn("Revision 1", self.rows(self.get("?page=20"))[-1])
        with self.assertNumQueries(4):
            self.get("values/")

    def test_a_redirect_of_what_it_names_is_no_change(self):
        city = make_organization("City")
        change(self.tool, self.ada, developers=["city"])
        rename(city, "town", Attribution(self.moderator))
        change(self.tool, self.ada, pricing="free")
        row = self.rows(self.get())[0]
        self.assertIn("price", row)
        self.assertNotIn("developers", row)

    def test_search_engines_are_kept_out_of_what_changes_all_the_time(self):
        for page in ("", "2/", "compare/?from=1&to=2", "values/"):
            self.assertEqual(meta(self.get(page), "robots"), "noindex")

    def test_a_hidden_record_shows_its_history_to_moderators_alone(self):
        self.tool.refresh_from_db()
        hide(self.tool, "Advertising", Attribution(self.moderator))
        for page in ("", "2/", "values/", "compare/?from=1&to=2", "feed/"):
            self.get(page, status=404)
        self.client.force_login(self.ada)
        self.get(status=404)
        self.client.force_login(self.moderator)
        for page in ("", "2/", "values/", "compare/?from=1&to=2", "feed/"):
            self.get(page)
        show(self.tool, Attribution(self.moderator))
        self.client.logout()
        self.assertIn("Advertising", self.get("4/").content.decode())

    def test_a_draft_shows_its_history_to_its_owner(self):
        draft = make_collection("Draft")
        type(draft).objects.filter(pk=draft.pk).update(status="draft", curator=self.ada)
        self.get(record=draft, folder="collections", status=404)
        self.client.force_login(self.ada)
        self.get(record=draft, folder="collections")

    def test_a_former_address_leads_to_the_history(self):
        self.tool.refresh_from_db()
        rename(self.tool, "other", Attribution(self.moderator))
        for page in ("", "2/", "compare/?from=1&to=2", "feed/"):
            response = self.client.get(f"/en/tools/tool/history/{page}")
            self.assertRedirects(
                response, f"/en/tools/other/history/{page}", status_code=301
            )

    def test_the_history_of_what_was_merged_follows(self):
        twin = make_tool("Twin")
        self.tool.refresh_from_db()
        merge(kind_named("tool"), twin, self.tool, Attribution(self.moderator))
        page = read(self.get())
        link = page.find("a", string="History of Twin")
        self.assertEqual(link["href"], "/en/tools/twin/history/")
        page = read(self.client.get(link["href"]))
        self.assertIn("merged into another", words(page.select_one(".callout")))
        self.assertTrue(page.find("a", string="History of Tool"))

    def test_the_history_of_what_was_merged_is_hidden_with_what_stands_for_it(self):
        twin = make_tool("Twin", description={"en": "A slander"})
        self.tool.refresh_from_db()
        merge(kind_named("tool"), twin, self.tool, Attribution(self.moderator))
        self.tool.refresh_from_db()
        hide(self.tool, "Slander", Attribution(self.moderator))
        for user, status in ((None, 404), (self.ada, 404), (self.moderator, 200)):
            if user:
                self.client.force_login(user)
            for page in ("", "1/", "values/", "feed/", "compare/?from=1&to=2"):
                self.get(page, status, record=twin)

    def test_what_was_merged_twice_is_open_while_the_last_is_public(self):
        twin, heir = make_tool("Twin"), make_tool("Heir")
        by = Attribution(self.moderator)
        self.tool.refresh_from_db()
        merge(kind_named("tool"), twin, self.tool, by)
        self.tool.refresh_from_db()
        merge(kind_named("tool"), self.tool, heir, by)
        self.get(record=twin)
        self.get()
        heir.refresh_from_db()
        hide(heir, "Slander", by)
        self.get(record=twin, status=404)
        self.get(status=404)

    def test_the_cached_page_is_another_after_each_change(self):
        latest_version.forget()
        with self.settings(PAGE_CACHE=True):
            before = self.get()
            self.assertEqual(
                before["Cache-Control"], "public, max-age=0, must-revalidate"
            )
            change(self.tool, self.ada, pricing="free")
            # As if a second had passed.
            latest_version.forget()
            self.assertEqual(len(self.rows(self.get())), 4)

    def test_what_does_not_exist_is_not_found(self):
        far = "9" * 36
        pages = ("4/", "0/", f"{far}/", "compare/", "compare/?from=1", "x/",
                 "compare/?from=1&to=9", "compare/?from=x&to=2",
                 f"compare/?from=1&to={far}", "compare/?from=%D9%A1&to=2")  # fmt: skip
        for page in pages:
            self.get(page, status=404)
        self.assertEqual(self.client.get("/en/tools/nothing/history/").status_code, 404)
        self.assertEqual(self.client.get("/en/things/tool/history/").status_code, 404)

    def test_a_page_beyond_the_last_is_the_last(self):
        for page in ("?page=99", "?page=x", f"?page={'9' * 36}"):
            self.assertEqual(len(self.rows(self.get(page))), 3)

    def test_moderators_find_their_own_pages(self):
        self.assertNotContains(self.get(), "/moderate/")
        self.client.force_login(self.moderator)
        self.assertContains(self.get(), "/en/tools/tool/moderate/")

    def test_the_feed_has_the_changes(self):
        response = self.get("feed/")
        self.assertEqual(
            response["Content-Type"], "application/atom+xml; charset=utf-8"
        )
        self.assertContains(response, "<title>Tool: summary</title>")
        self.assertContains(response, "<name>Ada</name>")
        self.assertContains(response, "/en/tools/tool/history/2/")
        self.assertContains(self.get("feed/", language="fr"), "Tool : ", count=0)


class RevisionTests(HistoryPages):
    def test_it_shows_what_it_changed_and_all_that_it_said(self):
        page = read(self.get("2/"))
        changed = page.select_one(".differences .changed .words")
        self.assertEqual(words(changed.find("del")), "removed: First")
        self.assertEqual(words(changed.find("ins")), "added: Second")
        french = page.select_one(".changed [lang=fr]")
        self.assertEqual(words(french), "added: Des mots")
        whole = page.find("details")
        self.assertIn("Second words", words(whole))
        self.assertFalse(whole.find("ins"))

    def test_it_leads_to_its_neighbours_and_back(self):
        links = [a["href"] for a in read(self.get("2/")).select(".neighbours a")]
        self.assertEqual(links, [self.url("1/"), self.url("3/")])

    def test_the_first_is_all_new(self):
        page = read(self.get("1/"))
        self.assertIn("The first revision", page.get_text())
        self.assertFalse(page.select(".differences del"))

    def test_what_people_wrote_is_no_html(self):
        change(self.tool, self.ada, name="<b>Bold</b>", comment="<i>why</i>")
        html = self.get("4/").content.decode()
        self.assertNotIn("<b>Bold", html)
        self.assertNotIn("<i>why", html)


class CompareTests(HistoryPages):
    def test_it_compares_any_two_whichever_comes_first(self):
        for query in ("?from=1&to=3", "?from=3&to=1"):
            page = read(self.get(f"compare/{query}"))
            self.assertEqual(words(page.select_one(".changed del")), "removed: First")
            labels = [words(label) for label in page.select(".changed dt")]
            self.assertEqual(labels, ["Summary English", "Summary French", "Licence"])

    def test_one_with_itself_differs_in_nothing(self):
        self.assertContains(self.get("compare/?from=2&to=2"), "Nothing differs.")

    def test_it_takes_few_queries(self):
        change(self.tool, self.ada, tags=[make_tag().slug],
               developers=[make_organization().slug])  # fmt: skip
        with self.assertNumQueries(6):
            self.get("compare/?from=1&to=4")


class ValuesTests(HistoryPages):
    def blame(self, **options):
        """Return {field: [(value, who and where)]} of the page."""
        found = {}
        for row in read(self.get("values/", **options)).select(".blame > div"):
            value, by = (words(node) for node in row.find_all("dd", recursive=False))
            found.setdefault(words(row.dt), []).append((value, by))
        return found

    def test_each_value_names_who_wrote_it(self):
        blame = self.blame()
        value, by = blame["Summary English"][0]
        self.assertEqual(value, "Second words")
        self.assertTrue(by.startswith("Ada"))
        self.assertIn("Revision 2", by)
        self.assertIn("Source: proof.example.org/page", by)
        self.assertIn("Wikidata", blame["Licence"][0][1])
        self.assertIn("Revision 1", blame["Name"][0][1])

    def test_values_of_a_list_are_told_apart(self):
        change(self.tool, self.ada, platforms=["ios", "web"])
        rows = self.blame()["Platforms"]
        self.assertEqual(sorted(value for value, _by in rows), ["Web", "iOS"])
        by = dict(rows)
        self.assertIn("Revision 4", by["iOS"])
        self.assertIn("Revision 1", by["Web"])

    def test_a_value_that_went_and_came_back_is_of_who_brought_it_back(self):
        change(self.tool, self.ada, licence=None)
        change(self.tool, self.newcomer, licence="MIT")
        self.assertIn("newcomer", self.blame()["Licence"][0][1])

    def test_entries_of_a_collection_are_told_apart(self):
        make_tool("Other")
        choice = make_collection("Choice", items=["tool"])
        change(choice, self.ada, items=[{"tool": "other"}, {"tool": "tool"}])
        rows = self.blame(record=choice, folder="collections")["Items"]
        self.assertEqual({value for value, _by in rows}, {"Other", "Tool"})


class GoingBack(HistoryPages):
    def post(self, page, user=None, status=302, **data):
        if user:
            self.client.force_login(user)
        self.tool.refresh_from_db()
        data = {"version": self.tool.version, **data}
        response = self.client.post(self.url(page), data)
        self.assertEqual(response.status_code, status)
        self.tool.refresh_from_db()
        return response

    def last(self):
        return Revision.objects.of(self.tool).order_by("number").last()


class RevertTests(GoingBack):
    def test_it_is_asked_first_what_would_change(self):
        self.client.force_login(self.ada)
        page = read(self.get("1/revert/"))
        labels = [words(label) for label in page.select(".changed dt")]
        self.assertEqual(labels, ["Summary English", "Summary French", "Licence"])
        self.assertEqual(self.last().number, 3)

    def test_who_may_publish_writes_a_new_revision(self):
        self.post("1/revert/", self.ada, **{"change-comment": "Was right"})
        last = self.last()
        self.assertEqual(
            (last.number, last.action, last.author), (4, "revert", self.ada)
        )
        self.assertEqual(last.comment, "Back to revision 1 – Was right")
        self.assertEqual(self.tool.summary_en, "First words")
        self.assertIsNone(self.tool.summary_fr)
        self.assertEqual(self.tool.licence, "")
        first = Revision.objects.of(self.tool).get(number=1)
        self.assertEqual(last.data, first.data)

    def test_who_may_not_proposes_it(self):
        response = self.post("1/revert/", self.newcomer)
        proposal = Proposal.objects.get()
        self.assertEqual(response["Location"], f"/en/proposals/{proposal.pk}/")
        self.assertEqual(proposal.values, {"summary": {"en": "First words"},
                                           "licence": None})  # fmt: skip
        self.assertEqual(self.last().number, 3)

    def test_a_visitor_is_asked_to_sign_in_and_comes_back(self):
        response = self.client.get(self.url("1/revert/"))
        self.assertEqual(response.status_code, 302)
        self.assertIn("next=/en/tools/tool/history/1/revert/", response["Location"])

    def test_a_lost_race_changes_nothing_and_keeps_what_was_typed(self):
        version = Revision.objects.of(self.tool).count()
        change(self.tool, self.moderator, pricing="free")
        response = self.post("1/revert/", self.ada, status=409, version=version,
                             **{"change-comment": "My reason"})  # fmt: skip
        self.assertContains(response, "My reason", status_code=409)
        self.assertContains(response, "Somebody has just changed", status_code=409)
        self.assertEqual(self.last().number, 4)
        labels = [words(label) for label in read(response).select(".changed dt")]
        self.assertIn("Price", labels)

    def test_what_is_no_address_is_refused_and_kept(self):
        response = self.post(
            "1/revert/",
            self.ada,
            status=422,
            **{"change-evidence": "no address at all"},
        )
        self.assertContains(response, "no address at all", status_code=422)
        self.assertEqual(self.last().number, 3)

    def test_the_address_stays(self):
        self.tool.refresh_from_db()
        rename(self.tool, "other", Attribution(self.moderator))
        self.post("1/revert/", self.ada)
        self.assertEqual(self.tool.slug, "other")

    def test_relations_come_back_through_redirects(self):
        make_organization("City")
        town = make_organization("Town")
        change(self.tool, self.ada, developers=["city"])
        change(self.tool, self.ada, developers=None)
        city = kind_named("organization").model.objects.get(slug="city")
        merge(kind_named("organization"), city, town, Attribution(self.moderator))
        self.post("4/revert/", self.ada)
        self.assertEqual(self.last().data["developers"], ["town"])

    def test_to_the_one_of_today_there_is_nothing_to_do(self):
        self.client.force_login(self.ada)
        self.assertContains(self.get("3/revert/"), "Nothing: all of this is so already")
        self.post("3/revert/", status=422)

    def test_a_change_that_nobody_may_make_is_refused(self):
        self.tool.refresh_from_db()
        twin = make_tool("Twin")
        merge(kind_named("tool"), self.tool, twin, Attribution(self.moderator))
        self.client.force_login(self.moderator)
        self.assertEqual(self.client.get(self.url("1/revert/")).status_code, 403)

    def test_contributors_do_not_bring_back_what_only_moderators_write(self):
        choice = make_collection("Choice", featured=True)
        change(choice, self.moderator, featured=None, name={"en": "Other"})
        url = self.url("1/revert/", record=choice, folder="collections")
        self.client.force_login(self.ada)
        self.assertContains(self.client.get(url), "only moderators write them")
        self.client.post(url, {"version": 2})
        choice.refresh_from_db()
        self.assertEqual((choice.name_en, choice.featured), ("Choice", False))

    def test_a_get_changes_nothing(self):
        self.client.force_login(self.moderator)
        for page in ("1/revert/", "2/undo/"):
            self.get(page)
        self.assertEqual(self.last().number, 3)


class UndoTests(GoingBack):
    def test_one_older_change_is_taken_back_and_later_ones_stay(self):
        self.post("2/undo/", self.ada)
        last = self.last()
        self.assertEqual((last.action, last.comment), ("undo", "Revision 2 undone"))
        self.assertEqual(self.tool.summary_en, "First words")
        self.assertEqual(self.tool.licence, "MIT")

    def test_what_was_changed_again_is_named_and_stays(self):
        change(self.tool, self.moderator, summary={"en": "Third", "fr": "Des mots"})
        self.client.force_login(self.ada)
        page = read(self.get("2/undo/"))
        self.assertIn("Summary (English)", words(page.select_one(".callout")))
        self.post("2/undo/")
        self.assertEqual((self.tool.summary_en, self.tool.summary_fr), ("Third", None))

    def test_who_may_not_publish_proposes_it(self):
        self.post("2/undo/", self.newcomer)
        self.assertEqual(Proposal.objects.get().values,
                         {"summary": {"en": "First words"}})  # fmt: skip

    def test_the_first_revision_cannot_be_undone(self):
        self.client.force_login(self.ada)
        self.get("1/undo/", status=404)

    def test_a_banned_person_is_refused(self):
        make_ban(self.newcomer)
        self.post("2/undo/", self.newcomer, status=403)
        self.assertFalse(Proposal.objects.exists())

    def test_values_that_would_contradict_are_refused_in_words(self):
        case = make_use_case("Case", started="2015")
        change(case, self.ada, started="2010")
        change(case, self.ada, ended="2012")
        self.client.force_login(self.ada)
        url = self.url("2/undo/", record=case, folder="use-cases")
        response = self.client.post(url, {"version": 3})
        self.assertEqual(response.status_code, 422)
        self.assertContains(response, "This is not possible", status_code=422)


class RedirectsTests(TestCase):
    def test_redirects_do_not_hide_the_history_of_a_record(self):
        make_tool(slug="tool")
        Redirect.objects.create(kind="tool", old="former", new="tool")
        response = self.client.get("/fr/tools/former/history/?page=1")
        self.assertEqual(response["Location"], "/fr/tools/tool/history/?page=1")
        self.assertEqual(Patrol.objects.count(), 0)
