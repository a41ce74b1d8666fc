"""Leaves out of a template what was drawn before."""

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.tag
def drawn(parser, token):
    """Draw what follows, unless `parts` of the context has it: {% drawn "main" %}."""
    _tag, name = token.split_contents()
    nodes = parser.parse(("enddrawn",))
    parser.delete_first_token()
    return DrawnNode(name.strip("\"'"), nodes)


class DrawnNode(template.Node):
    def __init__(self, name, nodelist):
        self.name = name
        self.nodelist = nodelist

    def render(self, context):
        parts = context["parts"]
        if self.name not in parts:
            parts[self.name] = self.nodelist.render(context)
        return parts[self.name]


@register.tag
def once(parser, token):
    """Draw what follows once per language and per value of what it depends on.

    {% once section %}…{% endonce %}: for what nearly every page has, in which nothing
    else of the context is used.
    """
    _tag, *names = token.split_contents()
    nodes = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode([parser.compile_filter(name) for name in names], nodes)


class OnceNode(template.Node):
    def __init__(self, values, nodelist):
        self.values = values
        self.nodelist = nodelist
        self.drawn = {}

    def render(self, context):
        values = [value.resolve(context, ignore_failures=True) for value in self.values]
        key = (get_language(), *values)
        if key not in self.drawn:
            self.drawn[key] = self.nodelist.render(context)
        return self.drawn[key]
