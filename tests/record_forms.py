"""What the tests of the forms share: forms read and sent as a browser does it."""

from django.urls import reverse

from core.kinds import kind as kind_named
from revisions.forms.change_form import PREFIX
from tests.public_pages import read, words

# What browsers do not send.
SILENT = ("submit", "button", "file", "image", "reset")


def address(kind_key, record=None, query=""):
    """Return where the form of a kind stands, of a new record without one."""
    page, args = ("edit", [record.slug]) if record else ("new", [])
    return reverse(f"revisions:{page}", args=[kind_named(kind_key), *args]) + query


def typed(response):
    """Return {name: [value, …]} of what stands in the form of a page, as it is sent."""
    form = read(response).select_one("form[data-form]")
    data = {}
    for field in form.select("input, textarea, select"):
        if field.find_parent("template") or not field.get("name"):
            continue
        for value in _values(field):
            data.setdefault(field["name"], []).append(value)
    return data


def _values(field):
    if field.name == "textarea":
        return [field.get_text().removeprefix("\n")]
    if field.name == "select":
        options = field.select("option")
        chosen = field.select_one("option[selected]") or options[0]
        return [chosen["value"]]
    kind = field.get("type", "text")
    if kind in SILENT or (
        kind in ("checkbox", "radio") and not field.has_attr("checked")
    ):
        return []
    return [field.get("value", "")]


def errors(response):
    """Return {label or id: message} of what the head of the form complains about."""
    links = read(response).select(".summary li a")
    return {link["href"].removeprefix("#i-"): words(link) for link in links}


class FormTests:
    """Opens and sends the form of one kind; to be mixed into a TestCase."""

    kind = "tool"

    def open(self, record=None, query=""):
        return self.client.get(address(self.kind, record, query))

    def send(self, record=None, query="", do="save", page=None, **changes):
        """Open the form, change some inputs, and send it; return the response.

        Names as in the form, with "__" for "-"; a list for several values, None for
        what is not sent.
        """
        page = page or self.open(record, query)
        data = typed(page) | {"do": [do]}
        for name, value in changes.items():
            data.pop(name.replace("__", "-"), None)
            if value is not None:
                data[name.replace("__", "-")] = value
        return self.client.post(address(self.kind, record, query), data)

    def why(self, comment="", evidence=""):
        return {f"{PREFIX}__comment": comment, f"{PREFIX}__evidence": evidence}
