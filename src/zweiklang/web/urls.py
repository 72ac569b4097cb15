"""Addresses of the frame: Heute, and the pages anybody may read."""

from django.urls import include, path

from zweiklang.web import page_urls, today

app_name = "web"
urlpatterns = [
    path("", today.today, name="today"),
    path("", include(page_urls)),
]
