"""Addresses of the inbox; below /nachrichten/."""

from django.urls import path

from zweiklang.exchange.notices import views

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("zahl/", views.inbox_count, name="inbox_count"),
    path("alles-erledigt/", views.all_done, name="all_done"),
    path("wieder-offen/", views.notices_reopen, name="notices_reopen"),
    path("neues/<uuid:notice_id>/", views.notice_open, name="notice_open"),
    path("neues/<uuid:notice_id>/erledigt/", views.notice_done, name="notice_done"),
]
