"""Addresses of the pages anybody may read; included in `web.urls`."""

from django.urls import path

from zweiklang.privacy.public import privacy_notice
from zweiklang.web import pages

urlpatterns = [
    path("impressum/", pages.imprint, name="imprint"),
    path("datenschutz/", privacy_notice, name="privacy"),
    path("barrierefreiheit/", pages.accessibility, name="accessibility"),
    path("hilfe/", pages.help_page, name="help"),
    path("anzeige/", pages.display, name="display"),
    path(".well-known/security.txt", pages.security_txt, name="security_txt"),
]
