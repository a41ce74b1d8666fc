from django.urls import path

from organizations import views

app_name = "organizations"
urlpatterns = [
    path("organizations/", views.organizations, name="organizations"),
    path("organizations/<slug:slug>/", views.organization, name="organization"),
]
