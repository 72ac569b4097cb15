"""Addresses of demo mode; included only when ZWEIKLANG_DEMO is on."""

from typing import Any

from django.urls import path

from zweiklang.web.demo import gallery_urls, views

app_name = "demo"
urlpatterns: list[Any] = [
    path("", views.personas, name="personas"),
    path("as/<slug:key>/", views.sign_in_as, name="sign_in_as"),
    path("mail/", views.mail, name="mail"),
    path("mail/<int:number>/", views.mail_letter, name="mail_letter"),
    *gallery_urls.urlpatterns,
]
