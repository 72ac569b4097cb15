"""Addresses of consents, below the room they belong to."""

from django.urls import path

from zweiklang.privacy.consents import views

urlpatterns = [
    path("ausbildung/<uuid:room_id>/einwilligungen/", views.consents, name="consents_room"),
    path("ausbildung/<uuid:room_id>/einwilligungen/antwort/", views.answer, name="consents_answer"),
    path(
        "ausbildung/<uuid:room_id>/einwilligungen/<uuid:consent_id>/widerrufen/",
        views.take_back,
        name="consents_withdraw",
    ),
]
