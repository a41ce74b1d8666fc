"""Reads YAML and JSON that anybody may have written."""

import json

import yaml
from django.utils.translation import gettext as _

MAX_BYTES = 1024 * 1024
# Of a file with its aliases written out; the largest publiccode.yml have some 500.
MAX_VALUES = 20_000
MAX_DEPTH = 30
# Gives every value as the text that stands there: a version stays "0.10", "no" is a
# language, and no number is too large to compute.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Unreadable(Exception):
    """A file that cannot be read; its text says why, in words for people."""


def read_yaml(data):
    """Return a YAML document whose values are all text; raises Unreadable.

    A file of a few lines can stand for billions of values through aliases, or be
    deeper than a program can go: both are counted before anything is built.
    """
    text = _decoded(data)
    try:
        _check_size(yaml.parse(text, LOADER))
        return yaml.load(text, LOADER)  # noqa: S506 – it builds nothing but text.
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Unreadable(
            _("This is no valid YAML: see line %(line)s.") % {"line": line}
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unreadable(_("This is no valid YAML.")) from error


def _decoded(data):
    if len(data) > MAX_BYTES:
        raise Unreadable(
            _("The file is larger than %(n)s kilobytes.") % {"n": MAX_BYTES // 1024}
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(_("The file is no text in UTF-8.")) from error


def _check_size(events):
    sizes, stack, total = {}, [], 0
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            # An alias inside of what it names has no end.
            within = any(event.anchor == anchor for anchor, _before in stack)
            total += MAX_VALUES if within else sizes.get(event.anchor, 1)
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = stack.pop()
            sizes[anchor] = total - before
        elif isinstance(event, yaml.NodeEvent):
            total += 1
            if isinstance(event, yaml.CollectionStartEvent):
                sizes.pop(event.anchor, None)
                stack.append((event.anchor, total - 1))
            else:
                sizes[event.anchor] = 1
        if total > MAX_VALUES or len(stack) > MAX_DEPTH:
            raise Unreadable(_("The file holds more than can be read here."))


def read_json(data):
    """Return a JSON document; raises Unreadable."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("This is no valid JSON.")) from error


# What files hold, when they hold what is expected; else nothing.


def text(value):
    """Return a text without the spaces around it, "" for what is none."""
    value = value.strip() if isinstance(value, str) else ""
    return "" if value in ("~", "null", "Null", "NULL") else value


def texts(value):
    """Return the texts of a list, or of one text."""
    items = value if isinstance(value, list) else [value]
    return [item for item in map(text, items) if item]


def section(value):
    """Return a mapping, empty for what is none."""
    return value if isinstance(value, dict) else {}


def sections(value):
    """Return the mappings of a list."""
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, dict)]
