"""Writes of an apprentice's plan. One function = one use case = one transaction; each returns what takes it back."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from zweiklang.apprenticeships.public import Contract, TrainerAssignment
from zweiklang.curricula.public import Position, Section
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.hesse import monday_of
from zweiklang.organisations.public import Department, Post, posts_at
from zweiklang.planning.company_lane import policy
from zweiklang.planning.company_lane.selectors import entries_of
from zweiklang.planning.company_lane.shapes import Entry, NewEntry, Undo
from zweiklang.planning.doors import contract_of
from zweiklang.planning.models import PlanEntry, TrainingPlan
from zweiklang.rooms.public import standing_in

CHANGED = (
    "Inzwischen hat jemand diesen Plan geändert. Bitte sehen Sie ihn noch einmal an und ändern Sie dann."
)
GONE = "Diesen Abschnitt hat inzwischen jemand entfernt."
FOREIGN = "Diese Position gehört nicht zur Ausbildungsordnung dieser Ausbildung."
MOST = 400
TOO_MANY = f"Ein Plan hat höchstens {MOST} Abschnitte."
_TRAINERS = (Post.Capacity.TRAINING_MANAGER, Post.Capacity.TRAINER)


@transaction.atomic
def place_entry(actor: Actor, *, room_id: UUID, entry: NewEntry, revision: int) -> Undo:
    """The position stands in the plan in those weeks."""
    plan, contract = begin(actor, room_id=room_id, revision=revision)
    _check(contract, [entry])
    return _written(plan, add=[entry])


@transaction.atomic
def move_entry(actor: Actor, *, room_id: UUID, entry_id: UUID, weeks: int, revision: int) -> Undo:
    """The entry stands so many weeks later, or earlier for a negative number; whoever is locked stays."""
    plan, contract = begin(actor, room_id=room_id, revision=revision)
    found = _entry(room_id, entry_id)
    if found.locked:
        raise Rejected("Dieser Abschnitt bleibt, wo er ist. Lösen Sie zuerst die Festlegung.", field="locked")
    step = timedelta(weeks=weeks)
    moved = replace(found.as_new(), first_week=found.first_week + step, last_week=found.last_week + step)
    _check(contract, [moved])
    return _written(plan, remove=[found], add=[moved], same=True)


@transaction.atomic
def change_entry(actor: Actor, *, room_id: UUID, entry_id: UUID, entry: NewEntry, revision: int) -> Undo:
    """The entry is as entered."""
    plan, contract = begin(actor, room_id=room_id, revision=revision)
    found = _entry(room_id, entry_id)
    _check(contract, [entry], known=[found])
    return _written(plan, remove=[found], add=[entry], same=True)


@transaction.atomic
def split_entry(actor: Actor, *, room_id: UUID, entry_id: UUID, revision: int) -> Undo:
    """Two entries of half the weeks stand where one was, so that they can be moved apart."""
    plan, _ = begin(actor, room_id=room_id, revision=revision)
    found = _entry(room_id, entry_id)
    if found.weeks < 2:
        raise Rejected("Eine einzelne Woche lässt sich nicht teilen.", field="last_week")
    middle = found.first_week + timedelta(weeks=found.weeks // 2)
    whole = found.as_new()
    halves = [replace(whole, last_week=middle - timedelta(weeks=1)), replace(whole, first_week=middle)]
    return _written(plan, remove=[found], add=halves)


@transaction.atomic
def remove_entry(actor: Actor, *, room_id: UUID, entry_id: UUID, revision: int) -> Undo:
    """The entry is gone."""
    plan, _ = begin(actor, room_id=room_id, revision=revision)
    return _written(plan, remove=[_entry(room_id, entry_id)])


@transaction.atomic
def replace_entries(actor: Actor, *, room_id: UUID, entries: Sequence[NewEntry], revision: int) -> Undo:
    """The plan consists of these entries and no others."""
    plan, contract = begin(actor, room_id=room_id, revision=revision)
    before = entries_of([room_id]).get(room_id, [])
    _check(contract, entries, known=before)
    return _written(plan, remove=before, add=entries)


@transaction.atomic
def choose_sections(actor: Actor, *, room_id: UUID, chosen: Collection[UUID], revision: int) -> Undo:
    """These sections and positions of the regulation are chosen: electives, and parts of which the contract does not say which."""
    plan, contract = begin(actor, room_id=room_id, revision=revision)
    check_choice(contract, chosen)
    before = tuple(plan.chosen_sections)
    plan.chosen_sections = sorted(set(chosen))
    return replace(_written(plan), chosen=before)


@transaction.atomic
def undo_change(actor: Actor, *, room_id: UUID, undo: Undo) -> None:
    """The plan is as it was before the change; raises Conflict if somebody has changed it since."""
    plan, contract = begin(actor, room_id=room_id, revision=undo.revision)
    _check(contract, undo.rows)
    gone = [one for one in entries_of([room_id]).get(room_id, []) if one.id in undo.gone]
    if undo.chosen is not None:
        plan.chosen_sections = list(undo.chosen)
    _written(plan, remove=gone, add=undo.rows)


def begin(actor: Actor, *, room_id: UUID, revision: int) -> tuple[TrainingPlan, Contract]:
    """Returns plan and contract; nobody else changes the plan until the transaction ends, and it is as it was shown."""
    require(policy.may_plan(actor, standing=standing_in(room_id)))
    alone_with(room_id)
    contract = contract_of(room_id)
    plan = TrainingPlan.objects.filter(room_id=room_id).first() or TrainingPlan(room_id=room_id)
    if plan.revision != revision:
        raise Conflict(CHANGED)
    if plan._state.adding:
        plan.save(force_insert=True)
    return plan, contract


def alone_with(room_id: UUID) -> None:
    """Nobody else changes this apprentice's plan until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"training-plan:{room_id}"])


