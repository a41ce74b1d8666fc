from django.urls import path

from catalogue import curation, views
from catalogue.collections import views as collection_views

app_name = "catalogue"
urlpatterns = [
    path("tools/", views.tools, name="tools"),
    path("tools/compare/", views.compare, name="compare"),
    path("tools/<slug:slug>/", views.tool, name="tool"),
    path(
        "tools/<slug:slug>/add-to-collection/",
        collection_views.add_to_collection,
        name="add-to-collection",
    ),
    path("collections/", views.collections, name="collections"),
    path("moderation/collections/", curation.curation, name="curation"),
    path("moderation/collections/change/", curation.curate, name="curate"),
    path("collections/<slug:slug>/", views.collection, name="collection"),
    path(
        "collections/<slug:slug>/items/",
        collection_views.items,
        name="collection-items",
    ),
    path(
        "collections/<slug:slug>/settings/",
        collection_views.settings,
        name="collection-settings",
    ),
    path(
        "collections/<slug:slug>/copy/",
        collection_views.copy_collection,
        name="collection-copy",
    ),
    path(
        "collections/<slug:slug>/cover/",
        collection_views.cover,
        name="collection-cover",
    ),
    path(
        "collections/<slug:slug>/publication/",
        collection_views.publication,
        name="collection-publication",
    ),
    path(
        "collections/<slug:slug>/co-editors/",
        collection_views.co_editors,
        name="collection-co-editors",
    ),
    path(
        "collections/<slug:slug>/hand-over/",
        collection_views.hand_over,
        name="collection-hand-over",
    ),
    # Not below collections/, where a record may have this slug.
    path("my-collections/", collection_views.my_collections, name="my-collections"),
    path("my-collections/start/", collection_views.start, name="collection-start"),
    path(
        "my-collections/invitations/<str:token>/",
        collection_views.invitation,
        name="invitation",
    ),
]
