from django.urls import path

from revisions.views import quick as views

urlpatterns = [
    path("confirm/", views.asked, name="asked"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("proposals/<int:pk>/report/", views.report_proposal, name="report-proposal"),
    path(
        "contributors/<str:username>/report/",
        views.report_person,
        name="report-person",
    ),
    path("<kind:kind>/<slug:slug>/report/", views.report, name="report"),
    path("<kind:kind>/<slug:slug>/still-right/", views.still_right, name="still-right"),
]
