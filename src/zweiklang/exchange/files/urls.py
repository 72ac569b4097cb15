"""Addresses of files, below /nachrichten/dateien/."""

from django.urls import path

from zweiklang.exchange.files.views import handing, receiving, rooms

urlpatterns = [
    path("raum/<uuid:room_id>/", rooms.room_files, name="room_files"),
    path("raum/<uuid:room_id>/hochladen/", receiving.upload, name="upload"),
    path("teile/<uuid:file_id>/", receiving.upload_part, name="upload_part"),
    path("abruf/<str:token>/", handing.file_bytes, name="file_bytes"),
    path("<uuid:file_id>/", handing.file, name="file"),
    path("<uuid:file_id>/klein/", handing.file, {"small": True}, name="file_small"),
    path("<uuid:file_id>/loeschen/", receiving.remove, name="remove_file"),
]
