"""Addresses of curricula."""

from typing import Any

app_name = "curricula"
urlpatterns: list[Any] = []
