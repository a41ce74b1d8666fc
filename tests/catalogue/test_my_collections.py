from unittest.mock import patch

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import TestCase

from accounts.roles import Role
from catalogue.collections import people
from catalogue.models import Collection
from core.kinds import kind as kind_named
from core.models import CatalogueVersion
from core.search.engine import suggest
from organizations.models import Affiliation
from revisions.editing import Attribution, Change, hide, write
from revisions.merges.merging import merge
from revisions.models import Proposal, Revision
from revisions.rights import may_edit
from revisions.snapshots import snapshot
from tests.catalogue.test_collection_items import make_own
from tests.factories import (
    make_ban,
    make_collection,
    make_collectioninvitation,
    make_moderator,
    make_organization,
    make_tool,
    make_user,
    picture_bytes,
)
from tests.public_pages import read, words

KIND = kind_named("collection")
TAKE_BACK = "Make it a draft again"
ENOUGH = "That is enough for today. Please go on tomorrow."


def few_starts():
    """Let a person start one collection a day."""
    return patch("catalogue.collections.views.STARTS", 1)


class CollectionOwners(TestCase):
    """A contributor with a draft of three tools, signed in, and others."""

    @classmethod
    def setUpTestData(cls):
        for name in ("Ada", "Bob", "Eve"):
            make_tool(name)
        cls.owner = make_user("olga", display_name="Olga")
        cls.other = make_user("otto", "otto@example.org")
        cls.trusted = make_user("tess", role=Role.TRUSTED)
        cls.record = make_own(cls.owner, "ada", "bob", "eve")

    def setUp(self):
        self.client.force_login(self.owner)

    def post(self, page, slug="kit", **data):
        data = {"version": self.now(slug).version} | data
        return self.client.post(f"/en/collections/{slug}/{page}/", data)

    def now(self, slug="kit"):
        return Collection.objects.get(slug=slug)

    def own(self, user, *, status="draft"):
        Collection.objects.update(curator=user, status=status)
        self.client.force_login(user)


class StartTests(CollectionOwners):
    def start(self, name):
        return self.client.post("/en/my-collections/start/", {"name": name})

    def test_a_name_is_enough_for_a_draft(self):
        response = self.start("Tools for small towns")
        self.assertRedirects(response, "/en/collections/tools-for-small-towns/items/")
        record = self.now("tools-for-small-towns")
        self.assertEqual((record.status, record.curator), ("draft", self.owner))
        revision = Revision.objects.of(record).get()
        self.assertEqual(revision.author, self.owner)
        self.assertEqual(revision.data["status"], "draft")

    def test_the_name_is_in_the_language_of_the_page(self):
        self.client.post("/fr/my-collections/start/", {"name": "Petites villes"})
        record = self.now("petites-villes")
        self.assertEqual((record.name_fr, record.name_en), ("Petites villes", None))

    def test_two_of_one_name_have_two_addresses(self):
        self.start("Twice")
        self.assertRedirects(self.start("Twice"), "/en/collections/twice-2/items/")

    def test_no_name_is_asked_for_again(self):
        for name in ("", "  ", "x" * 201):
            self.assertEqual(self.start(name).status_code, 422)

    def test_who_starts_too_many_is_told_and_keeps_what_they_typed(self):
        with few_starts():
            self.assertEqual(self.start("First").status_code, 302)
            response = self.start("Second")
        self.assertContains(response, ENOUGH, status_code=429)
        self.assertContains(response, 'value="Second"', status_code=429)
        self.assertEqual(Collection.objects.filter(curator=self.owner).count(), 2)

    def test_visitors_sign_in_and_the_banned_are_refused(self):
        make_ban(self.owner)
        self.assertEqual(self.start("Spam").status_code, 403)
        self.client.logout()
        response = self.client.get("/en/my-collections/start/")
        self.assertIn("/account/login/?next=", response["Location"])

    def test_the_list_of_collections_leads_to_it(self):
        page = read(self.client.get("/en/collections/"))
        self.assertTrue(page.select('a[href="/en/my-collections/start/"]'))

    def test_my_collections_are_mine_and_those_i_help_with(self):
        helped = make_collection("Helped")
        helped.co_editors.add(self.owner)
        make_own(self.other, name="Alien")
        page = read(self.client.get("/en/my-collections/"))
        self.assertEqual(
            {words(link) for link in page.select("h2.name a")}, {"Kit", "Helped"}
        )
        states = [words(state) for state in page.select("li.row .state")]
        self.assertEqual(states, ["Public", "Draft"])


