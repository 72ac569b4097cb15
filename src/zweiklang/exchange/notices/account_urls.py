"""Addresses of how one hears of what is new, and of the script for devices, which must lie at the root."""

from django.urls import path

from zweiklang.exchange.notices import account_views as views

app_name = "notifications"
urlpatterns = [
    path("konto/benachrichtigungen/", views.wishes, name="settings"),
    path("konto/benachrichtigungen/geraet/", views.device_add, name="device_add"),
    path("konto/benachrichtigungen/geraet/vergessen/", views.device_forget, name="device_forget"),
    path(
        "konto/benachrichtigungen/geraet/<uuid:device_id>/entfernen/",
        views.device_remove,
        name="device_remove",
    ),
    path("push-worker.js", views.push_worker, name="push_worker"),
]
