"""Addresses of the radar: one's own signs, of whatever rooms."""

from django.urls import path

from zweiklang.planning.radar import views

urlpatterns = [
    path("hinweise/", views.radar, name="radar"),
    path("hinweise/partner/", views.partners, name="partners"),
    path("hinweise/<uuid:sign_id>/", views.settle, name="settle_sign"),
]
