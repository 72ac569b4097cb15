"""Addresses of the planner, below /planung/."""

from django.urls import path

from zweiklang.planning.rotation import views

RUN = "planer/lauf/<uuid:run_id>/"
urlpatterns = [
    path("planer/<uuid:firm_id>/", views.planner, name="planner"),
    path(RUN, views.planner_run, name="planner_run"),
    path(f"{RUN}anhalten/", views.planner_stop, name="planner_stop"),
    path(f"{RUN}uebernehmen/", views.planner_apply, name="planner_apply"),
    path(f"{RUN}zuruecknehmen/", views.planner_undo, name="planner_undo"),
]
