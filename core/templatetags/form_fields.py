"""One field of a form, with its label, its help and what is wrong with it."""

from django import forms, template
from django.utils.html import strip_tags

register = template.Library()

TICKED = (forms.CheckboxInput,)
CHOSEN = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.inclusion_tag("core/_form_field.html")
def field(bound, label="", help="", optional=False):
    """Draw a bound field; label and help replace those of the form's author."""
    help = help or bound.help_text
    described = [f"{bound.auto_id}-h"] if help else []
    if bound.errors:
        described.append(f"{bound.auto_id}-e")
    widget = bound.field.widget
    return {
        "field": bound,
        "label": label or bound.label,
        "help": help,
        "optional": optional,
        "is_ticked": isinstance(widget, TICKED),
        "is_chosen": isinstance(widget, CHOSEN),
        "described": " ".join(described),
        "control": _control(bound, widget, " ".join(described)),
    }


def _control(bound, widget, described):
    # What stands in the field vanishes while typing; the label says it already.
    widget.attrs.pop("placeholder", None)
    attributes = {"aria-describedby": described} if described else {}
    if not isinstance(widget, (*TICKED, *CHOSEN)):
        attributes["class"] = "in"
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return bound.as_widget(attrs=attributes)


@register.inclusion_tag("core/_form_errors.html")
def form_errors(*forms):
    """Draw what is wrong with forms, each line a link to its field; or nothing."""
    lines = [line for form in forms if form and form.is_bound for line in _lines(form)]
    return {"lines": lines}


def _lines(form):
    for error in form.non_field_errors():
        yield {"text": error, "id": ""}
    for bound in form:
        for error in bound.errors:
            yield {
                "text": strip_tags(error),
                "id": "" if bound.is_hidden else bound.auto_id,
                "label": bound.label,
            }
