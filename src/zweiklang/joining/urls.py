"""Addresses of joining: /einladung/ for who is invited, /einladungen/<team room>/ for who invites."""

from django.urls import path

from zweiklang.joining.views import entrance, inviting

app_name = "joining"
urlpatterns = [
    path("einladung/", entrance.entrance, name="entrance"),
    path("einladung/code/", entrance.proof, name="proof"),
    path("einladung/pruefen/", entrance.check, name="check"),
    path("einladung/annehmen/", entrance.accept_invitation, name="accept"),
    path("einladung/fertig/", entrance.done, name="done"),
    path("einladung/verlassen/", entrance.leave, name="leave"),
    path("einladung/l/<str:token>/", entrance.link, name="link"),
    path("einladungen/<uuid:room_id>/", inviting.invitations, name="invitations"),
    path("einladungen/<uuid:room_id>/betriebe/", inviting.firms, name="firms"),
    path("einladungen/<uuid:room_id>/personen/<str:what>/", inviting.persons, name="persons"),
    path("einladungen/<uuid:room_id>/kollegen/", inviting.colleague, name="colleague"),
    path("einladungen/<uuid:room_id>/<uuid:invitation_id>/", inviting.invitation, name="invitation"),
    path("einladungen/<uuid:room_id>/<uuid:invitation_id>/<str:what>/", inviting.act, name="act"),
]
