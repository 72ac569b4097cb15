"""Addresses of links, below those of planning."""

from django.urls import path

from zweiklang.planning.links import views

LINKS = "verknuepfungen/<uuid:occupation_id>/"
urlpatterns = [
    path(LINKS, views.links, name="links"),
    path(f"{LINKS}vorschlagen/", views.link_propose, name="link_propose"),
    path(f"{LINKS}<uuid:link_id>/stimme/", views.link_vote, name="link_vote"),
    path(f"{LINKS}<uuid:link_id>/entscheidung/", views.link_decide, name="link_decide"),
    path("klasse/<uuid:room_id>/verknuepfungen/", views.class_links, name="class_links"),
    path("ausbildung/<uuid:room_id>/verknuepfungen/", views.room_links, name="room_links"),
]
