import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toolbox.settings")
application = get_wsgi_application()

# These need the applications.
from core.filtersets import warm_up  # noqa: E402
from pages.tagged import TaggedTools, TaggedUseCases  # noqa: E402

warm_up(TaggedTools, TaggedUseCases)
