"""What becomes of what somebody writes: from their first visit to the way back.

Ada proposes a tool, Mara reviews it; Ada is trusted then, and Rita saves before her.
"""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from accounts.models import User
from accounts.roles import Role
from catalogue.models import Tool
from core import public_forms
from revisions.models import Proposal, Reason
from tests.factories import make_moderator, make_user, picture_bytes
from tests.journeys.people import starting

pytestmark = pytest.mark.browser
LANGUAGES = {"en": "English", "fr": "Français", "es": "Español"}
SUMMARY = {
    "en": "Shows where the public money goes",
    "fr": "Montre où va l’argent public",
    "es": "Muestra adónde va el dinero público",
}
SCREEN = {
    "en": "A bar for each ministry",
    "fr": "Une barre par ministère",
    "es": "Una barra por ministerio",
}
REASON = {
    "en": "The repository names another licence.",
    "fr": "Le dépôt indique une autre licence.",
    "es": "El repositorio indica otra licencia.",
}
NAME = "Where It Goes"
PAGE = "tools/where-it-goes/"
SITE, DOCS = "https://where-it-goes.example/", "https://docs.where-it-goes.example/"
ADA, RITA = "Suit chaque euro, par Ada", "Suit chaque euro, par Rita"
WHY = "Read in the documentation"
ACCEPTED = ("name", "kind", "summary", "website", "logo", "screenshots")


@pytest.fixture(autouse=True)
def nobody_is_too_quick(monkeypatch):
    """Take from a browser what it fills in quicker than people."""
    monkeypatch.setattr(public_forms, "QUICKEST", 0)


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "picture.png"
    path.write_bytes(picture_bytes())
    return path


@pytest.fixture(autouse=True)
def reason(db):
    texts = {f"text_{language}": text for language, text in REASON.items()}
    return Reason.objects.create(code="other-licence", use="reject", **texts)


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(params=["scripts", "no scripts"])
def scripts(request):
    return request.param == "scripts"


@pytest.fixture
def comes(visitor, language, scripts):
    """Let somebody come with the browser of this run: comes(user=None).

    In French their pages are judged as on a phone. What is judged takes scripts.
    """
    width = 360 if language == "fr" else 1440

    def come(user=None, *, judges=True):
        widths = (width,) if scripts and judges else ()
        return visitor(language, scripts=scripts, user=user, widths=widths)

    return come


def signs_up(ada):
    ada.goes_to()
    ada.follows("Sign in", part="banner")
    ada.arrives_at("Sign in")
    ada.page.get_by_role("main").locator("a[href*=signup]").click()
    ada.arrives_at("Open an account")
    ada.field("E-mail address").fill("ada@example.org")
    ada.field("Name").fill("Ada")
    ada.field("Password").fill("a rather long sentence")
    ada.presses("Open an account")


def confirms_her_address(ada):
    ada.arrives_at("Confirm your address")
    [letter] = mail.outbox
    assert letter.to == ["ada@example.org"]
    assert ada.words("It holds for one hour.") in letter.body
    code = re.search(r"^[A-Z0-9]{3,}(?:-[A-Z0-9]+)*$", letter.body, re.M).group()
    ada.field("Code").fill(code)
    ada.presses("Confirm")
    ada.reads("Ada")
    assert User.objects.get(display_name="Ada").language == ada.language


def proposes_a_tool(ada, picture):
    ada.goes_to("tools/")
    ada.follows("Add a tool")
    ada.arrives_at("Add a tool")
    ada.asked("name").fill(NAME)
    ada.group("kind").get_by_label(ada.words("Software")).check()
    input_in(ada, "summary", ada.language).fill(SUMMARY[ada.language])
    ada.asked("website").fill(SITE)
    ada.asked("licence").fill("MIT")
    adds_pictures(ada, picture)
    ada.presses("Send for review")


def input_in(person, key, language):
    return person.group(key).get_by_label(LANGUAGES[language])


def adds_pictures(ada, picture):
    ada.unfolds("Pictures")
    for key in ("logo", "screenshots"):
        ada.group(key).locator("input[type=file]").set_input_files(picture)
    words = ada.group("screenshots").get_by_role(
        "group", name=ada.words("alternative text")
    )
    words.get_by_label(LANGUAGES[ada.language]).fill(SCREEN[ada.language])


def reads_that_it_waits(ada):
    ada.arrives_at(NAME)
    ada.reads(ada.words("Thank you. A moderator will look at what you propose."))
    ada.reads(SUMMARY[ada.language], SITE, "MIT", SCREEN[ada.language])
    assert not Tool.objects.exists()


def opens_it_from_the_queue(mara):
    mara.goes_to()
    mara.follows_in_own_menu("Moderation")
    mara.arrives_at("Moderation")
    mara.follows("Proposals")
    mara.arrives_at("Proposals")
    mara.follows(NAME)
    mara.arrives_at(NAME)


def accepts_all_but_the_licence(mara):
    for key in ACCEPTED:
        decision(mara, key, "Accept").check()
    decision(mara, "licence", "Do not accept").check()
    reasons = mara.group("licence").get_by_role("combobox")
    reasons.select_option(REASON[mara.language])
    mara.presses("Carry out these decisions")
    mara.arrives_at("Proposals")
    mara.reads(mara.words("Nothing waits. Thank you."))


def decision(mara, key, text):
    return mara.group(key).get_by_label(starting(mara.words(text), end=r"\b"))


