"""Addresses of proposals: of one apprenticeship, and of a class."""

from django.urls import path

from zweiklang.planning.proposals.views import classes, rooms

_ROOM, _CLASS = "ausbildung/<uuid:room_id>/vorschlaege/", "klasse/<uuid:room_id>/vorschlaege/"
urlpatterns = [
    path(_ROOM, rooms.proposals, name="proposals"),
    path(f"{_ROOM}neu/", rooms.new_proposal, name="new_proposal"),
    path(f"{_ROOM}<uuid:proposal_id>/", rooms.proposal, name="proposal"),
    path(_CLASS, classes.class_proposals, name="class_proposals"),
    path(f"{_CLASS}neu/", classes.new_class_proposal, name="new_class_proposal"),
    path(f"{_CLASS}<uuid:proposal_id>/eintragen/", classes.enter_proposal, name="enter_proposal"),
]
