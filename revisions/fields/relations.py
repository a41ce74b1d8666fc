"""Fields that stand in rows of other tables, or point to other records."""

from django.utils.translation import gettext as _

from core.models import Record
from revisions.fields.base import Field, Problem
from revisions.fields.columns import SLUG, Choice, Text, Translated, string


def slug(value):
    """Return value when it is a slug; raises Problem."""
    text = string(value).strip()
    if not SLUG.fullmatch(text):
        raise Problem(_("%r is no slug") % text)
    return text


def is_shown(record, published_only):
    return not published_only or record.status == Record.Status.PUBLISHED


class Pointer(Field):
    """A foreign key to one record, by slug."""

    pointer = True

    def __init__(self, key, kind, *, column=None, **options):
        super().__init__(key, **options)
        self.kind = kind
        self.column = column or key
        self.related = (self.column,)

    def read(self, record, *, published_only=False):
        other = getattr(record, self.column)
        return other.slug if other and is_shown(other, published_only) else None

    def normal(self, value):
        return slug(value)

    def references(self, value):
        yield self.kind, value

    def through(self, value, redirects):
        return redirects.get((self.kind, value), value)

    def pointing(self, kind, pk):
        records = kind.model._base_manager.filter(**{self.column: pk})
        return set(records.values_list("pk", flat=True))

    def assign(self, record, value, lookup):
        pk = lookup.pk(self.kind, value) if value else None
        setattr(record, f"{self.column}_id", pk)


class ImageFile(Field):
    """A foreign key to a picture, by file name."""

    def __init__(self, key, **options):
        super().__init__(key, **options)
        self.related = (key,)

    def read(self, record, *, published_only=False):
        image = getattr(record, self.key)
        return image.file_name if image else None

    def normal(self, value):
        return string(value)

    def images(self, value):
        yield value

    def assign(self, record, value, lookup):
        pk = lookup.image_pk(value) if value else None
        setattr(record, f"{self.key}_id", pk)


class RowsField(Field):
    """Rows of a table that belong to the record, all replaced together."""

    def __init__(self, key, model, *, owner, accessor, where=None, **options):
        super().__init__(key, **options)
        self.rows_model = model
        self.owner = owner  # the foreign key to the record
        self.accessor = accessor  # its related_name
        self.where = where or {}  # the part of the table that this key is about

    def mine(self, record):
        """Return the record's rows of this key, from the prefetched relation."""
        return [
            row
            for row in getattr(record, self.accessor).all()
            if all(getattr(row, name) == value for name, value in self.where.items())
        ]

    def stored(self, pks):
        """Return the queryset of the rows that records have now."""
        return self.rows_model._base_manager.filter(
            **{f"{self.owner}__in": pks}, **self.where
        )

    def owners_of_rows(self, **pointing):
        """Return the primary keys of the records whose rows of this key say that."""
        rows = self.rows_model._base_manager.filter(**pointing, **self.where)
        return set(rows.values_list(self.owner, flat=True))

    def rows(self, pk, value, lookup):
        """Return unsaved rows for a normal value of the record with that key."""
        raise NotImplementedError

    def row(self, pk, **columns):
        return self.rows_model(**{f"{self.owner}_id": pk}, **self.where, **columns)


class References(RowsField):
    """A set of records, by slug."""

    def __init__(self, key, model, *, other, kind, **options):
        super().__init__(key, model, **options)
        self.other = other  # the foreign key to the other record
        self.kind = kind
        self.related = (f"{self.accessor}__{other}",)

    def read(self, record, *, published_only=False):
        others = [getattr(row, self.other) for row in self.mine(record)]
        return sorted(o.slug for o in others if is_shown(o, published_only)) or None

    def normal(self, value):
        if not isinstance(value, list):
            raise Problem("must be a list of slugs")
        return sorted({slug(item) for item in value}) or None

    def references(self, value):
        return ((self.kind, item) for item in value)

    def through(self, value, redirects):
        return sorted({redirects.get((self.kind, item), item) for item in value})

    def pointing(self, kind, pk):
        return self.owners_of_rows(**{self.other: pk})

    def rows(self, pk, value, lookup):
        # Two slugs may be one record, through a redirect.
        others = dict.fromkeys(lookup.pk(self.kind, item) for item in value)
        return [self.row(pk, **{f"{self.other}_id": other}) for other in others]


class Tags(References):
    """The tags of a record."""

    def __init__(self, model):
        super().__init__(
            "tags",
            model,
            owner="content_object",
            accessor=model._meta.get_field("content_object").remote_field.related_name,
            other="tag",
            kind="tag",
        )


class Values(RowsField):
    """Several values of a closed or open list, in the kind's value table."""

    def __init__(self, key, model, *, owner, field, check, choices=(), **options):
        super().__init__(
            key,
            model,
            owner=owner,
            accessor="values",
            where={"field": field},
            **options,
        )
        self.choices = choices  # (value, words) of a closed list
        self.check = check  # returns the value in its own spelling or raises Problem
        self.related = ("values",)

    def read(self, record, *, published_only=False):
        return sorted(row.value for row in self.mine(record)) or None

    def normal(self, value):
        if not isinstance(value, list):
            raise Problem("must be a list")
        return sorted({self.check(string(item).strip()) for item in value}) or None

    def rows(self, pk, value, lookup):
        return [self.row(pk, value=item) for item in value]


