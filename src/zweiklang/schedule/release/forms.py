"""The one figure nobody stores: how long the way from school to the firm takes."""

from typing import Any

from django import forms

LONGEST_WAY = 240
_HOW = f"Bitte eine Zahl von 0 bis {LONGEST_WAY}, zum Beispiel 25."


class TravelForm(forms.Form):
    """Minutes of the way, for this look at the page only."""

    weg = forms.IntegerField(
        label="Weg von der Schule zum Betrieb in Minuten",
        required=False,
        min_value=0,
        max_value=LONGEST_WAY,
        help_text="Nur zum Ausrechnen. Die Angabe wird nicht gespeichert.",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _HOW),
    )

    def minutes(self) -> int | None:
        """Returns the minutes, None where nobody said a number we can use."""
        if not self.is_valid():
            return None
        found: Any = self.cleaned_data["weg"]
        return None if found is None else int(found)
