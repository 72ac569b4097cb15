"""What is asked of whoever closes schools."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms

from zweiklang.kernel.clock import today
from zweiklang.kernel.form_fields import DayField, Words
from zweiklang.kernel.ids import new_id
from zweiklang.organisations.public import Organisation
from zweiklang.schedule.closures.areas import CHOSEN, all_schools, area_choices, schools_in
from zweiklang.schedule.closures.shapes import LABELS, Wanted
from zweiklang.schedule.models import LAST_PERIOD, Closure

LONGEST_TEXT = 200


class ClosureForm(forms.Form):
    """Days, reason and a remark for one school; `action` keeps a second click from being a second act."""

    action = forms.UUIDField(widget=forms.HiddenInput)
    first_day = DayField(label="Erster Tag")
    last_day = DayField(label="Letzter Tag", required=False, help_text="Nur bei mehreren Tagen.")
    from_period = forms.IntegerField(
        label="Kein Unterricht ab der Stunde",
        required=False,
        min_value=1,
        max_value=LAST_PERIOD,
        help_text="Leer lassen, wenn der ganze Tag ausfällt.",
    )
    kind = forms.ChoiceField(label="Warum", choices=[(kind.value, label) for kind, label in LABELS.items()])
    text = Words(
        label="Hinweis für alle",
        required=False,
        max_length=LONGEST_TEXT,
        help_text="Zum Beispiel: Der Busverkehr ist eingestellt. Keine Namen von Menschen.",
    )

    def __init__(self, data: Any = None, *, school: Organisation | None = None) -> None:
        self.school = school
        super().__init__(
            data, initial={"action": new_id(), "first_day": _next_day(), "kind": Closure.Kind.STORM}
        )

    def schools(self) -> list[Organisation]:
        """Returns the schools to close; call when the form is valid."""
        return [self.school] if self.school else []

    def action_id(self) -> UUID:
        """Returns the id of the act; call when the form is valid."""
        found: UUID = self.cleaned_data["action"]
        return found

    def wanted(self) -> Wanted:
        """Returns what was asked for; call when the form is valid."""
        said = self.cleaned_data
        period = said["from_period"]
        return Wanted(
            first_day=said["first_day"],
            last_day=said["last_day"] or said["first_day"],
            from_period=period if period and period > 1 else None,
            kind=said["kind"],
            text=said["text"],
        )


class AreaClosureForm(ClosureForm):
    """The same for a district or many schools."""

    area = forms.ChoiceField(
        label="Wo", error_messages={"required": "Bitte wählen Sie, wo geschlossen wird."}
    )
    chosen = forms.MultipleChoiceField(
        label="Einzelne Schulen", required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("action", "area", "first_day", "last_day", "from_period", "kind", "text", "chosen")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.all_schools = all_schools()
        for name, choices in (("area", area_choices()), ("chosen", _named(self.all_schools))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Some school is meant."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "area" in cleaned and not self._meant(cleaned):
            chosen = cleaned["area"] == CHOSEN
            self.add_error(
                "chosen" if chosen else "area",
                "Bitte mindestens eine Schule auswählen." if chosen else "Dort nimmt keine Schule teil.",
            )
        return cleaned

    def schools(self) -> list[Organisation]:
        """Returns the schools to close; call when the form is valid."""
        return self._meant(self.cleaned_data)

    def _meant(self, cleaned: dict[str, Any]) -> list[Organisation]:
        chosen = {UUID(one) for one in cleaned.get("chosen", ())}
        return schools_in(cleaned["area"], among=self.all_schools, chosen=chosen)


def _named(schools: list[Organisation]) -> list[tuple[str, str]]:
    return [(str(one.pk), f"{one.name}, {one.town}" if one.town else one.name) for one in schools]


def _next_day() -> date:
    """Storms are announced the day before; on a Friday Monday is meant."""
    day = today() + timedelta(days=1)
    return day if day.isoweekday() <= 5 else day + timedelta(days=8 - day.isoweekday())
