"""Addresses of planning, below /planung/. Each concern includes its own."""

from django.urls import URLPattern, URLResolver

from zweiklang.planning.company_lane import urls as company_lane
from zweiklang.planning.links import urls as links
from zweiklang.planning.proposals import urls as proposals
from zweiklang.planning.radar import urls as radar
from zweiklang.planning.rotation import urls as rotation
from zweiklang.planning.school_lane import urls as school_lane
from zweiklang.planning.timeline import urls as timeline

app_name = "planning"
urlpatterns: list[URLPattern | URLResolver] = [
    *company_lane.urlpatterns,
    *school_lane.urlpatterns,
    *timeline.urlpatterns,
    *radar.urlpatterns,
    *proposals.urlpatterns,
    *links.urlpatterns,
    *rotation.urlpatterns,
]
