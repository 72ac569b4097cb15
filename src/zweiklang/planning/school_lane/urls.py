"""Addresses of the school lane, below those of planning."""

from django.urls import path

from zweiklang.planning.school_lane.views import drafting, publishing, reading

FIELDS = "klasse/<uuid:room_id>/lernfelder/"
urlpatterns = [
    path(FIELDS, reading.fields, name="fields"),
    path(f"{FIELDS}fassungen/", reading.fields_versions, name="fields_versions"),
    path(f"{FIELDS}fassungen/<int:version>/", reading.fields_version, name="fields_version"),
    path(f"{FIELDS}anlegen/", drafting.fields_begin, name="fields_begin"),
    path(f"{FIELDS}entwurf/", drafting.fields_draft, name="fields_draft"),
    path(f"{FIELDS}entwurf/pruefen/", drafting.fields_check, name="fields_check"),
    path(f"{FIELDS}entwurf/verwerfen/", drafting.fields_discard, name="fields_discard"),
    path(f"{FIELDS}entwurf/rueckgaengig/", drafting.fields_undo, name="fields_undo"),
    path(f"{FIELDS}entwurf/veroeffentlichen/", publishing.fields_publish, name="fields_publish"),
]
