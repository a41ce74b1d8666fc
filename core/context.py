from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language

NAMES = {"en": "English", "fr": "Français", "es": "Español"}


def site(request):
    """What every page has: its address in each language, and who made the site."""
    path = request.get_full_path()
    here = get_language()
    return {
        "languages": [
            {
                "code": code,
                "name": NAMES[code],
                "url": translate_url(path, code),
                "absolute": request.build_absolute_uri(
                    translate_url(request.path, code)
                ),
                "current": code == here,
            }
            for code in NAMES
        ],
        "site_url": request.build_absolute_uri("/").rstrip("/"),
        "canonical": request.build_absolute_uri(request.path),
        "source_code_url": settings.SOURCE_CODE_URL,
    }
