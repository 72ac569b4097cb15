"""Addresses of joining: /einladung/ for who is invited, /einladungen/<team room>/ for who invites, /kammer/<team room>/ for chambers' files."""

from django.urls import path

from zweiklang.joining.views import chambers, entrance, inviting, reporting

app_name = "joining"
urlpatterns = [
    path("einladung/", entrance.entrance, name="entrance"),
    path("einladung/code/", entrance.proof, name="proof"),
    path("einladung/pruefen/", entrance.check, name="check"),
    path("einladung/annehmen/", entrance.accept_invitation, name="accept"),
    path("einladung/fertig/", entrance.done, name="done"),
    path("einladung/l/<str:token>/", entrance.link, name="link"),
    path("einladungen/<uuid:room_id>/", inviting.invitations, name="invitations"),
    path("einladungen/<uuid:room_id>/betriebe/", inviting.firms, name="firms"),
    path("einladungen/<uuid:room_id>/personen/<str:what>/", inviting.persons, name="persons"),
    path("einladungen/<uuid:room_id>/kollegen/", inviting.colleague, name="colleague"),
    path("einladungen/<uuid:room_id>/<uuid:invitation_id>/", inviting.invitation, name="invitation"),
    path("einladungen/<uuid:room_id>/<uuid:invitation_id>/<str:what>/", inviting.act, name="act"),
    path("betrieb-anmelden/", reporting.register, name="register"),
    path("betrieb-anmelden/pruefen/", reporting.register_check, name="register_check"),
    path("meldungen/<uuid:room_id>/", reporting.report, name="report"),
    path("meldungen/<uuid:room_id>/<str:what>/", reporting.decide, name="decide"),
    path("einladungen/<uuid:room_id>/meldungen/", reporting.reports, name="reports"),
    path("einladungen/<uuid:room_id>/vertrag-melden/", reporting.propose, name="propose"),
    path("einladungen/<uuid:room_id>/wiederherstellung/", reporting.recovery, name="recovery"),
    path(
        "einladungen/<uuid:room_id>/wiederherstellung/<uuid:recovery_id>/<str:what>/",
        reporting.recovery_act,
        name="recovery_act",
    ),
    path("kammer/<uuid:room_id>/dateien/", chambers.files, name="chamber_files"),
    path("kammer/<uuid:room_id>/dateien/<uuid:import_id>/", chambers.file, name="chamber_file"),
    path(
        "kammer/<uuid:room_id>/dateien/<uuid:import_id>/<slug:what>/",
        chambers.file_act,
        name="chamber_file_act",
    ),
    path("kammer/<uuid:room_id>/schulen/", chambers.schools, name="chamber_schools"),
]
