"""Addresses of rights: one's own pages, the desks that answer, the parents of adults."""

from django.urls import path

from zweiklang.privacy.rights.views import desk, own, parents

urlpatterns = [
    path("konto/rechte/", own.index, name="rights_index"),
    path("konto/rechte/berichtigung/", own.correction, name="rights_correction"),
    path("konto/rechte/antrag/<slug:kind>/", own.ask, name="rights_ask"),
    path("konto/rechte/einschraenkung/aufheben/", own.lift_own, name="rights_lift_own"),
    path("konto/rechte/eltern/<slug:act>/", parents.choice, name="rights_parents_choice"),
    path("konto/rechte/<uuid:request_id>/zurueckziehen/", own.withdraw, name="rights_withdraw"),
    path("konto/rechte/<uuid:request_id>/anhalten/", own.stop, name="rights_stop_own"),
    path("organisation/<uuid:room_id>/antraege/", desk.desk, name="rights_desk"),
    path("organisation/<uuid:room_id>/antraege/<uuid:request_id>/", desk.case, name="rights_case"),
    path("organisation/<uuid:room_id>/antraege/<uuid:request_id>/loeschen/", desk.erase, name="rights_erase"),
    path("organisation/<uuid:room_id>/antraege/<uuid:request_id>/anhalten/", desk.stop, name="rights_stop"),
    path(
        "organisation/<uuid:room_id>/antraege/<uuid:request_id>/aufheben/",
        desk.lift_restriction,
        name="rights_lift",
    ),
    path("organisation/<uuid:room_id>/eltern/", parents.at_school, name="rights_parents"),
    path(
        "organisation/<uuid:room_id>/eltern/<uuid:person_id>/", parents.of_pupil, name="rights_parents_pupil"
    ),
    path("ausbildung/<uuid:room_id>/eltern/", parents.of_apprentice, name="rights_parents_of"),
]
