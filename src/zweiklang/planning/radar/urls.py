"""Addresses of the radar: one's own signs, of whatever rooms."""

from django.urls import path

from zweiklang.planning.radar.views import partners, radar, settle

urlpatterns = [
    path("hinweise/", radar, name="radar"),
    path("hinweise/partner/", partners, name="partners"),
    path("hinweise/<uuid:sign_id>/", settle, name="settle_sign"),
]
