"""Addresses of confidential help. They say nothing: whoever looks into a browser's history finds "kontakte"."""

from django.urls import path

from zweiklang.exchange.help.views import cases, directory, leaving, pages

CASE = "kontakte/gespraech/<uuid:case_id>/"
OFFICE = "kontakte/eintraege/organisation/<uuid:room_id>/"
LAND = "kontakte/eintraege/"
urlpatterns = [
    path("kontakte/", pages.help_page, name="help"),
    path("kontakte/oeffnen/", leaving.come, name="help_come"),
    path("kontakte/weiter/", leaving.leave, name="help_leave"),
    path("kontakte/<uuid:helper_id>/", pages.write, name="help_write"),
    path(CASE, cases.case, name="help_case"),
    path(f"{CASE}oeffnen/", leaving.come, name="help_come_to_case"),
    path(f"{CASE}ende/", cases.end_case, name="help_end"),
    path(f"{CASE}weitergeben/", cases.hand_over, name="help_hand_over"),
    path(f"{CASE}weitergeben/<uuid:helper_id>/", cases.decide_hand_over, name="help_decide"),
    path(LAND, directory.land_contacts, name="land_contacts"),
    path(f"{LAND}neu/", directory.land_new_contact, name="land_new_contact"),
    path(f"{LAND}<uuid:contact_id>/", directory.land_contact, name="land_contact"),
    path(OFFICE, directory.office_contacts, name="office_contacts"),
    path(f"{OFFICE}neu/", directory.office_new_contact, name="office_new_contact"),
    path(f"{OFFICE}<uuid:contact_id>/", directory.office_contact, name="office_contact"),
]
