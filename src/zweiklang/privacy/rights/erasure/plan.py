"""The rows that an erasure deletes, in the order in which they can go. Read by the preview, deleted by `erasing`. In the system role."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models import Model, Q, QuerySet

from zweiklang.apprenticeships.public import (
    Contract,
    Enrolment,
    Guardianship,
    Pupil,
    PupilContact,
    TeachingAssignment,
)
from zweiklang.joining.public import (
    ChamberImportEntry,
    ContractProposal,
    FirmRecovery,
    Invitation,
    InvitedApprentice,
)
from zweiklang.organisations.public import Post
from zweiklang.people.public import Person
from zweiklang.privacy.rights.erasure.relations import KEPT_IN_ROOM, RELATIONS, Fate
from zweiklang.rooms.public import Room, secured_models
from zweiklang.rosters.public import ImportChange, StaffRecord

type Rows = QuerySet[Any]


@dataclass(frozen=True)
class Plan:
    """What there is about one person, found by keys, addresses, and the rooms of the person's own apprenticeships."""

    person: Person

    @cached_property
    def contracts(self) -> list[Contract]:
        """The person's own apprenticeships."""
        rows = Contract.objects.filter(apprentice=self.person).select_related("room", "chamber", "occupation")
        return list(rows.order_by("first_day"))

    @cached_property
    def addresses(self) -> list[str]:
        """All e-mail addresses of the account, in lower case."""
        known = {
            self.person.email,
            *EmailAddress.objects.filter(user=self.person).values_list("email", flat=True),
        }
        return sorted(address.lower() for address in known if address)

    def going(self) -> Iterator[Rows]:
        """Yields the rows that go, each in a queryset of one table; a table may come twice."""
        yield from self._copies()
        yield from self._in_own_rooms()
        yield from self._declared()

    def _copies(self) -> Iterator[Rows]:
        """Rows that name the person without a key of their own."""
        contracts, pupils = self.contracts, Pupil.objects.filter(person=self.person)
        yield ChamberImportEntry.objects.filter(contract__in=contracts)
        yield InvitedApprentice.objects.filter(Q(contract__in=contracts) | Q(pupil__in=pupils))
        yield ContractProposal.objects.filter(contract__in=contracts)
        yield Enrolment.objects.filter(pupil__in=pupils, contract=None)
        yield self.changes_by_import()
        yield self.contacts_of_guardian()
        if self.addresses:
            yield Invitation.objects.filter(Q(email__in=self.addresses) | Q(claimed_email__in=self.addresses))
            yield FirmRecovery.objects.filter(email__in=self.addresses)

    def changes_by_import(self) -> QuerySet[ImportChange]:
        """Returns the lines of imports about the person: without them no undoing brings the name back.

        Found by the ids of the rows they changed, by whom those rows point to, and, in schools the person belonged to, by the name.
        """
        person, records = str(self.person.pk), [str(row_id) for row_id in self._kept_by_schools()]
        found = Q(room__in=self._school_rooms(), name=self.person.name)
        for row_id in (person, *records):
            found |= Q(rows__contains=[{"id": row_id}])
        for side in ("before", "after"):
            found |= Q(rows__contains=[{side: {"person_id": person}}])
            for row_id in records:
                found |= Q(rows__contains=[{side: {"pupil_id": row_id}}])
        return ImportChange.objects.filter(found)

    def _kept_by_schools(self) -> list[UUID]:
        kept = (model._default_manager.filter(person=self.person) for model in (Pupil, StaffRecord))
        return [row_id for rows in kept for row_id in rows.values_list("pk", flat=True)]

    def _school_rooms(self) -> list[UUID]:
        """The team rooms of the schools that keep or kept the person, as a pupil, as staff, or by a post or a lesson."""
        schools = {
            *Pupil.objects.filter(person=self.person).values_list("school", flat=True),
            *StaffRecord.objects.filter(person=self.person).values_list("school", flat=True),
            *Post.objects.filter(person=self.person).values_list("organisation", flat=True),
            *TeachingAssignment.objects.filter(person=self.person).values_list(
                "school_class__school", flat=True
            ),
        }
        return list(Room.objects.filter(organisation__in=schools).values_list("pk", flat=True))

    def contacts_of_guardian(self) -> QuerySet[PupilContact]:
        """Returns what schools have noted of the person as somebody's guardian."""
        children = Guardianship.objects.filter(person=self.person).values("contract__apprentice")
        named = Q(given_name=self.person.given_name, family_name=self.person.family_name)
        return PupilContact.objects.filter(named | Q(email__in=self.addresses), pupil__person__in=children)

    def _in_own_rooms(self) -> Iterator[Rows]:
        rooms = [one.room_id for one in self.contracts]
        if rooms:
            for model in own_room_models():
                yield model._default_manager.filter(room__in=rooms)

    def _declared(self) -> Iterator[Rows]:
        for key, fate in RELATIONS.items():
            if fate is Fate.GOES:
                model, field = _field(key)
                yield model._default_manager.filter(**{field: self.person.pk})


def own_room_models() -> list[type[Model]]:
    """Returns the tables whose rows in an own apprenticeship's room go, children before parents, histories last."""
    models = [
        model
        for model, security in secured_models()
        if security.key == "room_id" and model._meta.label_lower not in KEPT_IN_ROOM
    ]
    # Deleting writes one more line of history: those tables come when nothing else is left.
    histories, waiting = (
        [one for one in models if _is_history(one)],
        [one for one in models if not _is_history(one)],
    )
    ordered: list[type[Model]] = []
    while waiting:
        parents = {_target(f) for one in waiting for f in one._meta.concrete_fields if _target(f) is not one}
        free = [one for one in waiting if one not in parents] or waiting
        ordered += free
        waiting = [one for one in waiting if one not in free]
    return ordered + histories


# Rooms are about the person and empty; whom somebody looked at may nobody ask, not even to count.
_NOT_COUNTED = ("rooms.room.concerns", "rooms.look.viewer")


def nameless() -> Iterator[tuple[type[Model], str]]:
    """Yields the tables and fields by which rows of others stay, without the name."""
    for key, fate in RELATIONS.items():
        if fate is Fate.NAMELESS and key not in _NOT_COUNTED:
            yield _field(key)


def _field(key: str) -> tuple[type[Model], str]:
    label, _, field = key.rpartition(".")
    return apps.get_model(label), field


def _target(field: Any) -> Any:
    return field.related_model if field.is_relation else None


def _is_history(model: type[Model]) -> bool:
    return model.__name__.endswith("History")
