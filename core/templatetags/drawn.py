"""Leaves out of a template what was drawn before."""

from django import template

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
