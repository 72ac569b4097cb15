"""Fields that several forms of exchange ask for: a day, a time of the day, one line of words."""

from datetime import date
from typing import Any

from django import forms

YEARS = range(2000, 2200)


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar or typed as 14.09.2026."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d", "%d.%m.%Y")
    default_error_messages = dict.fromkeys(
        ("invalid", "required"), "Bitte ein Datum angeben, zum Beispiel 14.09.2026."
    )

    def clean(self, value: Any) -> date | None:
        """Returns the day; years far from ours are typing errors."""
        found: date | None = super().clean(value)
        if found and found.year not in YEARS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class ClockField(forms.TimeField):
    """A time of the day, typed as 8:00."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    input_formats = ("%H:%M", "%H.%M", "%H:%M:%S")
    default_error_messages = dict.fromkeys(
        ("invalid", "required"), "Bitte eine Uhrzeit angeben, zum Beispiel 8:00."
    )


class Words(forms.CharField):
    """One line of words, its spaces made single."""

    def to_python(self, value: Any) -> str:
        """Returns the words without line breaks."""
        return " ".join(str(super().to_python(value) or "").split())
