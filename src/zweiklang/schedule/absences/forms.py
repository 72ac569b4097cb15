"""What teachers, apprentices and guardians send about absences: a class's day, decisions, a reason."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms

from zweiklang.kernel.clock import today
from zweiklang.schedule.absences.rules import LONGEST_NOTE, MOST_DAYS
from zweiklang.schedule.absences.shapes import AbsenceRow, Change, DayRow, Deciding, Entry, shown_in, token_of
from zweiklang.schedule.models import LAST_PERIOD, LONGEST_DAY, LONGEST_REASON, Absence

PRESENT = "present"
MOST_BYTES = 10 * 1024 * 1024
TAKE_OVER = "abgemeldete"


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
        if data is not None and data.get("act") == TAKE_OVER:
            self.lines = [_taken_over(line) for line in self.lines]
        if clashes:
            self.lines = [
                replace(line, seen=line.row.seen, note=clashes.get(line.row.room_id, ""))
                for line in self.lines
            ]

    @property
    def reported(self) -> int:
        """Returns how many reported themselves and have no entry yet: one act enters them all."""
        return sum(_to_take_over(line) for line in self.lines)

    @property
    def errors(self) -> list[DayLine]:
        """Returns the lines that need something more."""
        return [line for line in self.lines if line.error]

    def changes(self) -> list[Change]:
        """Returns the lines that were changed; those that stand as they were shown are not asked about."""
        return [
            Change(line.row.room_id, line.seen, _wanted(line))
            for line in self.lines
            if line.row.may_write
            and not line.row.several
            and token_of(_wanted(line)) != shown_in(line.seen, line.row.period)
        ]


def _to_take_over(line: DayLine) -> bool:
    row = line.row
    return bool(
        row.notice and row.may_write and not row.several and row.entry is None and line.kind == PRESENT
    )


def _taken_over(line: DayLine) -> DayLine:
    """Who reported herself and was left as present is absent."""
    return replace(line, kind=str(Absence.Kind.ABSENT)) if _to_take_over(line) else line


def _line(row: DayRow, data: Mapping[str, str] | None) -> DayLine:
    entry, key = row.entry, row.room_id.hex
    kind, minutes = (entry.kind, str(entry.minutes or "")) if entry else (PRESENT, "")
    shown = DayLine(row, kind, minutes, row.seen)
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


def period_from(text: str | None) -> int | None:
    """Returns the lesson an address names ("3"); None: the whole day, also where it names none that could be."""
    if not text or not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER):
        return None
    return int(text) if 1 <= int(text) <= LAST_PERIOD else None


_DAY: dict[str, Any] = {
    "input_formats": ("%Y-%m-%d", "%d.%m.%Y"),
    "error_messages": dict.fromkeys(
        ("invalid", "required"), "Bitte ein Datum angeben, zum Beispiel 16.11.2026."
    ),
}
_NUMBER = dict.fromkeys(
    ("invalid", "min_value", "max_value"), f"Bitte eine Zahl von 1 bis {MOST_DAYS}, zum Beispiel 3."
)


def _calendar() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class NoticeForm(forms.Form):
    """From when to when somebody is away. No reason is asked."""

    first_day = forms.DateField(label="Erster Tag", widget=_calendar(), **_DAY)
    last_day = forms.DateField(
        label="Letzter Tag",
        required=False,
        help_text="Leer lassen, wenn es nur ein Tag ist.",
        widget=_calendar(),
        **_DAY,
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **{"initial": {"first_day": today()}, **options})

    def days(self) -> dict[str, Any]:
        """Returns first and last day; call when the form is valid."""
        first = self.cleaned_data["first_day"]
        return {"first_day": first, "last_day": self.cleaned_data["last_day"] or first}


class StatementForm(forms.Form):
    """What the firm knows of an absence: one of two things."""

    says = forms.ChoiceField(
        label="Was möchten Sie der Schule angeben?",
        choices=[("known", "Die Fehlzeit ist uns bekannt"), ("sick_note", "Eine Krankmeldung liegt uns vor")],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Bitte wählen Sie eine der beiden Angaben."
        ),
    )


class RuleForm(forms.Form):
    """A school's deadlines."""

    excuse_within_days = forms.IntegerField(
        label="Entschuldigen innerhalb von … Tagen",
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text="Gezählt ab dem Tag nach der Fehlzeit. Leer lassen: keine Frist.",
        error_messages=_NUMBER,
    )
    note_from_day = forms.IntegerField(
        label="Ärztliche Bescheinigung ab dem … Fehltag in Folge",
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text="Leer lassen: keine Regel.",
        error_messages=_NUMBER,
    )
    note = forms.CharField(
        label="Hinweis für Auszubildende",
        required=False,
        max_length=LONGEST_NOTE,
        help_text="Zum Beispiel: Bitte das Formular aus dem Sekretariat benutzen.",
    )


class AbsenceUploadForm(forms.Form):
    """A file with absences."""

    file = forms.FileField(
        label="Datei mit Fehlzeiten",
        help_text="Untis (GPU013) oder eine Tabelle (CSV, XLSX) mit Klasse, Nachname, Vorname und Datum, bis 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".txt,.csv,.dif,.xlsx"}),
        error_messages={"required": "Bitte wählen Sie eine Datei aus, zum Beispiel GPU013.TXT."},
    )

    def clean_file(self) -> Any:
        """Returns the file; refuses one that is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("Die Datei ist größer als 10 MB. Bitte teilen Sie sie auf.")
        return file
