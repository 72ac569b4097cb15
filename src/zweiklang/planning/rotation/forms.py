"""What somebody asks of the planner."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms

from zweiklang.kernel.clock import today
from zweiklang.kernel.form_fields import DayField
from zweiklang.kernel.hesse import monday_of
from zweiklang.planning.rotation.shapes import Options, Wishes

WISHES = (
    ("theory", "Praxis nah am Unterricht: kurz nachdem oder während die Schule das Lernfeld behandelt"),
    ("calm", "Wenig Wechsel zwischen Abteilungen und längere Einsätze"),
    ("keep", "Möglichst wenig an den heutigen Plänen ändern"),
)
SECONDS = ((10, "10 Sekunden: ein erster Blick"), (30, "30 Sekunden"), (60, "60 Sekunden: genauer"))


def earliest_week() -> date:
    """Returns the Monday from which the planner plans unless somebody says otherwise: in a fortnight, so that nobody is surprised."""
    return monday_of(today()) + timedelta(weeks=2)


class RotationForm(forms.Form):
    """Whose plans, from when on, and what matters more."""

    rooms = forms.MultipleChoiceField(
        label="Für wen?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Bitte wählen Sie mindestens eine Person."},
    )
    from_week = DayField(
        label="Ab welcher Woche?",
        help_text="Alles davor bleibt, wie es ist. Ein Tag der Woche reicht.",
    )
    wishes = forms.MultipleChoiceField(
        label="Was ist Ihnen wichtiger?",
        required=False,
        choices=WISHES,
        widget=forms.CheckboxSelectMultiple,
        help_text="Zeiten und Zeiträume der Ausbildungsordnung, Schule, Urlaub und Plätze gelten immer.",
    )
    seconds = forms.TypedChoiceField(label="Wie lange rechnen?", choices=SECONDS, coerce=int)

    def __init__(self, data: Any = None, *, people: Sequence[tuple[UUID, str]], **options: Any) -> None:
        initial = {
            "rooms": [str(room) for room, _ in people],
            "from_week": earliest_week(),
            "wishes": ["theory"],
            "seconds": 30,
        }
        super().__init__(data, initial=initial, **options)
        rooms = self.fields["rooms"]
        assert isinstance(rooms, forms.MultipleChoiceField)
        rooms.choices = [(str(room), name) for room, name in people]
        if len(people) == 1:
            rooms.widget = forms.MultipleHiddenInput()

    def chosen(self) -> list[UUID]:
        """Returns whose plans are asked about; call when the form is valid."""
        return [UUID(one) for one in self.cleaned_data["rooms"]]

    def options(self) -> Options:
        """Returns how the planner is to work; call when the form is valid."""
        values = self.cleaned_data
        wishes = Wishes(**{name: name in values["wishes"] for name, _ in WISHES})
        return Options(monday_of(values["from_week"]), values["seconds"], wishes)
