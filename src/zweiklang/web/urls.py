"""Addresses of the frame: Heute, and the pages anybody may read."""

from django.urls import include, path

from zweiklang.web import acting, page_urls, search, today
from zweiklang.web.operation import urls as operation_urls

app_name = "web"
urlpatterns = [
    path("", today.today, name="today"),
    path("aufgabe/", acting.acting_as, name="acting_as"),
    path("suche/", search.search, name="search"),
    path("", include(page_urls)),
    path("", include(operation_urls)),
]
