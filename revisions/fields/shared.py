"""The fields that every kind of record has."""

from django.utils.translation import gettext as _

from revisions.fields.columns import Day, UrlList, Verifier

VERIFICATION = (Day("verified_on"), Verifier(), UrlList("sources"))


def check_verification(entry):
    """Yield (key, reason) when a verifier stands without a day."""
    if "verified_by" in entry and "verified_on" not in entry:
        yield "verified_by", _("needs verified_on")
