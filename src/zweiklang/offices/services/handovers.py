"""All tasks of one person go to another in one act: for some days (the other stands in) or for good. Can be undone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from zweiklang.apprenticeships.public import (
    Contract,
    SchoolClass,
    TeachingAssignment,
    TrainerAssignment,
    derive_apprenticeship,
    derive_class,
    derived_once,
)
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import not_now, require
from zweiklang.kernel.errors import Rejected
from zweiklang.offices.models import Handover
from zweiklang.offices.policy import may_administer
from zweiklang.offices.services.days import DAY, require_begin, require_order
from zweiklang.offices.services.posts import works_at
from zweiklang.offices.services.training import covers, require_staff
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system, team_room, team_standing

type Task = TrainerAssignment | TeachingAssignment
Kind = Handover.Kind


@dataclass(frozen=True, slots=True)
class Wish:
    """From whom to whom, from which day, and until when (None: for good)."""

    from_person: Person
    to_person: Person
    first_day: date
    last_day: date | None = None


@transaction.atomic
def hand_over(actor: Actor, *, organisation: Organisation, wish: Wish) -> Handover:
    """All apprentices (in a firm) or classes (in a school) of one person are the other's on these days; remembered, to undo it."""
    require(may_administer(actor, standing=team_standing(organisation.pk)))
    _require_sense(wish)
    require_staff(
        wish.to_person, organisation, first_day=wish.first_day, last_day=wish.last_day, field="to_person"
    )
    kind = Kind.TEACHING if organisation.kind == "school" else Kind.TRAINING
    with derived_once(actor), as_system(actor):
        tasks = list(tasks_of(wish.from_person, organisation, since=wish.first_day))
        if not tasks:
            raise Rejected(
                f"{wish.from_person.name} hat an diesen Tagen nichts zu übergeben.", field="from_person"
            )
        made, before = [], {}
        for task in tasks:
            if wish.last_day is None:
                before[str(task.pk)] = {"last_day": _iso(task.last_day), "person": str(task.person_id)}
            made += _taken(task, wish)
            _derive(actor, task)
        return Handover.objects.create(
            room=team_room(actor, organisation=organisation),
            kind=kind,
            from_person=wish.from_person,
            to_person=wish.to_person,
            first_day=wish.first_day,
            last_day=wish.last_day,
            made=made,
            ended=before,
            by_id=actor.person_id,
            at=now(),
        )


@transaction.atomic
def undo_handover(actor: Actor, *, handover: Handover) -> None:
    """Everybody has the tasks as before; what the other did meanwhile stays done. Raises Conflict if tasks were changed since."""
    with as_system(actor):
        handover = (
            Handover.objects.select_for_update(of=("self",))
            .select_related("room__organisation")
            .get(pk=handover.pk)
        )
    organisation = handover.room.organisation
    assert organisation is not None
    require(may_administer(actor, standing=team_standing(organisation.pk)))
    if handover.undone_at:
        require(not_now("Diese Übergabe ist schon rückgängig gemacht."))
    if handover.ended and not works_at(
        handover.from_person, organisation, first_day=today(), last_day=today()
    ):
        require(not_now(f"{handover.from_person.name} hat hier keine Aufgabe mehr."))
    model: Any = TeachingAssignment if handover.kind == Kind.TEACHING else TrainerAssignment
    with derived_once(actor), as_system(actor):
        made = list(model.objects.filter(pk__in=handover.made))
        ended = list(model.objects.filter(pk__in=[UUID(key) for key in handover.ended]))
        _require_ours([*made, *ended], organisation)
        for task in made:
            _take_back(task)
            _derive(actor, task)
        for task in ended:
            _give_back(task, handover)
            _derive(actor, task)
        Handover.objects.filter(pk=handover.pk).update(undone_at=now())


