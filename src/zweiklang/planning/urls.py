"""Addresses of planning, below /planung/. Each concern includes its own."""

from django.urls import URLPattern, URLResolver

from zweiklang.planning.school_lane import urls as school_lane
from zweiklang.planning.timeline import urls as timeline

app_name = "planning"
urlpatterns: list[URLPattern | URLResolver] = [*school_lane.urlpatterns, *timeline.urlpatterns]
