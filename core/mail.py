"""E-mails: one text for each, in the language of who gets it.

templates/mail/<name>.subject.txt is the subject and <name>.txt the text. The HTML
beside it says the same: it is drawn from the text, or by <name>.html if there is one.
"""

from django.core.mail import EmailMultiAlternatives
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation

from core.text import one_line


def send(template, to, language, context=None):
    """Send one e-mail to one address.

    template is a name in templates/mail/, language a code of the interface, context
    what the templates use. Raises what the connection to the mail server raises.
    """
    message(template, to, language, context).send()


def message(template, to, language, context=None):
    """Return the e-mail that send() sends."""
    with translation.override(language):
        context = {**(context or {}), "language": language}
        subject = one_line(_plain(f"mail/{template}.subject.txt", context))
        text = _plain(f"mail/{template}.txt", context)
        html = _html(template, {**context, "subject": subject, "text": text})
    mail = EmailMultiAlternatives(subject, f"{text}\n", to=[to])
    mail.attach_alternative(html, "text/html")
    return mail


def _plain(name, context):
    """Return a text without the escapes of HTML."""
    page = get_template(name).template
    return page.render(Context(context, autoescape=False)).strip()


def _html(template, context):
    try:
        page = get_template(f"mail/{template}.html")
    except TemplateDoesNotExist:
        page = get_template("mail/frame.html")
    return page.render(context)
