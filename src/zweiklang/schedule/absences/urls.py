"""Addresses of absences: of a class, of one apprenticeship, of a school."""

from datetime import date

from django.urls import path, register_converter

from zweiklang.schedule.absences.views import classes, rooms, saying, school


class AbsenceDayConverter:
    """A day in an address: 2026-11-16."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Returns the day; ValueError for one that does not exist."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Returns it as it stands in the address."""
        return value.isoformat()


register_converter(AbsenceDayConverter, "absence_day")

urlpatterns = [
    path("klasse/<uuid:room_id>/fehlzeiten/", classes.class_absences, name="class_absences"),
    path("klasse/<uuid:room_id>/fehlzeiten/offen/", classes.open_absences, name="open_absences"),
    path("schule/<uuid:room_id>/fehlzeiten/", school.absence_rule, name="absence_rule"),
    path("schule/<uuid:room_id>/fehlzeiten/<uuid:file_id>/", school.absence_file, name="absence_file"),
    path("<uuid:room_id>/fehlzeiten/", rooms.absences, name="absences"),
    path("<uuid:room_id>/fehlzeiten/abmelden/", saying.report, name="report_absence"),
    path("<uuid:room_id>/fehlzeiten/abmelden/<uuid:notice_id>/", saying.withdraw, name="withdraw_notice"),
    path("<uuid:room_id>/fehlzeiten/<absence_day:day>/angabe/", saying.statement, name="state_absence"),
    path("<uuid:room_id>/fehlzeiten/<uuid:absence_id>/grund/", rooms.reason, name="reason"),
]
