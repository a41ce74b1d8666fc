from django.urls import path

from revisions.finding import follows_moves
from revisions.views import changes, history, restoring
from revisions.views.feeds import ChangesFeed, HistoryFeed

RECORD = "<kind:kind>/<slug:slug>/history/"

urlpatterns = [
    path("changes/", changes.changes, name="changes"),
    path("changes/feed/", ChangesFeed(), name="changes-feed"),
    path("changes/<int:pk>/looked-at/", changes.looked_at, name="looked-at"),
    path(RECORD, history.history, name="history"),
    path(f"{RECORD}feed/", follows_moves(HistoryFeed()), name="history-feed"),
    path(f"{RECORD}compare/", history.compare, name="compare"),
    path(f"{RECORD}values/", history.values, name="values"),
    path(f"{RECORD}<int:number>/", history.revision, name="revision"),
    path(f"{RECORD}<int:number>/revert/", restoring.revert, name="revert"),
    path(f"{RECORD}<int:number>/undo/", restoring.undo, name="undo"),
]