class DraftTests(CollectionOwners):
    def test_only_its_people_and_moderators_see_a_draft(self):
        self.record.co_editors.add(self.trusted)
        for user, status in (
            (self.owner, 200),
            (self.trusted, 200),
            (make_moderator(), 200),
            (self.other, 404),
        ):
            self.client.force_login(user)
            response = self.client.get("/en/collections/kit/")
            self.assertEqual(response.status_code, status, user)
        self.client.logout()
        self.assertEqual(self.client.get("/en/collections/kit/").status_code, 404)

    def test_a_draft_shows_its_tools_to_its_owner(self):
        page = read(self.client.get("/en/collections/kit/"))
        self.assertEqual([words(h) for h in page.select("ol.rows h3")],
                         ["Ada", "Bob", "Eve"])  # fmt: skip
        self.assertEqual(page.select_one('meta[name="robots"]')["content"], "noindex")
        self.assertIn("Only you", words(page.main))

    def test_no_list_search_map_of_the_site_or_tool_names_a_draft(self):
        self.post("items", tool=["ada"], position=["1"], note_en=["Written"])
        self.client.logout()
        for path in (
            "/en/collections/",
            "/en/search/?q=kit",
            "/en/tools/ada/",
            "/en/",
            "/sitemap-collections.xml",
        ):
            response = self.client.get(path)
            self.assertEqual(response.status_code, 200, path)
            self.assertNotIn("collections/kit", response.text, path)
        self.assertEqual(suggest("kit", language="en"), {})

    def test_whoever_does_not_own_it_may_not_edit_it(self):
        self.assertTrue(may_edit(self.owner, KIND, self.record))
        self.assertFalse(may_edit(self.trusted, KIND, self.record))
        editable = Collection.objects.editable_by
        self.assertQuerySetEqual(editable(self.owner), [self.record])
        self.assertQuerySetEqual(editable(self.trusted), [])
        self.assertQuerySetEqual(editable(make_moderator()), [self.record])


