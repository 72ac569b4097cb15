"""Fields that forms of several apps ask for, and the act that follows a complete form."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms

from zweiklang.kernel.errors import Conflict, Rejected

YEARS = range(1990, 2200)


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar or typed as 14.09.2026."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d", "%d.%m.%Y")
    default_error_messages = dict.fromkeys(
        ("invalid", "required"), "Bitte ein Datum angeben, zum Beispiel 14.09.2026."
    )

    def __init__(self, *, earliest: int = YEARS.start, **options: Any) -> None:
        self._years = range(earliest, YEARS.stop)
        super().__init__(**options)

    def clean(self, value: Any) -> date | None:
        """Returns the day; years far from ours (or before `earliest`) are typing errors."""
        found: date | None = super().clean(value)
        if found and found.year not in self._years:
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


def done[T](form: forms.Form, act: Callable[[], T]) -> T | None:
    """Returns what `act` did if the form was complete; otherwise None, and the form says at its field why."""
    if not form.is_valid():
        return None
    try:
        return act()
    except Rejected as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    except Conflict as error:
        form.add_error(None, str(error))
    return None
