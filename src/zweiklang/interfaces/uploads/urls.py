"""The addresses of uploads; the pages after them belong to `rosters` and `joining`."""

from django.urls import path

from zweiklang.interfaces.uploads import absences, calendars, topics, views

app_name = "uploads"
urlpatterns = [
    path("schule/<uuid:room_id>/datei/", views.upload, name="upload"),
    path("schule/<uuid:room_id>/fehlzeiten/einlesen/", absences.upload, name="absences"),
    path("schule/<uuid:room_id>/stundenplan/einlesen/", views.timetable, name="timetable"),
    path("schule/<uuid:room_id>/kalender/einlesen/", calendars.upload, name="calendar"),
    path("schule/<uuid:room_id>/kalender/<uuid:file_id>/", calendars.calendar_file, name="calendar_file"),
    path(
        "schule/<uuid:room_id>/kalender/<uuid:file_id>/<slug:act>/",
        calendars.calendar_file_act,
        name="calendar_file_act",
    ),
    path("schulzeit/klasse/<uuid:room_id>/unterricht/tabelle/", topics.topics, name="topics"),
    path("kammer/<uuid:room_id>/datei/", views.contracts, name="contracts"),
]
