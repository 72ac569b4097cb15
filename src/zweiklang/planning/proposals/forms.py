"""What people send about proposals. Forms check what one field can know; who may say what is the policy's affair."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel import formats
from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.proposals.services import LONGEST
from zweiklang.planning.proposals.shapes import Kind, Says, Terms
from zweiklang.planning.proposals.wording import shortened, week
from zweiklang.planning.school_lane.shapes import TaughtField

WEEKS_AHEAD = 60
_TO_SUNDAY = timedelta(days=6)
_NEEDED = {
    Kind.MOVE: ("learning_field", "to_week"),
    Kind.SWAP: ("entry", "to_week"),
    Kind.VISIT: ("to_week",),
    Kind.OTHER: (),
}
_WEEK_LABELS = {Kind.VISIT: "In welcher Woche?"}
_CHOOSE = ("", "Bitte wählen")


class ProposalForm(forms.Form):
    """A proposal of one kind: only the fields that kind needs, and what is not over. `rooms`: for whom, on the page of a class."""

    field_order = ("batch", "learning_field", "entry", "to_week", "text", "rooms")

    batch = forms.UUIDField(widget=forms.HiddenInput)
    rooms = forms.TypedMultipleChoiceField(
        label="Welchen Betrieben schlagen Sie das vor?",
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Bitte wählen Sie mindestens einen Betrieb."},
    )
    learning_field = forms.TypedChoiceField(label="Welches Lernfeld?", coerce=UUID)
    entry = forms.TypedChoiceField(label="Welcher Abschnitt?", coerce=UUID)
    to_week = forms.TypedChoiceField(
        label="In welcher Woche soll es beginnen?", coerce=date.fromisoformat, empty_value=None
    )
    text = forms.CharField(
        label="Warum?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Bitte schreiben Sie, was Sie vorschlagen."},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        kind: str,
        monday: date,
        fields: Sequence[TaughtField] = (),
        entries: Sequence[Entry] = (),
        contracts: Sequence[Contract] = (),
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.kind = kind
        fields = [field for field in fields if field.last_week >= monday]
        entries = [entry for entry in entries if entry.last_week >= monday]
        self.starts = _starts(fields)
        self.entries = {entry.id: entry for entry in entries}
        needed = (*_NEEDED[Kind(kind)], *(("rooms",) if contracts else ()))
        for name in {"learning_field", "entry", "to_week", "rooms"} - {*needed}:
            del self.fields[name]
        self._offer(monday, fields, contracts)
        self.fields["text"].required = kind == Kind.OTHER
        if kind == Kind.OTHER:
            self.fields["text"].label = "Was schlagen Sie vor?"

    def terms(self) -> Terms:
        """Returns what was suggested; call when the form is valid."""
        values = self.cleaned_data
        field_id: UUID | None = values.get("learning_field")
        chosen: Any = values.get("entry")
        entry = self.entries.get(chosen)
        return Terms(
            kind=self.kind,
            learning_field_id=field_id,
            position_id=entry.position_id if entry else None,
            from_week=entry.first_week if entry else self.starts.get(field_id),
            to_week=values.get("to_week"),
            text=values["text"].strip(),
        )

    def _offer(self, monday: date, fields: Sequence[TaughtField], contracts: Sequence[Contract]) -> None:
        offered: dict[str, list[tuple[Any, str]]] = {
            "learning_field": [_CHOOSE, *_field_choices(fields, self.starts)],
            "entry": [_CHOOSE, *((one.id, _entry_label(one)) for one in self.entries.values())],
            "to_week": [_CHOOSE, *_week_choices(monday)],
            "rooms": sorted(
                ((one.room_id, f"{one.firm.name} · {one.apprentice.name}") for one in contracts),
                key=lambda choice: choice[1],
            ),
        }
        for name, choices in offered.items():
            field: Any = self.fields.get(name)
            if field is not None:
                field.choices = choices
        if "to_week" in self.fields:
            self.fields["to_week"].required = self.kind != Kind.VISIT
            self.fields["to_week"].label = _WEEK_LABELS.get(Kind(self.kind), self.fields["to_week"].label)


class ActForm(forms.Form):
    """An answer or a remark. `act`: the id of what is said, `seen`: the last answer the page showed."""

    act = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    says = forms.ChoiceField(choices=Says.choices, widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label="Bemerkung", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    for_all = forms.BooleanField(required=False, initial=True)


def _starts(fields: Sequence[TaughtField]) -> dict[UUID | None, date]:
    """Returns the first week of each Lernfeld, whichever of its placements comes first."""
    found: dict[UUID | None, date] = {}
    for field in sorted(fields, key=lambda one: one.first_week, reverse=True):
        found[field.learning_field_id] = field.first_week
    return found


def _field_choices(fields: Sequence[TaughtField], starts: dict[UUID | None, date]) -> list[tuple[UUID, str]]:
    labels = {
        field.learning_field_id: f"LF {field.number} · {shortened(field.title)} (jetzt ab {week(starts[field.learning_field_id])})"
        for field in fields
    }
    return list(labels.items())


def _entry_label(entry: Entry) -> str:
    return f"{entry.section} {entry.number} · {shortened(entry.title)} (jetzt ab {week(entry.first_week)})"


def _week_choices(monday: date) -> list[tuple[str, str]]:
    mondays = [monday + timedelta(weeks=number) for number in range(WEEKS_AHEAD)]
    return [(one.isoformat(), f"{formats.week(one)} {(one + _TO_SUNDAY).year}") for one in mondays]