def check_choice(contract: Contract, chosen: Collection[UUID]) -> None:
    """Raises Rejected if something is chosen that is no part of the contract's regulation."""
    regulation = contract.occupation.regulation_id
    known = set(Section.objects.filter(regulation_id=regulation).values_list("pk", flat=True))
    rest = set(chosen) - known
    if rest:
        known |= set(
            Position.objects.filter(pk__in=rest, section__regulation_id=regulation).values_list(
                "pk", flat=True
            )
        )
    if set(chosen) - known:
        raise Rejected(FOREIGN, field="chosen")


def _entry(room_id: UUID, entry_id: UUID) -> Entry:
    found = next((one for one in entries_of([room_id]).get(room_id, []) if one.id == entry_id), None)
    if found is None:
        raise Conflict(GONE)
    return found


def _written(
    plan: TrainingPlan, *, remove: Sequence[Entry] = (), add: Sequence[NewEntry] = (), same: bool = False
) -> Undo:
    """The rows are changed and the plan counts one more change. `same`: the one row goes on, whatever changed about it."""
    kept = [(remove[0], add[0])] if same else _going_on(remove, add)
    known, used = {old.id for old, _ in kept}, Counter(new for _, new in kept)
    PlanEntry.objects.filter(pk__in=[one.id for one in remove if one.id not in known]).delete()
    changed = [_row(plan, new, pk=old.id) for old, new in kept if old.as_new() != new]
    if changed:
        PlanEntry.objects.bulk_update(changed, list(NewEntry.__dataclass_fields__))
    rows = PlanEntry.objects.bulk_create([_row(plan, one) for one in (Counter(add) - used).elements()])
    if len(add) > len(remove) and PlanEntry.objects.filter(room_id=plan.room_id).count() > MOST:
        raise Rejected(TOO_MANY)
    counted = TrainingPlan.objects.filter(pk=plan.pk)
    counted.update(revision=F("revision") + 1, changed_at=now(), chosen_sections=plan.chosen_sections)
    gone = (*(old.id for old, _ in kept), *(row.pk for row in rows))
    return Undo(plan.revision + 1, tuple(one.as_new() for one in remove), gone)


