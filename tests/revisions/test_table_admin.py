"""CSV and XLSX in and out of the admin."""

import csv
import datetime
import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import SimpleTestCase, TestCase
from django.urls import reverse

from catalogue.models import Tool
from core.kinds import all_kinds
from core.models import CatalogueVersion
from revisions.cells import escape, joined, split, unescape
from revisions.models import Redirect, Revision
from tests.admin_pages import soup
from tests.factories import (
    make_collection,
    make_image,
    make_moderator,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
    make_user,
)

CSV, XLSX = "0", "1"


def make_everything():
    """Make a record of each kind, with every key that the format knows."""
    make_tag("democracy", kind="theme")
    make_tag(
        "vote", kind="theme", parent="democracy", label={"en": "Vote", "fr": "Scrutin"},
        description={"en": "Voting"}, synonyms={"fr": ["suffrage, le", "élection"]},
        verified_on="2026-01-02", verified_by="Ada", sources=["https://example.org/?a,b"],
    )  # fmt: skip
    image = make_image().file_name
    make_organization(
        "Ville", aliases=["City, the", "V"], country="ES", city="Barcelona", logo=image,
        identifiers=[{"scheme": "other", "value": "a:b"}], links=["https://example.org"],
    )  # fmt: skip
    make_tool("Consul", licence="MIT")
    make_tool(
        "Decidim", aliases=["=1+1", "-x"], summary={"en": "@home", "es": "+1"},
        description={"en": "# One\n\n- two"}, licence="AGPL-3.0-only", tags=["vote"],
        programming_languages=["Visual Basic, .NET"], platforms=["web", "linux"],
        interface_languages=["en", "pt-BR"], hosting=["hosted"], audience=["citizens"],
        first_release="2016", latest_version="1.0", latest_version_date="2016-12-09",
        alternatives=["consul"], built_on=["consul"], successor="consul",
        developers=["ville"], funders=["ville"], logo=image,
        screenshots=[{"image": image, "alt": {"en": "A"}}, {"image": image}],
        identifiers=[{"scheme": "doi", "value": "10.1/x"}],
        website="https://decidim.org",
    )  # fmt: skip
    make_use_case(
        "Budget", country="ES", coordinates={"latitude": -41.3874, "longitude": 2.1686},
        tools=[{"tool": "decidim", "used_for": {"fr": "Voter"}}, "consul"],
        participants=[{"organization": "ville", "role": "lead"}, "ville"],
        started="2016-12", running="yes", participant_count=40000, staff=1.5,
        budget="under-10k", evidence=["https://example.org/1", "https://example.org/2"],
        audience=["citizens"], outcome={"en": "Good"}, tags=["vote"],
        pictures=[{"image": image, "credit": "Ada"}],
    )  # fmt: skip
    make_collection(
        "Best", items=[{"tool": "decidim", "note": {"en": "Yes"}}, "consul"],
        curator="ville", featured=True, cover=image,
    )  # fmt: skip


class TableTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moderator = make_moderator()

    def setUp(self):
        self.client.force_login(self.moderator)

    def address(self, page, model=Tool):
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")

    def export(self, model=Tool, format=CSV, query=""):
        page = self.client.get(self.address("export", model))
        fields = soup(page).select("input[type=checkbox]")
        data = {field["name"]: "on" for field in fields} | {"format": format}
        address = self.address("export", model) + query
        return self.client.post(address, data | {"resource": "0"}).content

    def rows(self, model=Tool):
        return list(csv.DictReader(io.StringIO(self.export(model).decode())))

    def preview(self, content, model=Tool, format=CSV):
        if isinstance(content, list):
            content = written(content)
        name = "table.csv" if format == CSV else "table.xlsx"
        data = {
            "import_file": SimpleUploadedFile(name, content),
            "format": format,
            "resource": "0",
        }
        return self.client.post(self.address("import", model), data)

    def confirm(self, preview, model=Tool):
        form = soup(preview).find("form", action=self.address("process_import", model))
        form["id"] = "confirm"
        data = {
            field["name"]: field.get("value", "") for field in form.find_all("input")
        }
        return self.client.post(
            self.address("process_import", model), data, follow=True
        )

    def problems(self, *rows):
        answer = self.preview(list(rows))
        return [
            cell.get_text(" ", strip=True)
            for cell in soup(answer).select(
                ".import-preview tbody tr, #content > ul > li"
            )
        ]


