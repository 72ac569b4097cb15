"""The turn of the school year as one operation that can be taken back."""

import hashlib
import json
from collections import defaultdict
from dataclasses import asdict
from datetime import date
from uuid import UUID

from zweiklang.apprenticeships.public import (
    Enrolment,
    SchoolClass,
    TeachingAssignment,
    derived_once,
)
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.class_labels import class_label
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict
from zweiklang.kernel.hesse import school_year
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import as_system
from zweiklang.rosters.applying import Writing
from zweiklang.rosters.models import ImportRun
from zweiklang.rosters.plan import Difference, NewClass
from zweiklang.rosters.policy import may_import
from zweiklang.rosters.services import MEANWHILE, locked
from zweiklang.rosters.turning import Leaver, Step, Turn, TurnClass, TurnPupil, plan_turn

LEADS = TeachingAssignment.Capacity.CLASS_TEACHER


def next_year() -> int:
    """Returns the school year one turns into: from May on the coming one, before that the present one."""
    return today().year if today().month >= 5 else school_year(today())


def turn_of(actor: Actor, *, school: Organisation, year: int) -> Turn:
    """Returns what the turn into that school year would do today; nothing is written."""
    require(may_import(actor, school_id=school.pk))
    with as_system(actor):
        there = SchoolClass.objects.filter(school=school, school_year=year).values_list("label", flat=True)
        return plan_turn(_classes(school, year), year=year, there=list(there))


def digest_of_turn(turn: Turn) -> str:
    """Returns a digest of everything the turn would do."""
    return hashlib.sha256(json.dumps(asdict(turn), default=str, sort_keys=True).encode()).hexdigest()


def _classes(school: Organisation, year: int) -> list[TurnClass]:
    """The classes of the year before with those who are in them at its end and not in a class of the new year yet."""
    begins = date(year, 8, 1)
    moved = Enrolment.objects.filter(school_class__school=school, school_class__school_year=year)
    rows = (
        Enrolment.objects.filter(school_class__school=school, school_class__school_year=year - 1)
        .filter(pupil__left_on__isnull=True, pupil__isnull=False)
        .exclude(pupil__in=moved.exclude(pupil=None).values("pupil"))
        .exclude(last_day__lt=min(today(), date(year, 7, 31)))
        .select_related("pupil__person", "contract")
        .order_by("pupil__person__sort_key", "pk")
    )
    inside: defaultdict[UUID, list[TurnPupil]] = defaultdict(list)
    for row in rows:
        if row.pupil is not None:
            ends = row.contract.last_day if row.contract else row.pupil.training_ends
            inside[row.school_class_id].append(TurnPupil(row.pupil.pk, row.pupil.person.name, ends))
    classes = SchoolClass.objects.filter(school=school, school_year=begins.year - 1)
    return [
        TurnClass(one.pk, one.label, one.grade, one.occupation_name, tuple(inside[one.pk])) for one in classes
    ]


def turn_year(actor: Actor, *, school: Organisation, year: int, seen: str) -> ImportRun:
    """Exactly the turn that was seen (by its digest) is a fact. Raises Conflict if facts changed meanwhile or nothing is left to turn."""
    with derived_once(actor), locked(actor, school) as room:
        turn = turn_of(actor, school=school, year=year)
        if digest_of_turn(turn) != seen:
            raise Conflict(MEANWHILE)
        if not (turn.steps or turn.leavers):
            raise Conflict("Es gibt nichts zu wechseln.")
        run = ImportRun.objects.create(
            room=room,
            school=school,
            kind=ImportRun.Kind.TURN,
            state=ImportRun.State.APPLIED,
            file_name=f"Wechsel in das Schuljahr {year}/{(year + 1) % 100:02d}",
            digest=seen,
            counts={"new": len(turn.steps), "changed": turn.staying, "left": len(turn.leavers)},
            made_by=actor.name[:200],
            applied_at=now(),
            applied_by=actor.name[:200],
        )
        _TurnWriting(run, year).write(actor, turn)
    return run


class _TurnWriting:
    """The rows of a turn, in the ledger of its run."""

    def __init__(self, run: ImportRun, year: int) -> None:
        self.writing = Writing(run, year)
        self.ledger = self.writing.ledger
        self.begins, self.ends = date(year, 8, 1), date(year, 7, 31)
        self.stays: defaultdict[UUID | None, list[Enrolment]] = defaultdict(list)
        old = Enrolment.objects.filter(pupil__school=run.school, school_class__school_year=year - 1)
        for row in old.exclude(last_day__lt=min(today(), self.ends)):
            self.stays[row.pupil_id].append(row)

    def write(self, actor: Actor, turn: Turn) -> None:
        for step in turn.steps:
            self._step(step)
        for leaver in turn.leavers:
            self._leave(leaver)
        self.writing.close(actor)

    def _step(self, step: Step) -> None:
        one = self.writing.classes.get(class_label(step.label))
        if one is None:
            one = self.writing.open_class(NewClass(step.label, step.grade, step.occupation_name))
        self.writing.touched_classes.add(one.pk)
        if step.old is not None:
            self._keep_teachers(step.old, one)
        for pupil in step.pupils:
            before = step.old.label if step.old else "–"
            self.ledger.entry("changed", pupil.name, [Difference("Klasse", before, step.label)])
            self._end_stays(pupil)
            found = self.writing.pupils[pupil.id]
            self.ledger.add(
                Enrolment(
                    room_id=found.contract.room_id if found.contract else self.writing.run.room_id,
                    contract=found.contract,
                    pupil=found,
                    school_class=one,
                    first_day=self.begins,
                )
            )

    def _keep_teachers(self, old: TurnClass, one: SchoolClass) -> None:
        """Who led the class goes on leading it."""
        leading = TeachingAssignment.objects.filter(school_class_id=old.id, capacity=LEADS)
        for row in leading.exclude(last_day__lt=min(today(), self.ends)).select_related("person"):
            self.ledger.entry(
                "changed", row.person.name, [Difference("Klassenleitung", old.label, one.label)]
            )
            self.ledger.add(
                TeachingAssignment(
                    room_id=one.room_id,
                    school_class=one,
                    person_id=row.person_id,
                    capacity=LEADS,
                    subject=row.subject,
                    first_day=self.begins,
                )
            )

    def _leave(self, leaver: Leaver) -> None:
        self.ledger.entry("left", leaver.pupil.name, [Difference("Klasse", leaver.label, "–")])
        pupil = self.writing.pupils[leaver.pupil.id]
        self.ledger.change(pupil, {"left_on": max(self.ends, pupil.training_begins or self.ends)})
        self._end_stays(leaver.pupil)

    def _end_stays(self, pupil: TurnPupil) -> None:
        for row in self.stays[pupil.id]:
            if row.last_day is None or row.last_day > self.ends:
                self.ledger.change(row, {"last_day": max(self.ends, row.first_day)})
            self.writing.touched_classes.add(row.school_class_id)
            if row.contract_id is not None:
                self.writing.touched_contracts.add(row.contract_id)