def is_told_by_e_mail(ada):
    letter = mail.outbox[-1]
    assert letter.to == ["ada@example.org"]
    title = "Accepted in part: your proposal for “%(title)s”"
    assert letter.subject == ada.words(title, title=NAME)
    refused = ada.words(
        "%(field)s: %(why)s", field=ada.label("licence"), why=REASON[ada.language]
    )
    assert refused in letter.body


def is_told_on_her_page(ada, scripts):
    ada.goes_to()
    ada.follows_in_own_menu("My contributions")
    ada.arrives_at("My contributions")
    ada.reads(ada.words("Accepted in part"))
    ada.follows(NAME, exact=False)
    ada.arrives_at(NAME)
    ada.reads(REASON[ada.language])
    if not scripts:
        ada.presses("I have read it")
    read = ada.page.get_by_role("button", name=ada.words("I have read it"))
    expect(read).to_have_count(0)
    assert Proposal.objects.get().seen_at


def sees_the_tool(ada):
    ada.follows("The record")
    ada.arrives_at(NAME)
    ada.reads(SUMMARY[ada.language])
    expect(ada.page.get_by_alt_text(SCREEN[ada.language])).to_be_visible()
    tool = Tool.objects.get()
    assert (tool.website, tool.licence, bool(tool.logo)) == (SITE, "", True)


def opens_the_form(person):
    person.goes_to(PAGE)
    person.follows("Edit", "verb")
    person.arrives_at(NAME)


def writes_in_french(ada):
    input_in(ada, "summary", "fr").fill(ADA)
    why(ada).fill(WHY)


def why(person):
    return person.field("What you changed, and how you know")


def saves_first(rita):
    opens_the_form(rita)
    input_in(rita, "summary", "fr").fill(RITA)
    rita.asked("documentation").fill(DOCS)
    rita.presses("Publish")
    rita.arrives_at(NAME)
    assert Tool.objects.get().summary_fr == RITA


def learns_that_somebody_was_first(ada):
    ada.presses("Publish")
    ada.arrives_at("Somebody published first", status=409)
    ada.reads(RITA, ADA, DOCS)
    expect(input_in(ada, "summary", "fr")).to_have_value(ADA)
    expect(why(ada)).to_have_value(WHY)
    assert Tool.objects.get().summary_fr == RITA


def keeps_her_own(ada):
    ada.page.get_by_label(starting(ada.words("Keep mine"), end=r"\b")).check()
    ada.presses("Publish my choices")
    ada.arrives_at(NAME)
    tool = Tool.objects.get()
    assert (tool.summary_fr, tool.documentation) == (ADA, DOCS)


def reads_it_in_french(person):
    person.follows("FR – Français", part="banner")
    expect(person.page.locator("html")).to_have_attribute("lang", "fr")


def reads_who_wrote_it(ada):
    ada.goes_to(PAGE)
    ada.follows("History")
    ada.arrives_at("History of %(name)s", name=NAME)
    expect(revisions(ada)).to_contain_text(["Ada", "Rita", "Ada"])
    expect(revisions(ada).first).to_contain_text(WHY)


def revisions(person):
    """Return the lines of a history, the newest first."""
    return person.page.get_by_role("listitem").filter(
        has=person.page.get_by_role("heading", level=3)
    )


def goes_back_to_the_first(ada):
    ada.follows("Revision %(number)s", number=1)
    ada.arrives_at("Revision %(number)s of %(name)s", number=1, name=NAME)
    ada.follows("Go back to this revision")
    ada.arrives_at("Go back to revision %(number)s of %(name)s?", number=1, name=NAME)
    ada.presses("Publish")
    ada.arrives_at("History of %(name)s", name=NAME)
    expect(revisions(ada)).to_contain_text(["Ada", "Ada", "Rita", "Ada"])
    expect(revisions(ada).first).to_contain_text(
        ada.words("Back to revision %(number)d", number=1)
    )


def sees_the_old_state(ada):
    ada.follows("The page today")
    ada.arrives_at(NAME)
    reads_it_in_french(ada)
    ada.reads(SUMMARY[ada.language])
    expect(ada.page.get_by_role("main")).not_to_contain_text(ADA)
    tool = Tool.objects.get()
    assert (tool.documentation, tool.website, bool(tool.logo)) == ("", SITE, True)


def test_what_somebody_writes_is_reviewed_published_disputed_and_taken_back(
    comes, scripts, picture
):
    ada = comes()
    signs_up(ada)
    confirms_her_address(ada)
    proposes_a_tool(ada, picture)
    reads_that_it_waits(ada)
    mara = comes(make_moderator(display_name="Mara"))
    opens_it_from_the_queue(mara)
    accepts_all_but_the_licence(mara)
    is_told_by_e_mail(ada)
    is_told_on_her_page(ada, scripts)
    sees_the_tool(ada)

    User.objects.filter(display_name="Ada").update(role=Role.TRUSTED)
    # She sees no page that Ada has not seen.
    rita = comes(make_user(display_name="Rita", role=Role.TRUSTED), judges=False)
    opens_the_form(ada)
    writes_in_french(ada)
    saves_first(rita)
    learns_that_somebody_was_first(ada)
    keeps_her_own(ada)
    reads_it_in_french(ada)
    ada.reads(ADA)
    reads_who_wrote_it(ada)
    goes_back_to_the_first(ada)
    sees_the_old_state(ada)
