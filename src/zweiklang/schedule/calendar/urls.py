"""Addresses of the calendar. Each takes the day it shows as ?tag=2026-11-26."""

from django.urls import path

from zweiklang.schedule.calendar.views import many, one

app_name = "calendar"
urlpatterns = [
    path("", many.index, name="index"),
    path("auszubildende/", many.people, name="people"),
    path("auszubildende/tag/", many.people_day, name="people_day"),
    path("schuljahr/", many.years, name="years"),
    path("klassen/", many.classes, name="classes"),
    path("unterricht/", one.lessons, name="lessons"),
    path("klasse/<uuid:room_id>/", one.class_week, name="class_week"),
    path("klasse/<uuid:room_id>/schuljahr/", one.class_year, name="class_year"),
    path("ausbildung/<uuid:room_id>/", one.room_week, name="room_week"),
    path("ausbildung/<uuid:room_id>/schuljahr/", one.room_year, name="room_year"),
]
