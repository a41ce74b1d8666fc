from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    path("data/", views.data, name="data"),
    path("data/download/", views.download, name="download"),
    path("resume/<slug:token>/", views.resume, name="resume"),
    path("delete/", views.delete, name="delete"),
]
