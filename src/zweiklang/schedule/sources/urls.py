"""Addresses of a school's calendars, below /schulzeit/. Uploads and previews are in `interfaces.uploads`."""

from django.urls import path

from zweiklang.schedule.sources import views

urlpatterns = [
    path("schule/<uuid:room_id>/kalender/", views.calendars, name="calendars"),
    path(
        "schule/<uuid:room_id>/kalender/<uuid:source_id>/<slug:act>/", views.calendar_act, name="calendar_act"
    ),
]
