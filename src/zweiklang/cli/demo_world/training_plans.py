"""The training plans of the demo's firms: made from the regulation; in the firm with departments each apprentice passes them in another order."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.organisations.public import Department, Organisation, Post, add_department
from zweiklang.people.public import Person, actor_of
from zweiklang.planning.public import (
    NewEntry,
    PlanEntry,
    TrainingPlan,
    describe_department,
    entries_of,
    keep_template,
    plan_from_regulation,
    replace_entries,
    take_leave,
)
from zweiklang.rooms.public import as_person, as_system

WEEK = timedelta(days=7)
HALF = timedelta(weeks=78)
LONGEST = 6  # weeks in a row at one position, as the firm has always done it
TEMPLATE = "Anwendungsentwicklung, drei Jahre"
WANTED = "Wir haben keinen eigenen Speicherverbund und suchen einen Betrieb, der ihn zeigt."
# Name, places at once, positions it teaches, who trains there (none: whoever trains the apprentice). What several teach, the first has.
DEPARTMENTS = (
    ("Entwicklung", 4, ("A10", "B1", "A5"), "@trainer"),
    ("IT-Betrieb", 3, ("A3", "A4", "A8", "A9"), "Henrike Vollmer"),
    ("Projekte und Beratung", 2, ("A1", "A2", "A7", "F5", "B1"), "Carsten Bode"),
    ("Qualität und Sicherheit", 3, ("A5", "A6", "B2"), ""),
)
CLOSED_WEEKS = 2


def keep_departments(
    actor: Actor, firm: Organisation, manager: Person, items: dict[str, UUID], people: dict[str, Person]
) -> dict[UUID, tuple[Department, Person | None]]:
    """The firm has departments with places and people; returns by position where it is taught and who trains there."""
    found: dict[UUID, tuple[Department, Person | None]] = {}
    for number, (name, places, keys, trainer) in enumerate(DEPARTMENTS):
        person = people.get(trainer)
        with as_system(actor):
            department = add_department(actor, organisation=firm, name=name)
            Post.objects.filter(organisation=firm, person=person, department=None).update(
                department=department
            )
        positions = [items[key] for key in keys]
        with as_person(manager.pk):
            describe_department(
                actor_of(manager),
                department_id=department.pk,
                capacity=places,
                positions=positions,
                closed=[_closed()] if number == 0 else [],
            )
        for position in positions:
            found.setdefault(position, (department, person))
    return found


def _closed() -> tuple[date, date]:
    """Weeks in which the first department takes nobody: a release in the quarter after the next."""
    first = monday_of(today()) + 20 * WEEK
    return first, first + (CLOSED_WEEKS - 1) * WEEK


def keep_plans_of(actor: Actor, contracts: Sequence[Contract], manager: Person) -> list[Contract]:
    """Each of these apprenticeships has a plan from its regulation; returns those that had none before."""
    with as_system(actor):
        known = set(TrainingPlan.objects.values_list("room_id", flat=True))
    new = [one for one in contracts if one.room_id not in known and one.last_day >= today()]
    with as_person(manager.pk):
        for contract in new:
            plan_from_regulation(actor_of(manager), room_id=contract.room_id, revision=0)
    return new


def rotate(
    contracts: Sequence[Contract],
    manager: Person,
    places: dict[UUID, tuple[Department, Person | None]],
) -> None:
    """The plans of these apprentices begin at different positions and change often: nobody has looked at the Lernfelder yet."""
    with as_person(manager.pk):
        me = actor_of(manager)
        for number, contract in enumerate(contracts):
            _reorder(me, contract, number / len(contracts), longest=LONGEST, places=places)
        take_leave(me, room_id=contracts[0].room_id, **_summer(contracts[0]))
        keep_template(me, contract=contracts[0], name=TEMPLATE)


def begin_elsewhere(contracts: Sequence[Contract], manager: Person, share: float) -> None:
    """All apprentices of the firm begin at that share of the regulation's row: each firm has its own way."""
    with as_person(manager.pk):
        for contract in contracts:
            _reorder(actor_of(manager), contract, share, longest=HALF // WEEK, places={})


def _reorder(
    me: Actor,
    contract: Contract,
    share: float,
    *,
    longest: int,
    places: dict[UUID, tuple[Department, Person | None]],
) -> None:
    """The plan, made a moment ago, has its positions in another order; what belongs to the first half of the training stays there."""
    plan = entries_of([contract.room_id])[contract.room_id]
    rows = [NewEntry(one.position_id, one.first_week, one.last_week) for one in plan]
    half = monday_of(contract.first_day) + HALF
    halves = ([one for one in rows if (one.first_week < half) == early] for early in (True, False))
    laid = [one for part in halves for one in in_another_order(part, share, longest)]
    entries = [_at(one, places) for one in laid]
    replace_entries(me, room_id=contract.room_id, entries=entries, revision=1)


def in_another_order(rows: Sequence[NewEntry], share: float, longest: int) -> list[NewEntry]:
    """Returns the same positions in the same weeks, begun at that share of the row, and none of them more than `longest` weeks at once."""
    axis = sorted({monday for one in rows for monday in _mondays(one)})
    left = [(one.position_id, (one.last_week - one.first_week) // WEEK + 1) for one in rows]
    shift = int(share * len(left))
    left = left[shift:] + left[:shift]
    pieces: list[tuple[UUID, int]] = []
    while left:
        pieces += [(position, min(weeks, longest)) for position, weeks in left]
        left = [(position, weeks - longest) for position, weeks in left if weeks > longest]
    found: list[NewEntry] = []
    for position, weeks in pieces:
        mine, axis = axis[:weeks], axis[weeks:]
        if mine:
            found.append(NewEntry(position, mine[0], mine[-1]))
    return found


def _mondays(entry: NewEntry) -> Iterable[date]:
    return (entry.first_week + n * WEEK for n in range((entry.last_week - entry.first_week) // WEEK + 1))


def _at(entry: NewEntry, places: dict[UUID, tuple[Department, Person | None]]) -> NewEntry:
    department, person = places.get(entry.position_id, (None, None))
    return NewEntry(
        entry.position_id,
        entry.first_week,
        entry.last_week,
        department_id=department.pk if department else None,
        responsible_id=person.pk if person else None,
    )


def _summer(contract: Contract) -> dict[str, date]:
    """Two weeks of leave in the last summer of the training."""
    first = monday_of(date(contract.last_day.year - 1, 7, 8))
    return {"first_day": first, "last_day": first + timedelta(days=11)}


def want_a_partner(actor: Actor, contract: Contract, position: UUID) -> None:
    """The firm looks for somebody who teaches that position; its plan says so once."""
    with as_system(actor):
        rows = PlanEntry.objects.filter(room_id=contract.room_id, position_id=position)
        latest = rows.order_by("-first_week").first()
        if latest:
            PlanEntry.objects.filter(pk=latest.pk).update(partner_wanted=True, note=WANTED)


def lock_the_end(actor: Actor, contract: Contract) -> None:
    """The last weeks of the training, the project for the exam, stay where they are."""
    with as_system(actor):
        last = PlanEntry.objects.filter(room_id=contract.room_id).order_by("-last_week").first()
        if last:
            PlanEntry.objects.filter(pk=last.pk).update(locked=True, note="Abschlussprojekt")
