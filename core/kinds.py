"""What each kind of record tells the rooms below it.

An app registers its kinds in AppConfig.ready(); lower rooms (the door, the
search, the dump) ask here and import nothing from above.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

_kinds = {}


@dataclass(frozen=True)
class SearchTexts:
    """What the search knows of one record in one language, the best place first.

    None and "" among the texts do not count. A text may be a tuple of texts that come
    back from record to record, such as the words of a tag.
    """

    name: Sequence[str] = ()
    aliases: Sequence[str] = ()  # its other names
    tags: Sequence[str] = ()  # labels of tags, their synonyms
    summary: Sequence[str] = ()  # what one sees of it in a list: summary, place
    description: Sequence[str] = ()
    related: Sequence[str] = ()  # names of other records it is tied to


@dataclass(frozen=True)
class Ask:
    """What a form says of one field that it asks for.

    label is the words of the field when they are not those of its column. options()
    gives [(value, words)]: what can be chosen, or what is offered while one types.
    open says that other values are taken, too; parts are those of a row, for a field
    that has several rows of them.
    """

    key: str
    help: str = ""
    example: str = ""
    label: str = ""
    options: Callable[[], Sequence[tuple]] | None = None
    parts: tuple["Ask", ...] = ()
    open: bool = False
    for_moderators: bool = False


@dataclass(frozen=True)
class Section:
    """A part of the form of a kind; one that is folded waits for who knows more."""

    key: str
    title: str
    asks: tuple[Ask, ...]
    intro: str = ""
    folded: bool = False


@dataclass(frozen=True)
class KindWords:
    """How pages speak of a kind."""

    all: str  # "Tools"
    add: str  # "Add a tool"
    editing: str  # "You are editing a tool"
    lede: str  # what a new one needs
    list_page: str  # the name of the address of its list


@dataclass(frozen=True)
class Kind:
    """A kind of record.

    `document(record)` gives a function from a language to its SearchTexts;
    `document_related` are the relations that it walks, to prefetch.
    `popularity(pks)` gives {primary key: number of public use cases} of records that
    have some. `dependents(pks)` yields (kind key, primary keys) of the records whose
    documents, rows of lists or facet values change when these records change, among
    which None does not count.
    """

    key: str  # "tool": in revisions, redirects, the search index
    collective: str  # "tools": in file names and paths
    model: type
    fields: tuple = ()  # revisions.fields, in the order of the interchange format
    document: Callable = None
    document_related: tuple = ()
    popularity: Callable[[Iterable[int]], dict] = field(default=lambda pks: {})
    dependents: Callable[[Iterable[int]], Iterable] = field(default=lambda pks: ())
    # Yields (field key, reason) for what is wrong between the fields of an entry.
    check_entry: Callable = field(default=lambda entry: ())
    named: str = "name"  # the key of its name
    # Only moderators publish changes of it; others propose them.
    curated: bool = False
    # The primary keys of the people to whom a record belongs: nobody else changes it.
    owners: Callable = field(default=lambda record: frozenset())
    # Says that a new record belongs to a person.
    credit: Callable = field(default=lambda record, user: None)
    # absorb(winner, loser) hands over what hangs on a record beside its fields, when
    # another one comes to stand for it.
    absorb: Callable = field(default=lambda winner, loser: None)
    # changed(pks, by) follows each change of records, once it is in their history; by
    # is the Attribution of revisions.editing.
    changed: Callable = field(default=lambda pks, by: None)
    # What its form asks, in this order.
    sections: tuple[Section, ...] = ()
    words: KindWords | None = None


def register(kind):
    _kinds[kind.key] = kind


def kind(key):
    """Return the Kind registered under key; raises KeyError."""
    return _kinds[key]


def kind_of(record):
    """Return the Kind of a record or of its model; raises LookupError."""
    for known in _kinds.values():
        if known.model is record or known.model is type(record):
            return known
    raise LookupError(record)


def all_kinds():
    """Return every Kind, those that others point to first."""
    return [_kinds[key] for key in ORDER if key in _kinds]


# Loading follows it: what is pointed to comes before what points.
ORDER = ("tag", "organization", "tool", "use-case", "collection")
