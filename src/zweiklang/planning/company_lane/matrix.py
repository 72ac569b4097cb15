"""The firm's rotation (Versetzungsplan): who is where in which weeks, how full departments are. Ready numbers and words, no markup."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from zweiklang.apprenticeships.public import Contract, note_contracts
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of, school_year
from zweiklang.planning.company_lane.calendar import Calendar, calendars_of
from zweiklang.planning.company_lane.checking import cut, name_of, spans_label, weeks_label
from zweiklang.planning.company_lane.picture import LOOKS, Band, Mark, bands_of, dates, months_of_weeks
from zweiklang.planning.company_lane.selectors import departments_of, entries_of, leave_of
from zweiklang.planning.company_lane.shapes import Entry, Place, mondays
from zweiklang.rooms.public import Scope, my_standings, note_look

WIDTH, LEFT, TOP, ROW = 1200, 220, 30, 40
WEEKS = 53
NOWHERE = "ohne Abteilung"
_LETTER = 6.6
_FEWEST = 3  # letters that still say something


@dataclass(frozen=True, slots=True)
class Run:
    """Weeks in a row at the same place; in a firm without departments: with the same part of the plan. `positions`: what is learned there."""

    first: date
    last: date
    place: str
    look: int
    positions: tuple[str, ...]

    @property
    def weeks(self) -> str:
        """Returns "KW 36–40/2026"."""
        return weeks_label(self.first, self.last)

    @property
    def dates(self) -> str:
        """Returns the days from Monday to Friday."""
        return dates(self.first, self.last)


@dataclass(frozen=True, slots=True)
class RunBar:
    """A run as drawn."""

    x: float
    width: float
    look: int
    text: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """One apprentice of the firm."""

    room_id: UUID
    name: str
    occupation: str
    y: float
    runs: tuple[Run, ...]
    bars: tuple[RunBar, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """How full a department is: places, the most at once and when, and weeks with more than it takes."""

    place: Place
    look: int
    most: int
    when: str
    over: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """A school year of the firm's rotation."""

    year: int
    label: str
    height: float
    months: tuple[Mark, ...]
    rows: tuple[Row, ...]
    loads: tuple[Load, ...]


def matrix_of(firm_id: UUID, *, year: int | None = None) -> Matrix:
    """Returns the rotation of a school year, over everybody whose plan the person sees; notes that their plans are shown. Nine queries."""
    shown = year or school_year(today())
    first = monday_of(date(shown, 8, 1))
    weeks = mondays(first, first + timedelta(weeks=WEEKS - 1))
    contracts = _contracts(firm_id, weeks[0], weeks[-1])
    rooms = [one.room_id for one in contracts]
    entries, places = entries_of(rooms), departments_of(firm_id, people=False)
    looks = {place.id: number % LOOKS + 1 for number, place in enumerate(places)}
    terms = [
        (c.room_id, max(c.first_day, weeks[0]), min(c.last_day, weeks[-1] + timedelta(days=6)))
        for c in contracts
    ]
    calendars = calendars_of(terms, leave=leave_of(rooms), months={})
    runs = {room_id: tuple(_runs(entries.get(room_id, []), weeks, looks)) for room_id in rooms}
    rows = [
        _row(contract, runs[contract.room_id], calendars[contract.room_id], weeks[0], TOP + ROW * number)
        for number, contract in enumerate(contracts)
    ]
    months = months_of_weeks(weeks, LEFT, (WIDTH - LEFT) / WEEKS)
    return Matrix(
        shown, f"{shown}/{(shown + 1) % 100:02d}", TOP + ROW * len(rows) + 4, tuple(months), tuple(rows),
        tuple(_loads(places, entries, weeks, looks)),
    )  # fmt: skip


