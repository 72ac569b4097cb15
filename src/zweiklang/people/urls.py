"""Addresses of people."""

from typing import Any

from django.urls import include, path

from zweiklang.people import views
from zweiklang.people.sign_in import views as sign_in

app_name = "people"
urlpatterns: list[Any] = [
    path("abbestellen/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("bestaetigen/code/", sign_in.confirm_by_code, name="confirm_by_code"),
    path("bestaetigen/code/senden/", sign_in.send_confirmation_code, name="send_confirmation_code"),
    path("codeliste/entfernen/", sign_in.remove_code_list, name="remove_code_list"),
    path("", include("zweiklang.people.school_accounts.urls")),
]
