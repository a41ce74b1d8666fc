from django.urls import path

from harvest import views

app_name = "harvest"
urlpatterns = [
    path("tools/new/from/", views.tool_from, name="tool-from"),
]
