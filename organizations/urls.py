from django.urls import path

from organizations import views

app_name = "organizations"
urlpatterns = [
    path("account/affiliations/", views.affiliations, name="affiliations"),
    path("organizations/", views.organizations, name="organizations"),
    path("organizations/<slug:slug>/", views.organization, name="organization"),
]
