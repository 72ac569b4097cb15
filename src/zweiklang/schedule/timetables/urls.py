"""Addresses of a school's imported timetables, below /schulzeit/. The upload is in `interfaces.uploads`."""

from django.urls import path

from zweiklang.schedule.timetables import views

urlpatterns = [
    path("schule/<uuid:room_id>/stundenplan/", views.timetable_imports, name="timetable_imports"),
    path(
        "schule/<uuid:room_id>/stundenplan/<uuid:import_id>/", views.timetable_import, name="timetable_import"
    ),
    path(
        "schule/<uuid:room_id>/stundenplan/<uuid:import_id>/<slug:act>/",
        views.timetable_import_act,
        name="timetable_import_act",
    ),
]
