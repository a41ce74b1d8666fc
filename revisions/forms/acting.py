"""What the buttons inside a form do: they change what was sent, which is drawn again.

All of it works without a script; the scripts do the same without a request.
"""

import re

from revisions.forms.rows import row_numbers


def act(do, data, form):
    """Return the data of a form after one of its buttons was pressed.

    do is "add KEY", "remove KEY N", "up KEY N", "down KEY N", or "use INPUT VALUE";
    form is the RecordForm of the data. An unknown wish changes nothing.
    """
    verb, *words = do.split(" ")
    action = ACTIONS.get(verb)
    if action is None:
        return data
    data = data.copy()
    action(data, form, *words)
    return data


def add(data, form, key="", *rest):
    """Add an empty row, or make boxes of the names that were typed."""
    bound = form.fields.get(key)
    if bound is None:
        return
    if bound.is_rows:
        numbers = row_numbers(key, data)
        number = numbers[-1] + 1 if numbers else 0
        data[bound.control.row(number)[0].names()[0]] = ""
        return
    if hasattr(bound.control, "found"):
        values, errors = bound.control.found(bound.typed["more"])
        if not errors:
            data.setlist(key, [*data.getlist(key), *values])
            data[f"{key}-more"] = ""


def remove(data, form, key="", number="", *rest):
    for name in _of_row(data, key, number):
        del data[name]


def _of_row(data, key, number):
    return [name for name in data if name.startswith(f"{key}-{number}-")]


def move(step):
    def moving(data, form, key="", number="", *rest):
        numbers = row_numbers(key, data)
        here = next((one for one in numbers if str(one) == number), None)
        if here is None:
            return
        place = numbers.index(here) + step
        if 0 <= place < len(numbers):
            _swap(data, key, here, numbers[place])

    return moving


def _swap(data, key, one, other):
    rows = {number: _of_row(data, key, number) for number in (one, other)}
    taken = {name: data.pop(name) for names in rows.values() for name in names}
    twin = {one: other, other: one}
    for number, names in rows.items():
        for name in names:
            end = name.removeprefix(f"{key}-{number}-")
            data.setlist(f"{key}-{twin[number]}-{end}", taken[name])


def use(data, form, name="", *value):
    """Take one of the records that a name may have meant."""
    value = " ".join(value)
    key = name.removesuffix("-more")
    bound = form.fields.get(re.split(r"[-]", key)[0])
    if bound is None or not value:
        return
    if name.endswith("-more"):
        data.setlist(key, [*data.getlist(key), value])
        data[name] = ""
    else:
        data[name] = value


ACTIONS = {"add": add, "remove": remove, "up": move(-1), "down": move(1), "use": use}