def tasks_of(person: Person, organisation: Organisation, *, since: date) -> Iterable[Task]:
    """Yields the apprentices or classes the person has at the organisation on that day or later. Runs as the system."""
    still = Q(last_day__isnull=True) | Q(last_day__gte=since)
    if organisation.kind == "school":
        classes = SchoolClass.objects.filter(school=organisation, school_year__gte=since.year - 1)
        rows = TeachingAssignment.objects.filter(still, person=person, school_class__in=classes)
        # A class whose school year is over needs nobody any more.
        return [
            row
            for row in rows.filter(substitutes_for=None).select_related("school_class")
            if date(row.school_class.school_year + 1, 7, 31) >= since
        ]
    contracts = Contract.objects.filter(firm=organisation, last_day__gte=since)
    return TrainerAssignment.objects.filter(still, person=person, contract__in=contracts).select_related(
        "contract"
    )


def _require_sense(wish: Wish) -> None:
    if wish.from_person.pk == wish.to_person.pk:
        raise Rejected("Wählen Sie eine andere Person.", field="to_person")
    require_begin(wish.first_day)
    require_order(wish.first_day, wish.last_day)


def _taken(task: Task, wish: Wish) -> list[UUID]:
    """The other has the task; returns the new assignments (none if the other had it already, or the whole row changed hands)."""
    first_day = max(wish.first_day, task.first_day)
    last_day = task.last_day if wish.last_day is None else min(wish.last_day, task.last_day or wish.last_day)
    values: dict[str, Any] = {"room_id": task.room_id, "capacity": task.capacity, "person": wish.to_person}
    if isinstance(task, TeachingAssignment):
        same = TeachingAssignment.objects.filter(school_class=task.school_class, subject=task.subject)
        values |= {"school_class": task.school_class, "subject": task.subject}
        values["substitutes_for"] = task if wish.last_day else None
    else:
        same = TrainerAssignment.objects.filter(contract=task.contract)  # type: ignore[assignment]  # one name for two models with the same columns
        values["contract"] = task.contract
        if wish.last_day:
            values["capacity"] = TrainerAssignment.Capacity.DEPUTY
    has_it = covers(same.filter(person=wish.to_person, capacity=values["capacity"]), first_day, last_day)
    if wish.last_day is None:
        if task.first_day >= wish.first_day:
            task.person = wish.to_person
            task.save(update_fields=["person"])
            return []
        task.last_day = wish.first_day - DAY
        task.save(update_fields=["last_day"])
    if has_it or (last_day is not None and last_day < first_day):
        return []
    return [type(task).objects.create(first_day=first_day, last_day=last_day, **values).pk]


def _require_ours(tasks: Iterable[Task], organisation: Organisation) -> None:
    """Raises Conflict where a class went to another school or a contract to another firm: there nothing is given back from here."""
    for task in tasks:
        owner = task.school_class.school_id if isinstance(task, TeachingAssignment) else task.contract.firm_id
        if owner != organisation.pk:
            require(
                not_now(
                    f"Inzwischen gehört etwas davon nicht mehr zu {organisation.name}. Das lässt sich nicht rückgängig machen."
                )
            )


def _take_back(task: Task) -> None:
    if task.first_day >= today():
        task.delete()
    else:
        task.last_day = min(today() - DAY, task.last_day or today())
        task.save(update_fields=["last_day"])


def _give_back(task: Task, handover: Handover) -> None:
    before = handover.ended[str(task.pk)]
    as_left = task.person_id == handover.to_person_id or task.last_day == handover.first_day - DAY
    if not as_left:
        require(
            not_now("Seitdem wurde daran etwas geändert. Bitte tragen Sie die Zuständigkeiten einzeln ein.")
        )
    task.person_id = UUID(before["person"])
    task.last_day = date.fromisoformat(before["last_day"]) if before["last_day"] else None
    task.save(update_fields=["person", "last_day"])


def _derive(actor: Actor, task: Task) -> None:
    if isinstance(task, TeachingAssignment):
        derive_class(actor, task.school_class)
    else:
        derive_apprenticeship(actor, task.contract)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
