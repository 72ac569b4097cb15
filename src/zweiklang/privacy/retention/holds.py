"""Legal holds: what must not be deleted, and setting and lifting them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.people.public import Person
from zweiklang.privacy.models import LegalHold
from zweiklang.privacy.retention.declared import AnyModel
from zweiklang.privacy.retention.policy import may_hold
from zweiklang.privacy.retention.reach import keys_to, pointing_to, reach_of
from zweiklang.rooms.public import Restriction, Room, as_system

# Whoever sets a hold or says "keep it" waits for the batch that is being deleted, and the next batch knows of it.
_LOCK = 7_201_944_205


@dataclass(frozen=True, slots=True)
class Held:
    """People and rooms of which nothing is deleted, and people who are named in such a room: their accounts stay too."""

    people: frozenset[UUID] = frozenset()
    rooms: frozenset[UUID] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.people or self.rooms)

    def condition(self, root: AnyModel) -> Q:
        """Returns the condition "this row, or a row that would go with it, belongs to somebody or something held"."""
        if not self:
            return Q(pk__in=[])
        found = self._own(root)
        for step in reach_of(root).steps:
            if not step.clear and (keys_to(step.model, "rooms.Room") or keys_to(step.model, "people.Person")):
                own = self._own(step.model)
                rows = step.model._base_manager.filter(own, step.only, **{step.path: OuterRef("pk")})
                found |= Q(Exists(rows))
        return found

    def account_condition(self) -> Q:
        """Returns the condition "this person is held, or named in a room that is"."""
        found = Q(pk__in=self.people)
        for model, key, _ in pointing_to(Person) if self.rooms else ():
            if rooms := keys_to(model, "rooms.Room"):
                named = Q(**{f"{rooms[0]}__in": self.rooms})
                found |= Q(Exists(model._base_manager.filter(named, **{key: OuterRef("pk")})))
        return found

    def _own(self, model: AnyModel) -> Q:
        found = Q(pk__in=self.rooms if model is Room else [])
        for key in keys_to(model, "rooms.Room"):
            found |= Q(**{f"{key}__in": self.rooms})
        for key in keys_to(model, "people.Person"):
            found |= Q(**{f"{key}__in": self.people})
        return found


def held() -> Held:
    """Returns of whom and in which rooms the night deletes nothing: legal holds, and whose data are restricted. Call in the system role.

    Restricted data are only kept until it is settled what becomes of them (Art. 18 (2) DSGVO), often for the person's own claims.
    """
    restricted = Restriction.objects.filter(lifted_at=None).values_list("person_id", flat=True)
    return _held(frozenset(restricted))


def held_by_law() -> Held:
    """Returns what legal holds alone keep, also from an erasure that the person asks for. Call in the system role."""
    return _held(frozenset())


def _held(restricted: frozenset[UUID]) -> Held:
    active = LegalHold.objects.filter(lifted_at=None)
    people = restricted | set(active.filter(person__isnull=False).values_list("person_id", flat=True))
    rooms = set(active.filter(room__isnull=False).values_list("room_id", flat=True))
    if people:
        rooms |= set(Contract.objects.filter(apprentice__in=people).values_list("room_id", flat=True))
        rooms |= set(Room.objects.filter(concerns__in=people).values_list("pk", flat=True))
    return Held(people, frozenset(rooms))


def is_held(person_id: UUID) -> bool:
    """True while nothing of this person may be deleted: a hold on the person, or on a room that is about the person."""
    with as_system("holds"):
        mine = Contract.objects.filter(apprentice=person_id).values("room_id")
        about = Room.objects.filter(concerns=person_id).values("pk")
        concerns = Q(person=person_id) | Q(room__in=mine) | Q(room__in=about)
        return LegalHold.objects.filter(concerns, lifted_at=None).exists()


def keeps_name(person_id: UUID) -> bool:
    """True while the person's name must stay: held, or named in a room that is, as whoever signed a record there. In the system role."""
    standing = held_by_law()
    named = Person.objects.filter(standing.account_condition(), pk=person_id)
    return bool(standing) and named.exists()


@transaction.atomic
def hold(actor: Actor, *, reason: str, person: Person | None = None, room: Room | None = None) -> LegalHold:
    """From now on nothing of the person or of the room is deleted, until the hold is lifted. Raises Conflict if one stands already."""
    require(may_hold(actor))
    if (person is None) == (room is None):
        raise TypeError("either a person or a room")
    with as_system(actor):
        wait_for_deletion()
        standing = LegalHold.objects.filter(person=person, room=room, lifted_at=None)
        if standing.exists():
            raise Conflict("Dafür besteht schon eine Löschsperre.")
        return LegalHold.objects.create(
            person=person,
            room=room,
            reason=reason.strip(),
            set_by_id=actor.person_id,
            set_by_name=actor.name,
            set_at=now(),
        )


@transaction.atomic
def lift_hold(actor: Actor, *, hold_id: UUID) -> LegalHold:
    """The hold is over: from the next night on, what is past its time goes. 404 for an unknown one, Conflict for one lifted before."""
    require(may_hold(actor))
    with as_system(actor):
        found = LegalHold.objects.select_for_update().filter(pk=hold_id).first()
        if found is None:
            raise Http404
        if found.lifted_at is not None:
            raise Conflict("Diese Löschsperre ist schon aufgehoben.")
        found.lifted_at, found.lifted_by_name = now(), actor.name
        found.save(update_fields=["lifted_at", "lifted_by_name"])
        return found


def hold_what(actor: Actor, *, whom: str, reason: str) -> LegalHold:
    """A hold stands on the person with that e-mail address or id, or on the room with that id; raises Rejected if there is none."""
    require(may_hold(actor))
    text = whom.strip()
    with as_system(actor):
        people = Person.objects.filter(email__iexact=text) if "@" in text else _by_id(Person, _ids_in(text))
        person = people.first()
        room = None if person else _by_id(Room, _ids_in(text)).first()
    if person is None and room is None:
        raise Rejected(
            "Dazu gibt es keine Person und keinen Raum. Schreiben Sie die E-Mail-Adresse der Person, zum Beispiel"
            " lena@beispiel.de, oder fügen Sie die Adresse des Raums ein.",
            field="whom",
        )
    return hold(actor, reason=reason, person=person, room=room)


def wait_for_deletion() -> None:
    """This transaction has the deletion for itself: a batch waits for it, or it waits for the batch."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _by_id(model: AnyModel, ids: Iterable[UUID]) -> QuerySet[Any]:
    return model._default_manager.filter(pk__in=list(ids))


def _ids_in(text: str) -> list[UUID]:
    """Returns the ids in what somebody typed or pasted: an id, or an address of a page with one in it."""
    found = []
    for part in text.replace("?", "/").split("/"):
        try:
            found.append(UUID(part))
        except ValueError:
            continue
    return found
