"""Addresses of the live line; below /nachrichten/. The stream itself, live/, is answered by the live process."""

from django.urls import path

from zweiklang.exchange.live import views

urlpatterns = [path("live-karte/", views.live_ticket, name="live_ticket")]
