"""People with a session who fill in the form of a record over HTTP."""

from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urlencode

TIMEOUT = 60  # seconds
FORM = "data-form"  # the attribute that marks the form of a record


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: str


class FormReader(HTMLParser):
    """Reads what a browser would send of the form of a record."""

    def __init__(self):
        super().__init__()
        self.inside = False
        self.pairs, self.area, self.choice = [], None, None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.inside = FORM in attributes
        if not self.inside or "disabled" in attributes:
            return
        name = attributes.get("name")
        if tag == "input" and name:
            self._input(name, attributes)
        elif tag == "textarea" and name:
            self.area = [name, ""]
        elif tag == "select" and name:
            self.choice = name
        elif tag == "option" and self.choice and "selected" in attributes:
            self.pairs.append((self.choice, attributes.get("value", "")))

    def _input(self, name, attributes):
        kind = attributes.get("type", "text")
        ticked = kind not in ("checkbox", "radio") or "checked" in attributes
        if kind not in ("submit", "button", "file", "image") and ticked:
            self.pairs.append((name, attributes.get("value") or ""))

    def handle_data(self, data):
        if self.area:
            self.area[1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            # A browser leaves out the line end after the tag.
            self.pairs.append((self.area[0], self.area[1].removeprefix("\n")))
            self.area = None
        elif tag == "select":
            self.choice = None
        elif tag == "form":
            self.inside = False


class Visitor:
    """Somebody who is signed in, with a connection of their own for each request."""

    def __init__(self, port, session):
        self.port, self.session = port, session
        self.cookies = {"sessionid": session}

    def get(self, path):
        return self._ask("GET", path)

    def form(self, path):
        """Return the name–value pairs of the form on a page."""
        return pairs_of(self.get(path))

    def send(self, path, pairs):
        """Send a form; return its Answer. Raises OSError or HTTPException."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"http://localhost{path}",
        }
        return self._ask("POST", path, urlencode(pairs), headers)

    def _ask(self, method, path, body=None, headers=None):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Host": "localhost", "Cookie": cookies} | (headers or {})
        try:
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        self._keep_cookies(response)
        location = response.headers.get("Location", "")
        return Answer(response.status, location, text)

    def _keep_cookies(self, response):
        for line in response.headers.get_all("Set-Cookie", []):
            name, _equals, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]


def pairs_of(answer):
    reader = FormReader()
    reader.feed(answer.body)
    if not reader.pairs:
        raise ValueError(f"no form in an answer of status {answer.status}")
    return reader.pairs


def changed(pairs, **values):
    """Return the pairs with other values for some names."""
    left = [(name, value) for name, value in pairs if name not in values]
    return [*left, *values.items()]
