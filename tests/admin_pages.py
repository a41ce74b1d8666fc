"""What the tests of the admin pages share: forms read as a browser reads them."""

from bs4 import BeautifulSoup


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def form_data(response, form_id):
    """Return what a browser would send of a form that nobody touched."""
    form = soup(response).find("form", id=form_id)
    data = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, value = field.get("name"), sent(field)
        if name and value is not None and "__prefix__" not in name:
            data.setdefault(name, []).extend(value)
    return data


def sent(field):
    """Return the values that a form field sends, None for none."""
    if field.name == "textarea":
        lines = field.text.replace("\r\n", "\n").removeprefix("\n")
        return [lines.replace("\n", "\r\n")]
    if field.name == "select":
        return [option["value"] for option in field.find_all("option", selected=True)]
    if field.get("type") in ("submit", "button", "file"):
        return None
    if field.get("type") in ("checkbox", "radio"):
        return [field.get("value", "on")] if field.has_attr("checked") else None
    return [field.get("value", "")]


def errors(response):
    """Return what the page says is wrong, as one text."""
    found = soup(response).select(".errorlist, .errornote")
    return " ".join(node.get_text(" ", strip=True) for node in found)


def blank_row(response, form_id, prefix, **values):
    """Return the data of one more row of an inline, as the page's script adds it.

    The page's own count of rows is in the answer, one higher.
    """
    form = soup(response).find("form", id=form_id)
    total = form.find("input", attrs={"name": f"{prefix}-TOTAL_FORMS"})
    number = int(total["value"])
    data = {f"{prefix}-TOTAL_FORMS": [str(number + 1)]}
    for field in form.find_all(["input", "textarea", "select"]):
        name = field.get("name") or ""
        if name.startswith(f"{prefix}-__prefix__-") and sent(field) is not None:
            data[name.replace("__prefix__", str(number))] = sent(field)
    for name, value in values.items():
        data[f"{prefix}-{number}-{name}"] = value
    return data
