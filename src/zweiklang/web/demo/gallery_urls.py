"""Addresses of the gallery; part of `demo.urls`."""

from django.urls import path

from zweiklang.web.demo import gallery

urlpatterns = [
    path("bausteine/", gallery.gallery, name="gallery"),
    path("bausteine/positionen/", gallery.plan_items, name="gallery_plan_items"),
    path("bausteine/speichern/", gallery.autosave, name="gallery_autosave"),
]