class PublicationTests(CollectionOwners):
    def settings(self):
        return self.client.get("/en/collections/kit/settings/")

    def test_a_new_contributor_asks_and_the_draft_waits(self):
        self.post("publication")
        proposal = Proposal.objects.get()
        self.assertEqual(proposal.values, {"status": "published"})
        self.assertEqual(self.now().status, "draft")
        page = self.client.get("/en/collections/kit/settings/").text
        self.assertIn("It waits for a moderator", page)
        self.assertNotIn("Ask for publication", page)

    def test_asking_twice_is_asking_once(self):
        self.post("publication")
        self.post("publication")
        self.assertEqual(Proposal.objects.count(), 1)

    def test_a_trusted_person_publishes_at_once(self):
        self.own(self.trusted)
        self.post("publication")
        self.assertEqual(self.now().status, "published")
        self.client.logout()
        self.assertEqual(self.client.get("/en/collections/kit/").status_code, 200)
        self.assertIn("collections/kit", self.client.get("/en/tools/ada/").text)
        self.assertIn("kit", self.client.get("/en/search/?q=kit").text)
        revision = Revision.objects.of(self.record).first()
        self.assertEqual(revision.data["status"], "published")
        self.assertEqual(revision.author, self.trusted)

    def test_a_public_collection_can_be_a_draft_again(self):
        self.own(self.trusted, status="published")
        self.post("publication")
        self.assertEqual(self.now().status, "draft")

    def test_a_collection_of_the_editors_is_made_a_draft_by_moderators_only(self):
        make_collection("Of editors", items=["ada"])
        page = "/en/collections/of-editors/settings/"
        for user, status, shown in (
            (self.other, 403, "published"),
            (self.trusted, 403, "published"),
            (make_moderator(), 302, "draft"),
        ):
            self.client.force_login(user)
            offered = TAKE_BACK in self.client.get(page).text
            self.assertEqual(offered, shown == "draft", user)
            response = self.post("publication", "of-editors")
            self.assertEqual(response.status_code, status, user)
            self.assertEqual(self.now("of-editors").status, shown, user)

    def test_a_co_editor_makes_a_public_collection_a_draft(self):
        self.own(self.owner, status="published")
        self.record.co_editors.add(self.other)
        self.client.force_login(self.other)
        self.assertContains(self.settings(), TAKE_BACK)
        self.assertEqual(self.post("publication").status_code, 302)
        self.assertEqual(self.now().status, "draft")

    def test_a_protected_collection_is_made_a_draft_by_moderators_only(self):
        self.own(self.trusted, status="published")
        Collection.objects.update(protected=True)
        self.assertNotContains(self.settings(), TAKE_BACK)
        self.assertEqual(self.post("publication").status_code, 403)
        self.assertEqual(self.now().status, "published")
        self.client.force_login(make_moderator())
        self.assertContains(self.settings(), TAKE_BACK)
        self.assertEqual(self.post("publication").status_code, 302)
        self.assertEqual(self.now().status, "draft")

    def test_what_is_hidden_or_merged_is_not_published_by_a_button(self):
        moderator = make_moderator()
        into = make_collection("Kit of all", items=["ada"])
        gone = make_collection("Gone", items=["ada"])
        merge(KIND, gone, into, Attribution(moderator), {})
        hide(self.now(), "A test", Attribution(moderator))
        self.client.force_login(moderator)
        for slug, status in (("kit", "hidden"), ("gone", "merged")):
            response = self.post("publication", slug)
            self.assertContains(response, "hidden or merged", status_code=409)
            self.assertNotContains(response, TAKE_BACK, status_code=409)
            self.assertEqual(self.now(slug).status, status)

    def test_an_empty_one_is_not_published(self):
        self.own(self.trusted)
        self.record.items.all().delete()
        self.post("publication")
        self.assertEqual(self.now().status, "draft")

    def test_who_is_slower_is_told_and_nothing_is_done(self):
        self.own(self.trusted)
        write(KIND, [Change(self.now(), {"items": None})], Attribution(self.owner))
        version = self.record.version
        write(KIND, [Change(self.now(), {"items": [{"tool": "ada"}]})],
              Attribution(self.owner))  # fmt: skip
        response = self.post("publication", version=version)
        self.assertEqual(response.status_code, 409)
        self.assertEqual(self.now().status, "draft")

    def test_the_address_of_a_button_leads_to_the_page_where_it_stands(self):
        self.own(self.trusted)
        for page in ("publication", "cover", "co-editors", "hand-over"):
            response = self.client.get(f"/en/collections/kit/{page}/")
            self.assertRedirects(response, "/en/collections/kit/settings/")
        self.assertEqual(self.now().version, self.record.version)

    def test_a_hidden_collection_is_gone_for_its_owner(self):
        hide(self.now(), "A test", Attribution(make_moderator()))
        for page in ("", "items/", "settings/"):
            response = self.client.get(f"/en/collections/kit/{page}")
            self.assertEqual(response.status_code, 404, page)


class CoverTests(CollectionOwners):
    def test_a_cover_comes_and_goes(self):
        picture = SimpleUploadedFile("a.png", picture_bytes(), "image/png")
        self.post("cover", cover=picture)
        self.assertTrue(self.now().cover)
        self.assertIn("cover", Revision.objects.of(self.record).first().data)
        self.post("cover", **{"cover-clear": "on"})
        self.assertIsNone(self.now().cover)

    def test_what_is_no_picture_is_refused(self):
        text = SimpleUploadedFile("a.png", b"no picture", "image/png")
        self.assertEqual(self.post("cover", cover=text).status_code, 422)


