"""Addresses of consultation days."""

from django.urls import path

from zweiklang.exchange.consultation.views import days, hosting, managing

ALL = "sprechtage/"
DAY = f"{ALL}<uuid:day_id>/"
HOST = f"{DAY}lehrkraft/<uuid:host_id>/"
TALK = f"{ALL}gespraech/<uuid:booking_id>/"
urlpatterns = [
    path(ALL, days.consultations, name="consultations"),
    path(f"{ALL}neu/", managing.consultation_new, name="consultation_new"),
    path(DAY, days.consultation_day, name="consultation_day"),
    path(f"{DAY}buchen/<uuid:slot_id>/", days.consultation_book, name="consultation_book"),
    path(f"{DAY}verwalten/", managing.consultation_manage, name="consultation_manage"),
    path(f"{DAY}aendern/", managing.consultation_edit, name="consultation_edit"),
    path(f"{DAY}oeffnen/", managing.consultation_open, name="consultation_open"),
    path(f"{DAY}absagen/", managing.consultation_cancel, name="consultation_cancel"),
    path(f"{DAY}zeit/<uuid:slot_id>/", hosting.consultation_block, name="consultation_block"),
    path(HOST, hosting.consultation_host, name="consultation_host"),
    path(f"{HOST}ort/", hosting.consultation_place, name="consultation_place"),
    path(f"{HOST}absagen/", hosting.consultation_excuse, name="consultation_excuse"),
    path(TALK, days.consultation_booking, name="consultation_booking"),
    path(f"{TALK}aendern/", days.consultation_move, name="consultation_move"),
    path(f"{TALK}absagen/", days.consultation_call_off, name="consultation_call_off"),
    path(f"{TALK}zuruecknehmen/", hosting.consultation_send_away, name="consultation_send_away"),
    path(f"{TALK}kalender.ics", days.consultation_calendar, name="consultation_calendar"),
    path(f"{TALK}video/", days.consultation_video, name="consultation_video"),
]
