"""Addresses of appointments."""

from django.urls import path

from zweiklang.exchange.appointments import views

_ONE = "termine/<uuid:room_id>/"
urlpatterns = [
    path("termine/", views.appointments, name="appointments"),
    path("termine/neu/", views.new_appointment, name="new_appointment"),
    path("termine/neu/<uuid:room_id>/", views.new_appointment_in, name="new_appointment_in"),
    path(_ONE, views.appointment, name="appointment"),
    path(f"{_ONE}zeiten/", views.say_times, name="say_times"),
    path(f"{_ONE}festlegen/", views.fix_time, name="fix_time"),
    path(f"{_ONE}antwort/", views.answer_invitation, name="answer_invitation"),
    path(f"{_ONE}aendern/", views.change_appointment, name="change_appointment"),
    path(f"{_ONE}einladen/", views.invite_more, name="invite_more"),
    path(f"{_ONE}absagen/", views.cancel_appointment, name="cancel_appointment"),
    path(f"{_ONE}termin.ics", views.appointment_file, name="appointment_file"),
    path(f"{_ONE}video/", views.appointment_video, name="appointment_video"),
]