class CopyTests(CollectionOwners):
    def test_a_copy_is_a_draft_that_names_where_it_comes_from(self):
        self.own(self.trusted, status="published")
        items = [{"tool": "bob", "note": {"fr": "Bien"}}, {"tool": "ada"}]
        values = {"items": items, "name": {"en": "Kit", "fr": "Trousse"}}
        write(KIND, [Change(self.now(), values)], Attribution(self.trusted))
        hide(make_tool("Ghost"), "A test", Attribution(source="tests"))
        self.client.force_login(self.other)
        self.assertEqual(self.client.get("/en/collections/kit/copy/").status_code, 200)
        response = self.client.post("/en/collections/kit/copy/")
        self.assertRedirects(response, "/en/collections/kit-copy/items/")
        copy = self.now("kit-copy")
        self.assertEqual((copy.status, copy.curator), ("draft", self.other))
        data = snapshot(copy, KIND)
        self.assertEqual(data["items"], items)
        self.assertEqual(data["name"]["en"], "Kit (copy)")
        self.assertEqual(data["sources"], ["http://testserver/en/collections/kit/"])
        self.assertEqual(Revision.objects.of(copy).get().comment, "Started from “Kit”")

    def test_who_copies_too_many_is_told(self):
        with few_starts():
            for status in (302, 429):
                response = self.client.post("/en/collections/kit/copy/")
                self.assertEqual(response.status_code, status)
        self.assertContains(response, ENOUGH, status_code=429)
        self.assertContains(response, "Make my own", status_code=429)

    def test_looking_at_the_page_copies_nothing(self):
        self.client.get("/en/collections/kit/copy/")
        self.assertEqual(Collection.objects.count(), 1)


class AddTests(CollectionOwners):
    def add(self, **data):
        make_tool("Zoe")
        return self.client.post("/en/tools/zoe/add-to-collection/", data)

    def test_the_page_of_a_tool_leads_to_it(self):
        page = read(self.client.get("/en/tools/ada/"))
        self.assertTrue(page.select('a[href="/en/tools/ada/add-to-collection/"]'))

    def test_a_tool_goes_to_the_end_with_its_note(self):
        response = self.add(collection="kit", note="Because")
        self.assertRedirects(response, "/en/collections/kit/")
        items = snapshot(self.now(), KIND)["items"]
        self.assertEqual(items[-1], {"tool": "zoe", "note": {"en": "Because"}})
        self.assertEqual(len(items), 4)

    def test_a_new_collection_begins_with_it(self):
        self.add(collection="new", name="Fresh")
        record = self.now("fresh")
        self.assertEqual(record.status, "draft")
        self.assertEqual(snapshot(record, KIND)["items"], [{"tool": "zoe"}])

    def test_who_begins_too_many_is_told_and_keeps_what_they_typed(self):
        make_tool("Zoe")
        with few_starts():
            for name, status in (("Fresh", 302), ("Fresher", 429)):
                data = {"collection": "new", "name": name, "note": "Because"}
                page = "/en/tools/zoe/add-to-collection/"
                response = self.client.post(page, data)
                self.assertEqual(response.status_code, status)
        for said in (ENOUGH, 'value="Fresher"', "Because"):
            self.assertContains(response, said, status_code=429)

    def test_a_new_one_needs_a_name(self):
        self.assertEqual(self.add(collection="new", name=" ").status_code, 422)

    def test_what_is_there_is_not_put_in_twice(self):
        make_tool("Zoe")
        for _turn in range(2):
            response = self.client.post(
                "/en/tools/ada/add-to-collection/", {"collection": "kit"}, follow=True
            )
        self.assertIn("is in this collection already", response.text)
        self.assertEqual(self.now().items.count(), 3)

    def test_a_collection_of_somebody_else_is_no_choice(self):
        make_own(self.other, name="Alien")
        self.assertEqual(self.add(collection="alien").status_code, 422)

    def test_visitors_sign_in_and_come_back(self):
        self.client.logout()
        response = self.client.get("/en/tools/ada/add-to-collection/")
        self.assertEqual(
            response["Location"],
            "/en/account/login/?next=/en/tools/ada/add-to-collection/",
        )


