"""Classes go to another school: one offers, the other confirms. Contracts, records, conversations and firms stay where they are.

The giving school keeps a run in its own room (kind "move"), the receiving one another in its own (kind "take"): neither sees the other's
pupils before the classes are hers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from zweiklang.apprenticeships.public import (
    Enrolment,
    Pupil,
    PupilContact,
    SchoolClass,
    TeachingAssignment,
    derive_rooms,
    derived_once,
)
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import Room, as_system, team_room
from zweiklang.rosters.ledger import Ledger
from zweiklang.rosters.loading import present
from zweiklang.rosters.models import ImportRun
from zweiklang.rosters.plan import Difference
from zweiklang.rosters.policy import may_apply, may_import
from zweiklang.rosters.schools import find_school
from zweiklang.rosters.services import MEANWHILE, found_run, locked

UNKNOWN = "Eine Schule mit dieser Nummer nimmt nicht teil. Erwartet wird die vierstellige Schulnummer, zum Beispiel 6270."
SAME = "Das ist Ihre eigene Schule. Geben Sie die Nummer der aufnehmenden Schule an."
ID_TAKEN = "{name} hat an der aufnehmenden Schule schon einen Eintrag mit derselben Kennung. Klären Sie das zuerst dort."


@dataclass(frozen=True, slots=True)
class Offered:
    """What a receiving school is told before it confirms: labels and numbers, no names."""

    labels: tuple[str, ...]
    pupils: int


def receiving_school(number: str, *, own: Organisation) -> Organisation:
    """Returns the school with that number (four or six digits); raises Rejected for one's own or an unknown one."""
    found = find_school(number.strip())
    if found is None:
        raise Rejected(UNKNOWN, field="number")
    if found.pk == own.pk:
        raise Rejected(SAME, field="number")
    return found


@transaction.atomic
def offer_classes(
    actor: Actor, *, school: Organisation, classes: Sequence[SchoolClass], to: Organisation
) -> ImportRun:
    """The classes are offered to the other school; no fact has changed."""
    require(may_import(actor, school_id=school.pk))
    if not classes or any(one.school_id != school.pk for one in classes):
        raise Rejected("Wählen Sie mindestens eine Klasse Ihrer Schule.", field="classes")
    with locked(actor, school) as room:
        ids = [one.pk for one in classes]
        waiting = ImportRun.objects.filter(kind=ImportRun.Kind.MOVE, state=ImportRun.State.PREVIEW)
        if waiting.filter(class_ids__overlap=ids).exists():
            raise Conflict("Eine dieser Klassen ist schon angeboten.")
        labels = ", ".join(sorted(one.label for one in classes))
        facts = {"class_ids": ids, "made_by": actor.name[:200], "digest": "0" * 64}
        taking = ImportRun.objects.create(
            room=team_room(actor, organisation=to),
            school=to,
            kind=ImportRun.Kind.TAKE,
            file_name=f"{labels} von {school.name}"[:200],
            counts={"classes": len(ids), "pupils": _pupils(ids).count()},
            **facts,
        )
        return ImportRun.objects.create(
            room=room,
            school=school,
            kind=ImportRun.Kind.MOVE,
            file_name=f"{labels} an {to.name}"[:200],
            counterpart=taking,
            **facts,
        )


def _pupils(class_ids: Iterable[UUID]) -> QuerySet[Pupil]:
    stays = present(Enrolment.objects.filter(school_class__in=list(class_ids)))
    return Pupil.objects.filter(pk__in=stays.exclude(pupil=None).values("pupil"))


def take_classes(actor: Actor, *, run_id: UUID) -> ImportRun:
    """The offered classes and their pupils belong to this school; the teachers of the other one see them no longer."""
    with derived_once(actor):
        run = found_run(actor, run_id)
        with as_system(actor):
            giving = ImportRun.objects.select_related("school").filter(counterpart=run).first()
        if giving is None:
            raise Conflict(MEANWHILE)
        first, second = sorted([run.school, giving.school], key=lambda one: one.pk)
        with locked(actor, first), locked(actor, second):
            run.refresh_from_db()
            require(may_apply(actor, run=run))
            _Moving(run, giving.school).move(actor)
            for one in (run, giving):
                one.state, one.applied_at, one.applied_by = ImportRun.State.APPLIED, now(), actor.name[:200]
                one.save(update_fields=["state", "applied_at", "applied_by"])
    return run


@transaction.atomic
def drop_offer(actor: Actor, *, run_id: UUID) -> None:
    """The offer is gone: withdrawn by the giving school or declined by the receiving one."""
    run = found_run(actor, run_id)
    require(may_apply(actor, run=run))
    with as_system(actor):
        other = ImportRun.objects.filter(counterpart=run).values_list("pk", flat=True)
        ids = [run.pk, *other, *([run.counterpart_id] if run.counterpart_id else [])]
        ImportRun.objects.filter(pk__in=ids, state=ImportRun.State.PREVIEW).delete()


class _Moving:
    """The rows that change their school, in the ledger of the receiving school's run."""

    def __init__(self, run: ImportRun, giving: Organisation) -> None:
        self.run, self.giving, self.ledger = run, giving, Ledger(run)
        self.taken = set(SchoolClass.objects.filter(school=run.school).values_list("school_year", "label"))
        self.ids = set(
            Pupil.objects.filter(school=run.school)
            .exclude(external_id="")
            .values_list("external_id", flat=True)
        )
        self.contracts: set[UUID] = set()

    def move(self, actor: Actor) -> None:
        classes = list(
            SchoolClass.objects.filter(pk__in=self.run.class_ids, school=self.giving).select_related("room")
        )
        if len(classes) != len(self.run.class_ids):
            raise Conflict("Eine dieser Klassen gehört der abgebenden Schule nicht mehr.")
        for one in classes:
            self._class(one)
        for pupil in _pupils(self.run.class_ids).select_related("person"):
            self._pupil(pupil)
        self.ledger.close()
        derive_rooms(actor, classes=self.run.class_ids, contracts=self.contracts)

    def _class(self, one: SchoolClass) -> None:
        label = one.label
        if (one.school_year, label) in self.taken:
            label = f"{label} ({self.giving.number})"[:30]
        self.ledger.entry(
            "changed", f"Klasse {one.label}", [Difference("Schule", self.giving.name, self.run.school.name)]
        )
        self.ledger.change(one, {"school_id": self.run.school_id, "label": label})
        room = Room.objects.get(pk=one.room_id)
        self.ledger.change(room, {"title": f"{label} · {self.run.school.name}"[:200]})
        for row in present(TeachingAssignment.objects.filter(school_class=one)):
            self.ledger.change(row, {"last_day": max(today(), row.first_day)})

    def _pupil(self, pupil: Pupil) -> None:
        if pupil.external_id and pupil.external_id in self.ids:
            raise Conflict(ID_TAKEN.format(name=pupil.person.name))
        self.ledger.entry(
            "changed", pupil.person.name, [Difference("Schule", self.giving.name, self.run.school.name)]
        )
        self.ledger.change(pupil, {"school_id": self.run.school_id, "room_id": self.run.room_id})
        for contact in PupilContact.objects.filter(pupil=pupil):
            self.ledger.change(contact, {"room_id": self.run.room_id})
        for row in Enrolment.objects.filter(pupil=pupil):
            if row.contract_id is None:
                self.ledger.change(row, {"room_id": self.run.room_id})
            else:
                self.contracts.add(row.contract_id)
