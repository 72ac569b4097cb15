"""Addresses of apprenticeships."""

from typing import Any

app_name = "apprenticeships"
urlpatterns: list[Any] = []
