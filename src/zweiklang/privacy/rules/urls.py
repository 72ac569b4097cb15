"""Addresses of the release rules: public ones, and those of the rooms in which somebody decides."""

from django.urls import path

from zweiklang.privacy.rules.views import braking, deciding, showing

urlpatterns = [
    path("regeln/", showing.land, name="rules_public"),
    path("regeln/leichte-sprache/", showing.easy, name="rules_easy"),
    path("regeln/schule/<path:number>/", showing.school, name="rules_school"),
    path("regeln/raum/<uuid:room_id>/", deciding.room, name="rules_room"),
    path("regeln/raum/<uuid:room_id>/notbremse/", braking.brakes, name="rules_brakes"),
    path("regeln/raum/<uuid:room_id>/notbremse/<uuid:brake_id>/", braking.brake, name="rules_brake"),
    path("regeln/raum/<uuid:room_id>/rueckgaengig/<uuid:decision_id>/", deciding.undo, name="rules_undo"),
    path("regeln/raum/<uuid:room_id>/<slug:category>/<slug:capacity>/", deciding.cell, name="rules_cell"),
]