class PeopleTests(CollectionOwners):
    def invite(self, guest, page="co-editors", part="co-editor"):
        return self.post(page, **{f"{part}-guest": guest})

    def asked(self, part="co-editor", **fields):
        """Return an invitation of Otto, by the curator if nobody else is named."""
        fields = {"user": self.other, "invited_by": self.owner} | fields
        return make_collectioninvitation(self.record, part=part, **fields)

    def link(self):
        lines = mail.outbox[-1].body.split()
        return next(line for line in lines if "/invitations/" in line)

    def path(self):
        return "/" + self.link().split("/", 3)[3]

    def test_an_invited_person_accepts_and_edits(self):
        self.invite("otto")
        self.assertEqual(mail.outbox[0].to, ["otto@example.org"])
        self.assertIn("Olga", mail.outbox[0].subject)
        self.client.force_login(self.other)
        self.assertIn("Kit", self.client.get("/en/my-collections/").text)
        self.assertIn("Olga", self.client.get(self.path()).text)
        self.assertQuerySetEqual(self.record.co_editors.all(), [])
        response = self.client.post(self.path(), {"accept": "1"})
        self.assertRedirects(response, "/en/collections/kit/items/")
        self.assertQuerySetEqual(self.record.co_editors.all(), [self.other])
        self.assertEqual(self.client.get(self.path()).status_code, 404)

    def test_a_person_without_an_account_is_asked_by_address(self):
        self.invite("new@example.org")
        path = self.path()
        self.client.logout()
        self.assertIn("/account/login/?next=", self.client.get(path)["Location"])
        self.client.force_login(self.trusted)
        self.client.post(path, {"accept": "1"})
        self.assertQuerySetEqual(self.record.co_editors.all(), [self.trusted])

    def test_pages_that_are_kept_name_the_co_editors_of_now(self):
        invitation = self.asked()
        before = CatalogueVersion.current()
        people.accept(invitation, self.other)
        between = CatalogueVersion.current()
        people.dismiss(self.record, self.other)
        self.assertEqual(len({before, between, CatalogueVersion.current()}), 3)

    def test_an_invitation_to_an_account_is_for_nobody_else(self):
        self.invite("otto")
        self.client.force_login(self.trusted)
        self.assertEqual(self.client.get(self.path()).status_code, 404)

    def test_one_may_decline(self):
        self.invite("otto")
        self.client.force_login(self.other)
        self.client.post(self.path(), {"decline": "1"})
        self.assertFalse(self.record.invitations.exists())
        self.assertFalse(self.record.co_editors.exists())

    def test_a_forged_and_an_old_link_lead_nowhere(self):
        self.assertEqual(
            self.client.get("/en/my-collections/invitations/abc/").status_code, 404
        )
        self.invite("new@example.org")
        self.record.invitations.update(created_at="2020-01-01T00:00Z")
        self.assertEqual(self.client.get(self.path()).status_code, 404)

    def test_asking_twice_is_one_invitation(self):
        self.invite("otto")
        self.invite("otto")
        self.assertEqual(self.record.invitations.count(), 1)

    def test_who_is_not_there_or_takes_part_already_is_refused(self):
        for guest in ("nobody", "olga", "no@address", ""):
            self.assertEqual(self.invite(guest).status_code, 422, guest)
        self.assertEqual(mail.outbox, [])

    def test_invitations_have_a_measure(self):
        people_limit, people.INVITATIONS = people.INVITATIONS, 1
        self.addCleanup(setattr, people, "INVITATIONS", people_limit)
        self.assertEqual(self.invite("otto").status_code, 302)
        self.assertEqual(self.invite("tess").status_code, 429)

    def test_an_invitation_is_taken_back(self):
        invitation = make_collectioninvitation(self.record, user=self.other)
        self.post("co-editors", invitation=invitation.pk)
        self.assertFalse(self.record.invitations.exists())

    def test_what_is_no_invitation_is_not_there(self):
        for typed in ("", "x", "-1", "9" * 5000):
            response = self.post("co-editors", invitation=typed)
            self.assertEqual(response.status_code, 404, typed[:9])

    def test_control_characters_are_nobodys_name(self):
        self.assertEqual(self.post("co-editors", person="a\0b").status_code, 404)

    def leads_nowhere(self, invitation):
        """Check that an invitation is as one that does not exist."""
        self.client.force_login(self.other)
        path = invitation.get_absolute_url()
        self.assertNotIn(path, self.client.get("/en/my-collections/").text)
        self.assertEqual(self.client.get(path).status_code, 404)
        response = self.client.post(path, {"accept": "1"})
        self.assertEqual(response.status_code, 404)
        self.assertNotIn(self.other, self.record.co_editors.all())
        self.assertNotEqual(self.now().curator, self.other)

    def test_an_invitation_ends_with_the_right_of_who_sent_it(self):
        invitation, offer = self.asked(), self.asked("curator")
        Collection.objects.update(curator=self.trusted)
        self.record.co_editors.add(self.owner)
        self.leads_nowhere(invitation)
        self.leads_nowhere(offer)

    def test_who_is_banned_invites_nobody(self):
        invitation = self.asked()
        make_ban(self.owner)
        self.leads_nowhere(invitation)

    def test_nobody_is_invited_to_what_is_hidden(self):
        invitation = self.asked()
        hide(self.now(), "A test", Attribution(make_moderator()))
        self.leads_nowhere(invitation)

    def test_an_invitation_that_was_taken_back_meanwhile_is_not_accepted(self):
        invitation = self.asked()
        self.record.invitations.all().delete()
        with self.assertRaises(Http404):
            people.accept(invitation, self.other)

    def test_who_manages_it_now_invites_whom_others_invited(self):
        self.asked()
        Collection.objects.update(curator=self.trusted)
        self.client.force_login(self.trusted)
        self.invite("otto")
        self.client.force_login(self.other)
        self.client.post(self.path(), {"accept": "1"})
        self.assertQuerySetEqual(self.record.co_editors.all(), [self.other])

    def test_a_collection_is_given_once(self):
        moderator = make_moderator()
        offers = [
            self.asked("curator", user=user, invited_by=moderator)
            for user in (self.other, self.trusted)
        ]
        help_asked = self.asked(invited_by=moderator, user=self.trusted)
        people.accept(offers[0], self.other)
        self.assertQuerySetEqual(self.record.invitations.all(), [help_asked])
        with self.assertRaises(Http404):
            people.accept(offers[1], self.trusted)
        self.assertEqual(self.now().curator, self.other)

    def test_co_editors_leave_and_are_removed_but_remove_nobody(self):
        self.record.co_editors.add(self.other, self.trusted)
        self.client.force_login(self.other)
        response = self.post("co-editors", person="tess")
        self.assertEqual(response.status_code, 403)
        self.post("co-editors", person="otto")
        self.assertQuerySetEqual(self.record.co_editors.all(), [self.trusted])
        self.client.force_login(self.owner)
        self.post("co-editors", person="tess")
        self.assertFalse(self.record.co_editors.exists())

    def test_co_editors_do_not_invite_or_hand_over(self):
        self.record.co_editors.add(self.other)
        self.client.force_login(self.other)
        self.assertEqual(self.invite("tess").status_code, 403)
        handed = self.invite("tess", "hand-over", "curator")
        self.assertEqual(handed.status_code, 403)

    def test_a_person_takes_a_collection_over(self):
        self.invite("otto", "hand-over", "curator")
        self.assertEqual(self.now().curator, self.owner)
        self.client.force_login(self.other)
        self.client.post(self.path(), {"accept": "1"})
        record = self.now()
        self.assertEqual(record.curator, self.other)
        self.assertQuerySetEqual(record.co_editors.all(), [self.owner])
        data = Revision.objects.of(record).first().data
        self.assertEqual(data["curator_name"], "otto")

    def test_a_person_takes_over_the_collection_of_an_organization(self):
        make_organization("Town")
        record = make_collection("Of town", curator="town")
        make_collectioninvitation(record, user=self.other, part="curator",
                                  invited_by=make_moderator())  # fmt: skip
        self.client.force_login(self.other)
        self.client.post(record.invitations.get().get_absolute_url(), {"accept": "1"})
        record = self.now("of-town")
        self.assertEqual(record.curator, self.other)
        self.assertIsNone(record.curator_organization)