def _row(plan: TrainingPlan, entry: NewEntry, **more: UUID) -> PlanEntry:
    return PlanEntry(room_id=plan.room_id, **asdict(entry), **more)


def _going_on(remove: Sequence[Entry], add: Sequence[NewEntry]) -> list[tuple[Entry, NewEntry]]:
    """Returns what goes on under its id, for hints point there: what stays as it is, then parts of the same position by their weeks."""
    wanted, kept, rest = Counter(add), [], []
    for one in remove:
        new = one.as_new()
        if wanted[new]:
            wanted[new] -= 1
            kept.append((one, new))
        else:
            rest.append(one)
    left: defaultdict[UUID, list[NewEntry]] = defaultdict(list)
    for new in sorted(wanted.elements(), key=lambda one: one.first_week, reverse=True):
        left[new.position_id].append(new)
    for one in sorted(rest, key=lambda one: one.first_week):
        if left[one.position_id]:
            kept.append((one, left[one.position_id].pop()))
    return kept


def _check(contract: Contract, entries: Sequence[NewEntry], *, known: Iterable[Entry] = ()) -> None:
    """Raises Rejected at the field that cannot be. What already stands in the plan stays possible, also after somebody has left."""
    if len(entries) > MOST:
        raise Rejected(TOO_MANY)
    for one in entries:
        _check_weeks(contract, one)
    before = list(known)
    _check_positions(contract, {one.position_id for one in entries} - {one.position_id for one in before})
    departments = {one.department_id for one in entries if one.department_id}
    departments -= {one.department_id for one in before if one.department_id}
    if departments:
        of_firm = Department.objects.filter(pk__in=departments, organisation_id=contract.firm_id)
        if of_firm.count() < len(departments):
            raise Rejected("Diese Abteilung gibt es im Betrieb nicht mehr.", field="department")
    people = {one.responsible_id for one in entries if one.responsible_id}
    people -= {one.responsible_id for one in before if one.responsible_id}
    if people - {person_id for person_id, _ in people_of(contract)}:
        raise Rejected("Bitte jemanden wählen, der in diesem Betrieb ausbildet.", field="responsible")


def _check_weeks(contract: Contract, entry: NewEntry) -> None:
    if entry.last_week < entry.first_week:
        raise Rejected("Die letzte Woche liegt vor der ersten.", field="last_week")
    first, last = monday_of(contract.first_day), monday_of(contract.last_day)
    for field in ("first_week", "last_week"):
        if not first <= getattr(entry, field) <= last:
            raise Rejected(
                f"Die Ausbildung dauert vom {formats.day_long(contract.first_day)} bis zum"
                f" {formats.day_long(contract.last_day)}. Bitte eine Woche in dieser Zeit wählen.",
                field=field,
            )
        if getattr(entry, field).weekday():
            raise Rejected("Bitte den Montag der Woche angeben.", field=field)


def _check_positions(contract: Contract, ids: Collection[UUID]) -> None:
    regulation = contract.occupation.regulation_id
    if ids and Position.objects.filter(pk__in=ids, section__regulation_id=regulation).count() < len(ids):
        raise Rejected(FOREIGN, field="position")


def people_of(contract: Contract) -> list[tuple[UUID, str]]:
    """Returns who trains at the firm today, by name: whoever has a post there, and who is in charge of this apprentice. Two queries."""
    day = today()
    posts = posts_at(contract.firm_id, *_TRAINERS).filter(first_day__lte=day).exclude(last_day__lt=day)
    charge = TrainerAssignment.objects.filter(contract=contract, first_day__lte=day)
    people = [row.person for row in posts]
    people += [row.person for row in charge.exclude(last_day__lt=day).select_related("person")]
    found = {one.pk: (one.sort_key, one.name) for one in people}
    return [(key, name) for key, (_, name) in sorted(found.items(), key=lambda item: item[1])]
