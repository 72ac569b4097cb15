"""Addresses of joining: /einladung/ for who is invited, /einladungen/<team room>/ for who invites."""

from django.urls import path

from zweiklang.joining.views import entrance

app_name = "joining"
urlpatterns = [
    path("einladung/", entrance.entrance, name="entrance"),
    path("einladung/code/", entrance.proof, name="proof"),
    path("einladung/pruefen/", entrance.check, name="check"),
    path("einladung/annehmen/", entrance.accept_invitation, name="accept"),
    path("einladung/fertig/", entrance.done, name="done"),
    path("einladung/verlassen/", entrance.leave, name="leave"),
    path("einladung/l/<str:token>/", entrance.link, name="link"),
]
