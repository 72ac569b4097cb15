"""Addresses of the time line. Year and filter stand in the query: ?jahr=2026&lernfeld=…&position=…&abteilung=…&zeige=…"""

from django.urls import path

from zweiklang.planning.timeline import views

urlpatterns = [
    path("", views.index, name="index"),
    path("klasse/<uuid:room_id>/", views.of_class, name="class"),
    path("ausbildung/<uuid:room_id>/", views.of_apprenticeship, name="apprenticeship"),
]
