from django.urls import path

from usecases import views

app_name = "usecases"
urlpatterns = [
    path("tools/<slug:slug>/i-use-it/", views.i_use_it, name="i-use-it"),
    path("use-cases/", views.use_cases, name="use-cases"),
    path("use-cases/map/", views.use_case_map, name="map"),
    path("use-cases/<slug:slug>/", views.use_case, name="use-case"),
]
