from django.urls import path

from revisions.views import forms as views

urlpatterns = [
    path("lookup/", views.lookup, name="lookup"),
    path("preview/", views.preview, name="preview"),
    path("<kind:kind>/new/", views.new, name="new"),
    path("<kind:kind>/new/exists/", views.exists, name="exists"),
    path("<kind:kind>/new/draft/", views.draft, name="draft"),
    path("<kind:kind>/<slug:slug>/edit/", views.edit, name="edit"),
    path("<kind:kind>/<slug:slug>/edit/draft/", views.draft, name="draft"),
]
