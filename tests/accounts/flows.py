"""What the tests of signing in share: what a person types, and reads in e-mails."""

import re
import time

from django.core import mail
from django.urls import reverse

from core.public_forms import stamp

PASSWORD = "correct horse"


def stamped(**values):
    """Return the data of a public form that somebody took the time to read."""
    return {"homepage": "", "stamp": stamp(time.time() - 60), **values}


def sign_up_data(**values):
    return (
        stamped(
            email="ada@example.org",
            display_name="Ada Lovelace",
            password1="a rather long sentence",
        )
        | values
    )


def last_mail():
    """Return the last e-mail sent: its text."""
    return mail.outbox[-1].body


def code_in_mail():
    return re.search(r"^([A-Z0-9]{3,}(?:-[A-Z0-9]+)*)$", last_mail(), re.M).group(1)


def link_in_mail():
    """Return the path of the first link of the last e-mail."""
    return re.search(r"https?://testserver(/\S+)", last_mail()).group(1)


def sign_in(client, login, password=PASSWORD, **values):
    data = {"login": login, "password": password, **values}
    return client.post(reverse("account_login"), data)
