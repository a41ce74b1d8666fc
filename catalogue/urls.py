from django.urls import path

from catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("tools/", views.tools, name="tools"),
    path("tools/compare/", views.compare, name="compare"),
    path("tools/<slug:slug>/", views.tool, name="tool"),
    path("collections/", views.collections, name="collections"),
    path("collections/<slug:slug>/", views.collection, name="collection"),
]
