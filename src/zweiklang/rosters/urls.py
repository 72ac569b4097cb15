"""Addresses of a school's pupils, classes and files. The upload is in `interfaces.uploads`."""

from django.urls import path

from zweiklang.rosters.views import files, moves, people, year

app_name = "rosters"
urlpatterns = [
    path("<uuid:room_id>/personen/", people.pupil_list, name="pupils"),
    path("<uuid:room_id>/personen/liste.csv", people.pupil_file, name="pupil_file"),
    path("<uuid:room_id>/personen/neu/", people.add, name="add"),
    path("<uuid:room_id>/personen/<uuid:pupil_id>/", people.pupil, name="pupil"),
    path("<uuid:room_id>/klassen/", people.class_list, name="classes"),
    path("<uuid:room_id>/schuljahr/", year.turn, name="turn"),
    path("<uuid:room_id>/abgabe/", moves.offer, name="offer"),
    path("<uuid:room_id>/dateien/", files.run_list, name="runs"),
    path("<uuid:room_id>/dateien/<uuid:run_id>/", files.run, name="run"),
    path("<uuid:room_id>/dateien/<uuid:run_id>/<slug:act>/", files.act, name="act"),
]
