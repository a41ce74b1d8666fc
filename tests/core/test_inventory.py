"""What processes remember of the records is what the database holds."""

from random import Random

from django.db import transaction
from django.test import TestCase
from pyroaring import BitMap

from catalogue.filters import CollectionFilter, ToolFilter
from catalogue.models import Collection, Tool
from core.inventory import Inventory, Order, inventory
from core.kinds import kind_of
from core.models import CatalogueChange, CatalogueVersion
from organizations.filters import OrganizationFilter
from organizations.models import Organization
from revisions.editing import Attribution, Change, hide, show, write
from tests.core.test_facets import make_random_catalogue
from tests.factories import make_tag, make_tool, make_use_case
from usecases.filters import UseCaseFilter
from usecases.models import UseCase

BY = Attribution(source="tests")
LISTS = (ToolFilter, UseCaseFilter, OrganizationFilter, CollectionFilter)


def edit(record, **values):
    kind = kind_of(record)
    record = kind.model._base_manager.get(pk=record.pk)
    write(kind, [Change(record, values)], BY)


def read_anew(filterset_class):
    fresh = Inventory(None, filterset_class)
    fresh.read(filterset_class.records())
    return fresh


def state(found):
    return (
        found.everything,
        found.values,
        {name: list(order.pks) for name, order in found.orders.items()},
        found.data,
    )


CHANGES = {
    "a tool's tags": lambda r: edit(
        r.choice(Tool.objects.all()), tags=r.sample(["t1", "t2-a", "f1", "f2"], 2)
    ),
    "a tool's values": lambda r: edit(
        r.choice(Tool.objects.all()), platforms=r.sample(["web", "ios"], 1)
    ),
    "a tool's name": lambda r: edit(
        r.choice(Tool.objects.all()), name=f"Gamma {r.random()}"
    ),
    "a tool's roles": lambda r: edit(r.choice(Tool.objects.all()), developers=["o1"]),
    "a use case's tools": lambda r: edit(
        r.choice(UseCase.objects.all()), tools=[{"tool": f"r{r.randrange(14)}"}]
    ),
    "a use case's country": lambda r: edit(
        r.choice(UseCase.objects.all()), country=r.choice(["IT", "FR"])
    ),
    "a use case's organizations": lambda r: edit(
        r.choice(UseCase.objects.all()),
        participants=[{"organization": f"o{r.randrange(8)}"}],
    ),
    "an organization's sector": lambda r: edit(
        r.choice(Organization.objects.all()), sector=r.choice(["academic", "public"])
    ),
    "a collection's tools": lambda r: edit(
        r.choice(Collection.objects.all()), items=[{"tool": f"r{r.randrange(14)}"}]
    ),
    "a record hidden": lambda r: hide(
        r.choice(r.choice([Tool, UseCase, Organization]).objects.public()), "A test", BY
    ),
    "a record shown": lambda r: show(
        r.choice(r.choice([Tool, UseCase]).objects.exclude(status="merged")),
        BY,
    ),
    "a new use case": lambda r: make_use_case(
        tools=[f"r{r.randrange(14)}"], participants=["o2"], country="PT", tags=["t1"]
    ),
}  # fmt: skip


class KeptInStepTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_random_catalogue(Random(7))

    def test_after_any_change_it_is_as_if_read_anew(self):
        random = Random(3)
        for filterset_class in LISTS:
            inventory(filterset_class)
        for number in range(48):
            name = list(CHANGES)[number % len(CHANGES)]
            CHANGES[name](random)
            for filterset_class in LISTS:
                with self.subTest(name, list=filterset_class.record_kind):
                    self.assertEqual(
                        state(inventory(filterset_class)),
                        state(read_anew(filterset_class)),
                    )

    def test_a_hidden_tag_leaves_every_list(self):
        inventory(ToolFilter)
        tag = make_tag("later")
        edit(Tool.objects.public().first(), tags=["later"])
        self.assertIn("later", inventory(ToolFilter).values["function"])
        hide(tag, "A test", BY)
        self.assertNotIn("later", inventory(ToolFilter).values["function"])

    def test_only_what_changed_is_read_again(self):
        before = inventory(ToolFilter)
        edit(Tool.objects.public().first(), summary={"en": "New"})
        after = inventory(ToolFilter)
        self.assertIsNot(after, before)
        row = CatalogueChange.objects.latest("number")
        self.assertEqual(len(row.records["tool"]), 1)

    def test_the_reader_of_the_former_one_sees_no_half_of_it(self):
        before = inventory(ToolFilter)
        kept = [list(part) for part in (before.everything, before.orders["name"].pks)]
        hide(Tool.objects.public().first(), "A test", BY)
        inventory(ToolFilter)
        now = [list(part) for part in (before.everything, before.orders["name"].pks)]
        self.assertEqual(now, kept)

    def test_a_change_that_is_taken_back_is_forgotten(self):
        inventory(ToolFilter)
        number = len(inventory(ToolFilter).everything)
        with transaction.atomic():
            make_tool()
            self.assertEqual(len(inventory(ToolFilter).everything), number + 1)
            transaction.set_rollback(True)
        self.assertEqual(len(inventory(ToolFilter).everything), number)
        make_tool()
        self.assertEqual(len(inventory(ToolFilter).everything), number + 1)

    def test_nothing_is_asked_but_the_version_while_nothing_changes(self):
        inventory(ToolFilter)
        with self.assertNumQueries(1):
            inventory(ToolFilter)


class ChangesTests(TestCase):
    def test_what_changed_since_a_version_can_be_told(self):
        CatalogueVersion.bump({"tool": [1]})
        version = CatalogueVersion.current()
        self.assertEqual(CatalogueChange.since(version), {})
        CatalogueVersion.bump({"tool": [3, 2], "use-case": [1]})
        CatalogueVersion.bump({"tool": [2]})
        self.assertEqual(
            CatalogueChange.since(version), {"tool": {2, 3}, "use-case": {1}}
        )

    def test_after_many_changes_at_once_it_cannot(self):
        CatalogueVersion.bump({})
        version = CatalogueVersion.current()
        CatalogueVersion.bump({"tool": range(CatalogueChange.MOST_RECORDS + 1)})
        self.assertIsNone(CatalogueChange.since(version))

    def test_nor_when_anything_may_have_changed(self):
        CatalogueVersion.bump({})
        version = CatalogueVersion.current()
        CatalogueVersion.bump()
        self.assertIsNone(CatalogueChange.since(version))

    def test_nor_for_a_version_of_another_history(self):
        CatalogueVersion.bump({})
        number, _stamp = CatalogueVersion.current()
        self.assertIsNone(
            CatalogueChange.since((number, "00000000-0000-0000-0000-000000000000"))
        )

    def test_old_changes_are_let_go(self):
        CatalogueVersion.bump({})
        version = CatalogueVersion.current()
        CatalogueVersion.objects.update(number=version[0] + CatalogueChange.KEPT)
        CatalogueVersion.bump({})
        self.assertIsNone(CatalogueChange.since(version))
        self.assertEqual(CatalogueChange.objects.count(), 1)


class OrderTests(TestCase):
    def order(self):
        order = Order(("-n", "name"))
        data = {pk: {"n": pk % 3, "name": f"{pk:02}"} for pk in range(1, 41)}
        order.sort(data)
        return order, data

    def test_pages_of_any_part_are_in_the_same_order(self):
        order, data = self.order()
        expected = sorted(data, key=lambda pk: (-(pk % 3), pk))
        self.assertEqual(list(order.pks), expected)
        for size in (1, 4, 20, 39, 40):
            found = BitMap(range(1, size + 1))
            wanted = [pk for pk in expected if pk in found]
            for start in (0, 3, 18):
                self.assertEqual(
                    order.page(found, start, start + 5), wanted[start : start + 5]
                )

    def test_the_unknown_comes_last_of_what_descends(self):
        order = Order(("-n",))
        order.sort({1: {"n": float("-inf")}, 2: {"n": 0}, 3: {"n": 5}})
        self.assertEqual(list(order.pks), [3, 2, 1])
