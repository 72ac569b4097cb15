"""Addresses of "Wer sieht was?" and of the room as somebody else sees it."""

from django.urls import path

from zweiklang.privacy.sight import seen_as, views

urlpatterns = [
    path("ausbildung/<uuid:room_id>/wer-sieht-was/", views.who_sees_what, name="who_sees_what"),
    path("ausbildung/<uuid:room_id>/ansicht/<uuid:membership_id>/", seen_as.seen_as, name="seen_as"),
    path(
        "ausbildung/<uuid:room_id>/ansicht/<uuid:membership_id>/<path:page>",
        seen_as.seen_as,
        name="seen_as_page",
    ),
    path("ausbildung/klasse/<uuid:room_id>/wer-sieht-was/", views.who_sees_class, name="who_sees_class"),
]
