"""People in a browser, who find their way by the words that they read."""

import re

from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from playwright.sync_api import expect

from core.kinds import kind as kind_named
from revisions.differences.changes import label
from tests.browser.test_accessibility import findings

DETAILS = "[...document.querySelectorAll('details')]"
WHICH_ARE_OPEN = f"{DETAILS}.map(({{open}}) => open)"
OPEN_THESE = f"open => {DETAILS}.forEach((folded, n) => folded.open = open[n])"
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"


def starting(label, end=r"\s*(\(|$)"):
    """Return what finds a label, by default whatever stands in brackets behind it."""
    return re.compile(rf"^\s*{re.escape(label)}{end}")


class Person:
    """Somebody who reads the site in one language, in one tab.

    Texts of the site are given in English and looked for in their language. The pages
    on which they arrive are judged at each of the widths, which takes scripts.
    """

    def __init__(self, page, address, language, widths=()):
        self.page, self.address = page, address
        self.language, self.widths = language, widths
        self.status = None
        page.on("response", self._hear)

    def _hear(self, response):
        if response.request.is_navigation_request():
            self.status = response.status

    def comes_as(self, user):
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value}
        self.page.context.add_cookies([cookie | {"url": self.address}])

    def words(self, text, context="", **values):
        """Return a text of the site as this person reads it."""
        with translation.override(self.language):
            said = pgettext(context, text) if context else gettext(text)
        return said % values if values else said

    def label(self, key):
        """Return what a field of a tool is called."""
        with translation.override(self.language):
            return capfirst(label(kind_named("tool"), key))

    def asked(self, key):
        """Return the one input of a field of a tool."""
        return self.page.get_by_label(starting(self.label(key)))

    def group(self, key):
        """Return the part of a page that is about one field of a tool."""
        return self.page.get_by_role("group", name=starting(self.label(key)))

    def field(self, text):
        """Return the input whose label begins with a text of the site."""
        return self.page.get_by_label(starting(self.words(text)))

    def goes_to(self, path=""):
        self.page.goto(f"{self.address}/{self.language}/{path}")

    def follows(self, text, context="", *, part="main", exact=True, **values):
        """Follow the first link of this name in a part of the page."""
        name = self.words(text, context, **values)
        links = self.page.get_by_role(part).get_by_role("link", name=name, exact=exact)
        links.first.click()

    def follows_in_own_menu(self, text):
        self.page.get_by_role("banner").locator("summary").click()
        if self.widths:
            assert findings(self.page, "header") == []
        self.follows(text, part="banner", exact=False)

    def presses(self, text):
        name = self.words(text)
        self.page.get_by_role("button", name=name, exact=True).click()

    def unfolds(self, text):
        heading = self.page.get_by_role("heading", name=self.words(text), exact=True)
        self.page.locator("summary").filter(has=heading).click()

    def reads(self, *texts):
        """See all these texts in the page, word for word."""
        main = self.page.get_by_role("main")
        for text in texts:
            expect(main).to_contain_text(text)

    def arrives_at(self, text, *, status=200, **values):
        """See the page with this heading; nothing in it keeps anybody out."""
        title = self.words(text, **values)
        heading = self.page.get_by_role("heading", level=1, name=title, exact=True)
        expect(heading).to_be_visible()
        assert self.status == status, f"{self.status} for {self.page.url}"
        for width in self.widths:
            self._judges(width)

    def _judges(self, width):
        """Judge all there is on the page, what is folded too; leave it as it was."""
        self.page.set_viewport_size({"width": width, "height": 900})
        was = self.page.evaluate(WHICH_ARE_OPEN)
        wrong = findings(self.page)
        if (pixels := self.page.evaluate(OVERFLOW)) > 0:
            wrong.append(f"{pixels} pixels stand out")
        assert not wrong, f"{self.page.url}, {width} wide: {wrong}"
        self.page.evaluate(OPEN_THESE, was)
