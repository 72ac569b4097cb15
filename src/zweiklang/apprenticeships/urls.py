"""Addresses of apprenticeships and classes."""

from django.urls import path

from zweiklang.apprenticeships import views

app_name = "apprenticeships"
urlpatterns = [
    path("", views.index, name="index"),
    path("klasse/<uuid:room_id>/", views.school_class, name="school_class"),
    path("<uuid:room_id>/", views.room, name="room"),
]
