"""Addresses of the papers of data protection; the page they begin from is `web:privacy`."""

from django.urls import path

from zweiklang.privacy.documents import views

urlpatterns = [
    path("datenschutz/<slug:slug>/", views.page, name="documents_page"),
    path("datenschutz/<slug:slug>.pdf", views.pdf, name="documents_pdf"),
]
