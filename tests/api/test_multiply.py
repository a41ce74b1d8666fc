import io
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import SimpleTestCase, TestCase

from api.interchange.checking import check
from api.interchange.reading import read_list
from tests.interchange import content, write_folder, write_whole_folder

REAL = settings.BASE_DIR / "fixtures"


class FolderTestCase:
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def multiply(self, source, tools, to="many"):
        out = io.StringIO()
        call_command("multiply", source, tools=tools, to=self.folder / to, stdout=out)
        return out.getvalue().strip()

    def entries(self, name, to="many"):
        return {e["slug"]: e for e in read_list(self.folder / to, name)[1]}


class MultiplyTests(FolderTestCase, SimpleTestCase):
    def test_the_originals_come_first_and_their_copies_refer_to_copies(self):
        whole = write_whole_folder(self.folder / "whole")
        told = self.multiply(whole, 7)
        self.assertEqual(
            told,
            "5 organizations, 7 tools, 5 use_cases, 5 collections, 3 tags, 5 redirects",
        )
        tools, originals = self.entries("tools"), self.entries("tools", "whole")
        self.assertEqual({slug: tools[slug] for slug in originals}, originals)
        copy = tools["a-tool-c1"]
        self.assertEqual(copy["name"], "A Tool: 2 Zürich 1")
        self.assertEqual(copy["alternatives"], ["b-tool-c1", "c-tool-c1"])
        self.assertEqual(copy["developers"], ["city-c1", "state-c1"])
        self.assertEqual(copy["tags"], ["elections", "voting"])
        # Where the round ends, a copy refers to an original.
        self.assertEqual(tools["a-tool-c2"]["successor"], "c-tool")

    def test_fewer_tools_than_there_are_leave_no_reference_hanging(self):
        self.multiply(write_whole_folder(self.folder / "whole"), 1)
        self.assertEqual(list(self.entries("tools")), ["a-tool"])
        self.assertNotIn("successor", self.entries("tools")["a-tool"])
        self.assertEqual(
            self.entries("use_cases")["plan"]["tools"], [{"tool": "a-tool"}]
        )

    def test_the_same_question_has_the_same_answer(self):
        self.multiply(REAL, 500, to="one")
        self.multiply(REAL, 500, to="two")
        self.assertEqual(content(self.folder / "one"), content(self.folder / "two"))

    def test_what_cannot_be_multiplied_is_told(self):
        empty = write_folder(self.folder / "empty", {})
        for arguments in ((empty, 5), (REAL, 0)):
            with self.assertRaises(CommandError):
                self.multiply(*arguments)
        with self.assertRaises(CommandError):
            self.multiply(self.folder / "many", 5)


class SoundnessTests(FolderTestCase, TestCase):
    def test_what_it_writes_can_be_loaded(self):
        for number in (1, 100, 1000):
            with self.subTest(number):
                self.multiply(REAL, number)
                folder = check(self.folder / "many")
                self.assertEqual(folder.problems, [])
                self.assertEqual(len(folder.entries["tool"]), number)
        whole = write_whole_folder(self.folder / "whole")
        self.multiply(whole, 10)
        self.assertEqual(check(self.folder / "many").problems, [])