class Identifiers(RowsField):
    """Names of the record in other catalogues."""

    def __init__(self, model, *, owner):
        super().__init__("identifiers", model, owner=owner, accessor="identifiers")
        self.related = ("identifiers",)
        self.scheme = Choice("scheme", model.Scheme.values, required=True)
        self.value = Text("value", max_length=200, required=True)

    def read(self, record, *, published_only=False):
        pairs = sorted((row.scheme, row.value) for row in self.mine(record))
        return [{"scheme": scheme, "value": value} for scheme, value in pairs] or None

    def normal(self, value):
        if not isinstance(value, list) or not all(
            isinstance(item, dict) and set(item) == {"scheme", "value"}
            for item in value
        ):
            raise Problem("must be a list of {scheme: …, value: …}")
        pairs = {
            (self.scheme.normal(item["scheme"]), self.value.normal(item["value"]))
            for item in value
        }
        if any(not scheme or not text for scheme, text in pairs):
            raise Problem(_("has an empty scheme or value"))
        return [{"scheme": scheme, "value": text} for scheme, text in sorted(pairs)]

    def rows(self, pk, value, lookup):
        return [self.row(pk, **item) for item in value]


class ListOfEntries(RowsField):
    """An ordered list of small entries, each with keys of its own."""

    def __init__(self, key, model, *, parts, ordered=True, **options):
        super().__init__(key, model, **options)
        self.parts = parts
        self.ordered = ordered

    def normal_parts(self, entry):
        unknown = set(entry) - {part.key for part in self.parts}
        if unknown:
            raise Problem(f"has an unknown key: {', '.join(sorted(map(str, unknown)))}")
        normal = {}
        for part in self.parts:
            value = entry.get(part.key)
            found = (
                None if value in (None, "", [], {}) else self._normal_part(part, value)
            )
            if found is None and part.required:
                raise Problem(_("lacks %s") % part.key)
            if found is not None:
                normal[part.key] = found
        return normal

    def _normal_part(self, part, value):
        try:
            return part.normal(value)
        except Problem as problem:
            raise Problem(f"{part.key}: {problem}") from problem

    def normal(self, value):
        if not isinstance(value, list) or not all(isinstance(x, dict) for x in value):
            raise Problem("must be a list of entries")
        entries = [self.normal_parts(entry) for entry in value]
        seen = [tuple(sorted(self.identity(entry).items())) for entry in entries]
        if len(set(seen)) < len(seen):
            raise Problem(_("has the same entry twice"))
        if not self.ordered:
            entries.sort(key=lambda entry: sorted(self.identity(entry).items()))
        return entries or None

    def identity(self, entry):
        """Return what no two entries of the list may share."""
        return {part.key: str(entry.get(part.key)) for part in self.parts}

    def once(self, entries):
        """Return the entries without those that name what one before names.

        What the one before leaves out is taken from them.
        """
        found = {}
        for entry in entries:
            name = tuple(sorted(self.identity(entry).items()))
            found[name] = {**entry, **found.get(name, {})}
        return list(found.values())

    def read(self, record, *, published_only=False):
        entries = []
        for row in self.mine(record):
            if self.shown(row, published_only):
                read = {part.key: part.read(row) for part in self.parts}
                entries.append({key: x for key, x in read.items() if x is not None})
        if not self.ordered:
            entries.sort(key=lambda entry: sorted(self.identity(entry).items()))
        return entries or None

    def shown(self, row, published_only):
        return True

    def rows(self, pk, value, lookup):
        rows = []
        for position, entry in enumerate(value):
            row = self.row(pk, **({"position": position} if self.ordered else {}))
            for part in self.parts:
                part.assign(row, entry.get(part.key), lookup)
            rows.append(row)
        return rows


class Items(ListOfEntries):
    """Entries that each name one other record: tools of a use case, participants."""

    def __init__(self, key, model, *, other, kind, parts=(), unique=None, **options):
        super().__init__(
            key, model, parts=[Pointer(other, kind, required=True), *parts], **options
        )
        self.other = other
        self.kind = kind
        self.unique = unique or (other,)
        self.related = (f"{self.accessor}__{other}",)

    def identity(self, entry):
        return {name: str(entry.get(name, "")) for name in self.unique}

    def references(self, value):
        return ((self.kind, entry[self.other]) for entry in value)

    def through(self, value, redirects):
        """Two entries may name one record afterwards."""
        names = [(self.kind, entry[self.other]) for entry in value]
        entries = [
            entry | {self.other: redirects.get(name, name[1])}
            for entry, name in zip(value, names, strict=True)
        ]
        if not self.ordered:
            entries.sort(key=lambda entry: sorted(self.identity(entry).items()))
        return entries

    def pointing(self, kind, pk):
        return self.owners_of_rows(**{self.other: pk})

    def shown(self, row, published_only):
        return is_shown(getattr(row, self.other), published_only)

    def rows(self, pk, value, lookup):
        # Two slugs may be one record, through a redirect.
        slugs, entries = {}, []
        for entry in value:
            slug = entry[self.other]
            known = slugs.setdefault(lookup.pk(self.kind, slug), slug)
            entries.append(entry | {self.other: known})
        return super().rows(pk, self.once(entries), lookup)


class Pictures(ListOfEntries):
    """Pictures with words: screenshots of a tool, photographs of a use case."""

    def __init__(self, key, model, *, owner, accessor):
        parts = [
            ImageFile("image", required=True),
            Translated("alt", max_length=300),
            Translated("caption", max_length=300),
            Text("credit", max_length=200),
        ]
        super().__init__(key, model, parts=parts, owner=owner, accessor=accessor)
        self.related = (f"{accessor}__image",)

    def images(self, value):
        return (entry["image"] for entry in value)
