"""The pages on which records change, of every kind alike."""

from django.urls import register_converter

from revisions.converters import KindConverter

register_converter(KindConverter, "kind")

from revisions.urls import (  # noqa: E402
    forms,
    history,
    moderation,
    quick,
    record_actions,
)

app_name = "revisions"
urlpatterns = [
    *moderation.urlpatterns,
    *quick.urlpatterns,
    *forms.urlpatterns,
    *history.urlpatterns,
    *record_actions.urlpatterns,
]
