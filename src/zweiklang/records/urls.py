"""Addresses of the record."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from zweiklang.records import views
from zweiklang.records.week_acts import ACTS
from zweiklang.records.weeks import WeekConverter


class ActConverter(StringConverter):
    """One of the acts on a week; anything else is a 404."""

    regex = "|".join(ACTS)


register_converter(WeekConverter, "week")
register_converter(ActConverter, "week_act")
app_name = "records"

urlpatterns = [
    path("offen/", views.queue, name="queue"),
    path("<uuid:room_id>/", views.weeks, name="weeks"),
    path("<uuid:room_id>/pdf/", include("zweiklang.records.document.urls")),
    path("<uuid:room_id>/abdeckung/", views.coverage, name="coverage"),
    path("<uuid:room_id>/plan-eintraege/", views.plan_items, name="plan_items"),
    path("<uuid:room_id>/<week:monday>/", views.week, name="week"),
    path("<uuid:room_id>/<week:monday>/feld/", views.save, name="save"),
    path("<uuid:room_id>/<week:monday>/zeile/<str:day>/", views.add_line, name="add_line"),
    path("<uuid:room_id>/<week:monday>/verlauf/", views.history, name="history"),
    path("<uuid:room_id>/<week:monday>/<week_act:act>/", views.act, name="act"),
]