def written(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


class RoundTripTests(TableTestCase):
    def test_what_is_exported_comes_back_unchanged(self):
        make_everything()
        before = Revision.objects.count(), CatalogueVersion.current()
        for kind in all_kinds():
            for format in (CSV, XLSX):
                with self.subTest(kind=kind.key, format=format):
                    content = self.export(kind.model, format)
                    preview = self.preview(content, kind.model, format)
                    number = kind.model.objects.count()
                    self.assertContains(
                        preview, f"0 new, 0 changed, {number} unchanged."
                    )
                    self.confirm(preview, kind.model)
        self.assertEqual((Revision.objects.count(), CatalogueVersion.current()), before)

    def test_every_key_of_the_format_is_in_the_table(self):
        make_everything()
        for kind in all_kinds():
            rows = self.rows(kind.model)
            for part in kind.fields:
                columns = [c for c in rows[0] if c.removesuffix(c[-3:]) == part.key]
                named = part.key in rows[0] or columns or "latitude" in rows[0]
                self.assertTrue(named, (kind.key, part.key))

    def test_relations_are_slugs_and_texts_are_columns(self):
        make_everything()
        row = next(row for row in self.rows() if row["slug"] == "decidim")
        self.assertEqual(row["tags"], "vote")
        self.assertEqual(row["platforms"], "linux, web")
        self.assertEqual(row["developers"], "ville")
        self.assertEqual(row["successor"], "consul")
        self.assertEqual(row["summary_fr"], "")

    def test_formulas_are_escaped(self):
        make_everything()
        row = next(row for row in self.rows() if row["slug"] == "decidim")
        self.assertEqual(row["summary_en"], "'@home")
        self.assertEqual(row["summary_es"], "'+1")
        self.assertEqual(row["aliases"], "'=1+1\n-x")
        book = openpyxl.load_workbook(io.BytesIO(self.export(format=XLSX)))
        types = {cell.data_type for row in book.active.rows for cell in row}
        self.assertNotIn("f", types)

    def test_the_list_filters_what_is_exported(self):
        make_tool("Consul", licence="MIT")
        make_tool("Decidim")
        content = self.export(query="?licence_family__exact=permissive").decode()
        self.assertIn("consul", content)
        self.assertNotIn("decidim", content)

    def test_exporting_does_not_ask_more_for_more_tools(self):
        make_everything()
        for number in range(30):
            make_tool(slug=f"tool-{number}", tags=["vote"], developers=["ville"])
        with self.assertNumQueries(22):
            self.export()


class ImportTests(TableTestCase):
    def test_a_preview_shows_what_would_change_and_writes_nothing(self):
        tool = make_tool("Decidim", summary="Old")
        before = CatalogueVersion.current()
        answer = self.preview([
            {"slug": "decidim", "name": "Decidim", "kind": "software"}
            | {"summary_en": "New"},
            {"slug": "consul", "name": "Consul", "kind": "software"}
            | {"summary_en": ""},
        ])  # fmt: skip
        self.assertContains(answer, "1 new, 1 changed, 0 unchanged.")
        self.assertContains(answer, "<del>Old</del>")
        self.assertContains(answer, "<ins>New</ins>")
        tool.refresh_from_db()
        self.assertEqual((tool.summary_en, tool.version), ("Old", 1))
        self.assertEqual(Tool.objects.count(), 1)
        self.assertEqual(CatalogueVersion.current(), before)

    def test_a_confirmed_import_goes_through_the_door(self):
        make_tag("vote")
        make_organization("Ville")
        tool = make_tool("Decidim", summary={"en": "Old", "fr": "Ancien"})
        same = make_tool("Same")
        empty = {"summary_en": "", "tags": "", "developers": ""}
        preview = self.preview([
            {"slug": "decidim", "name": "Decidim", "kind": "software"}
            | {"summary_en": "New", "tags": "vote", "developers": "ville"},
            {"slug": "consul", "name": "Consul", "kind": "software"} | empty,
            {"slug": "same", "name": "Same", "kind": "software"} | empty,
        ])  # fmt: skip
        answer = self.confirm(preview)
        self.assertContains(answer, "1 new, 1 updated, 0 deleted and 1 skipped")
        revision = Revision.objects.of(tool).first()
        self.assertEqual((revision.number, revision.author), (2, self.moderator))
        self.assertEqual(revision.comment, "Imported from a file")
        self.assertEqual(revision.data["summary"], {"en": "New", "fr": "Ancien"})
        self.assertEqual(revision.data["tags"], ["vote"])
        self.assertEqual(revision.data["developers"], ["ville"])
        self.assertEqual(Tool.objects.get(slug="consul").version, 1)
        self.assertEqual(Revision.objects.of(same).count(), 1)

    def test_new_records_may_point_to_each_other(self):
        tags = [
            {"slug": "vote", "kind": "theme", "label_en": "Vote", "parent": "power"},
            {"slug": "power", "kind": "theme", "label_en": "Power", "parent": ""},
        ]
        model = all_kinds()[0].model
        self.confirm(self.preview(tags, model), model)
        self.assertEqual(model.objects.get(slug="vote").parent.slug, "power")

    def test_what_a_cell_cannot_hold_stays_on_the_entries_that_stay(self):
        make_everything()
        model = make_collection("Other").__class__
        preview = self.preview([{"slug": "best", "items": "consul, decidim"}], model)
        self.confirm(preview, model)
        revision = Revision.objects.filter(kind="collection").order_by("-pk").first()
        self.assertEqual(
            revision.data["items"],
            [{"tool": "consul"}, {"tool": "decidim", "note": {"en": "Yes"}}],
        )

    def test_a_missing_column_stays_and_an_empty_cell_empties(self):
        tool = make_tool("Decidim", website="https://decidim.org", licence="MIT")
        self.confirm(self.preview([{"slug": "decidim", "licence": ""}]))
        tool.refresh_from_db()
        self.assertEqual((tool.website, tool.licence), ("https://decidim.org", ""))

    def test_a_former_slug_means_the_record_it_leads_to(self):
        tool = make_tool("Decidim")
        Redirect.objects.create(kind="tool", old="decidim-bcn", new="decidim")
        self.confirm(self.preview([{"slug": "decidim-bcn", "licence": "MIT"}]))
        tool.refresh_from_db()
        self.assertEqual((tool.slug, tool.licence), ("decidim", "MIT"))

    def test_a_symmetric_relation_is_written_on_one_side_or_on_both(self):
        make_tool("A")
        make_tool("B")
        rows = [{"slug": "a", "alternatives": "b"}, {"slug": "b", "alternatives": ""}]
        self.confirm(self.preview(rows))
        for tool in Tool.objects.all():
            revision = Revision.objects.of(tool).first()
            self.assertEqual((tool.version, revision.number), (2, 2))
            self.assertEqual(len(revision.data["alternatives"]), 1)

    def test_problems_are_told_in_words_row_by_row(self):
        make_tool("Decidim")
        good = {"slug": "decidim", "name": "Decidim", "kind": "software"}
        extra = {"licence": "", "tags": "", "website": "", "successor": ""}
        found = self.problems(
            good | extra,
            good | extra | {"slug": "x", "licence": "Nonsense", "kind": "hardware"},
            good | extra | {"slug": "", "tags": "nowhere"},
            good | extra | {"slug": "decidim", "website": "javascript:alert(1)"},
            good | extra | {"slug": "y", "successor": "y"},
        )
        self.assertEqual(len(found), 4)
        self.assertTrue(found[0].startswith("2 "))
        self.assertIn("licence : “Nonsense” is no SPDX licence expression", found[0])
        self.assertIn("kind : must be one of software, online-service", found[0])
        self.assertIn("slug : is missing", found[1])
        self.assertIn("tags : no tag has the slug 'nowhere'", found[1])
        self.assertIn("slug : stands twice in the file", found[2])
        self.assertIn("website : Enter a valid URL", found[2])
        self.assertIn("successor : is the tool itself", found[3])
        self.assertEqual(Tool.objects.count(), 1)

    def test_an_unknown_column_is_refused(self):
        make_tool("Decidim")
        found = self.problems({"slug": "decidim", "license": "MIT"})
        self.assertEqual(found, ["Unknown columns: license"])

    def test_a_file_that_went_wrong_meanwhile_changes_nothing(self):
        make_tag("vote")
        tool = make_tool("Decidim")
        preview = self.preview([{"slug": "decidim", "licence": "MIT", "tags": "vote"}])
        tags = all_kinds()[0].model.objects
        tags.update(slug="poll", name="poll")
        answer = self.confirm(preview)
        self.assertContains(answer, "Nothing was imported")
        tool.refresh_from_db()
        self.assertEqual((tool.licence, tool.version), ("", 1))

    def test_what_is_no_table_is_refused_in_words(self):
        for content, format in [(b"\xff\xfe\x00", CSV), (b"no workbook", XLSX)]:
            with self.subTest(format):
                answer = self.preview(content, format=format)
                self.assertContains(answer, "Ensure you have chosen the correct format")

    def test_a_workbook_s_own_numbers_and_days_are_understood(self):
        tool = make_tool("Decidim")
        book = openpyxl.Workbook()
        book.active.append(["slug", "first_release", "latest_version", "verified_on"])
        # Spreadsheets know no time zone.
        day = datetime.datetime(2026, 1, 2)  # noqa: DTZ001
        book.active.append(["decidim", 2016, 1.5, day])
        out = io.BytesIO()
        book.save(out)
        self.confirm(self.preview(out.getvalue(), format=XLSX))
        tool.refresh_from_db()
        self.assertEqual((tool.first_release, tool.latest_version), ("2016", "1.5"))
        self.assertEqual(tool.verified_on, datetime.date(2026, 1, 2))

    def test_people_without_the_right_import_and_export_nothing(self):
        self.client.force_login(make_user())
        for page in ("import", "export"):
            answer = self.client.get(self.address(page), follow=True)
            self.assertEqual(answer.status_code, 403)


class CellTests(SimpleTestCase):
    def test_escaping_is_undone_exactly(self):
        for text in ("=1", "+1", "-1", "@a", "\ta", "'=1", "''=1", "'a", "a=1", ""):
            with self.subTest(text):
                self.assertNotRegex(escape(text), r"^[=+\-@\t\r]")
                self.assertEqual(unescape(escape(text)), text)

    def test_lists_with_commas_stand_in_lines(self):
        for items in ([], ["a"], ["a", "b"], ["a, b"], ["a, b", "c"]):
            with self.subTest(items):
                cell = joined(items, by_lines=False)
                self.assertEqual(split(cell, by_lines=False), items)
