import gc
import io
import json
import tempfile
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import TestCase
from PIL.PngImagePlugin import PngInfo

from api.interchange.reading import Unreadable, read_list
from catalogue.models import Collection, Tool
from core.kinds import all_kinds, kind
from core.models import CatalogueVersion, Image
from revisions.editing import Attribution, Change, hide, write
from revisions.models import Redirect, Revision
from revisions.snapshots import snapshot
from taxonomy.models import Tag
from tests.core.test_images import bomb
from tests.factories import make_tag, make_tool, make_user, picture_bytes
from tests.interchange import write_folder, write_image, write_whole_folder
from tests.search_matches import found

TOOL = {"slug": "a", "name": "A", "kind": "software"}
CASE = {"slug": "plan", "name": {"en": "Plan"}}
ORGANIZATION = {"slug": "o", "name": {"en": "O"}, "sector": "public"}
TAG = {"slug": "t", "kind": "theme", "label": {"en": "T"}}
PLAIN = "must be lower-case letters, digits and hyphens"
COLLECTION = {"slug": "picks", "name": {"en": "Picks"}}


class FolderTestCase(TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "folder"
        self.folder.mkdir()

    def write(self, redirects=(), **entries):
        return write_folder(self.folder, entries, redirects)

    def load(self, *options, folder=None):
        """Load the folder; return what the command says in its last line."""
        self.out, self.err = io.StringIO(), io.StringIO()
        call_command(
            "load", folder or self.folder, *options,
            stdout=self.out, stderr=self.err, verbosity=0,
        )  # fmt: skip
        return self.out.getvalue().strip()

    def problems(self, *options):
        """Load what must be refused; return what the command says, line by line."""
        before = self.state()
        with self.assertRaises(SystemExit) as caught:
            self.load(*options)
        self.assertEqual(caught.exception.code, 2)
        self.assertEqual(self.state(), before)
        *problems, total = self.err.getvalue().splitlines()
        self.assertEqual(total, f"{len(problems)} problems; nothing was written.")
        return problems

    def state(self):
        return (
            {k.key: k.model._base_manager.count() for k in all_kinds()},
            Revision.objects.count(),
            Redirect.objects.count(),
            Image.objects.count(),
            CatalogueVersion.current(),
        )


class LoadTests(FolderTestCase):
    def test_an_empty_site_takes_everything(self):
        whole = write_whole_folder(self.folder / "whole")
        self.assertEqual(self.load(folder=whole), "12 created, 0 updated, 0 unchanged")
        self.assertEqual(Image.objects.count(), 4)
        self.assertEqual(Redirect.objects.count(), 5)
        self.assertIn("tool a-tool", found("a tool "))
        revision = Revision.objects.of(Tool.objects.get(slug="a-tool")).get()
        self.assertEqual(revision.source, "load whole")
        self.assertIsNone(revision.author)

    def test_loading_again_changes_nothing(self):
        whole = write_whole_folder(self.folder / "whole")
        self.load(folder=whole)
        before = self.state()
        self.assertEqual(self.load(folder=whole), "0 created, 0 updated, 12 unchanged")
        self.assertEqual(self.state(), before)

    def test_json_is_read_like_yaml(self):
        file = self.folder / "tools.json"
        file.write_text(json.dumps([TOOL | {"first_release": 2016}]), encoding="utf-8")
        self.assertEqual(self.load(), "1 created, 0 updated, 0 unchanged")
        self.assertEqual(Tool.objects.get().first_release, "2016")

    def test_a_folder_may_hold_some_of_the_files_or_none(self):
        self.assertEqual(self.load(), "0 created, 0 updated, 0 unchanged")
        (self.folder / "tools.yaml").write_text("# nothing yet\n", encoding="utf-8")
        self.assertEqual(self.load(), "0 created, 0 updated, 0 unchanged")

    def test_loading_updates_and_empties_and_never_deletes(self):
        make_tool("Other")
        self.write(tools=[TOOL | {"pricing": "free", "aliases": ["X"]}])
        self.load()
        self.write(tools=[TOOL | {"name": "Renamed"}])
        self.assertEqual(self.load(), "0 created, 1 updated, 0 unchanged")
        self.assertEqual(
            snapshot(Tool.objects.get(slug="a")), TOOL | {"name": "Renamed"}
        )
        self.assertEqual(Tool.objects.count(), 2)
        self.assertEqual(found("renamed "), {"tool a"})

    def test_a_dry_run_says_what_it_would_do_and_does_nothing(self):
        whole = write_whole_folder(self.folder / "whole")
        before = self.state()
        told = self.load("--dry-run", folder=whole)
        self.assertEqual(
            told, "12 created, 0 updated, 0 unchanged (dry run: nothing was written)"
        )
        self.assertEqual(self.state(), before)
        self.assertFalse(self.files())

    def files(self):
        try:
            folders, _files = default_storage.listdir("images")
        except FileNotFoundError:
            return []
        return [
            f for name in folders for f in default_storage.listdir(f"images/{name}")[1]
        ]

    def test_if_empty_leaves_a_site_with_records_alone(self):
        self.write(tools=[TOOL])
        self.assertIn("1 created", self.load("--if-empty"))
        self.write(tools=[TOOL | {"name": "Other"}])
        self.assertEqual(self.load("--if-empty"), "")
        self.assertEqual(Tool.objects.get().name, "A")

    def test_a_folder_may_lean_on_what_is_there(self):
        make_tag("t")
        make_tool("B")
        self.write(tools=[TOOL | {"tags": ["t"], "alternatives": ["b"]}])
        self.load()
        self.assertEqual(snapshot(Tool.objects.get(slug="b"))["alternatives"], ["a"])

    def test_a_pair_may_stand_on_one_side(self):
        b = {"slug": "b", "name": "B", "kind": "software"}
        self.write(tools=[TOOL, b | {"works_with": ["a"]}])
        self.load()
        self.assertEqual(snapshot(Tool.objects.get(slug="a"))["works_with"], ["b"])
        self.assertEqual(self.load(), "0 created, 0 updated, 2 unchanged")

    def test_a_hidden_record_is_updated_and_stays_hidden(self):
        hide(make_tool("A"), "spam", Attribution(source="tests"))
        self.write(tools=[TOOL | {"pricing": "free"}])
        self.load()
        tool = Tool.objects.get()
        self.assertEqual((tool.pricing, tool.status), ("free", "hidden"))

    def test_control_characters_are_removed(self):
        text = '- {slug: a, name: "A\\0B\\a", kind: software, summary: {en: "x\\x1by"}}'
        (self.folder / "tools.yaml").write_text(text, encoding="utf-8")
        self.load()
        tool = Tool.objects.get()
        self.assertEqual((tool.name, tool.summary_en), ("AB", "xy"))

    def test_half_a_letter_in_json_is_removed(self):
        text = '[{"slug": "a", "name": "A\\ud800", "kind": "software"}]'
        (self.folder / "tools.json").write_text(text, encoding="utf-8")
        self.load()
        self.assertEqual(Tool.objects.get().name, "A")

    def test_numbers_count_as_the_text_they_are_written_with(self):
        text = "- {slug: 311, name: 311, kind: software, latest_version: 1.5,\n"
        text += "   first_release: 2016-12-09, aliases: [42], alternatives: [312]}\n"
        text += "- {slug: '312', name: x, kind: software, alternatives: ['311']}"
        (self.folder / "tools.yaml").write_text(text, encoding="utf-8")
        self.load()
        tool = Tool.objects.get(slug="311")
        self.assertEqual((tool.name, tool.latest_version), ("311", "1.5"))
        self.assertEqual((tool.first_release, tool.aliases), ("2016-12-09", ["42"]))

    def test_yes_and_no_are_words_where_they_are_meant(self):
        text = "- {slug: plan, name: {en: Plan}, running: yes}"
        (self.folder / "use_cases.yaml").write_text(text, encoding="utf-8")
        self.load()
        self.assertEqual(kind("use-case").model.objects.get().running, "yes")


class LongFileTests(FolderTestCase):
    """Long lists are read by parts, which must not show."""

    def many(self, count=1001):
        return "".join(
            f"- {{slug: t{n}, kind: theme, label: {{en: T}}}}\n" for n in range(count)
        )

    def read(self, text):
        (self.folder / "tags.yaml").write_text(text, encoding="utf-8")
        return read_list(self.folder, "tags")[1]

    def test_the_parts_make_the_whole(self):
        text = f"# Tags\n---\n{self.many()}"
        slugs = [entry["slug"] for entry in self.read(text)]
        self.assertEqual(slugs, [f"t{n}" for n in range(1001)])

    def test_an_anchor_may_reach_from_part_to_part(self):
        text = f"- {{slug: &first x}}\n{self.many()}- {{slug: y, parent: *first}}\n"
        self.assertEqual(self.read(text)[-1]["parent"], "x")

    def test_a_text_may_look_like_an_entry(self):
        text = f"{self.many(499)}- label: 'one\n\n- two'\n{self.many(600)}"
        entries = self.read(text)
        self.assertEqual(len(entries), 1100)
        self.assertEqual(entries[499], {"label": "one\n- two"})

    def test_a_list_under_a_key_is_no_list(self):
        with self.assertRaises(Unreadable):
            self.read(f"tags:\n{self.many()}")

    def test_the_line_of_a_mistake_is_that_of_the_file(self):
        with self.assertRaisesMessage(Unreadable, "line 1002"):
            self.read(self.many() + "- slug: }\n")

    def test_python_collects_its_garbage_as_before(self):
        self.write(tools=[TOOL])
        self.load()
        self.assertTrue(gc.isenabled())
        self.assertEqual(gc.get_freeze_count(), 0)


class PeopleTests(FolderTestCase):
    def setUp(self):
        super().setUp()
        self.write(tools=[TOOL | {"website": "https://old.example", "pricing": "free"}])
        self.load()
        by = Attribution(author=make_user())
        values = {"website": "https://new.example"}
        write(kind("tool"), [Change(Tool.objects.get(), values)], by)

    def test_what_a_person_wrote_stays_and_is_told(self):
        self.assertEqual(self.load(), "0 created, 0 updated, 1 unchanged")
        self.assertEqual(
            self.err.getvalue(), "kept, a person wrote it: tool a: website\n"
        )
        self.assertEqual(Tool.objects.get().website, "https://new.example")

    def test_other_keys_are_written_beside_it(self):
        self.write(tools=[TOOL | {"website": "https://old.example"}])
        self.assertEqual(self.load(), "0 created, 1 updated, 0 unchanged")
        tool = Tool.objects.get()
        self.assertEqual((tool.website, tool.pricing), ("https://new.example", ""))

    def test_the_same_value_is_nothing_to_tell(self):
        self.write(tools=[TOOL | {"website": "https://new.example", "pricing": "free"}])
        self.assertEqual(self.load(), "0 created, 0 updated, 1 unchanged")
        self.assertEqual(self.err.getvalue(), "")

    def test_force_overwrites_it(self):
        self.assertEqual(self.load("--force"), "0 created, 1 updated, 0 unchanged")
        self.assertEqual(Tool.objects.get().website, "https://old.example")
        self.assertEqual(self.load(), "0 created, 0 updated, 1 unchanged")


class RedirectTests(FolderTestCase):
    def test_a_former_slug_updates_the_record_it_leads_to(self):
        make_tool("Newer")
        Redirect.objects.create(kind="tool", old="a", new="newer")
        self.write(tools=[TOOL])
        self.assertEqual(self.load(), "0 created, 1 updated, 0 unchanged")
        self.assertEqual(
            (Tool.objects.get().slug, Tool.objects.get().name), ("newer", "A")
        )

    def test_a_reference_by_a_former_slug_is_no_change(self):
        self.write(
            tags=[TAG],
            tools=[TOOL | {"tags": ["was-t"], "successor": "was-b"},
                   {"slug": "b", "name": "B", "kind": "software"}],
            use_cases=[CASE | {"tools": [{"tool": "was-b", "used_for": {"en": "x"}}]}],
            redirects=[{"kind": "tag", "old": "was-t", "new": "t"},
                       {"kind": "tool", "old": "was-b", "new": "b"}],
        )  # fmt: skip
        self.assertEqual(self.load(), "4 created, 0 updated, 0 unchanged")
        self.assertEqual(self.load(), "0 created, 0 updated, 4 unchanged")
        self.assertEqual(Tool.objects.get(slug="a").successor.slug, "b")

    def test_a_redirect_may_change_its_mind(self):
        self.write(tags=[TAG, TAG | {"slug": "u"}],
                   redirects=[{"kind": "tag", "old": "x", "new": "t"}])  # fmt: skip
        self.load()
        version = CatalogueVersion.current()
        self.load()
        self.assertEqual(CatalogueVersion.current(), version)
        self.write(tags=[TAG, TAG | {"slug": "u"}],
                   redirects=[{"kind": "tag", "old": "x", "new": "u"}])  # fmt: skip
        self.load()
        self.assertEqual(Redirect.objects.get().new, "u")
        self.assertGreater(CatalogueVersion.current(), version)

    def test_what_is_wrong_with_redirects_is_told(self):
        make_tool("Here")
        Redirect.objects.create(kind="tool", old="b", new="a")
        self.write(
            tools=[TOOL, {"slug": "b", "name": "B", "kind": "software"}],
            redirects=[
                {"kind": "tool", "old": "x", "new": "nowhere"},
                {"kind": "event", "old": "x", "new": "a"},
                {"kind": ["tool"], "old": "x", "new": "a"},
                {"kind": "tool", "old": "a", "new": "b"},
                {"kind": "tool", "old": "y", "new": "y"},
                {"kind": "tool", "old": "Y", "new": "a"},
                {"kind": "tool", "old": "z", "new": ["a"]},
                {"kind": "tool", "old": "x", "new": "a"},
                {"kind": "tool", "old": "here", "new": "a"},
                {"kind": "tool", "old": "w"},
                "w",
            ],
        )
        kinds = "must be one of tag, organization, tool, use-case, collection"
        self.assertEqual(
            self.problems(),
            [
                f"redirects.yaml: entry 2: kind: {kinds}, not 'event'",
                f"redirects.yaml: entry 3: kind: {kinds}, not ['tool']",
                "redirects.yaml: entry 4: old: 'a' is an entry",
                "redirects.yaml: entry 5: leads to itself",
                f"redirects.yaml: entry 6: old: {PLAIN}",
                "redirects.yaml: entry 7: new: must be text, not list",
                "redirects.yaml: entry 8: old: 'x' stands twice in the file",
                "redirects.yaml: entry 10: must be {kind, old, new}",
                "redirects.yaml: entry 11: must be {kind, old, new}",
                "redirects.yaml: here: old: is a tool of this site",
                "tools.yaml: b: slug: leads to 'a' by now, which is an entry too",
                "redirects.yaml: x: new: no tool has the slug 'nowhere'",
            ],
        )

    def test_two_references_that_are_one_record_by_now_are_told(self):
        self.write(
            tools=[TOOL | {"successor": "was-a"}],
            use_cases=[CASE | {"tools": [{"tool": "a"}, {"tool": "was-a"}]}],
            redirects=[{"kind": "tool", "old": "was-a", "new": "a"}],
        )
        self.assertEqual(
            self.problems(),
            [
                "tools.yaml: a: successor: is the tool itself",
                "use_cases.yaml: plan: tools: has the same entry twice",
            ],
        )


class ProblemTests(FolderTestCase):
    def assert_problem(self, problem, **entries):
        self.write(**entries)
        self.assertEqual(self.problems(), [problem])

    def assert_tool_problem(self, key, value, reason):
        with self.subTest(key=key, value=str(value)[:40]):
            problem = f"tools.yaml: a: {key}: {reason}"
            self.assert_problem(problem, tools=[TOOL | {key: value}])

    def test_every_problem_is_told_at_once(self):
        self.write(
            tools=[
                TOOL | {"colour": "red", "licence": "Free", "tags": ["nowhere"]},
                {"slug": "b"},
            ],
            organizations=[ORGANIZATION | {"country": "XX"}],
        )
        self.assertEqual(
            self.problems(),
            [
                "organizations.yaml: o: country: “XX” is no ISO 3166 country code.",
                "tools.yaml: a: colour: is an unknown key",
                "tools.yaml: a: licence: “Free” is no SPDX licence expression.",
                "tools.yaml: b: name: is missing",
                "tools.yaml: b: kind: is missing",
                "tools.yaml: a: tags: no tag has the slug 'nowhere'",
            ],
        )

    def test_a_dry_run_and_force_refuse_just_as_well(self):
        self.write(tools=[TOOL | {"colour": "red"}])
        for option in ("--dry-run", "--force", "--if-empty"):
            self.assertEqual(len(self.problems(option)), 1)

    def test_a_folder_that_is_none(self):
        self.folder = self.folder / "nowhere"
        self.assertEqual(self.problems(), [f"{self.folder}: is no folder"])

    def test_a_file_that_cannot_be_read(self):
        for text, reason in (
            (b"- slug: [a", "cannot be read: "),
            (b"- slug: a\n  slug: {", "cannot be read: "),
            (b"- \xff\xfe\xfd", "cannot be read: "),
            (b"- {slug: a, verified_on: 2026-13-45}", "cannot be read: "),
            (b"- !!python/object:os.system {}", "cannot be read: "),
            (b"- *nowhere", "cannot be read: "),
            (b"slug: a", "must be a list of entries"),
            (b"just words", "must be a list of entries"),
        ):
            with self.subTest(text=text[:40]):
                (self.folder / "tools.yaml").write_bytes(text)
                self.assertEqual(len(self.problems()), 1)
                self.assertIn(f"tools.yaml: {reason}", self.err.getvalue())

    def test_json_that_cannot_be_read(self):
        for text in ("[", "[{]", "{}", "[" * 100_000):
            (self.folder / "tools.json").write_text(text, encoding="utf-8")
            self.assertEqual(len(self.problems()), 1)
            self.assertIn("tools.json: ", self.err.getvalue())

    def test_redirects_that_cannot_be_read(self):
        (self.folder / "redirects.yaml").write_text("- [", encoding="utf-8")
        self.assertIn("redirects.yaml: cannot be read", self.problems()[0])

    def test_an_entry_that_is_none(self):
        self.write(tools=["a", TOOL, ["a"], 7])
        self.assertEqual(
            self.problems(),
            [f"tools.yaml: entry {n}: must be keys and values" for n in (1, 3, 4)],
        )

    def test_an_unknown_and_a_missing_key(self):
        self.assert_tool_problem("colour", "red", "is an unknown key")
        self.assert_problem("tools.yaml: a: name: is missing",
                            tools=[{"slug": "a", "kind": "software"}])  # fmt: skip
        self.assert_problem("tools.yaml: entry 1: slug: is missing",
                            tools=[{"name": "A", "kind": "software"}])  # fmt: skip
        self.assert_problem("tools.yaml: a: name: is missing",
                            tools=[TOOL | {"name": "\x07 "}])  # fmt: skip

    def test_a_bad_slug(self):
        for slug, reason in (
            ("Ä", PLAIN),
            ("a b", PLAIN),
            ("new", "is a reserved word"),
            ("x" * 101, "has 101 characters, 100 at most"),
            (True, "must be text, not bool"),
            (["a"], "must be text, not list"),
            ({"a": 1}, "must be text, not dict"),
        ):
            with self.subTest(slug=slug):
                self.assert_problem(f"tools.yaml: {slug}: slug: {reason}",
                                    tools=[TOOL | {"slug": slug}])  # fmt: skip

    def test_a_slug_that_stands_twice(self):
        self.assert_problem(
            "tools.yaml: a: slug: stands twice in the file",
            tools=[TOOL, TOOL | {"name": "B"}],
        )
        self.assert_problem(
            "tools.yaml:  a : slug: stands twice in the file",
            tools=[TOOL, TOOL | {"slug": " a "}],
        )

    def test_a_reference_to_nowhere(self):
        for key in ("alternatives", "works_with", "forked_from", "built_on"):
            self.assert_tool_problem(key, ["b"], "no tool has the slug 'b'")
        for key in ("developers", "providers", "partners", "funders"):
            reason = "no organization has the slug 'b'"
            self.assert_tool_problem(key, ["b"], reason)
        self.assert_tool_problem("successor", "b", "no tool has the slug 'b'")
        self.assert_tool_problem("tags", "t", "must be a list of slugs")

    def test_a_reference_to_itself(self):
        for key in ("alternatives", "works_with", "forked_from", "built_on"):
            self.assert_tool_problem(key, ["a"], "names the tool itself")
        self.assert_tool_problem("successor", "a", "is the tool itself")
        self.assert_problem("organizations.yaml: o: parent: is the organization itself",
                            organizations=[ORGANIZATION | {"parent": "o"}])  # fmt: skip
        self.assert_problem("tags.yaml: t: parent: is the tag itself",
                            tags=[TAG | {"parent": "t"}])  # fmt: skip

    def test_a_text_that_is_too_long(self):
        self.assert_tool_problem("name", "x" * 201, "has 201 characters, 200 at most")
        self.assert_tool_problem(
            "summary", {"fr": "é" * 161}, "has 161 characters in fr, 160 at most"
        )
        self.assert_tool_problem(
            "description", {"en": "x" * 20_001},
            "has 20001 characters in en, 20000 at most",
        )  # fmt: skip

    def test_a_bad_licence_address_date_and_country(self):
        spdx = "is no SPDX licence expression."
        self.assert_tool_problem("licence", "GPL 3", f"“GPL 3” {spdx}")
        for address in ("javascript:alert(1)", "www.example.org", "ftp://example.org"):
            self.assert_tool_problem("website", address, "Enter a valid URL.")
        self.assert_tool_problem(
            "sources", ["javascript:x"], "'javascript:x': Enter a valid URL."
        )
        partial = "must be a date: 2016, 2016-12 or 2016-12-09"
        self.assert_tool_problem("first_release", "2016-13", partial)
        self.assert_tool_problem("verified_on", "2016-12", "must be a day: 2016-12-09")
        self.assert_problem(
            "use_cases.yaml: plan: country: “UK” is no ISO 3166 country code.",
            use_cases=[CASE | {"country": "UK"}],
        )
        # YAML reads Norway's code as "no".
        self.assert_problem(
            "use_cases.yaml: plan: country: must be text, not bool",
            use_cases=[CASE | {"country": False}],
        )

    def test_booleans_numbers_and_lists_where_words_are_meant(self):
        self.assert_tool_problem("name", True, "must be text, not bool")
        self.assert_tool_problem("name", ["A"], "must be text, not list")
        self.assert_tool_problem("summary", "A", "must be texts by language: "
                                 "{en: …, fr: …, es: …}")  # fmt: skip
        self.assert_tool_problem("summary", {"de": "A"}, "has an unknown language: de")
        self.assert_tool_problem("summary", {"en": False}, "must be text, not bool")
        self.assert_tool_problem("tags", [True], "must be text, not bool")
        self.assert_tool_problem("platforms", "web", "must be a list")
        self.assert_tool_problem("website", 7, "Enter a valid URL.")

    def test_a_use_case_that_ends_before_it_starts(self):
        self.assert_problem(
            "use_cases.yaml: plan: ended: is before started",
            use_cases=[CASE | {"started": "2017", "ended": "2016-12"}],
        )
        self.assert_problem(
            "use_cases.yaml: plan: running: is yes, although ended is given",
            use_cases=[CASE | {"running": "yes", "ended": "2016"}],
        )

    def test_two_curators(self):
        self.assert_problem(
            "collections.yaml: picks: curator_name: stands beside curator; "
            "name one of the two",
            organizations=[ORGANIZATION],
            collections=[COLLECTION | {"curator": "o", "curator_name": "Ada"}],
        )

    def test_a_verifier_without_a_day(self):
        for collective, entry in (("tags", TAG), ("tools", TOOL), ("use_cases", CASE),
                                  ("organizations", ORGANIZATION),
                                  ("collections", COLLECTION)):  # fmt: skip
            for file in self.folder.iterdir():
                file.unlink()
            self.assert_problem(
                f"{collective}.yaml: {entry['slug']}: verified_by: needs verified_on",
                **{collective: [entry | {"verified_by": "Ada"}]},
            )


class TagTreeTests(FolderTestCase):
    def tag(self, slug, **values):
        return TAG | {"slug": slug} | values

    def test_a_tag_with_a_grandparent(self):
        self.write(tags=[self.tag("a"), self.tag("b", parent="a"),
                         self.tag("c", parent="b")])  # fmt: skip
        self.assertIn("tags.yaml: c: parent: has a parent itself", self.problems())

    def test_a_tag_whose_parent_on_the_site_has_one(self):
        make_tag("a", kind="theme")
        make_tag("b", kind="theme", parent="a")
        self.write(tags=[self.tag("c", parent="b")])
        self.assertEqual(self.problems(), ["tags.yaml: c: parent: has a parent itself"])

    def test_a_parent_for_a_tag_that_has_children_on_the_site(self):
        make_tag("a", kind="theme")
        make_tag("b", kind="theme", parent="a")
        self.write(tags=[self.tag("a", parent="c"), self.tag("c")])
        self.assertEqual(
            self.problems(),
            ["tags.yaml: a: parent: is given to a tag with children"],
        )

    def test_a_parent_of_the_other_kind(self):
        make_tag("a", kind="function")
        self.write(tags=[self.tag("c", parent="a")])
        self.assertEqual(
            self.problems(), ["tags.yaml: c: parent: is of the other kind"]
        )

    def test_a_parent_that_is_there_already(self):
        make_tag("a", kind="theme")
        self.write(tags=[self.tag("c", parent="a")])
        self.load()
        self.assertEqual(Tag.objects.get(slug="c").parent.slug, "a")


class ImageTests(FolderTestCase):
    def problem(self, name):
        self.write(tools=[TOOL | {"logo": name}])
        problems = self.problems()
        self.assertEqual(len(problems), 1, problems)
        place, _colon, reason = problems[0].partition(": ")
        self.assertEqual(place, f"images/{name}")
        return reason

    def test_a_picture_that_is_not_there(self):
        self.assertEqual(self.problem(f"{'0' * 64}.png"), "the file is missing")

    def test_a_name_that_leads_elsewhere(self):
        write_image(self.folder, picture_bytes(), name="logo.png")
        for name in ("../tools.yaml", "/etc/passwd", "logo.png", "x" * 5000, "a\0b",
                     f"{'0' * 64}.png/x"):  # fmt: skip
            with self.subTest(name=name[:20]):
                self.assertEqual(self.problem(name), "must be named <sha256>.<ending>")

    def test_a_name_that_is_another_hash(self):
        name = write_image(self.folder, picture_bytes(), name=f"{'0' * 64}.png")
        self.assertEqual(self.problem(name), "its name is not its SHA-256")

    def test_an_ending_that_lies(self):
        name = write_image(self.folder, picture_bytes("PNG"), "jpg")
        self.assertIn("another format than it has (PNG)", self.problem(name))

    def test_what_is_no_picture(self):
        self.assertIn(
            "SVG is refused", self.problem(write_image(self.folder, b"<svg/>"))
        )
        name = write_image(self.folder, b"GIF89a", "png")
        self.assertIn("it is broken", self.problem(name))

    def test_a_bomb_and_a_file_that_is_too_large(self):
        name = write_image(self.folder, bomb(20_000, 20_000))
        self.assertIn("40 million pixels", self.problem(name))
        name = write_image(self.folder, picture_bytes() + bytes(5 * 1024 * 1024))
        self.assertIn("larger than 5 MB", self.problem(name))

    def test_a_picture_with_notes_is_kept_without_them(self):
        notes = PngInfo()
        notes.add_text("Author", "Jane Doe")
        name = write_image(self.folder, picture_bytes(pnginfo=notes))
        self.write(
            tools=[TOOL | {"logo": name, "screenshots": [{"image": name}]}],
            collections=[COLLECTION | {"cover": name}],
        )
        self.assertEqual(self.load(), "2 created, 0 updated, 0 unchanged")
        image = Image.objects.get()
        self.assertNotEqual(image.file_name, name)
        self.assertEqual(Tool.objects.get().logo, image)
        self.assertEqual(Tool.objects.get().screenshots.get().image, image)
        self.assertEqual(Collection.objects.get().cover, image)
        self.assertEqual(self.load(), "0 created, 0 updated, 2 unchanged")
