import json

from django.test import TestCase

from catalogue.models import Tool
from revisions.editing import Attribution, hide
from tests.factories import (
    make_collection,
    make_organization,
    make_tag,
    make_tool,
    make_use_case,
)
from tests.public_pages import (
    make_full_tool,
    make_ground,
    make_pictures,
    read,
)

BY = Attribution(source="tests")
HARM = '</script><script>alert("1")</script ></script/><!--<script> & \u2028 \\ "'


class LinkedDataTests(TestCase):
    def data(self, path):
        scripts = read(self.client.get(f"/en/{path}")).find_all("script")
        found = [s for s in scripts if s.get("type") == "application/ld+json"]
        self.assertEqual(len(found), 1, path)
        self.assertEqual(found[0].parent.name, "head")
        # A browser ends a script at "</script " already, which a parser may not.
        self.assertNotIn("<", found[0].get_text())
        data = json.loads(found[0].get_text())
        self.assertEqual(data["@context"], "https://schema.org")
        return data

    def test_a_tool_is_a_software_application(self):
        make_ground()
        make_full_tool(1, ["budgets", "mapping"], images=make_pictures())
        data = self.data("tools/full-1/")
        self.assertEqual(data["@type"], "SoftwareApplication")
        self.assertEqual(data["name"], "Full 1")
        self.assertEqual(data["url"], "http://testserver/en/tools/full-1/")
        self.assertEqual(data["alternateName"], ["FT"])
        self.assertEqual(data["license"], "https://spdx.org/licenses/AGPL-3.0-only")
        self.assertEqual(
            data["sameAs"],
            ["https://full.example.org/", "https://www.wikidata.org/wiki/Q1"],
        )
        self.assertEqual(data["inLanguage"], ["en", "pt-BR"])
        self.assertIs(data["isAccessibleForFree"], True)
        self.assertEqual(set(data["keywords"]), {"Budgets", "Mapping"})

    def test_a_use_case_is_an_article_about_its_tools(self):
        make_ground()
        make_full_tool(1, ["budgets"])
        data = self.data("use-cases/case-1-2020/")
        self.assertEqual(data["@type"], "Article")
        self.assertEqual([tool["name"] for tool in data["about"]], ["Full 1"])
        self.assertEqual(data["about"][0]["url"], "http://testserver/en/tools/full-1/")
        place = data["contentLocation"]["address"]
        self.assertEqual(place["addressCountry"], "ES")
        self.assertEqual(data["temporalCoverage"], "2020/..")

    def test_an_organization_is_one_of_the_government_when_public(self):
        make_organization("Town", sector="public", country="FR")
        make_organization("Firm", sector="private", website="https://firm.example/")
        town, firm = (self.data(f"organizations/{slug}/") for slug in ("town", "firm"))
        self.assertEqual(town["@type"], "GovernmentOrganization")
        self.assertEqual(town["address"]["addressCountry"], "FR")
        self.assertEqual(firm["@type"], "Organization")
        self.assertEqual(firm["sameAs"], ["https://firm.example/"])

    def test_a_collection_is_a_list_in_order(self):
        for name in ("Ada", "Bob", "Ghost"):
            make_tool(name)
        make_collection("Kit", items=["bob", "ghost", "ada"])
        hide(Tool.objects.get(slug="ghost"), "A test", BY)
        data = self.data("collections/kit/")
        self.assertEqual(data["@type"], "ItemList")
        self.assertEqual(data["numberOfItems"], 2)
        items = [(i["position"], i["url"]) for i in data["itemListElement"]]
        self.assertEqual(
            items,
            [
                (1, "http://testserver/en/tools/bob/"),
                (2, "http://testserver/en/tools/ada/"),
            ],
        )

    def test_what_is_unknown_is_left_out(self):
        make_tool("Vote")
        data = self.data("tools/vote/")
        self.assertEqual(
            set(data),
            {
                "@context", "@type", "name", "url", "dateModified",
                "applicationCategory",
            },
        )  # fmt: skip

    def test_hidden_tags_and_tools_are_left_out(self):
        tag, tool = make_tag("ghost"), make_tool("Ghost")
        make_tool("Vote", tags=["ghost"])
        make_use_case("Case", tools=["ghost"], tags=["ghost"])
        for record in (tag, tool):
            hide(record, "A test", BY)
        for path in ("tools/vote/", "use-cases/case/"):
            self.assertNotIn("host", json.dumps(self.data(path)), path)

    def test_no_text_can_end_the_script(self):
        make_organization(HARM, slug="harm", summary={"en": HARM})
        make_tool(HARM, slug="harm", summary=HARM, aliases=[HARM])
        make_use_case(HARM, slug="harm", tools=["harm"], city=HARM, country="FR")
        make_collection(HARM, slug="harm", description={"en": HARM})
        for path in ("tools", "use-cases", "organizations", "collections"):
            response = self.client.get(f"/en/{path}/harm/")
            self.assertNotIn("<script>alert", response.text)
            data = self.data(f"{path}/harm/")
            name = data.get("name") or data["headline"]
            self.assertIn('</script><script>alert("1")', name)

    def test_it_is_in_the_language_of_the_page(self):
        make_use_case({"en": "Vote", "fr": "Voter"}, slug="case")
        page = read(self.client.get("/fr/use-cases/case/"))
        script = page.find("script", attrs={"type": "application/ld+json"})
        self.assertEqual(json.loads(script.get_text())["headline"], "Voter")
