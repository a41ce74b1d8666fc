import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toolbox.settings")
application = get_wsgi_application()

from core.filtersets import warm_up  # noqa: E402 (needs the applications)

warm_up()
