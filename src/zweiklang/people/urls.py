"""Addresses of people."""

from typing import Any

from django.urls import path

from zweiklang.people import views

app_name = "people"
urlpatterns: list[Any] = [
    path("mitteilungen/", views.mails, name="mails"),
    path("abbestellen/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
