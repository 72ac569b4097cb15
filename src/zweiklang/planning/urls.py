"""Addresses of planning, below /planung/. Each concern includes its own."""

from django.urls import URLPattern, URLResolver

app_name = "planning"
urlpatterns: list[URLPattern | URLResolver] = []
