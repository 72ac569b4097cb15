"""Addresses of copies of one's own data."""

from django.urls import path

from zweiklang.privacy.exports import views

urlpatterns = [
    path("konto/daten/", views.page, name="exports_page"),
    path("konto/daten/anfordern/", views.ask, name="exports_ask"),
    path("konto/daten/bestaetigen/", views.confirm, name="exports_confirm"),
    path("konto/daten/<uuid:export_id>/herunterladen/", views.fetch, name="exports_fetch"),
    path("konto/daten/<uuid:export_id>/loeschen/", views.discard, name="exports_discard"),
]
