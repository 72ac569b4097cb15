"""Addresses of retention."""

from django.urls import path

from zweiklang.privacy.retention import views

urlpatterns = [
    path("konto/aufbewahrung/", views.own, name="retention_own"),
    path("konto/aufbewahrung/<uuid:contract_id>/behalten/", views.keep, name="retention_keep"),
    path("land/loeschen/", views.index, name="retention_index"),
    path("land/loeschen/sperre/<uuid:hold_id>/aufheben/", views.lift, name="retention_lift"),
    path("land/loeschen/protokoll/", views.protocol, name="retention_protocol"),
]
