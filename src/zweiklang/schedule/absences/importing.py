"""Absences of a file become entries: matched to apprentices, compared with what is there, never over a decision or a teacher's own entry.

The same file twice changes nothing. Whoever cannot be told apart is named and left out.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet, UUIDField, Value

from zweiklang.apprenticeships.public import Enrolment
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.class_labels import class_label
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.hesse import public_holiday, school_holiday
from zweiklang.kernel.sorting import sort_key
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system, team_standing
from zweiklang.schedule import policy
from zweiklang.schedule.absences.filed import (
    AbsenceFile,
    AbsencePlan,
    FiledAbsence,
    FiledProblem,
    PlannedEntry,
)
from zweiklang.schedule.absences.locking import alone_with_rooms
from zweiklang.schedule.absences.shapes import contradict, described
from zweiklang.schedule.absences.telling import news_of
from zweiklang.schedule.models import LAST_PERIOD, Absence

MOST_DAYS = 60
WHOLE_DAY_FROM = 8
"""A file that says "lesson 1 to 13" means the whole day; eight lessons and more are one."""

type _Key = tuple[str, str, str]
type _Enrolled = tuple[UUID | None, str, str, str, date, date | None, UUID]
"""Room of the apprenticeship (None without a confirmed contract), class, family and given name, first and last day, person."""

UNKNOWN = "{} steht in keiner Klasse der Schule mit bestätigtem Ausbildungsvertrag."
SEVERAL = "{} passt auf mehrere Auszubildende. Bitte tragen Sie diese Zeile von Hand ein."
FUTURE = "Der {} liegt noch vor uns. Fehlzeiten werden eingetragen, wenn der Tag da ist."
TOO_LONG = f"Mehr als {MOST_DAYS} Tage in einer Zeile. Bitte teilen Sie sie auf."
KEPT = "{} am {}: Dort steht schon „{}“. Der Eintrag der Schule bleibt."


class _Pupils:
    """The pupils of a school by class and name, or by the short name of Untis. A file has thousands of lines: each is looked up.

    Those without a contract are among them, so that nobody of a similar name is taken for them.
    """

    def __init__(self, school: Organisation) -> None:
        enrolled = Enrolment.objects.filter(school_class__school=school)
        self._rows: list[_Enrolled] = [
            *_of("contract__apprentice", enrolled.filter(contract__isnull=False), room="room_id"),
            *_of("pupil__person", enrolled.filter(contract__isnull=True, pupil__isnull=False)),
        ]

    @cached_property
    def _by_name(self) -> dict[_Key, list[_Enrolled]]:
        found: defaultdict[_Key, list[_Enrolled]] = defaultdict(list)
        for row in self._rows:
            found[class_label(row[1]), sort_key(row[2]), sort_key(row[3])].append(row)
        return found

    @cached_property
    def _by_code(self) -> dict[str, list[_Enrolled]]:
        found: defaultdict[str, list[_Enrolled]] = defaultdict(list)
        for row in self._rows:
            for code in _short_names(row[2], row[3]):
                found[code].append(row)
        return found

    def rooms_for(self, filed: FiledAbsence) -> tuple[dict[UUID, str], bool]:
        """Returns room and name of everybody the line can mean on its first day, and whether it can mean somebody without a contract."""
        if filed.family_name:
            key = class_label(filed.class_label), sort_key(filed.family_name), sort_key(filed.given_name)
            rows = self._by_name.get(key, [])
        else:
            rows = self._by_code.get(filed.code, [])
        there = [
            row for row in rows if row[4] <= filed.first_day and (row[5] is None or row[5] >= filed.first_day)
        ]
        rooms = {room: f"{given} {family}" for room, _, family, given, *_ in there if room}
        known = {row[6] for row in there if row[0]}
        return rooms, any(row[6] not in known for row in there)


def _of(person: str, rows: "QuerySet[Enrolment]", *, room: str = "") -> Iterable[_Enrolled]:
    names = (
        "school_class__label",
        f"{person}__family_name",
        f"{person}__given_name",
        "first_day",
        "last_day",
    )
    own = F(room) if room else Value(None, output_field=UUIDField())
    return rows.values_list(own, *names, f"{person}_id")


def _short_names(family: str, given: str) -> set[str]:
    """Returns the short names Untis makes: the beginning of the family name with that of the given one ("AckeT")."""
    return {family[:i] + given[:j] for i in range(2, len(family) + 1) for j in range(len(given) + 1)}


def plan_absences(school: Organisation, file: AbsenceFile) -> AbsencePlan:
    """Returns what would come of the file. Reads only, in the system role: call after the right to import was asked for."""
    pupils = _Pupils(school)
    problems, wanted = list(file.problems), []
    for filed in file.entries:
        rooms, others = pupils.rooms_for(filed)
        if reason := _why_not(filed, rooms, others=others):
            problems.append(FiledProblem(filed.line, reason))
            continue
        room, name = next(iter(rooms.items()))
        wanted += [(filed.line, entry) for entry in _entries(filed, room, name)]
    return _compared(wanted, tuple(problems), file.left_out)


def _why_not(filed: FiledAbsence, rooms: dict[UUID, str], *, others: bool) -> str:
    if not rooms:
        return UNKNOWN.format(filed.who)
    if len(rooms) > 1 or others:
        return SEVERAL.format(filed.who)
    if filed.last_day > today():
        return FUTURE.format(f"{filed.last_day:%d.%m.%Y}")
    return TOO_LONG if (filed.last_day - filed.first_day).days >= MOST_DAYS else ""


def _entries(filed: FiledAbsence, room: UUID, name: str) -> Iterable[PlannedEntry]:
    """Yields one entry for each day, or for each lesson of a first and last day that is not missed as a whole."""
    day = filed.first_day
    while day <= filed.last_day:
        if _may_have_school(day):
            for period in _periods(filed, day):
                yield PlannedEntry(room, name, day, period, filed.kind, filed.minutes, filed.state)
        day += timedelta(days=1)


def _may_have_school(day: date) -> bool:
    return day.weekday() < 5 and not public_holiday(day) and not school_holiday(day)


def _periods(filed: FiledAbsence, day: date) -> list[int | None]:
    first = filed.first_period if day == filed.first_day else None
    last = filed.last_period if day == filed.last_day else None
    if filed.kind != Absence.Kind.ABSENT:
        return [first]
    if (first or 1) <= 1 and (last is None or last >= WHOLE_DAY_FROM):
        return [None]
    return list(range(first or 1, min(last or LAST_PERIOD, LAST_PERIOD) + 1))


def _compared(
    wanted: list[tuple[int, PlannedEntry]], problems: tuple[FiledProblem, ...], left_out: int
) -> AbsencePlan:
    present: defaultdict[tuple[UUID, date], list[Absence]] = defaultdict(list)
    rooms, days = {one.room_id for _, one in wanted}, {one.day for _, one in wanted}
    for row in Absence.objects.filter(room_id__in=rooms, day__in=days).order_by("period", "kind"):
        present[row.room_id, row.day].append(row)
    added: dict[tuple[UUID, date, int | None], PlannedEntry] = {}
    changed, kept, unchanged = [], [], 0
    for line, entry in wanted:
        rows = present[entry.room_id, entry.day]
        same = next((row for row in rows if _is(row, entry)), None)
        others = [row for row in rows if contradict(row, entry)]
        if same is None and others:
            words = ", ".join(described(row.kind, row.minutes, row.period) for row in others)
            kept.append(FiledProblem(line, KEPT.format(entry.name, f"{entry.day:%d.%m.%Y}", words)))
        elif same is None:
            added.setdefault((entry.room_id, entry.day, entry.period), entry)
        elif same.state == Absence.State.OPEN != entry.state:
            changed.append(_with(entry, same.pk))
        else:
            unchanged += 1
    return AbsencePlan(
        tuple(_consistent(added.values())),
        tuple(changed),
        unchanged,
        tuple(kept),
        problems,
        left_out,
        frozenset(rooms),
    )


def _is(row: Absence, entry: PlannedEntry) -> bool:
    return (row.period, row.kind, row.minutes) == (entry.period, entry.kind, entry.minutes)


def _with(entry: PlannedEntry, absence_id: UUID) -> PlannedEntry:
    return PlannedEntry(
        entry.room_id,
        entry.name,
        entry.day,
        entry.period,
        entry.kind,
        entry.minutes,
        entry.state,
        absence_id,
    )


def _consistent(entries: Iterable[PlannedEntry]) -> list[PlannedEntry]:
    """Returns them without those that contradict another one of the file: the day as a whole counts before its lessons."""
    by_day: defaultdict[tuple[UUID, date], list[PlannedEntry]] = defaultdict(list)
    for one in sorted(entries, key=lambda one: (one.room_id, one.day, one.period or 0, one.kind)):
        held = by_day[one.room_id, one.day]
        if not any(contradict(one, other) for other in held):
            held.append(one)
    return [one for held in by_day.values() for one in held]


@transaction.atomic
def import_absences(actor: Actor, *, school: Organisation, file: AbsenceFile) -> AbsencePlan:
    """The file's absences stand in the apprentices' rooms, marked with where they come from; returns what was done.

    A second import of the same file does nothing. What others enter meanwhile is looked at again once nobody else writes. Raises
    Refused for whoever is neither the system nor head or office of the school.
    """
    standing = None if actor.is_system else team_standing(school.pk)
    require(policy.may_import_absences(actor, standing=standing))
    with as_system(actor):
        alone_with_rooms({one.room_id for one in plan_absences(school, file).added})
        plan = plan_absences(school, file)
        Absence.objects.bulk_create([_row(one, file.source) for one in plan.added], batch_size=1000)
        for state in ("excused", "unexcused"):
            decided = [one.absence_id for one in plan.changed if one.state == state and one.absence_id]
            Absence.objects.filter(pk__in=decided, state="open").update(state=state, decided_at=now())
    for day in sorted({one.day for one in plan.added}):
        news_of(actor, rooms=sorted({one.room_id for one in plan.added if one.day == day}), day=day)
    return plan


def _row(entry: PlannedEntry, source: str) -> Absence:
    decided = entry.state != Absence.State.OPEN
    return Absence(
        room_id=entry.room_id,
        day=entry.day,
        period=entry.period,
        kind=entry.kind,
        minutes=entry.minutes,
        state=entry.state,
        recorded_at=now(),
        decided_at=now() if decided else None,
        source=source,
    )
