"""Controls of fields that are a list of entries: each a row of smaller controls."""

import re

from django.utils.translation import gettext as _

from revisions.fields import Items
from revisions.forms.controls import Control
from revisions.forms.inputs import Error, Refused

# A list that is longer was not written by hand.
MOST_ROWS = 300
# Where the script puts the number of a row that it adds.
NUMBER = "__n__"


class RowsControl(Control):
    """Entries with parts: the tools of a use case, the pictures of a tool."""

    def __init__(self, part, ask, *, columns, ordered=False, **options):
        super().__init__(part, ask, **options)
        self.columns = columns  # gives the controls of a row, for the start of names
        self.ordered = ordered

    def row(self, number):
        return self.columns(f"{self.name}-{number}-")

    def names(self):
        return [f"{self.name}-0-{self.row(0)[0].part.key}"]

    def shown(self, value):
        return [
            {column.part.key: column.shown(entry.get(column.part.key))
             for column in self.row(0)}
            for entry in self._seen(value or [])
        ]  # fmt: skip

    def _seen(self, entries):
        hidden = self._unseen(entries)
        return [entry for entry in entries if entry not in hidden]

    def _unseen(self, entries):
        """Return the entries about records that the person may not see."""
        if not isinstance(self.part, Items):
            return []
        source = self.row(0)[0].source
        words = source.words([entry[self.part.other] for entry in entries])
        return [entry for entry in entries if entry[self.part.other] not in words]

    def sent(self, data, before):
        return [
            {column.part.key: column.sent(data, column.shown(None))
             for column in self.row(number)}
            for number in row_numbers(self.name, data)
        ]  # fmt: skip

    def is_blank(self, typed):
        return all(self.is_blank_row(row) for row in typed)

    def is_blank_row(self, row):
        columns = {column.part.key: column for column in self.row(0)}
        return all(columns[key].is_blank(value) for key, value in row.items())

    def raw(self, typed, now):
        entries, errors = [], {}
        for number, row in enumerate(typed):
            if not self.is_blank_row(row):
                entry, wrong = self._entry(number, row)
                entries.append(entry)
                errors |= wrong
        if errors:
            raise Refused(errors)
        return [*entries, *self._unseen(now or [])]

    def _entry(self, number, row):
        entry, errors = {}, {}
        for column in self.row(number):
            try:
                value = column.normal(row[column.part.key])
            except Refused as refused:
                errors |= refused.errors
                continue
            if value is None and column.part.required:
                errors[column.names()[0]] = Error(_("This is needed."))
            if value is not None:
                entry[column.part.key] = value
        return entry, errors

    def rows(self, typed, errors):
        """Return [(number, [the Inputs of each column])], an empty row at the end."""
        blank = {column.part.key: column.shown(None) for column in self.row(0)}
        rows = [*typed]
        if not rows or not self.is_blank_row(rows[-1]):
            rows.append(blank)
        return [
            (number, self._drawn(number, row, errors))
            for number, row in enumerate(rows)
        ]

    def blank_row(self):
        """Return the Inputs of the row that the script adds."""
        blank = {column.part.key: column.shown(None) for column in self.row(0)}
        return self._drawn(NUMBER, blank, {})

    def _drawn(self, number, row, errors):
        drawn = []
        for column in self.row(number):
            inputs = column.inputs(row[column.part.key], errors)
            for one in inputs:
                one.help, one.example = column.ask.help, column.ask.example
            drawn.append((column, inputs))
        return drawn

    def inputs(self, typed, errors):
        return [
            one
            for _number, columns in self.rows(typed, errors)
            for _column, inputs in columns
            for one in inputs
        ]


def row_numbers(name, data):
    """Return the numbers of the rows that a request has, in order."""
    pattern = re.compile(rf"{re.escape(name)}-(\d{{1,4}})-.+")
    numbers = {int(match[1]) for key in data if (match := pattern.fullmatch(key))}
    return sorted(numbers)[:MOST_ROWS]
