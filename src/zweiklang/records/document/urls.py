"""Addresses of the record as PDF, included by records.urls below a room."""

from datetime import date

from django.urls import path, register_converter

from zweiklang.records.document import views


class MonthConverter:
    """URL converter: "2026-03" is the first day of that month; other texts do not match (404)."""

    regex = r"20\d{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        """Returns the first day of the month."""
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        """Returns the month of any day as "2026-03"."""
        return f"{value:%Y-%m}"


register_converter(MonthConverter, "document_month")

urlpatterns = [
    path("woche/<week:monday>/", views.pdf_week, name="pdf_week"),
    path("monat/<document_month:month>/", views.pdf_month, name="pdf_month"),
    path("gesamt/", views.pdf_all, name="pdf_all"),
]
