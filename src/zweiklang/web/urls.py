"""Addresses of web."""

from typing import Any

from zweiklang.web import page_urls

app_name = "web"
urlpatterns: list[Any] = [
    *page_urls.urlpatterns,
]
