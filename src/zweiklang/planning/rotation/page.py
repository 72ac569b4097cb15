"""What the pages of the planner show: how far it is, what it won, what it could not do, and what would change for whom."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from zweiklang.apprenticeships.public import Contract, note_contracts
from zweiklang.planning.company_lane.checking import number, weeks_label
from zweiklang.planning.company_lane.selectors import entries_of
from zweiklang.planning.company_lane.shapes import Entry
from zweiklang.planning.models import RotationMove, RotationRun
from zweiklang.planning.rotation.services import is_alive
from zweiklang.rooms.public import Scope, note_look

_NAME = re.compile("⟦([0-9a-f-]{36})⟧")
_SOMEBODY = "Jemand, dessen Plan Sie nicht sehen"
# Above this share nothing useful is said by "so much better would be possible": the proof is only weak.
_WEAK_PROOF = 0.5
IDLE = "Niemand hat daran gearbeitet. Bitte starten Sie den Planer noch einmal."


@dataclass(frozen=True, slots=True)
class TermRow:
    """One wish: as it is today and as it would be. `tone`: success, warning, or empty where nothing changes."""

    label: str
    today: str
    new: str
    change: str
    tone: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A position of one apprentice whose weeks would change."""

    position_id: UUID
    label: str
    was: str
    will: str
    taken: bool

    @property
    def value(self) -> str:
        """Returns what the check box sends."""
        return str(self.position_id)


@dataclass(frozen=True, slots=True)
class PersonRows:
    """What would change for one apprentice. `same`: how many positions stay where they are."""

    room_id: UUID
    name: str
    rows: tuple[ChangeRow, ...]
    same: int


@dataclass(frozen=True, slots=True)
class RunPage:
    """A run as its page shows it."""

    run: RotationRun
    state: str
    names: Mapping[UUID, str]
    terms: tuple[TermRow, ...] = ()
    failed: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    broken_today: tuple[str, ...] = ()
    people: tuple[PersonRows, ...] = ()
    headline: str = ""
    proof: str = ""

    @property
    def is_alive(self) -> bool:
        """Returns whether the planner still works on it."""
        return self.state in ("queued", "running")

    @property
    def changes(self) -> int:
        """Returns how many positions would change their weeks."""
        return sum(len(one.rows) for one in self.people)


def names_of(run: RotationRun) -> dict[UUID, str]:
    """Returns the names of the run's apprentices whom the person still sees, noted as shown. One query."""
    found = list(Contract.objects.filter(room_id__in=run.rooms).select_related("apprentice"))
    note_contracts(found)
    return {one.room_id: one.apprentice.name for one in found}


def state_of(run: RotationRun) -> str:
    """Returns the state; a run on which nobody has worked for long counts as failed."""
    waits = run.state in (RotationRun.State.QUEUED, RotationRun.State.RUNNING)
    return "failed" if waits and not is_alive(run) else run.state


def run_page(run: RotationRun) -> RunPage:
    """Returns the page of the run. One query while it works, five when it has ended; notes whose plans are shown."""
    names, state = names_of(run), state_of(run)
    if state not in (RotationRun.State.DONE, RotationRun.State.APPLIED):
        return RunPage(run, state, names)
    note_look(names, Scope.PLAN)
    outcome = run.outcome
    return RunPage(
        run=run,
        state=state,
        names=names,
        terms=tuple(_term(one) for one in outcome["terms"]),
        failed=tuple(with_names(one["sentence"], names) for one in outcome["failed"]),
        remarks=tuple(with_names(one, names) for one in outcome["remarks"]),
        broken_today=_broken(outcome["today_violations"], names),
        people=tuple(_people(run, names)),
        headline=_headline(outcome),
        proof=proof_in_words(outcome["gap"], outcome["status"]),
    )


def with_names(sentence: str, names: Mapping[UUID, str]) -> str:
    """Returns the sentence with names where ids stand for them."""
    return _NAME.sub(lambda found: names.get(UUID(found[1]), _SOMEBODY), sentence)


