"""What a form was sent for is done, or its errors say why not."""

from collections.abc import Callable
from typing import Any

from django import forms

from zweiklang.kernel.errors import Conflict, Rejected


def done(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """True if the form was complete and `act` did its work; otherwise the form carries the reason at its field."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Rejected as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    except Conflict as error:
        form.add_error(None, str(error))
    return not form.errors


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar or typed as 31.07.2026."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d", "%d.%m.%Y")
    default_error_messages = {
        "invalid": "Bitte ein Datum angeben, zum Beispiel 31.07.2026.",
        "required": "Bitte ein Datum angeben, zum Beispiel 31.07.2026.",
    }


class NamedChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """A choice among rows, shown by `name`; without a row chosen the first line says so."""

    def __init__(self, queryset: Any, *, shown: str = "name", **options: Any) -> None:
        self.shown = shown
        super().__init__(queryset, **options)

    def label_from_instance(self, obj: Any) -> str:
        """Returns what the line says."""
        return str(getattr(obj, self.shown))
