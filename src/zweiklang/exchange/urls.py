"""Addresses of exchange, below /nachrichten/. Each concern includes its own."""

from django.urls import URLPattern, URLResolver

app_name = "exchange"
urlpatterns: list[URLPattern | URLResolver] = []
