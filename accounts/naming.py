"""What follows when a person takes another name.

Pages name people as they are called now. What a room keeps of their names elsewhere
it writes anew: it registers a function in AppConfig.ready().
"""

from django.db import transaction

from core.models import CatalogueVersion

_steps = []


def register(function):
    """Add what a room does when the name of a person changed; it takes the user."""
    if function not in _steps:
        _steps.append(function)


@transaction.atomic
def follow(user):
    """Let all that names a person say what they are called and say of themselves."""
    CatalogueVersion.lock()
    for step in _steps:
        step(user)
    CatalogueVersion.bump()
