"""What every list of records promises, to be mixed into the tests of each list."""

from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.listing import PAGE_SIZE
from core.models import CatalogueVersion
from core.search.index import refresh
from revisions.editing import Attribution, hide
from tests.public_pages import (
    chips,
    count_shown,
    make_world,
    meta,
    notices,
    read,
    row_slugs,
    words,
)

BY = Attribution(source="tests")
MISSING_PAGES = ("2", "0", "-1", "abc", "1.5", "1e3", "²", "٣", "9" * 36, "%FF", "1;2")


class ListTests:
    """Order, pages, fragments, counts in words and emptiness of one list."""

    url_name = ""
    filterset_class = None
    model = None
    one, several = "", ""  # the count in words
    most_queries = 0  # of the list, plain or narrowed

    def make(self, name, **values):
        raise NotImplementedError

    def make_rich(self, number):
        """Make a record whose row shows all that a row can show.

        It may rest on make_world(), which comes first.
        """
        raise NotImplementedError

    def address(self, query=""):
        return reverse(self.url_name) + (f"?{query}" if query else "")

    def see(self, query="", **headers):
        return self.client.get(self.address(query), headers=headers)

    def filterset(self, query=""):
        return self.filterset_class(QueryDict(query))

    def make_alike(self, number):
        """Make records that no order but the last resort can tell apart."""
        first = self.make("Alike", slug="alike-0")
        values = {f.attname: getattr(first, f.attname) for f in first._meta.fields}
        del values["id"]
        slugs = [f"alike-{n}" for n in range(number)]
        # Copied as rows: fifty changes through the door take seconds.
        self.model.objects.bulk_create(
            [self.model(**values | {"slug": slug}) for slug in slugs[1:]]
        )
        kind = self.filterset_class.record_kind
        refresh(kind, self.model.objects.values_list("pk", flat=True))
        CatalogueVersion.bump()
        return set(slugs)

    def test_every_order_is_total_and_declared(self):
        self.make("Ada")
        records = self.filterset_class.records()
        for columns in self.filterset_class.orders().values():
            rows = records.order_by().values("pk", *(c.strip("-") for c in columns))
            self.assertEqual(len(rows), 1, columns)

    def test_the_search_orders_by_relevance_unless_told_otherwise(self):
        self.make("Alpha")
        found = self.filterset("q=alpha")
        self.assertEqual(found.sort, "relevance")
        self.assertEqual(self.filterset("q=alpha&sort=name").sort, "name")
        self.assertNotEqual(self.filterset("sort=relevance").sort, "relevance")
        self.assertNotEqual(self.filterset("sort=nonsense").sort, "nonsense")

    def test_the_pages_hold_every_record_once_in_every_order(self):
        everything = self.make_alike(2 * PAGE_SIZE + 2)
        orders = [f"sort={name}" for name in self.filterset_class.sorts]
        for order in (*orders, "q=alike", "q=alike&sort=name"):
            pages = [row_slugs(self.see(f"{order}&page={n}")) for n in (1, 2, 3)]
            seen = [slug for page in pages for slug in page]
            self.assertEqual([len(page) for page in pages], [PAGE_SIZE, PAGE_SIZE, 2])
            self.assertEqual(len(seen), len(everything), order)
            self.assertEqual(set(seen), everything, order)

    def test_the_pager_leads_through_all_pages_and_keeps_the_list(self):
        self.make_alike(2 * PAGE_SIZE + 2)
        page = read(self.see("sort=name&q=alike&page=2&facet=kind"))
        previous, following = page.select(".pager a.step")
        self.assertEqual(previous["href"], "?sort=name&q=alike&page=1")
        self.assertEqual(following["href"], "?sort=name&q=alike&page=3")
        current = page.select_one(".pager [aria-current=page]")
        self.assertEqual(words(current), "2")
        self.assertIn("2", page.title.get_text())

    def test_a_page_that_does_not_exist_says_so_and_shows_the_last_one(self):
        self.make("Ada")
        for number in MISSING_PAGES:
            response = self.see(f"page={number}")
            self.assertEqual(response.status_code, 404, number)
            self.assertEqual(len(notices(response)), 1, number)
            self.assertEqual(row_slugs(response), ["ada"])
            self.assertIn("noindex", meta(response, "robots"))

    def test_a_blank_page_number_is_the_first_page(self):
        self.make_alike(PAGE_SIZE + 1)
        for number in ("", "+", "%00", "%0A", "01"):
            response = self.see(f"page={number}")
            self.assertEqual(response.status_code, 200, number)
            self.assertEqual(len(row_slugs(response)), PAGE_SIZE, number)

    def test_an_empty_list_has_one_page(self):
        self.assertEqual(self.see().status_code, 200)
        self.assertEqual(self.see("page=2").status_code, 404)

    def test_htmx_gets_the_results_alone(self):
        self.make("Ada")
        # The filters stand open in both.
        whole = self.see("facet=theme")
        part = self.see("facet=theme", hx_request="true")
        self.assertIn("<html", whole.text)
        self.assertNotIn("<html", part.text)
        self.assertTrue(part.text.strip() in whole.text)
        self.assertEqual(row_slugs(part), ["ada"])
        for response in (whole, part):
            self.assertIn("HX-Request", response["Vary"])

    def test_going_back_gets_the_whole_page(self):
        answer = self.see(hx_request="true", hx_history_restore_request="true")
        self.assertIn("<html", answer.text)
        self.assertIn("HX-History-Restore-Request", answer["Vary"])

    def test_the_count_is_said_in_words(self):
        for name, said in (
            ("", f"0 {self.several}"),
            ("Ada", f"1 {self.one}"),
            ("Grace", f"2 {self.several}"),
        ):
            if name:
                self.make(name)
            self.assertEqual(words(read(self.see()).select_one("#count")), said)

    def test_hidden_merged_and_draft_records_are_not_there(self):
        hidden, merged, shown = self.make("Ada"), self.make("Ada 2"), self.make("Ada 3")
        hide(hidden, "A test", BY)
        self.model.objects.filter(pk=merged.pk).update(status="merged")
        CatalogueVersion.bump()
        for query in ("", "q=ada"):
            response = self.see(query)
            self.assertEqual(row_slugs(response), [shown.slug], query)
        self.assertEqual(count_shown(self.see()), 1)

    def test_nothing_found_helps(self):
        self.make("Ada")
        response = self.see("q=xylophone")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(count_shown(response), 0)
        links = [link["href"] for link in read(response).select(".empty a")]
        ways_out = [f"{reverse('pages:search')}?q=xylophone", self.address()]
        self.assertEqual(links[:2], ways_out)

    def test_the_search_can_be_taken_away(self):
        self.make("Ada")
        response = self.see("q=ada&sort=name&page=1")
        self.assertEqual(row_slugs(response), ["ada"])
        self.assertEqual(set(chips(response).values()), {"?"})
        field = read(response).select_one("input#q")
        self.assertEqual(field["value"], "ada")
        clear = read(response).select_one(".chips .more")
        self.assertEqual(clear["href"], self.address())

    def test_a_query_that_is_too_long_says_so(self):
        self.make("Ada")
        response = self.see(f"q={'a' * 201}")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(len(notices(response)), 1)
        self.assertIn("200", notices(response)[0])

    def test_a_query_without_words_finds_nothing(self):
        self.make("Ada")
        self.assertEqual(count_shown(self.see("q=!!!")), 0)

    def test_only_the_whole_list_is_for_search_engines(self):
        self.make("Ada")
        for query in ("", "sort=name", "page=1"):
            self.assertIsNone(meta(self.see(query), "robots"), query)
        self.assertIn("noindex", meta(self.see("q=ada"), "robots"))
        canonical = read(self.see("q=ada&page=1")).find("link", rel="canonical")
        self.assertEqual(canonical["href"], f"http://testserver{self.address()}")

    def test_the_orders_keep_what_narrows_the_list(self):
        self.make("Ada")
        self.make("Ada 2")
        page = read(self.see("q=ada&page=1&facet=kind"))
        links = [link["href"] for link in page.select("nav.sort:not(.views) a")]
        names = ["relevance", *self.filterset_class.sorts]
        self.assertEqual(links, [f"?q=ada&sort={name}" for name in names])
        current = page.select("nav.sort:not(.views) a[aria-current=true]")
        self.assertEqual([link["href"] for link in current], ["?q=ada&sort=relevance"])

    def test_the_form_keeps_the_order(self):
        self.make("Ada")
        kept = read(self.see("sort=name")).select_one("#filters input[name=sort]")
        self.assertEqual(kept["value"], "name")
        self.assertIsNone(read(self.see()).select_one("#filters input[name=sort]"))

    def test_a_facet_value_that_cannot_exist_is_told(self):
        self.make("Ada")
        for facet in self.filterset_class.facets():
            response = self.see(f"{facet.name}=no+such+value%00")
            self.assertEqual(response.status_code, 200, facet.name)
            self.assertEqual(len(notices(response)), 1, facet.name)
            self.assertIn(str(facet.label), notices(response)[0])
            self.assertEqual(row_slugs(response), ["ada"], facet.name)

    def test_an_empty_facet_value_says_nothing(self):
        self.make("Ada")
        query = "&".join(f"{facet.name}=" for facet in self.filterset_class.facets())
        response = self.see(query)
        self.assertEqual(notices(response), [])
        self.assertEqual(row_slugs(response), ["ada"])
        self.assertEqual(chips(response), {})

    def test_no_record_appears_twice(self):
        make_world()
        self.make_rich(1)
        self.make_rich(2)
        for query in ("", "sort=name", "q=rich", self.every_value(), "facet=theme"):
            slugs = [slug for slug in row_slugs(self.see(query)) if "rich" in slug]
            self.assertEqual(sorted(slugs), ["rich-1", "rich-2"], query)

    def every_value(self):
        """Return the query that asks for all the values that records have."""
        query = QueryDict(mutable=True)
        for facet in self.filterset_class.facets():
            query.setlist(facet.name, self.filterset().counts(facet.name))
        return query.urlencode()

    def test_queries_do_not_grow_with_the_records(self):
        make_world()
        for number in range(10):
            self.make_rich(number)
        few = self.queries()
        for number in range(10, 40):
            self.make_rich(number)
        self.assertEqual(self.queries(), few)
        self.assertLessEqual(max(few), self.most_queries)

    def queries(self):
        """Return the numbers of queries of the list: plain, searched and narrowed."""
        found = []
        for query in ("", "q=rich", self.every_value()):
            with CaptureQueriesContext(connection) as captured:
                response = self.see(query)
            self.assertGreaterEqual(len(row_slugs(response)), 10)
            found.append(len(captured))
        return found
