"""Linked data in the head of a record's page."""

import json

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from api.linked_data import linked_data as data_of
from core.templatetags.records import image_url

register = template.Library()
# Inside a script element, nothing but these can end it or start markup.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def linked_data(record, request):
    """Return the record's JSON-LD as a script element."""
    data = data_of(record, request.build_absolute_uri)
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308
    )


@register.simple_tag
def absolute_image(image, request):
    """Return the full address of a picture, for sites that quote the page."""
    return request.build_absolute_uri(image_url(image, 640))
