"""Addresses of single days of an apprenticeship."""

from datetime import date

from django.urls import path, register_converter

from zweiklang.schedule.release import views


class DayConverter:
    """URL converter: "2026-11-16"; other texts, and days that do not exist, do not match (404)."""

    regex = r"20\d{2}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Returns the day."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Returns it as it stands in the address."""
        return value.isoformat()


register_converter(DayConverter, "school_day")

urlpatterns = [path("<uuid:room_id>/tag/<school_day:day>/", views.day, name="day")]