def _contracts(firm_id: UUID, first: date, last: date) -> list[Contract]:
    mine = [
        room_id
        for room_id, one in my_standings().items()
        if one.kind == "apprenticeship" and one.reads(Scope.PLAN)
    ]
    rows = Contract.objects.filter(room_id__in=mine, firm_id=firm_id, first_day__lte=last + timedelta(days=6))
    found = list(
        rows.filter(last_day__gte=first)
        .select_related("apprentice", "occupation")
        .order_by("apprentice__sort_key")
    )
    note_contracts(found)
    note_look([one.room_id for one in found], Scope.PLAN)
    return found


def _row(contract: Contract, runs: tuple[Run, ...], calendar: Calendar, first: date, y: float) -> Row:
    step = (WIDTH - LEFT) / WEEKS
    before = (calendar.first - first).days / 7 * step
    return Row(
        contract.room_id,
        contract.apprentice.name,
        contract.occupation.short,
        y,
        runs,
        tuple(_bar(run, first, step) for run in runs),
        tuple(bands_of(calendar.weeks, LEFT + before, step)),
    )


def _runs(entries: Sequence[Entry], weeks: Sequence[date], looks: Mapping[UUID, int]) -> list[Run]:
    """Returns where the apprentice is, week by week joined; two departments in a week are named both."""
    of_week: defaultdict[date, list[Entry]] = defaultdict(list)
    for one in entries:
        for monday in mondays(max(one.first_week, weeks[0]), min(one.last_week, weeks[-1])):
            of_week[monday].append(one)
    found = []
    for place, group in groupby(weeks, key=lambda monday: _place(of_week[monday], named=bool(looks))):
        run = list(group)
        if not place:
            continue
        here = [one for monday in run for one in of_week[monday]]
        look = next((looks.get(one.department_id, 0) for one in here if one.department_id), 0)
        numbers = dict.fromkeys(name_of(one, 200) for one in here)
        found.append(Run(run[0], run[-1], place, look, tuple(numbers)))
    return found


def _place(entries: Sequence[Entry], *, named: bool) -> str:
    places = (one.department or NOWHERE if named else name_of(one, 200) for one in entries)
    return " / ".join(dict.fromkeys(places))


def _bar(run: Run, first: date, step: float) -> RunBar:
    x = LEFT + (run.first - first).days / 7 * step
    width = ((run.last - run.first).days / 7 + 1) * step
    room = int((width - 6) / _LETTER)
    text = cut(run.place, room) if room >= _FEWEST else ""
    return RunBar(round(x, 1), round(width - 1.5, 1), run.look, text, f"{run.place}, {run.weeks}")


def _loads(
    places: Sequence[Place],
    entries: Mapping[UUID, Sequence[Entry]],
    weeks: Sequence[date],
    looks: Mapping[UUID, int],
) -> list[Load]:
    taken: defaultdict[UUID, defaultdict[date, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    for room_id, of_room in entries.items():
        for one in of_room:
            if one.department_id:
                for monday in mondays(max(one.first_week, weeks[0]), min(one.last_week, weeks[-1])):
                    taken[one.department_id][monday].add(room_id)
    return [
        _load(place, Counter({w: len(taken[place.id][w]) for w in weeks}), looks[place.id])
        for place in places
    ]


def _load(place: Place, counts: Counter[date], look: int) -> Load:
    most = max(counts.values(), default=0)
    full = sorted(monday for monday, number in counts.items() if number == most)
    over = sorted(monday for monday, number in counts.items() if place.described and number > place.capacity)
    return Load(
        place,
        look,
        most,
        weeks_label(full[0], full[0]) if most else "",
        spans_label(over),
    )


def csv_rows(matrix: Matrix) -> list[list[str]]:
    """Returns the rotation as rows of a table: one line per run."""
    head = ["Auszubildende", "Beruf", "Abteilung", "Wochen", "von", "bis", "Positionen"]
    lines = [
        [
            row.name,
            row.occupation,
            run.place if matrix.loads else "",
            run.weeks,
            run.first.strftime("%d.%m.%Y"),
            (run.last + timedelta(days=4)).strftime("%d.%m.%Y"),
            "; ".join(run.positions),
        ]
        for row in matrix.rows
        for run in row.runs
    ]
    return [head, *lines]
