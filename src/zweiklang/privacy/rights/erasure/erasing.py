"""A person is erased: set-based, in one transaction, in the system role. Who may was asked before (`carrying_out`)."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from zweiklang.apprenticeships.public import (
    Contract,
    Enrolment,
    Guardianship,
    PersonalDetails,
    SchoolClass,
    TeachingAssignment,
    TrainerAssignment,
    derive_rooms,
)
from zweiklang.joining.public import ContractProposal, FirmRegistration
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import require
from zweiklang.organisations.public import Organisation, Post
from zweiklang.people.public import Person, forget_people
from zweiklang.privacy.models import RegisterName, RightsRequest
from zweiklang.privacy.retention.holds import wait_for_deletion
from zweiklang.privacy.rights.erasure.plan import Plan
from zweiklang.privacy.rights.erasure.preview import require_erasable
from zweiklang.privacy.rights.erasure.relations import COPIES_BY_KEY, COPIES_BY_NAME
from zweiklang.privacy.rights.policy import may_erase
from zweiklang.rooms.public import Membership, Room, as_system, forget_looks, team_room
from zweiklang.rosters.public import ImportRun

DAY = timedelta(days=1)
PLACEHOLDER = "Gelöschte Person"
BY_HAND = "von Hand geändert"


@transaction.atomic
def erase_person(actor: Actor, *, person: Person) -> dict[str, int]:
    """Nobody signs in as this person, who is nowhere a member; personal rows are gone, what others need stays without the name.

    Returns the deleted rows by table. Raises Conflict while a hold or a running contract stands in the way. It cannot be undone.
    """
    require(may_erase(actor))
    with as_system(actor):
        # Whoever sets a hold waits until this is done, or was faster and is heard below.
        wait_for_deletion()
        person = Person.objects.select_for_update().get(pk=person.pk)
        require_erasable(person)
        plan, counts = Plan(person), Counter[str]()
        touched = _touched(plan)
        _keep_register_names(actor, plan)
        _forget_imports(plan, counts)
        proposals = _proposal_rooms(plan)
        _end_tasks(person)
        for rows in plan.going():
            _delete(rows, counts)
        _delete(Membership.objects.filter(_seats(plan)), counts)
        _tidy_rooms(plan, proposals)
        _replace_copies(person, touched["organisations"])
        _empty_requests(person)
        counts["rooms_look"] += forget_looks([person.pk])
        counts.update(forget_people(actor, person_ids=[person.pk]))
        derive_rooms(actor, **touched)
        _delete(Membership.objects.filter(_seats(plan)), counts)
    return {table: count for table, count in sorted(counts.items()) if count}


def _delete(rows: Any, counts: Counter[str]) -> None:
    for label, count in rows.delete()[1].items():
        counts[apps.get_model(label)._meta.db_table] += count


def _touched(plan: Plan) -> dict[str, set[UUID]]:
    """Returns the rooms whose members change, by the ids of contracts, classes and organisations; not the person's own contracts."""
    person = plan.person
    training = TrainerAssignment.objects.filter(person=person).values_list("contract", flat=True)
    guarded = Guardianship.objects.filter(person=person).values_list("contract", flat=True)
    posts = Post.objects.filter(person=person).values_list("organisation", flat=True)
    taught = TeachingAssignment.objects.filter(person=person).values_list("school_class", flat=True)
    visited = Enrolment.objects.filter(Q(contract__in=plan.contracts) | Q(pupil__person=person))
    classes = {*taught, *visited.values_list("school_class", flat=True)}
    organisations = set(posts)
    classes |= set(SchoolClass.objects.filter(school__in=organisations).values_list("pk", flat=True))
    of_firm = Contract.objects.filter(firm__in=organisations)
    contracts = {*training, *guarded, *of_firm.values_list("pk", flat=True)}
    contracts |= set(
        Contract.objects.filter(enrolments__school_class__in=set(taught)).values_list("pk", flat=True)
    )
    own = {one.pk for one in plan.contracts}
    return {"contracts": contracts - own, "classes": classes, "organisations": organisations}


