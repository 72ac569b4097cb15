"""Addresses of demo mode; included only when ZWEIKLANG_DEMO is on."""

from typing import Any

from zweiklang.web.demo import gallery_urls

app_name = "demo"
urlpatterns: list[Any] = [
    *gallery_urls.urlpatterns,
]