def proof_in_words(gap: float, status: str) -> str:
    """Returns what is proven about how good the plan is."""
    if status == "optimal" or gap <= 0:
        return "Bewiesen: Einen besseren Plan gibt es nach diesen Wünschen nicht."
    if gap > _WEAK_PROOF:
        return "Wie viel besser es noch ginge, ist nicht bewiesen. Länger rechnen kann helfen."
    return f"Bewiesen: Höchstens {number(gap * 100)} % besser wäre möglich."


def _headline(outcome: Mapping[str, Any]) -> str:
    today = [one["today_points"] for one in outcome["terms"] if one["today_points"] is not None]
    if not today:
        return "Der Vorschlag ist fertig."
    before, after = sum(today), sum(one["points"] for one in outcome["terms"])
    better = sum(1 for one in outcome["terms"] if (one["gain"] or 0) > 0)
    if after >= before:
        return "Der Planer hat nichts Besseres gefunden als Ihre heutigen Pläne."
    share = number((before - after) / before * 100)
    points = "einem Punkt" if better == 1 else f"{better} Punkten"
    return f"Der Vorschlag ist in {points} besser als heute, insgesamt um {share} %."


def _term(one: Mapping[str, Any]) -> TermRow:
    today, gain = one["today"], one["gain"] or 0
    change = "" if today is None else _signed(one["raw"] - today)
    tone = "success" if gain > 0 else "warning" if gain < 0 else ""
    return TermRow(one["label"], _amount(today, one["unit"]), _amount(one["raw"], one["unit"]), change, tone)


def _amount(value: float | None, unit: str) -> str:
    return "–" if value is None else f"{number(value)} {unit}"


def _signed(value: float) -> str:
    if round(value, 1) == 0:
        return "gleich"
    return f"{'+' if value > 0 else '−'}{number(abs(value))}"


def _broken(violations: Sequence[Mapping[str, Any]], names: Mapping[UUID, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(with_names(one["sentence"], names) for one in violations))


def _people(run: RotationRun, names: Mapping[UUID, str]) -> Iterable[PersonRows]:
    rooms = sorted(names, key=lambda room: names[room])
    today = entries_of(rooms)
    moves: dict[UUID, list[RotationMove]] = {room: [] for room in rooms}
    rows = RotationMove.objects.filter(run=run, room_id__in=rooms)
    for move in rows.select_related("position__section", "department").order_by("first_week", "pk"):
        moves[move.room_id].append(move)
    for room in rooms:
        shown, same = _changes(today.get(room, []), moves[room])
        yield PersonRows(room, names[room], tuple(shown), same)


def _changes(today: Sequence[Entry], moves: Sequence[RotationMove]) -> tuple[list[ChangeRow], int]:
    was: dict[UUID, list[str]] = {}
    will: dict[UUID, list[str]] = {}
    labels: dict[UUID, str] = {}
    for entry in today:
        labels[entry.position_id] = f"{entry.section}: {entry.number} {entry.title}".strip()
        was.setdefault(entry.position_id, []).append(
            _place(weeks_label(entry.first_week, entry.last_week), entry.department)
        )
    taken = {move.position_id for move in moves if move.taken}
    for move in moves:
        labels.setdefault(move.position_id, f"{move.position.number} {move.position.title}".strip())
        department = move.department.name if move.department else ""
        will.setdefault(move.position_id, []).append(
            _place(weeks_label(move.first_week, move.last_week), department)
        )
    changed = [key for key in labels if was.get(key) != will.get(key)]
    shown = [
        ChangeRow(
            key, labels[key], "; ".join(was.get(key, ["–"])), "; ".join(will.get(key, ["–"])), key in taken
        )
        for key in changed
    ]
    return shown, len(labels) - len(changed)


def _place(weeks: str, department: str) -> str:
    return f"{weeks}, {department}" if department else weeks