def _keep_register_names(actor: Actor, plan: Plan) -> None:
    """The chamber of each contract still knows whose it was; nobody else does."""
    for contract in plan.contracts:
        born_on = (
            PersonalDetails.objects.filter(room=contract.room_id).values_list("born_on", flat=True).first()
        )
        RegisterName.objects.update_or_create(
            contract=contract,
            defaults={
                "room": team_room(actor, organisation=contract.chamber),
                "given_name": plan.person.given_name,
                "family_name": plan.person.family_name,
                "born_on": born_on,
            },
        )


def _forget_imports(plan: Plan, counts: Counter[str]) -> None:
    """Before posts and lessons are gone, by which some lines are found. Acts by hand bear the name of whom they were about."""
    changes = plan.changes_by_import()
    runs = ImportRun.objects.filter(changes__in=changes, kind=ImportRun.Kind.HAND).values_list(
        "pk", flat=True
    )
    ImportRun.objects.filter(pk__in=list(runs)).update(file_name=BY_HAND)
    _delete(changes, counts)


def _proposal_rooms(plan: Plan) -> list[UUID]:
    return list(ContractProposal.objects.filter(contract__in=plan.contracts).values_list("room", flat=True))


def _end_tasks(person: Person) -> None:
    """Posts are gone, with them who stands in for them; training and teaching ended yesterday."""
    yesterday = today() - DAY
    posts = Post.objects.filter(person=person)
    _end(Post.objects.filter(substitutes_for__in=posts).exclude(person=person), yesterday)
    Post.objects.filter(substitutes_for__in=posts).exclude(person=person).update(substitutes_for=None)
    posts.delete()
    _end(TrainerAssignment.objects.filter(person=person), yesterday)
    _end(TeachingAssignment.objects.filter(person=person), yesterday)


def _end(rows: Any, last_day: Any) -> None:
    rows.filter(first_day__gt=last_day).delete()
    rows.filter(Q(last_day__isnull=True) | Q(last_day__gt=last_day)).update(last_day=last_day)


def _seats(plan: Plan) -> Q:
    """The person's memberships anywhere, and all in the own apprenticeships but the chamber's, which keeps the register."""
    own = Q(room__in=[one.room_id for one in plan.contracts]) & ~Q(capacity="chamber_adviser")
    return Q(person=plan.person) | own


def _tidy_rooms(plan: Plan, proposals: list[UUID]) -> None:
    """Titles name nobody any more; the room of a report that held nothing else is gone."""
    for contract in plan.contracts:
        Room.objects.filter(pk=contract.room_id).update(
            title=f"{PLACEHOLDER} · {contract.occupation.name}"[:200]
        )
    used = FirmRegistration.objects.filter(room__in=proposals).values_list("room", flat=True)
    Room.objects.filter(pk__in=set(proposals) - set(used)).delete()
    Room.objects.filter(pk__in=list(used)).update(title=PLACEHOLDER)


def _replace_copies(person: Person, organisations: set[UUID]) -> None:
    """Texts that were written beside a key, or for want of one, show the placeholder."""
    for column, key in COPIES_BY_KEY.items():
        label, _, field = column.rpartition(".")
        apps.get_model(label)._default_manager.filter(**{key: person.pk}).update(**{field: PLACEHOLDER})
    rooms = Room.objects.filter(organisation__in=Organisation.objects.filter(pk__in=organisations))
    for column in COPIES_BY_NAME:
        label, _, field = column.rpartition(".")
        rows = apps.get_model(label)._default_manager.filter(**{field: person.name}, room__in=rooms)
        rows.update(**{field: PLACEHOLDER})


def _empty_requests(person: Person) -> None:
    """That there were requests stays, what they said does not."""
    nothing = {"label": "", "shown": "", "wanted": "", "note": "", "answer": ""}
    RightsRequest.objects.filter(person=person).update(**nothing)
    waiting = RightsRequest.objects.filter(person=person, state=RightsRequest.State.OPEN)
    waiting.update(state=RightsRequest.State.WITHDRAWN)
