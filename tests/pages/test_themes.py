from django.test import TestCase

from revisions.editing import Attribution, hide
from tests.factories import make_tag, make_tool, make_use_case
from tests.public_pages import count_shown, read, words

BY = Attribution(source="tests")


class ThemesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_tag("fiscal", kind="theme", label={"en": "Fiscal", "fr": "Budget public"})
        make_tag("budgets", kind="theme", label="Budgets", parent="fiscal")
        make_tag("audits", kind="theme", label="Audits", parent="fiscal")
        make_tag("access", kind="theme", label="Access")
        make_tag("mapping", label="Mapping")
        make_tool("Both", tags=["fiscal", "budgets", "audits", "mapping"])
        make_tool("Under", tags=["budgets"])
        make_tool("Own", tags=["fiscal"])
        make_use_case("Case", tags=["audits", "mapping"])

    def see(self, path="/en/themes/"):
        return self.client.get(path)

    def entries(self, section=0, path="/en/themes/"):
        """Return {tag: (tools, use cases)} in the order of the page."""
        found = {}
        for entry in read(self.see(path)).select("section")[section].select(".entry"):
            label, *numbers = (words(part) for part in entry.find_all(recursive=False))
            found[label] = tuple(int(number.split()[0]) for number in numbers)
        return found

    def test_themes_stand_as_a_tree_with_distinct_counts(self):
        self.assertEqual(
            self.entries(),
            {"Access": (0, 0), "Fiscal": (3, 1), "Audits": (1, 1), "Budgets": (2, 0)},
        )
        page = read(self.see())
        headings = [words(heading) for heading in page.select("h3")]
        self.assertEqual(headings, ["Access", "Fiscal"])

    def test_functions_are_the_second_part(self):
        self.assertEqual(self.entries(section=1), {"Mapping": (1, 1)})

    def test_each_number_leads_to_a_list_of_as_many(self):
        for link in read(self.see()).select(".entry a.kind"):
            number = int(words(link).split()[0])
            self.assertEqual(count_shown(self.client.get(link["href"])), number)

    def test_each_tag_leads_to_its_page(self):
        links = read(self.see()).select(".entry h3 a, .entry > a:not(.kind)")
        self.assertEqual(len(links), 5)
        for link in links:
            response = self.client.get(link["href"])
            self.assertEqual(words(read(response).h1), words(link))

    def test_nothing_is_no_link(self):
        page = read(self.see())
        self.assertNotIn("theme=access", str(page))
        self.assertIn("0 tools: Access", words(page.main))

    def test_labels_and_their_order_are_of_the_language(self):
        labels = list(self.entries(path="/fr/themes/"))
        self.assertEqual(labels, ["Access", "Budget public", "Audits", "Budgets"])

    def test_hidden_tags_and_records_do_not_count(self):
        hide(make_tool("Hidden", tags=["access"]), "A test", BY)
        hide(make_tag("ghost", kind="theme", label="Ghost"), "A test", BY)
        entries = self.entries()
        self.assertEqual(entries["Access"], (0, 0))
        self.assertNotIn("Ghost", entries)

    def test_a_theme_under_a_hidden_one_stands_by_itself(self):
        make_tag("ghost", kind="theme", label="Ghost")
        tag = make_tag("orphan", kind="theme", label="Orphan", parent="ghost")
        hide(tag.parent, "A test", BY)
        headings = [words(heading) for heading in read(self.see()).select("h3")]
        self.assertIn("Orphan", headings)

    def test_two_queries_are_asked_however_many_tags(self):
        self.see()
        with self.assertNumQueries(2):
            self.see()

    def test_tags_lead_back_to_the_tree(self):
        crumbs = read(self.client.get("/en/tags/budgets/")).select(".crumbs a")
        self.assertEqual([words(a) for a in crumbs], ["Home", "Themes", "Fiscal"])
        self.assertEqual(crumbs[1]["href"], "/en/themes/")
        crumbs = read(self.client.get("/en/tags/mapping/")).select(".crumbs a")
        self.assertEqual(crumbs[1]["href"], "/en/themes/#functions")

    def test_the_home_page_shows_the_roots_beside_the_bubbles(self):
        page = read(self.client.get("/en/"))
        entries = [words(entry.a) for entry in page.select(".entry")]
        self.assertEqual(entries, ["Access", "Fiscal"])
        self.assertTrue(page.select('#bubbles a[href="/en/themes/"]'))
        self.assertEqual(read(self.client.get("/en/?tag=fiscal")).select(".entry"), [])


class NoThemesTests(TestCase):
    def test_a_catalogue_without_tags_says_so(self):
        response = self.client.get("/en/themes/")
        self.assertContains(response, "has no theme yet")
        self.assertContains(response, "has no function yet")
