"""Addresses of closures: of one school, and of the Land."""

from django.urls import path

from zweiklang.schedule.closures import views

SCHOOL = "schule/<uuid:room_id>/schliessungen/"
LAND = "schliessungen/"
urlpatterns = [
    path(LAND, views.closures, name="closures"),
    path(f"{LAND}neu/", views.new_closure, name="new_closure"),
    path(f"{LAND}<uuid:action>/zuruecknehmen/", views.end_closure, name="end_closure"),
    path(SCHOOL, views.school_closures, name="school_closures"),
    path(f"{SCHOOL}neu/", views.new_school_closure, name="new_school_closure"),
    path(f"{SCHOOL}<uuid:action>/zuruecknehmen/", views.end_school_closure, name="end_school_closure"),
]
