"""What people send to the editor of the lane: a table of bars, where a draft begins, and what is new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from zweiklang.curricula.public import FrameworkCurriculum
from zweiklang.planning.school_lane import wording
from zweiklang.planning.school_lane.curricula import curriculum_name
from zweiklang.planning.school_lane.drafting import MOST_BARS
from zweiklang.planning.school_lane.proposing import MOST_PER_DAY
from zweiklang.planning.school_lane.shapes import CurriculumField, Lane, Placed, Source

MOST_HOURS = 999
# The script makes more of them; without it there is a fresh one after each saving.
BLANK = 1


@dataclass(frozen=True, slots=True)
class BarLine:
    """One line of the table: what stands in its fields as text, and what is wrong with it. `field` None: still to be chosen."""

    number: int
    field: CurriculumField | None
    first: str = ""
    last: str = ""
    hours: str = ""
    error: str = ""


class LaneForm:
    """The bars of a draft. Every Lernfeld of the year has a line, also without a week; one more line is free for any Lernfeld.

    `bars`: the complete ones with the number of their line; `errors`: the lines that need something more.
    """

    def __init__(
        self,
        fields: Sequence[CurriculumField],
        lane: Lane,
        *,
        grade: int,
        placed: Sequence[Placed] = (),
        lessons_per_day: int = 6,
        data: Any = None,
    ) -> None:
        self._fields = {str(field.id): field for field in fields}
        self._order = {field.id: n for n, field in enumerate(fields)}
        self._weeks = {week.monday.isoformat(): week.monday for week in lane.weeks}
        self.choices = list(fields)
        self.weeks = [(week.monday.isoformat(), week.label, bool(week.days)) for week in lane.weeks]
        self.bars: list[tuple[int, Placed]] = []
        self.per_day_error = ""
        if data is None:
            self.lessons_per_day, self.per_day = lessons_per_day, str(lessons_per_day)
            self.lines = self._shown(placed, grade)
        else:
            self.per_day = data.get("je_tag", "").strip()[:10]
            self.lessons_per_day = self._per_day(lessons_per_day)
            self.lines = [self._sent(line) for line in self._lines_of(data)]

    @property
    def errors(self) -> list[BarLine]:
        """Returns the lines that need something more."""
        return [line for line in self.lines if line.error]

    @property
    def is_complete(self) -> bool:
        """Returns whether it can be saved."""
        return not self.errors and not self.per_day_error

    @property
    def placed(self) -> list[Placed]:
        """Returns the bars of complete lines."""
        return [one for _, one in self.bars]

    def _shown(self, placed: Sequence[Placed], grade: int) -> list[BarLine]:
        used = {one.learning_field_id for one in placed}
        empty = [field for field in self.choices if field.year == grade and field.id not in used]
        rows: list[Placed | CurriculumField] = [*placed, *empty]
        rows.sort(key=self._place)
        lines = []
        for number, row in enumerate(rows):
            lines.append(_line(number, row, self._fields))
            if isinstance(row, Placed):
                self.bars.append((number, row))
        return lines + [BarLine(len(rows) + n, None) for n in range(BLANK)]

    def _place(self, row: Placed | CurriculumField) -> tuple[int, date]:
        if isinstance(row, Placed):
            return self._order[row.learning_field_id], row.first_week
        return self._order[row.id], date.min

    def _lines_of(self, data: Any) -> list[BarLine]:
        sent = zip(*(data.getlist(name) for name in ("feld", "von", "bis", "stunden")), strict=False)
        lines = [
            BarLine(n, self._fields.get(field), first.strip(), last.strip(), hours.strip()[:10])
            for n, (field, first, last, hours) in enumerate(sent)
        ]
        return lines[: MOST_BARS + BLANK]

    def _sent(self, line: BarLine) -> BarLine:
        """Returns the line with what is wrong with it; a complete one is among the bars."""
        if not line.first and not line.last:
            return line
        line = replace(line, last=line.last or line.first)
        if error := self._missing(line):
            return replace(line, error=error)
        assert line.field
        first, last = self._weeks[line.first], self._weeks[line.last]
        self.bars.append((line.number, Placed(line.field.id, first, last, int(line.hours))))
        return line

    def _missing(self, line: BarLine) -> str:
        first, last = self._weeks.get(line.first), self._weeks.get(line.last)
        if line.field is None:
            return "Welches Lernfeld? Bitte eines wählen."
        if first is None or last is None:
            return f"{line.field.short}: Von welcher bis zu welcher Woche? Bitte beide wählen."
        if last < first:
            return f"{line.field.short}: Die letzte Woche liegt vor der ersten. Bitte {wording.span(first, first)} oder eine spätere wählen."
        if not (line.hours.isdecimal() and 1 <= int(line.hours) <= MOST_HOURS):
            return f"{line.field.short}: Wie viele Stunden? Bitte eine Zahl, zum Beispiel 40."
        return ""

    def _per_day(self, otherwise: int) -> int:
        if self.per_day.isdecimal() and 1 <= int(self.per_day) <= MOST_PER_DAY:
            return int(self.per_day)
        self.per_day_error = f"Wie viele Stunden eines Schultags gehören zu Lernfeldern? Bitte eine Zahl von 1 bis {MOST_PER_DAY}."
        return otherwise


def _line(number: int, row: Placed | CurriculumField, fields: Mapping[str, CurriculumField]) -> BarLine:
    if isinstance(row, CurriculumField):
        return BarLine(number, row, hours=str(row.hours or ""))
    field = fields[str(row.learning_field_id)]
    return BarLine(number, field, row.first_week.isoformat(), row.last_week.isoformat(), str(row.hours))


class BeginForm(forms.Form):
    """Where a draft begins: with a proposal, with nothing, or with another plan."""

    PROPOSE, EMPTY, COPY = "vorschlag", "leer", "kopie"

    start = forms.ChoiceField(label="Womit möchten Sie beginnen?", widget=forms.RadioSelect)
    source = forms.ChoiceField(label="Welcher Plan?", required=False)
    curriculum = forms.ChoiceField(
        label="Rahmenlehrplan",
        required=False,
        help_text="Für den Vorschlag und den leeren Entwurf. Ein anderer Plan bringt seinen Rahmenlehrplan mit.",
    )

    def __init__(
        self, curricula: Sequence[FrameworkCurriculum], sources: Sequence[Source], *args: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        starts = [
            (self.PROPOSE, "Mit einem Vorschlag: die Lernfelder des Jahres nacheinander, nach ihren Stunden"),
            (self.EMPTY, "Mit einem leeren Entwurf"),
        ]
        if sources:
            starts.insert(1, (self.COPY, "Mit einem Plan, den es schon gibt"))
        names = [(str(row.pk), f"{curriculum_name(row)} ({row.resolution})") for row in curricula]
        for name, choices in (
            ("start", starts),
            ("curriculum", [("", "Bitte wählen"), *names]),
            ("source", [("", "Bitte wählen"), *((str(one.plan_id), one.label) for one in sources)]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        if not sources:
            del self.fields["source"]

    def clean(self) -> dict[str, Any]:
        """Returns what was chosen; what the choice needs is there."""
        values = super().clean() or {}
        copies = values.get("start") == self.COPY
        if copies and not values.get("source"):
            self.add_error("source", "Bitte den Plan wählen, von dem Sie ausgehen möchten.")
        if values.get("start") in (self.PROPOSE, self.EMPTY) and not values.get("curriculum"):
            self.add_error("curriculum", "Bitte den Rahmenlehrplan der Klasse wählen.")
        return values

    def chosen(self, name: str) -> UUID:
        """Returns the id of the chosen curriculum or source; call when the form is valid."""
        return UUID(self.cleaned_data[name])


class PublishForm(forms.Form):
    """What is new in this version."""

    note = forms.CharField(
        label="Was ist neu?",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ein Satz für Betriebe und Auszubildende, zum Beispiel: LF 7 liegt jetzt nach den Osterferien.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
