"""Turns a plan into facts: persons, pupils, contacts, enrolments, classes, posts. Called inside `as_system`, within a transaction."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password

from zweiklang.apprenticeships.public import (
    Enrolment,
    Pupil,
    PupilContact,
    SchoolClass,
    TeachingAssignment,
    derive_rooms,
)
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.class_labels import class_label
from zweiklang.kernel.clock import today
from zweiklang.kernel.sorting import sort_key
from zweiklang.organisations.public import Organisation, Post
from zweiklang.people.public import Person
from zweiklang.rooms.public import Room
from zweiklang.rosters.known import KnownSchool
from zweiklang.rosters.ledger import Ledger
from zweiklang.rosters.loading import present
from zweiklang.rosters.models import ImportRun, StaffRecord
from zweiklang.rosters.plan import NewClass, Plan, PupilEntry, TeacherEntry
from zweiklang.rosters.shapes import match_key

PERSON_COLUMNS = ("family_name", "given_name")


def apply_plan(actor: Actor, *, run: ImportRun, school: KnownSchool, plan: Plan) -> None:
    """Everything the plan says is a fact, remembered in the run, and the members of the touched rooms follow."""
    writing = Writing(run, school.year)
    for new in plan.classes:
        writing.open_class(new)
    for section, entries in (("new", plan.new), ("changed", plan.changed), ("left", plan.left)):
        for entry in entries:
            writing.ledger.entry(section, entry.name, entry.differences)
            writing.write(entry, leaves=section == "left")
    writing.close(actor)


class Writing:
    """The school's rows of today, and the ledger in which their changes are written."""

    def __init__(self, run: ImportRun, year: int) -> None:
        self.run, self.school, self.year = run, run.school, year
        self.ledger = Ledger(run)
        self.classes = {
            class_label(one.label): one
            for one in SchoolClass.objects.filter(school=self.school, school_year=year)
        }
        self.opened: set[UUID] = set()
        self.touched_classes: set[UUID] = set()
        self.touched_contracts: set[UUID] = set()
        self.touches_team = False
        self.pupils = {
            pupil.pk: pupil
            for pupil in Pupil.objects.filter(school=self.school).select_related("person", "contract")
        }
        self.enrolments: defaultdict[UUID | None, list[Enrolment]] = defaultdict(list)
        stays = present(Enrolment.objects.filter(pupil__school=self.school)).select_related("school_class")
        for row in stays.order_by("first_day"):
            self.enrolments[row.pupil_id].append(row)
        self.contacts: defaultdict[UUID, list[PupilContact]] = defaultdict(list)
        for contact in PupilContact.objects.filter(pupil__school=self.school):
            self.contacts[contact.pupil_id].append(contact)
        self.staff = {
            one.pk: one for one in StaffRecord.objects.filter(school=self.school).select_related("person")
        }
        # Each row once: two entries may change the same assignment, and the ledger writes the first object it was given.
        self.teaching: dict[UUID, TeachingAssignment] = {}

    def close(self, actor: Actor) -> None:
        """All rows are written, and the members of the rooms they touch are derived."""
        self.ledger.close()
        derive_rooms(
            actor,
            contracts=self.touched_contracts,
            classes=self.touched_classes,
            organisations=[self.school.pk] if self.touches_team else [],
        )

    def write(self, entry: PupilEntry | TeacherEntry, *, leaves: bool) -> None:
        """The rows of one entry are in the ledger."""
        if isinstance(entry, TeacherEntry):
            self._teacher_leaves(entry) if leaves else self._teacher(entry)
        elif leaves:
            self.leave(entry.known)
        else:
            self._pupil(entry)

    # --- classes ---------------------------------------------------------------------------------------------

    def open_class(self, new: NewClass) -> SchoolClass:
        """A class of this school year with a room of its own."""
        self.ledger.entry("classes", f"Klasse {new.label}")
        room = Room(kind=Room.Kind.CLASS, title=f"{new.label} · {self.school.name}"[:200])
        one = SchoolClass(
            room=room,
            school=self.school,
            label=new.label,
            school_year=self.year,
            grade=new.grade,
            occupation_name=new.occupation_name,
        )
        self.ledger.add(room)
        self.ledger.add(one)
        self.classes[class_label(new.label)] = one
        self.opened.add(one.pk)
        self.touched_classes.add(one.pk)
        return one

    def first_day_in(self, one: SchoolClass) -> date:
        """Today; in a class that was opened just now the first day of its school year."""
        return date(self.year, 8, 1) if one.pk in self.opened else today()

    # --- pupils ----------------------------------------------------------------------------------------------

    def _pupil(self, entry: PupilEntry) -> None:
        pupil = self.pupils[entry.known] if entry.known else self._new_pupil(entry)
        if entry.known:
            self._change_pupil(pupil, entry)
        if entry.contacts is not None:
            self._replace_contacts(pupil, entry)
        if entry.move or (entry.returns and entry.class_label):
            self.enrol(pupil, self.classes[entry.class_label])

    def _new_pupil(self, entry: PupilEntry) -> Pupil:
        values = dict(entry.values)
        person = self._person(str(values.pop("given_name")), str(values.pop("family_name")))
        pupil = Pupil(room_id=self.run.room_id, school=self.school, person=person, **values)
        pupil.match_key = match_key(person.family_name, person.given_name, pupil.born_on)
        self.ledger.add(pupil)
        return pupil

    def _person(self, given_name: str, family_name: str) -> Person:
        person = Person(
            given_name=given_name,
            family_name=family_name,
            sort_key=sort_key(f"{family_name} {given_name}"),
            password=make_password(None),
        )
        self.ledger.add(person)
        return person

    def _change_pupil(self, pupil: Pupil, entry: PupilEntry) -> None:
        values = dict(entry.values)
        self._rename(pupil.person, values)
        own = {name: value for name, value in values.items() if name not in PERSON_COLUMNS}
        born_on = own.get("born_on", pupil.born_on)
        assert born_on is None or isinstance(born_on, date)
        own["match_key"] = match_key(pupil.person.family_name, pupil.person.given_name, born_on)
        if entry.returns:
            own["left_on"] = None
        self.ledger.change(pupil, own)

    def _rename(self, person: Person, values: dict[str, object]) -> None:
        names = {name: str(values[name]) for name in PERSON_COLUMNS if name in values}
        if names:
            family = names.get("family_name", person.family_name)
            given = names.get("given_name", person.given_name)
            self.ledger.change(person, {**names, "sort_key": sort_key(f"{family} {given}")})

    def _replace_contacts(self, pupil: Pupil, entry: PupilEntry) -> None:
        wanted = set(entry.contacts or ())
        for row in self.contacts[pupil.pk]:
            key = (row.kind, row.given_name, row.family_name, row.email, row.phone)
            if key in wanted:
                wanted.discard(key)
            else:
                self.ledger.remove(row)
        for kind, given_name, family_name, email, phone in sorted(wanted):
            self.ledger.add(
                PupilContact(
                    room_id=self.run.room_id,
                    pupil=pupil,
                    kind=kind,
                    given_name=given_name,
                    family_name=family_name,
                    email=email,
                    phone=phone,
                )
            )

    def enrol(self, pupil: Pupil, one: SchoolClass) -> None:
        """The pupil belongs to this class from now on and to no other one of the school."""
        rows = self.enrolments[pupil.pk]
        of_this_year = [row for row in rows if row.school_class.school_year >= self.year]
        first_day = today() if of_this_year else self.first_day_in(one)
        for row in rows:
            self.touched_classes.add(row.school_class_id)
            if row not in of_this_year:
                self.ledger.change(row, {"last_day": max(row.first_day, date(self.year, 7, 31))})
                continue
            if row.school_class_id == one.pk or row.first_day >= first_day:
                # Back in the same class; or since today in another one, which was a mistake and not a stay.
                self.ledger.change(row, {"school_class_id": one.pk, "last_day": None})
                self._touch(pupil, one)
                return
            self.ledger.change(row, {"last_day": first_day - timedelta(days=1)})
        self._touch(pupil, one)
        self.ledger.add(
            Enrolment(
                room_id=pupil.contract.room_id if pupil.contract else self.run.room_id,
                contract=pupil.contract,
                pupil=pupil,
                school_class=one,
                first_day=first_day,
            )
        )

    def _touch(self, pupil: Pupil, one: SchoolClass) -> None:
        self.touched_classes.add(one.pk)
        if pupil.contract_id:
            self.touched_contracts.add(pupil.contract_id)

    def leave(self, pupil_id: UUID | None) -> None:
        """The pupil leaves the school today: every class ends, and with it what its teachers see."""
        assert pupil_id
        pupil = self.pupils[pupil_id]
        self.ledger.change(pupil, {"left_on": today()})
        for row in self.enrolments[pupil.pk]:
            if row.last_day is None or row.last_day > today():
                self.ledger.change(row, {"last_day": today()})
                self.touched_classes.add(row.school_class_id)
        if pupil.contract_id:
            self.touched_contracts.add(pupil.contract_id)

    # --- teachers --------------------------------------------------------------------------------------------

    def _teacher(self, entry: TeacherEntry) -> None:
        record = self._record(entry)
        code = str(entry.values.get("abbreviation", "")) or (record.abbreviation if record else "")
        if record and entry.known:
            values = dict(entry.values)
            self._rename(record.person, values)
            own = {name: value for name, value in values.items() if name not in PERSON_COLUMNS}
            own["external_ids"] = [*record.external_ids, *entry.external_ids]
            if entry.returns:
                own["left_on"] = None
                self._post(record.person_id)
            self.ledger.change(record, own)
        if entry.known and "abbreviation" in entry.values:
            self._name_in_timetables(entry.known, code)
        self._assign(entry, record.person_id if record else entry.known, code)
        self._end(entry.end)

    def _record(self, entry: TeacherEntry) -> StaffRecord | None:
        """The teacher's record: found, or made where the file says something about somebody who has none."""
        if entry.record:
            return self.staff[entry.record]
        if entry.known and not (entry.values or entry.external_ids):
            return None
        values = {key: str(value) for key, value in entry.values.items() if key not in PERSON_COLUMNS}
        if entry.known:
            person_id = entry.known
        else:
            person_id = self._person(str(entry.values["given_name"]), str(entry.values["family_name"])).pk
            self._post(person_id)
        record = StaffRecord(
            room_id=self.run.room_id,
            school=self.school,
            person_id=person_id,
            external_ids=list(entry.external_ids),
            **values,
        )
        self.ledger.add(record)
        return None if entry.known else record

    def _post(self, person_id: UUID) -> None:
        self.touches_team = True
        posts = Post.objects.filter(
            person_id=person_id, organisation=self.school, capacity=Post.Capacity.TEACHER, first_day=today()
        )
        if (post := posts.first()) is not None:
            self.ledger.change(post, {"last_day": None})
        else:
            self.ledger.add(
                Post(
                    person_id=person_id,
                    organisation=self.school,
                    capacity=Post.Capacity.TEACHER,
                    first_day=today(),
                )
            )

    def _name_in_timetables(self, person_id: UUID, code: str) -> None:
        """Whoever teaches is found in the timetables of these classes by the abbreviation the file says."""
        rows = TeachingAssignment.objects.filter(person_id=person_id, school_class__school=self.school)
        for row in rows.exclude(last_day__lt=today()).select_related("school_class"):
            self.ledger.change(self.teaching.setdefault(row.pk, row), {"code": code})

    def _assign(self, entry: TeacherEntry, person_id: UUID | None, code: str) -> None:
        for label, capacity, subject in entry.assign:
            one = self.classes.get(label)
            if one is None or person_id is None:
                continue
            self.touched_classes.add(one.pk)
            self.touched_contracts |= self._contracts_in(one)
            self.ledger.add(
                TeachingAssignment(
                    room_id=one.room_id,
                    school_class=one,
                    person_id=person_id,
                    capacity=capacity,
                    subject=subject,
                    code=code,
                    first_day=self.first_day_in(one),
                )
            )

    def _end(self, teaching_ids: Iterable[UUID]) -> None:
        rows = TeachingAssignment.objects.filter(pk__in=list(teaching_ids)).select_related("school_class")
        for row in (self.teaching.setdefault(one.pk, one) for one in rows):
            self.ledger.change(row, {"last_day": max(today(), row.first_day)})
            self.touched_classes.add(row.school_class_id)
            self.touched_contracts |= self._contracts_in(row.school_class)

    def _contracts_in(self, one: SchoolClass) -> set[UUID]:
        rows = Enrolment.objects.filter(school_class=one, contract__isnull=False)
        return {row.contract_id for row in rows if row.contract_id is not None}

    def _teacher_leaves(self, entry: TeacherEntry) -> None:
        assert entry.record
        assert entry.known
        self.ledger.change(self.staff[entry.record], {"left_on": today()})
        posts = Post.objects.filter(
            person_id=entry.known, organisation=self.school, capacity=Post.Capacity.TEACHER
        )
        for post in present(posts):
            self.ledger.change(post, {"last_day": today()})
        self.touches_team = True
        self._end(entry.end)


def last_run(school: Organisation) -> ImportRun | None:
    """Returns the run that was applied last and still stands."""
    runs = ImportRun.objects.filter(school=school, state=ImportRun.State.APPLIED).exclude(
        kind=ImportRun.Kind.MOVE
    )
    return runs.order_by("-applied_at", "-pk").first()
