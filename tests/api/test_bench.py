import os
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection

from api.benchmark.databases import temporary_database
from api.benchmark.filling import fill_and_measure
from api.benchmark.growing import grow
from api.benchmark.measuring import Site
from api.benchmark.pages import pages
from api.benchmark.report import markdown, write_into
from catalogue.models import Tool
from tests.factories import make_organization, make_tag, make_tool, make_use_case

COST = {
    "queries": 9,
    "requests": 200,
    "median": 12.34,
    "p95": 56.7,
    "sent": 9_400,
    "plain": 60_000,
    "address": "/en/",
}


def measured(**changes):
    return {
        "database": "SQLite 3",
        "records": {"tools": 3_000, "use_cases": 20},
        "seconds": 61,
        "indexed": 1_234,
        "megabytes": 40,
        "costs": {"Home": COST | changes},
    }


@pytest.fixture
def site(settings, tmp_path):
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.STATIC_ROOT = tmp_path
    # A request would close the connection, and end the transaction of the test.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Site()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class TestTheCommand:
    # What is measured is an SQLite file, whichever database the tests run on.
    @pytest.mark.skipif(connection.vendor != "sqlite", reason="one run is enough")
    def test_it_measures_every_page_in_a_database_of_its_own(self, db, tmp_path):
        out, file = StringIO(), tmp_path / "benchmarks.md"
        file.write_text("Before\n<!-- sqlite -->\nold\n<!-- end of sqlite -->\nafter\n")

        call_command(
            "bench", "--sizes=12", "--requests=1", "--write", file, stdout=out,
            verbosity=0,
        )  # fmt: skip

        text = file.read_text()
        assert text.startswith("Before\n<!-- sqlite -->\n\nSQLite 3.")
        assert text.endswith("<!-- end of sqlite -->\nafter\n")
        assert "old" not in text
        assert out.getvalue() in text
        assert "| tools | 12 |" in text
        for page in ("Home", "Tools, two facets", "Tools, search", "Tool", "Tag"):
            row = rf"^\| {page} \| [1-9]\d* \| [\d.,]+ / [\d.,]+ \| [1-9]\d* \|$"
            assert re.search(row, text, re.MULTILINE), page
        assert str(tmp_path.parent) not in text
        assert not Tool.objects.exists()

    @pytest.mark.parametrize("wrong", ["--sizes=0", "--sizes=3,x", "--requests=-1"])
    def test_numbers_must_be_numbers(self, wrong):
        with pytest.raises(CommandError, match="no number above 0"):
            call_command("bench", wrong)

    def test_a_file_without_room_for_the_tables_is_told_before_measuring(
        self, tmp_path
    ):
        file = tmp_path / "benchmarks.md"
        file.touch()
        with pytest.raises(CommandError, match="has no <!-- postgres -->"):
            call_command(
                "bench", "--write", file, "--database=postgresql://localhost:1/none"
            )

    def test_a_server_that_does_not_answer_is_told(self):
        with pytest.raises(CommandError, match="connection"):
            call_command(
                "bench", "--sizes=1", "--database=postgres://localhost:1/none",
                verbosity=0,
            )  # fmt: skip


class TestTheDatabase:
    def test_one_that_holds_something_is_never_filled(self, db, tmp_path):
        with pytest.raises(ValueError, match="not empty"):
            fill_and_measure(tmp_path, tools=1, requests=1)

    def test_an_sqlite_file_goes_when_done(self, tmp_path):
        with temporary_database("sqlite", tmp_path) as address:
            (tmp_path / "bench.sqlite3").touch()
            (tmp_path / "bench.sqlite3-wal").touch()
        assert address == f"sqlite:///{tmp_path}/bench.sqlite3"
        assert not list(tmp_path.iterdir())

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
    def test_a_postgresql_database_goes_even_when_measuring_fails(self, db, tmp_path):
        names = "SELECT count(*) FROM pg_database WHERE datname = %s"
        with (
            pytest.raises(ZeroDivisionError),
            temporary_database(os.environ["DATABASE_URL"], tmp_path) as address,
            connection.cursor() as cursor,
        ):
            name = address.rpartition("/")[2]
            cursor.execute(names, [name])
            assert cursor.fetchone() == (1,)
            raise ZeroDivisionError
        with connection.cursor() as cursor:
            cursor.execute(names, [name])
            assert cursor.fetchone() == (0,)


class TestAPage:
    def test_its_queries_and_bytes_are_counted(self, db, site):
        make_tool("Decidim")

        cost = site.cost("/en/tools/decidim/", 3)

        assert cost.requests == 3
        assert cost.queries >= 1
        assert 0 < cost.median <= cost.p95
        assert 1000 < cost.sent < cost.plain

    def test_one_that_is_not_there_stops_the_measure(self, db, site):
        with pytest.raises(RuntimeError, match="/en/tools/none/ answers 404"):
            site.cost("/en/tools/none/", 1)

    def test_those_without_records_are_left_out(self, db):
        assert "Tool" not in pages()
        assert "Home, one tag" not in pages()

    def test_two_facets_leave_something_to_list(self, db):
        make_tag("budget")
        make_tool("Decidim", tags=["budget"])

        address = pages()["Tools, two facets"]

        assert address == "/en/tools/?function=budget&kind=software"


class TestTheReport:
    def test_sizes_stand_side_by_side(self):
        more = measured(queries=11, median=1234.5, p95=2000, sent=12_000)
        from_both = markdown({300: measured(), 3000: more}, "2026-11-21")

        assert "| page | queries | 300 tools: ms | 3,000 tools: ms | KB sent |" in (
            from_both
        )
        assert "| Home | 9–11 | 12 / 57 | 1,234 / 2,000 | 9–12 |" in from_both
        assert "| use cases | 20 | 20 |" in from_both

    def test_it_says_where_and_when(self):
        first = markdown({300: measured()}, "2026-11-21").splitlines()[0]

        assert first.startswith("SQLite 3; ")
        assert "cores" in first
        assert first.endswith("2026-11-21.")

    def test_a_file_without_marks_is_left_alone(self, tmp_path):
        file = tmp_path / "benchmarks.md"
        file.write_text("Nothing here\n")

        with pytest.raises(ValueError, match="has no <!-- sqlite -->"):
            write_into(file, "sqlite", "text")
        assert file.read_text() == "Nothing here\n"


class TestGrowing:
    def test_copies_are_found_filtered_and_tied_to_each_other(self, client, db):
        make_tag("voting", label="Voting")
        for number in range(3):
            make_tool(f"Ballot {number}", tags=["voting"], alternatives=[])
        make_tool("Box", alternatives=["ballot-0"])
        make_use_case("Vote", tools=["box"], participants=[make_organization().slug])

        grow(12)
        call_command("reindex", verbosity=0, stdout=StringIO())

        assert Tool.objects.count() == 12
        assert client.get("/en/tools/?q=ballot").context["page"].paginator.count == 9
        found = client.get("/en/tools/?function=voting&sort=name").context["page"]
        assert found.paginator.count == 9
        copy = Tool.objects.get(slug="box-2")
        assert [use.slug for use in copy.use_cases.all()] == ["vote-2"]
        assert copy.reverse_relations.get().tool.slug == "ballot-0-2"
        make_tool("Later")  # The keys go on after the copies.

    def test_a_catalogue_that_is_large_enough_stays_as_it_is(self, db):
        make_tool()
        make_tool()
        grow(3)
        assert Tool.objects.count() == 2
