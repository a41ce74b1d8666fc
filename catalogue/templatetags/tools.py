"""How templates say the values of a tool."""

from django import template
from django.utils.translation import gettext as _

from core.choices import Audience, Hosting, Platform
from core.licences import PROPRIETARY, Family
from core.places import language_name

register = template.Library()

LABELS = {
    "platforms": dict(Platform.choices),
    "hosting": dict(Hosting.choices),
    "audience": dict(Audience.choices),
}


@register.filter
def values_of(tool, field):
    """Return the values of one list of a tool in words, between commas."""
    values = tool.values_of(field)
    if field == "interface_languages":
        return ", ".join(sorted(language_name(value) or value for value in values))
    labels = LABELS.get(field, {})
    return ", ".join(str(labels.get(value, value)) for value in values)


@register.filter
def hosting(tool):
    """Return how a tool can be hosted, in two or three words; "" when unknown."""
    values = set(tool.values_of("hosting"))
    if len(values) == 2:
        return _("Self-hosted or hosted")
    if "self-hosted" in values:
        return _("Self-hosted")
    return _("Hosted service") if values else ""


@register.filter
def licence(tool):
    """Return the licence of a tool in words; "" when unknown."""
    return _("Proprietary") if tool.licence == PROPRIETARY else tool.licence


@register.filter
def licence_meaning(tool):
    """Return what the family of the tool's licence lets people do."""
    return {
        Family.PUBLIC_DOMAIN: _("Public domain: free software without conditions"),
        Family.PERMISSIVE: _("Permissive: free software, changes may be closed"),
        Family.WEAK_COPYLEFT: _(
            "Weak copyleft: free software, its own files stay open"
        ),
        Family.COPYLEFT: _("Copyleft: free software, changes stay open"),
        Family.SOURCE_AVAILABLE: _("The source can be read, but its use is restricted"),
        Family.PROPRIETARY: _("Closed: neither the source nor changes are shared"),
    }.get(tool.licence_family, "")


@register.filter
def audience(use_case):
    """Return whom a use case was for, between commas."""
    labels = LABELS["audience"]
    return ", ".join(str(labels[row.value]) for row in use_case.values.all())
