"""Addresses of "Wer sieht was?" and of the room as somebody else sees it."""

from django.urls import path

from zweiklang.privacy.sight import views

urlpatterns = [
    path("ausbildung/<uuid:room_id>/wer-sieht-was/", views.who_sees_what, name="who_sees_what"),
    path("ausbildung/klasse/<uuid:room_id>/wer-sieht-was/", views.who_sees_class, name="who_sees_class"),
]
