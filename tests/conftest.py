import pytest


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    """Keep what tests upload out of the project."""
    settings.MEDIA_ROOT = tmp_path / "media"
