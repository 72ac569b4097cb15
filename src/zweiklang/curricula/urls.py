"""Addresses of curricula."""

from django.urls import path

from zweiklang.curricula import views

app_name = "curricula"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:occupation_id>/", views.occupation, name="occupation"),
]
