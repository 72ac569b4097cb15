"""What teachers, apprentices and guardians send about absences: a class's day, decisions, a reason."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django import forms

from zweiklang.schedule.absences.shapes import AbsenceRow, Change, DayRow, Deciding, Entry, token_of
from zweiklang.schedule.models import LONGEST_DAY, LONGEST_REASON, Absence

PRESENT = "present"


LONGEST_NUMBER = 5


PARTIAL = frozenset({Absence.Kind.LATE, Absence.Kind.LEFT_EARLY})


# Value, what the teacher reads, and the key that chooses it for the line on which one stands.
CHOICES = (
    (PRESENT, "anwesend", "a"),
    (str(Absence.Kind.ABSENT), "fehlt", "f"),
    (str(Absence.Kind.LATE), "verspätet", "v"),
    (str(Absence.Kind.LEFT_EARLY), "ging früher", "g"),
)


STATES = (("excused", "entschuldigt", "e"), ("unexcused", "unentschuldigt", "u"), ("open", "noch offen", "o"))


MINUTES = f"Wie viele Minuten? Eine Zahl von 1 bis {LONGEST_DAY}, zum Beispiel 15."


@dataclass(frozen=True, slots=True)
class DayLine:
    """One line of a class's day: what is chosen, and what the page knew when it was shown (`seen`)."""

    row: DayRow
    kind: str
    minutes: str
    seen: str
    error: str = ""
    note: str = ""

    @property
    def key(self) -> str:
        """Returns how the fields of this line begin."""
        return self.row.room_id.hex


class DayForm:
    """A class's day: one choice for each apprentice, and minutes where the choice needs them."""

    def __init__(
        self,
        rows: Collection[DayRow],
        data: Mapping[str, str] | None = None,
        *,
        clashes: Mapping[UUID, str] | None = None,
    ) -> None:
        """`clashes`: what somebody else entered meanwhile; these lines keep what was typed and know the new state as seen."""
        self.lines = [_line(row, data) for row in rows]
        if clashes:
            self.lines = [
                replace(line, seen=token_of(line.row.entry), note=clashes.get(line.row.room_id, ""))
                for line in self.lines
            ]

    @property
    def errors(self) -> list[DayLine]:
        """Returns the lines that need something more."""
        return [line for line in self.lines if line.error]

    def changes(self) -> list[Change]:
        """Returns the lines that were changed; those that stand as they were shown are not asked about."""
        return [
            Change(line.row.room_id, line.seen, wanted)
            for line in self.lines
            if line.row.may_write and not line.row.several and token_of(wanted := _wanted(line)) != line.seen
        ]


def _line(row: DayRow, data: Mapping[str, str] | None) -> DayLine:
    entry, key = row.entry, row.room_id.hex
    kind, minutes = (entry.kind, str(entry.minutes or "")) if entry else (PRESENT, "")
    shown = DayLine(row, kind, minutes, token_of(entry))
    if data is None or row.several or f"{key}-art" not in data:
        return shown
    chosen = data[f"{key}-art"]
    if chosen not in {value for value, *_ in CHOICES}:
        return shown
    typed = data.get(f"{key}-min", "").strip() if chosen in PARTIAL else ""
    missing = chosen in PARTIAL and not (
        typed.isascii()
        and typed.isdecimal()
        and len(typed) <= LONGEST_NUMBER
        and 1 <= int(typed) <= LONGEST_DAY
    )
    return DayLine(row, chosen, typed, data.get(f"{key}-stand", ""), error=MINUTES if missing else "")


def _wanted(line: DayLine) -> Entry | None:
    if line.kind == PRESENT:
        return None
    # An hour-wise absence that was imported keeps its minutes while nobody chooses anything else.
    if line.row.entry and line.kind == line.row.entry.kind == Absence.Kind.ABSENT:
        return line.row.entry
    return Entry(line.kind, int(line.minutes) if line.kind in PARTIAL else None)


def decisions_from(rows: Iterable[AbsenceRow], data: Mapping[str, str]) -> list[Deciding]:
    """Returns what was decided otherwise than shown, about these absences only."""
    known = {value for value, *_ in STATES}
    asked = [
        Deciding(row.id, data.get(f"{row.id.hex}-stand", ""), data.get(f"{row.id.hex}-urteil", ""))
        for row in rows
    ]
    return [one for one in asked if one.wanted in known and one.wanted != one.seen]


class ReasonForm(forms.Form):
    """Why somebody was absent, in own words."""

    text = forms.CharField(
        label="Was war der Grund?",
        max_length=LONGEST_REASON,
        help_text="So wenig wie nötig. Eine Diagnose braucht niemand: „krank“ oder „Termin beim Amt“ genügt.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Bitte schreiben Sie den Grund, oder gehen Sie zurück."},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
