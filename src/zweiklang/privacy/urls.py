"""Addresses of data protection; each concern keeps its own."""

from django.urls import URLPattern, URLResolver

from zweiklang.privacy.consents.urls import urlpatterns as consents
from zweiklang.privacy.documents.urls import urlpatterns as documents
from zweiklang.privacy.exports.urls import urlpatterns as exports
from zweiklang.privacy.looks.urls import urlpatterns as looks
from zweiklang.privacy.retention.urls import urlpatterns as retention
from zweiklang.privacy.rights.urls import urlpatterns as rights
from zweiklang.privacy.rules.urls import urlpatterns as rules
from zweiklang.privacy.sight.urls import urlpatterns as sight

app_name = "privacy"
urlpatterns: list[URLPattern | URLResolver] = [
    *documents,
    *sight,
    *consents,
    *exports,
    *looks,
    *retention,
    *rights,
    *rules,
]
