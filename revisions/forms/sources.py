"""Where the values of a field come from that are chosen by their names."""

import re

from django.db.models import Q
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from core.kinds import kind as kind_named
from core.languages import columns, current_language
from core.search.engine import suggest
from core.templatetags.records import plain
from core.text import fold, one_line
from revisions.differences.showing import named
from revisions.fields import Problem
from revisions.forms.inputs import Error
from revisions.models import Redirect

# "Open Data (open-data)": a name that several records have, and which of them.
NAMED_AND_SLUG = re.compile(r".*\(([a-z0-9-]+)\)")
NEAR = 4


def name_of(kind, record):
    """Return the name of a record in the page's language, or else in another."""
    if hasattr(record, f"{kind.named}_en"):
        return plain(record, kind.named)
    return record.display_name


class Unknown(Exception):
    """Nothing is called as was typed; error says so, with what comes near."""

    def __init__(self, error):
        super().__init__(error)
        self.error = error


class Records:
    """The records of a kind that a person may see, by slug."""

    def __init__(self, kind_key, viewer):
        self.kind_key = kind_key
        self.records = kind_named(kind_key).model.objects.visible_to(viewer)
        self.options = ()
        self.known = {}  # {slug: name, None for one that cannot be seen}

    def words(self, slugs):
        """Return {slug: name} of those that can be seen, in the page's language."""
        new = [slug for slug in slugs if slug not in self.known]
        if new:
            found = named(kind_named(self.kind_key)).filter(
                pk__in=self.records.filter(slug__in=new)
            )
            self.known |= dict.fromkeys(new)
            self.known |= {record.slug: self._name(record) for record in found}
        return {slug: self.known[slug] for slug in slugs if self.known[slug]}

    def _name(self, record):
        return name_of(kind_named(self.kind_key), record)

    def text(self, slug):
        """Return what one types for a record: its name, with the slug if others have
        the same name. "" for one that cannot be seen."""
        name = self.words([slug]).get(slug, "")
        same = self._called(name) if name else []
        return name if len(same) <= 1 else f"{name} ({slug})"

    def find(self, text):
        """Return the slug of what was typed: a name, another name or a slug.

        Raises Unknown.
        """
        typed = one_line(text)
        for slug in self._slugs_in(typed):
            if self.records.filter(slug=slug).exists():
                return slug
        called = self._called(typed)
        if len(called) == 1:
            return called[0]
        raise Unknown(self._several(typed, called) if called else self._none(typed))

    def _slugs_in(self, typed):
        slug = typed.rstrip("/").rpartition("/")[2]
        yield slug
        if match := NAMED_AND_SLUG.fullmatch(typed):
            yield match[1]
        former = Redirect.objects.filter(kind=self.kind_key, old=slug).first()
        if former:
            yield former.new

    def _called(self, name):
        """Return the slugs of all that have this name or other name."""
        folded = fold(name)
        same = Q(sort_name=folded)
        for column in columns(kind_named(self.kind_key).named):
            if hasattr(self.records.model, column):
                same |= Q(**{f"{column}__iexact": name})
        found = set(self.records.filter(same).values_list("slug", flat=True)[:10])
        found |= {
            one.slug
            for one in self._suggested(name)
            if folded in (fold(one.title), fold(one.other))
        }
        return sorted(found)

    def _suggested(self, text):
        return suggest(text, language=current_language(), each=8).get(self.kind_key, ())

    def _several(self, typed, slugs):
        words = self.words(slugs)
        near = tuple((slug, f"{words[slug]} ({slug})") for slug in slugs[:NEAR])
        return Error(_("several are called “%s”: choose one") % typed, near)

    def _none(self, typed):
        message = _("nothing in the catalogue is called “%s”") % typed
        return Error(message, self._near(typed), typed, self.kind_key)

    def _near(self, typed):
        near = {one.slug: one.title for one in self._suggested(typed)}
        begun = self.records.filter(sort_name__startswith=fold(typed)[:3])[:500]
        names = {record.slug: record.sort_name for record in begun}
        for _name, _score, slug in process.extract(
            fold(typed), names, scorer=fuzz.WRatio, score_cutoff=75, limit=NEAR
        ):
            near.setdefault(slug, None)
        slugs = list(near)[:NEAR]
        words = self.words(slugs)
        return tuple((slug, words[slug]) for slug in slugs if slug in words)


class Tags(Records):
    """Tags, all of which can be looked through."""

    def __init__(self, kind_key, viewer):
        super().__init__(kind_key, viewer)
        tags = named(kind_named(kind_key)).filter(pk__in=self.records.all())
        self.known = {tag.slug: self._name(tag) for tag in tags}
        pairs = sorted(self.known.items(), key=lambda pair: fold(pair[1]))
        self.options = tuple(pairs)


class Listed:
    """A list of values with words for each; an open one takes others, too."""

    kind_key = ""

    def __init__(self, options, check=None):
        self.options = tuple((str(value), str(words)) for value, words in options)
        self.check = check  # of an open list: returns the value or raises Problem

    def words(self, values):
        known = dict(self.options)
        return {value: known.get(value, value) for value in values}

    def text(self, value):
        return self.words([value])[value]

    def find(self, text):
        typed = fold(one_line(text))
        for value, words in self.options:
            if typed in (fold(value), fold(words)):
                return value
        return self._checked(one_line(text))

    def _checked(self, typed):
        try:
            if self.check:
                return self.check(typed) or typed
        except Problem as problem:
            raise Unknown(Error(str(problem), self._near(typed))) from problem
        message = _("“%s” is not in the list") % typed
        raise Unknown(Error(message, self._near(typed)))

    def _near(self, typed):
        names = {value: fold(words) for value, words in self.options}
        found = process.extract(
            fold(typed), names, scorer=fuzz.WRatio, score_cutoff=60, limit=NEAR
        )
        words = dict(self.options)
        return tuple((value, words[value]) for _name, _score, value in found)
