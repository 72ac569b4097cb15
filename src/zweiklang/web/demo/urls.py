"""Addresses of demo mode; included only when ZWEIKLANG_DEMO is on."""

from typing import Any

app_name = "demo"
urlpatterns: list[Any] = []
