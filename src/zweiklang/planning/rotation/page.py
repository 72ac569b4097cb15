"""What the pages of the planner show: how far it is, what it won, what it could not do, and what would change for whom."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.http import Http404

from zweiklang.apprenticeships.public import Contract, note_contracts
from zweiklang.planning.company_lane.checking import number, weeks_label
from zweiklang.planning.models import RotationRun
from zweiklang.planning.rotation.changes import PersonRows, changes_of
from zweiklang.planning.rotation.services import is_alive, options_of
from zweiklang.planning.rotation.shapes import name_of
from zweiklang.rooms.public import Scope, in_my_rooms, note_look

_NAME = re.compile("⟦([0-9a-f-]{36})⟧")
# Who has seen a plan once and keeps it no longer reads nothing of it in an old run.
_KEEPS = in_my_rooms(Scope.PLAN_WRITE, key="apprenticeships_contract.room_id")
_SOMEBODY = "Jemand, dessen Plan Sie nicht sehen"
# Above this share nothing useful is said by "so much better would be possible": the proof is only weak.
_WEAK_PROOF = 0.5
_LABELS = {
    "missing": "Zeit, die Positionen fehlt",
    "theory": "Abstand der Praxis vom Unterricht",
    "stretches": "Einsätze an einem Stück",
    "moves": "Wechsel der Abteilung",
    "changes": "Geänderte Wochen",
    "excess": "Zeit über das Nötige hinaus",
}
_COUNTED = ("stretches", "moves")
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
class Open:
    """What could not be given to one apprentice: in one line, and sentence by sentence."""

    name: str
    summary: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunPage:
    """A run as its page shows it."""

    run: RotationRun
    state: str
    names: Mapping[UUID, str]
    terms: tuple[TermRow, ...] = ()
    failed: tuple[Open, ...] = ()
    remarks: tuple[str, ...] = ()
    broken_today: tuple[str, ...] = ()
    people: tuple[PersonRows, ...] = ()
    legend: tuple[tuple[str, int], ...] = ()
    headline: str = ""
    proof: str = ""

    @property
    def since(self) -> str:
        """Returns the first week that may change."""
        monday = options_of(self.run).from_week
        return weeks_label(monday, monday)

    @property
    def is_alive(self) -> bool:
        """Returns whether the planner still works on it."""
        return self.state in ("queued", "running")

    @property
    def changes(self) -> int:
        """Returns how many positions would change their weeks."""
        return sum(len(one.rows) for one in self.people)


def names_of(run: RotationRun) -> dict[UUID, str]:
    """Returns the names of the run's apprentices whose plans the person still keeps, noted as shown; raises Http404 without one. One query."""
    keeps = RawSQL(_KEEPS, (), BooleanField())  # noqa: S611 - a constant of ours
    found = list(Contract.objects.filter(keeps, room_id__in=run.rooms).select_related("apprentice"))
    if not found:
        raise Http404
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
        proof = _better_possible(run.progress["gap"]) if "gap" in run.progress else ""
        return RunPage(run, state, names, proof=proof)
    note_look(names, Scope.PLAN)
    outcome, changes = run.outcome, changes_of(run, names)
    return RunPage(
        run=run,
        state=state,
        names=names,
        terms=terms_in_words(outcome, departments=bool(changes.legend)),
        failed=tuple(_open(outcome["failed"], names)),
        remarks=_told(outcome["remarks"], names),
        broken_today=_told((one["sentence"] for one in outcome["today_violations"]), names),
        people=changes.people,
        legend=changes.legend,
        headline=_headline(outcome, "heute" if state == RotationRun.State.DONE else "vorher"),
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


def _better_possible(gap: float) -> str:
    """Returns how much better than the best plan so far another one could be."""
    if gap > _WEAK_PROOF:
        return "Wie viel besser es noch geht, ist noch nicht bewiesen."
    return f"Höchstens {number(gap * 100)} % besser wäre möglich." if gap > 0 else "Besser geht es nicht."


def _headline(outcome: Mapping[str, Any], then: str) -> str:
    today = [one["today_points"] for one in outcome["terms"] if one["today_points"] is not None]
    if not today:
        return "Der Vorschlag ist fertig."
    before, after = sum(today), sum(one["points"] for one in outcome["terms"])
    better = sum((one["gain"] or 0) > 0 for one in outcome["terms"])
    if after >= before:
        return "Der Planer hat nichts Besseres gefunden als Ihre heutigen Pläne."
    share = number((before - after) / before * 100)
    points = "einem Punkt" if better == 1 else f"{better} Punkten"
    return f"Der Vorschlag ist in {points} besser als {then}, insgesamt um {share} %."


def terms_in_words(outcome: Mapping[str, Any], *, departments: bool) -> tuple[TermRow, ...]:
    """Returns the wishes that were weighed, in words for people; what departments would change only where there are any."""
    found = []
    for one in outcome["terms"]:
        hidden = not one["weight"] or (one["name"] == "moves" and not departments)
        if not hidden:
            found.append(
                _changed(one) if one["name"] == "changes" else _term(one, outcome.get("practice", {}))
            )
    return tuple(found)


def _term(one: Mapping[str, Any], practice: Mapping[str, Sequence[int]]) -> TermRow:
    new, today, unit = one["raw"], one["today"], one["unit"]
    if one["name"] == "theory" and practice and practice["new"][0] and practice["today"][0]:
        # The sum over all weeks of practice says little; the average of those that can still change does.
        new, today = (total / weeks for weeks, total in (practice["new"], practice["today"]))
        unit = "Wochen im Schnitt"
    if one["name"] in _COUNTED:
        unit = ""
    gain = one["gain"] or 0
    # What is shown is subtracted, so that anybody can check it.
    change = "" if today is None else _signed(round(new, 1) - round(today, 1))
    tone = "success" if gain > 0 else "warning" if gain < 0 else ""
    return TermRow(
        _LABELS.get(one["name"], one["label"]), _amount(today, unit), _amount(new, unit), change, tone
    )


def _changed(one: Mapping[str, Any]) -> TermRow:
    """Changes are no fault of the proposal: they are only told."""
    return TermRow(_LABELS["changes"], "–", _amount(one["raw"], one["unit"]), "", "")


def _amount(value: float | None, unit: str) -> str:
    return "–" if value is None else f"{number(value)} {unit}".strip()


def _signed(value: float) -> str:
    return "" if round(value, 1) == 0 else f"{'+' if value > 0 else '−'}{number(abs(value))}"


def _open(failed: Sequence[Mapping[str, Any]], names: Mapping[UUID, str]) -> Iterable[Open]:
    """Returns by name what could not be given to whom; what is told of others is left out."""
    for room in sorted(names, key=lambda room: names[room]):
        mine = [one for one in failed if one["apprentice"] == str(room)]
        if mine:
            sentences = (one["sentence"].removeprefix(f"{name_of(room)}: ") for one in mine)
            yield Open(names[room], _summary(mine), tuple(with_names(one, names) for one in sentences))


def _summary(failed: Sequence[Mapping[str, Any]]) -> str:
    """Returns "4 Positionen fehlt Zeit (6,2 Wochen), 2 liegen weit vom Unterricht"."""
    short = [one for one in failed if one["wish"] == "missing"]
    far = sum(one["wish"] == "theory" for one in failed)
    kept = sum(one["wish"] == "fixed" for one in failed)
    weeks = number(sum(one["amount"] for one in short))
    parts = [
        f"{_positions(len(short))} fehlt Zeit, zusammen {weeks} {'Woche' if weeks == '1' else 'Wochen'}"
        if short
        else "",
        f"{_positions(far)} {'liegt' if far == 1 else 'liegen'} weit vom Unterricht" if far else "",
        f"{kept} festgelegte {'Woche' if kept == 1 else 'Wochen'} ließ sich nicht halten" if kept else "",
    ]
    return "; ".join(part for part in parts if part)


def _positions(count: int) -> str:
    return "1 Position" if count == 1 else f"{count} Positionen"


def _told(sentences: Iterable[str], names: Mapping[UUID, str]) -> tuple[str, ...]:
    """Returns each once, with names; what is said of somebody whose plan the person keeps no longer is left out."""
    known = (one for one in sentences if all(UUID(key) in names for key in _NAME.findall(one)))
    return tuple(dict.fromkeys(with_names(one, names) for one in known))
