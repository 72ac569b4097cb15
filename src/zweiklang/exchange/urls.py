"""Addresses of exchange, below /nachrichten/. Each concern includes its own."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "exchange"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("zweiklang.exchange.live.urls")),
    path("dateien/", include("zweiklang.exchange.files.urls")),
    path("", include("zweiklang.exchange.notices.urls")),
    path("", include("zweiklang.exchange.conversations.urls")),
    path("", include("zweiklang.exchange.help.urls")),
    path("", include("zweiklang.exchange.consultation.urls")),
    path("", include("zweiklang.exchange.appointments.urls")),
    path("mitteilungen/", include("zweiklang.exchange.announcements.urls")),
]
