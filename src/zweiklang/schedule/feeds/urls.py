"""Addresses of calendar feeds, below /kalender/abo/."""

from django.urls import path

from zweiklang.schedule.feeds import views

app_name = "feeds"
urlpatterns = [
    path("", views.feeds, name="feeds"),
    path("<uuid:feed_id>/", views.change, name="change"),
    path("<uuid:feed_id>/neu/", views.renew, name="renew"),
    path("<uuid:feed_id>/ende/", views.end, name="end"),
    path("<str:token>.ics", views.feed, name="feed"),
]
