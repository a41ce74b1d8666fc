import tempfile

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.utils import translation


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    """Keep what tests upload out of the project."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def english():
    """Begin each test in English: a request leaves its language behind."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def nothing_counted():
    """Forget how often what was tried: all tests come from one address."""
    cache.clear()


def pytest_configure(config):
    # What setUpTestData() uploads comes before media_root().
    folder = tempfile.TemporaryDirectory()
    config.add_cleanup(folder.cleanup)
    django_settings.MEDIA_ROOT = folder.name
    # What one test reads is not kept for the next.
    django_settings.PAGE_CACHE = False
    # Tests make many accounts; a slow hash protects none of them.
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
