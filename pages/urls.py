from django.urls import path

from pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("suggest/", views.suggest, name="suggest"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
    path("help-me-choose/", views.finder, name="finder"),
    path("themes/", views.themes, name="themes"),
    path("tags/<slug:slug>/", views.tag, name="tag"),
    path("contributors/<str:username>/", views.contributor, name="contributor"),
    path("about/", views.about, name="about"),
    path("faq/", views.faq, name="faq"),
    path("inclusion-rules/", views.inclusion_rules, name="inclusion-rules"),
    path("moderation-charter/", views.moderation_charter, name="moderation-charter"),
    path("legal/", views.legal, name="legal"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