class OrganizationTests(CollectionOwners):
    def setUp(self):
        self.town = make_organization("Town", website="https://example.org/")

    def works_for_town(self, user):
        Affiliation.objects.create(user=user, organization=self.town)

    def give(self):
        data = {"to-organization": "town", "to-version": self.now().version}
        return self.client.post("/en/collections/kit/hand-over/", data)

    def test_who_works_there_hands_a_collection_over(self):
        self.own(self.other)
        self.assertEqual(self.give().status_code, 422)
        self.works_for_town(self.other)
        self.assertRedirects(self.give(), "/en/collections/kit/settings/")
        record = self.now()
        self.assertEqual(record.curator_organization, self.town)
        self.assertIsNone(record.curator)
        self.assertQuerySetEqual(record.co_editors.all(), [self.other])
        self.assertEqual(Revision.objects.of(record).first().data["curator"], "town")

    def test_it_is_offered_to_nobody_any_more(self):
        moderator = make_moderator()
        make_collectioninvitation(self.record, part="curator", invited_by=moderator)
        asked = make_collectioninvitation(self.record, invited_by=moderator)
        self.client.force_login(moderator)
        self.give()
        self.assertQuerySetEqual(self.record.invitations.all(), [asked])

    def test_colleagues_edit_what_their_organization_recommends(self):
        self.own(self.other)
        self.works_for_town(self.other)
        self.give()
        colleague = make_user("cora", "cora@example.org")
        self.client.force_login(colleague)
        items = "/en/collections/kit/items/"
        self.assertEqual(self.client.get(items).status_code, 404)
        self.works_for_town(colleague)
        self.assertEqual(self.client.get(items).status_code, 200)
        self.assertIn("Kit", self.client.get("/en/my-collections/").text)

    def test_a_moderator_hands_it_over_to_any_organization(self):
        self.client.force_login(make_moderator())
        self.assertEqual(self.give().status_code, 302)
        self.assertEqual(self.now().curator_organization, self.town)

    def test_who_is_slower_is_told(self):
        self.client.force_login(make_moderator())
        data = {"to-organization": "town", "to-version": self.now().version + 1}
        response = self.client.post("/en/collections/kit/hand-over/", data)
        self.assertEqual(response.status_code, 409)


class SeenTests(CollectionOwners):
    def test_a_tool_says_who_recommends_it(self):
        Collection.objects.update(status="published")
        make_organization("Town")
        make_collection("Of town", curator="town", items=["ada"])
        make_collection("Of editors", items=["ada"])
        text = words(read(self.client.get("/en/tools/ada/")).main)
        for said in ("by Olga", "by Town", "by the editors of the OGP Toolbox"):
            self.assertIn(f"Recommended {said}", text)

    def test_a_collection_names_its_co_editors_and_its_address(self):
        Collection.objects.update(status="published")
        self.record.co_editors.add(self.other)
        self.client.logout()
        page = read(self.client.get("/en/collections/kit/"))
        self.assertIn("Together with otto", words(page.main))
        self.assertEqual(page.select_one("#address")["value"],
                         "http://testserver/en/collections/kit/")  # fmt: skip
        self.assertFalse(page.select("nav.tabs"))
