from django.test import TestCase

from accounts.roles import Role
from catalogue.models import Collection
from core.kinds import kind as kind_named
from revisions.editing import Attribution, Change, hide, write
from revisions.models import Proposal, Redirect, Revision
from revisions.proposals.proposing import create
from revisions.snapshots import snapshot
from tests.factories import make_moderator, make_tool, make_user
from tests.public_pages import read, words

KIND = kind_named("collection")


def make_own(curator, *slugs, name="Kit", status="draft"):
    """Make a collection of a person with tools of these slugs."""
    values = {"name": {"en": name}, "items": [{"tool": slug} for slug in slugs] or None}
    return create(KIND, values, Attribution(curator), status=status)


class CollectionItemsPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for name in ("Ada", "Bob", "Eve"):
            make_tool(name)
        cls.owner, cls.stranger = make_user("olga"), make_user("stan")
        cls.trusted = make_user("tess", role=Role.TRUSTED)
        cls.record = make_own(cls.owner, "ada", "bob", "eve")

    def setUp(self):
        self.client.force_login(self.owner)

    def see(self, slug="kit"):
        return self.client.get(f"/en/collections/{slug}/items/")

    def send(self, slugs=("ada", "bob", "eve"), *, version=None, **data):
        data = {
            "version": version or self.record.version,
            "tool": list(slugs),
            "position": [str(n) for n in range(1, len(slugs) + 1)],
        } | data
        return self.client.post("/en/collections/kit/items/", data)

    def slugs(self):
        return [i["tool"] for i in snapshot(self.now(), KIND).get("items", [])]

    def now(self):
        return Collection.objects.get(pk=self.record.pk)

    def shown(self, response):
        return [node["value"] for node in read(response).select('[name="tool"]')]

    def test_a_visitor_signs_in_and_comes_back(self):
        self.client.logout()
        response = self.see()
        self.assertRedirects(
            response,
            "/en/account/login/?next=/en/collections/kit/items/",
            fetch_redirect_response=False,
        )

    def test_the_owner_sees_every_tool_with_three_notes(self):
        page = read(self.see())
        self.assertEqual(len(page.select("textarea")), 9)
        self.assertEqual(
            [words(h) for h in page.select("ol h2")], ["Ada", "Bob", "Eve"]
        )

    def test_a_draft_of_somebody_else_is_not_there(self):
        self.client.force_login(self.stranger)
        for page in ("", "items/", "settings/", "copy/"):
            response = self.client.get(f"/en/collections/kit/{page}")
            self.assertEqual(response.status_code, 404, page)

    def test_a_public_collection_of_somebody_else_is_not_theirs_to_edit(self):
        Collection.objects.update(status="published")
        self.client.force_login(self.trusted)
        self.assertEqual(self.see().status_code, 403)
        self.assertEqual(self.send().status_code, 403)

    def test_a_co_editor_and_a_moderator_edit_it(self):
        self.record.co_editors.add(self.stranger)
        for user in (self.stranger, make_moderator()):
            self.client.force_login(user)
            self.assertEqual(self.see().status_code, 200)

    def test_saving_keeps_order_and_notes_in_the_history(self):
        response = self.send(
            ("eve", "ada", "bob"),
            note_en=["", "Good", ""],
            note_fr=["Bien", "", ""],
            note_es=["", "", ""],
        )
        self.assertRedirects(response, "/en/collections/kit/")
        self.assertEqual(
            snapshot(self.now(), KIND)["items"],
            [
                {"tool": "eve", "note": {"fr": "Bien"}},
                {"tool": "ada", "note": {"en": "Good"}},
                {"tool": "bob"},
            ],
        )
        revision = Revision.objects.of(self.record).first()
        self.assertEqual(revision.author, self.owner)
        self.assertEqual(revision.data["status"], "draft")

    def test_a_number_moves_a_tool_to_that_place(self):
        self.send(position=["1", "2", "1"])
        self.assertEqual(self.slugs(), ["eve", "ada", "bob"])
        self.send(("eve", "ada", "bob"), version=self.now().version,
                  position=["3", "2", "3"])  # fmt: skip
        self.assertEqual(self.slugs(), ["ada", "bob", "eve"])

    def test_control_characters_do_no_harm(self):
        for data in ({"add": "a\0da"}, {"add": "\0", "q": "\0"}, {"move": "up:\0"}):
            response = self.send(**data)
            self.assertEqual(self.shown(response), ["ada", "bob", "eve"], data)
        self.send(("a\0da", "\0", "bob"))
        self.assertEqual(self.slugs(), ["ada", "bob"])

    def test_what_is_no_number_moves_nothing(self):
        self.send(position=["", "x", "-4"], note_en=["a", "", ""])
        self.assertEqual(self.slugs(), ["ada", "bob", "eve"])

    def test_the_buttons_move_without_saving(self):
        response = self.send(move="down:ada", note_en=["Kept", "", ""])
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.shown(response), ["bob", "ada", "eve"])
        page = read(response)
        self.assertIn("Ada is number 2 of 3.", words(page.select_one("[role=status]")))
        self.assertEqual(page.select_one("button[autofocus]")["value"], "down:ada")
        self.assertIn("Kept", words(page.main))
        self.assertEqual(self.slugs(), ["ada", "bob", "eve"])

    def test_who_is_at_an_end_stays_there(self):
        self.assertEqual(self.shown(self.send(move="up:ada")), ["ada", "bob", "eve"])
        self.assertEqual(self.shown(self.send(move="down:eve")), ["ada", "bob", "eve"])

    def test_a_removed_tool_goes_when_the_list_is_saved(self):
        response = self.send(remove="bob")
        self.assertEqual(self.shown(response), ["ada", "eve"])
        self.assertEqual(self.slugs(), ["ada", "bob", "eve"])
        self.send(("ada", "eve"))
        self.assertEqual(self.slugs(), ["ada", "eve"])

    def test_every_tool_may_go(self):
        self.send(())
        self.assertEqual(self.slugs(), [])

    def test_a_tool_is_added_by_its_name(self):
        make_tool("Zoe")
        response = self.send(q="zoe", find="1")
        self.assertEqual(self.shown(response), ["ada", "bob", "eve", "zoe"])
        self.assertEqual(self.slugs(), ["ada", "bob", "eve"])

    def test_saving_with_a_name_typed_adds_that_first(self):
        make_tool("Zoe")
        response = self.send(q="Zoe", save="1")
        self.assertEqual(self.shown(response)[-1], "zoe")

    def test_a_name_that_is_only_near_is_offered(self):
        make_tool("Zoetrope")
        response = self.send(q="zoet", find="1")
        self.assertEqual(self.shown(response), ["ada", "bob", "eve"])
        button = read(response).select_one('button[name="add"]')
        self.assertEqual(button["value"], "zoetrope")
        self.assertEqual(self.shown(self.send(add="zoetrope"))[-1], "zoetrope")

    def test_what_nobody_knows_and_what_is_there_is_said(self):
        self.assertIn("No tool of this name", self.send(q="qqq").text)
        self.assertIn("in the list already", self.send(q="Ada").text)

    def test_a_hidden_tool_is_not_added_but_stays_where_it_is(self):
        hide(make_tool("Ghost"), "A test", Attribution(source="tests"))
        self.assertEqual(self.shown(self.send(add="ghost")), ["ada", "bob", "eve"])
        self.send(("ada", "ghost"))
        self.assertEqual(self.slugs(), ["ada", "ghost"])
        self.assertIn("Not shown on the site", self.see().text)
        self.assertNotIn("ghost", self.client.get("/en/collections/kit/").text.lower())

    def test_a_long_note_is_refused_and_kept(self):
        response = self.send(note_en=["x" * 501, "", ""])
        self.assertEqual(response.status_code, 422)
        self.assertIn("501", response.text)
        self.assertIn("x" * 501, response.text)
        self.assertEqual(Revision.objects.of(self.record).count(), 1)

    def test_who_is_slower_keeps_every_word_and_sees_the_other_list(self):
        make_tool("Zoe")
        version = self.record.version
        write(KIND, [Change(self.now(), {"items": [{"tool": "zoe"}]})],
              Attribution(make_moderator(username="mo")))  # fmt: skip
        response = self.send(("eve", "ada"), version=version, note_en=["Mine", ""])
        self.assertEqual(response.status_code, 409)
        page = read(response)
        self.assertEqual(self.shown(response), ["eve", "ada"])
        self.assertIn("Mine", words(page.main))
        self.assertIn("mo changed", words(page.select_one("[role=alert]")))
        self.assertIn("Zoe", words(page.select_one("ol.theirs")))
        self.assertEqual(self.slugs(), ["zoe"])
        again = page.select_one('[name="version"]')["value"]
        self.send(("eve", "ada"), version=again)
        self.assertEqual(self.slugs(), ["eve", "ada"])

    def test_saving_what_is_there_writes_nothing(self):
        self.assertEqual(self.send().status_code, 302)
        self.assertEqual(Revision.objects.of(self.record).count(), 1)

    def test_a_version_that_never_was_is_refused(self):
        self.assertEqual(self.send(("ada",), version="77").status_code, 400)

    def test_a_new_contributor_proposes_changes_of_what_is_public(self):
        Collection.objects.update(status="published")
        self.assertIn("a moderator looks at your changes", self.see().text)
        self.send(("eve",))
        self.assertEqual(self.slugs(), ["ada", "bob", "eve"])
        proposal = Proposal.objects.get()
        self.assertEqual(proposal.values, {"items": [{"tool": "eve"}]})

    def test_a_trusted_owner_changes_what_is_public_at_once(self):
        Collection.objects.update(status="published", curator=self.trusted)
        self.client.force_login(self.trusted)
        self.send(("eve",))
        self.assertEqual(self.slugs(), ["eve"])

    def test_a_former_address_leads_to_the_page(self):
        Redirect.objects.create(kind="collection", old="bag", new="kit")
        self.assertRedirects(
            self.see("bag"), "/en/collections/kit/items/", status_code=301
        )
