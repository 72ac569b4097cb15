"""The address of the upload; the pages after it belong to `rosters`."""

from django.urls import path

from zweiklang.interfaces.uploads import views

app_name = "uploads"
urlpatterns = [path("<uuid:room_id>/datei/", views.upload, name="upload")]
