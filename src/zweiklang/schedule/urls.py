"""Addresses of school time: of a class, and of one apprenticeship."""

from django.urls import path

from zweiklang.schedule.absences.views import classes
from zweiklang.schedule.absences.views import rooms as absences
from zweiklang.schedule.planning.urls import urlpatterns as planning
from zweiklang.schedule.timetables.urls import urlpatterns as timetables
from zweiklang.schedule.views import lessons, rooms

app_name = "schedule"
urlpatterns = [
    *timetables,
    path("klasse/<uuid:room_id>/fehlzeiten/", classes.class_absences, name="class_absences"),
    path("klasse/<uuid:room_id>/fehlzeiten/offen/", classes.open_absences, name="open_absences"),
    path("klasse/<uuid:room_id>/unterricht/", lessons.class_lessons, name="class_lessons"),
    path("klasse/<uuid:room_id>/unterricht/freigabe/", lessons.release, name="release"),
    path("klasse/<uuid:room_id>/unterricht/<uuid:topic_id>/", lessons.topic, name="topic"),
    path("<uuid:room_id>/fehlzeiten/", absences.absences, name="absences"),
    path("<uuid:room_id>/fehlzeiten/<uuid:absence_id>/grund/", absences.reason, name="reason"),
    path("<uuid:room_id>/unterricht/", rooms.lessons, name="lessons"),
    *planning,
]
