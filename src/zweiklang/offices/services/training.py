"""Who trains whom in a firm: trainer of an apprentice, deputies for some days."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q

from zweiklang.apprenticeships.public import (
    Contract,
    TrainerAssignment,
    assign_trainer,
    derived_once,
    end_trainer_assignment,
)
from zweiklang.kernel.actor import Actor, on_behalf_of
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.offices.policy import may_administer
from zweiklang.offices.services.days import DAY, require_begin, require_end, require_order
from zweiklang.offices.services.posts import works_at
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system, team_standing

Capacity = TrainerAssignment.Capacity


def require_staff(
    person: Person,
    organisation: Organisation,
    *,
    first_day: date,
    last_day: date | None,
    field: str = "person",
) -> None:
    """Raises Rejected for somebody who does not work at the organisation on all these days."""
    if not works_at(person, organisation, first_day=first_day, last_day=last_day):
        raise Rejected(
            f"{person.name} hat in diesen Tagen keine Aufgabe bei {organisation.name}. Tragen Sie die Person zuerst unter „Menschen“ ein.",
            field=field,
        )


@transaction.atomic
def set_trainer(actor: Actor, *, contract: Contract, person: Person, first_day: date) -> TrainerAssignment:
    """From that day on the person trains the apprentice; whoever was trainer before stops on the eve."""
    require(may_administer(actor, standing=team_standing(contract.firm_id)))
    require_begin(first_day)
    require_staff(person, contract.firm, first_day=first_day, last_day=None)
    if first_day > contract.last_day:
        raise Rejected(f"Die Ausbildung endet am {contract.last_day:%d.%m.%Y}.", field="first_day")
    with derived_once(actor), as_system(actor):
        rows = TrainerAssignment.objects.filter(contract=contract, capacity=Capacity.TRAINER)
        for row in rows.filter(Q(last_day__isnull=True) | Q(last_day__gte=first_day)):
            if row.person_id == person.pk and row.first_day <= first_day and row.last_day is None:
                raise Rejected("Diese Person bildet hier schon aus.", field="person")
            _stop(actor, row, eve=first_day - DAY)
        return assign_trainer(
            on_behalf_of(actor),
            contract=contract,
            person=person,
            capacity=Capacity.TRAINER,
            first_day=first_day,
        )


@transaction.atomic
def deputise_training(
    actor: Actor,
    *,
    firm: Organisation,
    person: Person,
    contracts: Sequence[Contract],
    first_day: date,
    last_day: date | None,
) -> list[TrainerAssignment]:
    """The person is deputy for these apprentices of the firm on these days (None: until further notice); one who is already, stays."""
    require(may_administer(actor, standing=team_standing(firm.pk)))
    require_begin(first_day)
    require_order(first_day, last_day)
    require_staff(person, firm, first_day=first_day, last_day=last_day)
    if not contracts:
        raise Rejected(
            "Wählen Sie mindestens eine Auszubildende oder einen Auszubildenden.", field="contracts"
        )
    if any(contract.firm_id != firm.pk for contract in contracts):
        raise Rejected("Dieser Vertrag gehört zu einem anderen Betrieb.", field="contracts")
    with derived_once(actor), as_system(actor):
        return [
            assign_trainer(
                on_behalf_of(actor),
                contract=contract,
                person=person,
                capacity=Capacity.DEPUTY,
                first_day=first_day,
                last_day=last_day,
            )
            for contract in contracts
            if not covers(
                TrainerAssignment.objects.filter(contract=contract, person=person), first_day, last_day
            )
        ]


@transaction.atomic
def end_training(actor: Actor, *, assignment: TrainerAssignment, last_day: date) -> None:
    """The person is trainer or deputy of this apprentice until that day."""
    require(may_administer(actor, standing=team_standing(assignment.contract.firm_id)))
    require_end(last_day, first_day=assignment.first_day, present=assignment.last_day)
    end_trainer_assignment(on_behalf_of(actor), assignment=assignment, last_day=last_day)


def covers(rows: object, first_day: date, last_day: date | None) -> bool:
    """True if one of the assignments holds on all these days."""
    lasting = Q(last_day__isnull=True)
    if last_day is not None:
        lasting |= Q(last_day__gte=last_day)
    found: bool = rows.filter(lasting, first_day__lte=first_day).exists()  # type: ignore[attr-defined]  # of any model
    return found


def _stop(actor: Actor, row: TrainerAssignment, *, eve: date) -> None:
    if row.first_day > eve:
        row.delete()
    else:
        end_trainer_assignment(on_behalf_of(actor), assignment=row, last_day=eve)
