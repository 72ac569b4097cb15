"""Addresses of signing in with a school account; included below konto/ with the namespace `people`."""

from django.urls import path

from zweiklang.people.school_accounts import views

urlpatterns = [
    path("schule/", views.school_services, name="school_services"),
    path("schule/unbekannt/", views.school_unknown, name="school_unknown"),
    path("schule/verbinden/", views.school_link, name="school_link"),
    path("schule/abgemeldet/", views.school_signed_out, name="school_signed_out"),
    path("schule/konten/", views.school_accounts, name="school_accounts"),
    path("schule/konten/<uuid:identity_id>/trennen/", views.school_unlink, name="school_unlink"),
    path("schule/<slug:key>/anmelden/", views.school_sign_in, name="school_sign_in"),
    path("schule/<slug:key>/bestaetigen/", views.school_confirm, name="school_confirm"),
    path("schule/<slug:key>/zurueck/", views.school_callback, name="school_callback"),
    path("schule/<slug:key>/abmelden-hinten/", views.school_backchannel, name="school_backchannel"),
    path("schule/<slug:key>/abmelden-vorn/", views.school_frontchannel, name="school_frontchannel"),
]
