"""A list of one kind of record: what was asked, and which records fit it."""

import logging
import re
from importlib import import_module

import django_filters
from django import forms
from django.conf import settings
from django.db import DatabaseError, connection
from django.template.loader import get_template
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from pyroaring import BitMap

from core.facets import FacetFilter, SharedFilter
from core.inventory import inventory
from core.languages import current_language
from core.models import CatalogueVersion
from core.search.analyser import MAX_QUERY_LENGTH
from core.search.asking import ask
from core.search.tiers import Matches
from core.text import one_line

logger = logging.getLogger(__name__)

# What templates leave between their lines.
BLANK = re.compile(r"\s*\n\s*")


class QueryField(forms.CharField):
    """What a person typed into the search: too much is cut, and said."""

    def to_python(self, value):
        return one_line(super().to_python(value) or "")

    def validate(self, value):
        if len(value) > MAX_QUERY_LENGTH:
            raise forms.ValidationError(
                _("The search takes %(n)s characters at most."),
                params={"n": MAX_QUERY_LENGTH},
            )


class QueryFilter(SharedFilter):
    field_class = QueryField


class AskedForm(forms.Form):
    """A form of those fields only that its data names: copying the others is dear."""

    def __init__(self, data, **kwargs):
        fields = self.base_fields
        self.base_fields = {name: fields[name] for name in fields if name in data}
        super().__init__(data, **kwargs)


# {kind key: FilterSet class} of the lists, filled by listed().
_lists = {}
# The order in which a search shows the kinds.
TABS = ("tool", "use-case", "organization", "collection")


def listed(filterset_class):
    """Make a FilterSet known as the list of its kind: a class decorator."""
    _lists[filterset_class.record_kind] = filterset_class
    return filterset_class


def lists():
    """Return the FilterSet class of each kind that has a list, in the order of TABS."""
    return [_lists[key] for key in TABS]


def warm_up(*others):
    """Read the lists, and others of which there is an Inventory, before anyone asks.

    A database that does not answer yet is no reason not to start.
    """
    import_module(settings.ROOT_URLCONF)  # The lists register when they are imported.
    try:
        version = CatalogueVersion.current()
        for filterset_class in (*lists(), *others):
            inventory(filterset_class, version)
    except DatabaseError as error:
        logger.warning("The lists are read later: %s", error)
    finally:
        connection.close()


