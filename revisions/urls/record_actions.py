from django.urls import path

from revisions.views import merging, record_actions as views

RECORD = "<kind:kind>/<slug:slug>/"
ACTIONS = {
    "hide": views.hide,
    "show": views.show,
    "protect": views.protect,
    "rename": views.rename,
    "unmerge": views.unmerge,
}

urlpatterns = [
    path(f"{RECORD}moderate/", views.moderate, name="moderate"),
    path(f"{RECORD}merge/", merging.merge, name="merge"),
    *(
        path(f"{RECORD}{name}/", views.acting(act), name=name)
        for name, act in ACTIONS.items()
    ),
]