class RecordFilterSet(django_filters.FilterSet):
    """The search, the facets and the order of one kind's list.

    A subclass names its `record_kind` key, its `model`, the `row_template` of a
    record, its `label` and `url_name`, and its `sorts`: {name: (label, columns)},
    the first being the order without a search. `ties` are the columns that tell
    apart what matches a search as well as another. Columns are those of records(),
    see core.inventory.Order. `passages` are the trilingual fields in which a search
    may have found what no row shows.
    """

    record_kind = ""
    label = ""
    url_name = ""
    model = None
    passages = ("description",)
    row_template = ""
    sorts = {}
    ties = ()
    # How many facets stand open; the others are folded together.
    open_facets = 7

    q = QueryFilter(label=gettext_lazy("Search"))

    class Meta:
        form = AskedForm

    def __init__(self, data, *, answer=None, version=None):
        """Take the data of a query string.

        answer is that of the search and version the catalogue's, if at hand.
        """
        super().__init__(data, self.model.objects.none())
        self.inventory = inventory(type(self), version)
        form = self.form
        for name in form.fields.keys() & self.inventory.values.keys():
            form.fields[name].present = self.inventory.values[name].keys()
        form.is_valid()
        self.values = form.cleaned_data | self._known_values(form)
        if answer:
            self.answer = answer
        self._counts = {}

    def get_form_class(self):
        """Return the class of the form, made once for each list."""
        cls = type(self)
        if "form_class" not in cls.__dict__:
            cls.form_class = super().get_form_class()
        return cls.form_class

    def _known_values(self, form):
        """Return {facet: values that are left} where some cannot exist."""
        return {
            name: [
                value
                for value in form.fields[name].to_python(self.data.getlist(name))
                if value not in errors[0].params["unknown"]
            ]
            for name, errors in form.errors.as_data().items()
            if isinstance(self.filters[name], FacetFilter)
        }

    @classmethod
    def facets(cls):
        """Return the Facets of the list, in order."""
        filters = cls.base_filters.values()
        return [f.facet for f in filters if isinstance(f, FacetFilter)]

    @classmethod
    def orders(cls):
        """Return {name: columns} of every order that the list can have."""
        orders = {name: columns for name, (_label, columns) in cls.sorts.items()}
        return orders | {"relevance": cls.ties}

    @classmethod
    def records(cls):
        """Return the records of the list with the columns of its orders."""
        return cls.model.objects.public()

    # What was asked

    @property
    def query(self):
        return self.values.get("q", "")

    @cached_property
    def answer(self):
        """What the search answers to the query, over all kinds."""
        return ask(self.query, version=self.inventory.version)

    @cached_property
    def tiers(self):
        """The Matches of the search: {primary key: how well it matches, 0 best}."""
        found = self.answer.found if self.query else {}
        return found.get(self.record_kind, Matches())

    @property
    def sort(self):
        """The name of the order in force."""
        name = self.data.get("sort")
        if name in self.sorts or (name == "relevance" and self.query):
            return name
        return "relevance" if self.query else next(iter(self.sorts))

    # What fits

    @cached_property
    def sets(self):
        """{name of a filter in use: BitMap of the records that fit it}."""
        found = {
            facet.name: self.inventory.having(facet.name, self.values[facet.name])
            for facet in self.facets()
            if self.values.get(facet.name)
        }
        if self.query:
            found["q"] = self.tiers.records & self.inventory.everything
        return found

    def fitting(self, *, but=None):
        """Return the BitMap of the records under every filter but one; None for all."""
        sets = [records for name, records in self.sets.items() if name != but]
        return BitMap.intersection(*sets) if sets else None

    @cached_property
    def found(self):
        """The BitMap of the records of the list."""
        return self.fitting() if self.sets else self.inventory.everything

    def counts(self, name):
        """Return {value: number of records} of a facet, under all other filters."""
        if name not in self._counts:
            others = self.fitting(but=name) if name in self.sets else self.found
            self._counts[name] = self.inventory.counts(name, others)
        return self._counts[name]

    def page_of(self, start, stop):
        """Return the primary keys of a part of the list, in its order."""
        order = self.inventory.orders[self.sort]
        if self.sort != "relevance":
            return order.page(self.found, start, stop)
        return self._most_relevant(order, self.found, start, stop)

    def _most_relevant(self, order, found, start, stop):
        pks = []
        for matching in self.tiers.sets.values():
            pks += order.page(matching & found, 0, stop - len(pks))
        return pks[start:stop]

    @cached_property
    def nearest(self):
        """What is near when nothing fits: the condition to drop that helps most.

        (name of the filter, BitMap of what is found without it), or None.
        """
        if self.found:
            return None
        without = {name: self.fitting(but=name) for name in self.sets}
        # Without its one condition a list holds everything, which is near nothing.
        helpful = {name: found for name, found in without.items() if found}
        if not helpful:
            return None
        name = max(helpful, key=lambda name: len(helpful[name]))
        return name, helpful[name]

    def rows(self, pks):
        """Return {primary key: drawn row} of records, in the order of the keys.

        At most the queries of for_cards(), none when all were drawn before.
        """
        known = self.inventory.rows(current_language())
        missing = [pk for pk in pks if pk not in known]
        if missing:
            template = get_template(self.row_template)
            records = self.model.objects.public().for_cards()
            for pk, record in records.in_bulk(missing).items():
                row = template.render({"record": record})
                known[pk] = BLANK.sub("\n", row)
        return {pk: known[pk] for pk in pks if pk in known}

    @property
    def notices(self):
        """What the reader must know of the values that were not taken."""
        return [
            _("%(label)s: %(reason)s")
            % {"label": self.form.fields[name].label, "reason": " ".join(errors)}
            for name, errors in self.form.errors.items()
            if name in self.form.fields
        ]
