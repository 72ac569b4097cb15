"""Puts the demo world together: setting, classes, contracts, records."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from zweiklang.apprenticeships.public import (
    Contract,
    ContractTerms,
    SchoolClass,
    assign_teacher,
    assign_trainer,
    conclude_contract,
    enrol,
    link_guardian,
    open_class,
)
from zweiklang.cli.demo_world import cast
from zweiklang.cli.demo_world.agreements import release_plan
from zweiklang.cli.demo_world.announcing import keep_announcements
from zweiklang.cli.demo_world.appointments import keep_appointments
from zweiklang.cli.demo_world.calendars import (
    OFFICE_DAYS,
    change_days,
    keep_calendar,
    keep_course,
    keep_lesson_times,
)
from zweiklang.cli.demo_world.cast import DemoFirm, Pupil
from zweiklang.cli.demo_world.consultation import keep_consultations
from zweiklang.cli.demo_world.grammar import IT, OFFICE, Grammar
from zweiklang.cli.demo_world.helping import keep_help
from zweiklang.cli.demo_world.looking import keep_looks
from zweiklang.cli.demo_world.newcomers import add_newcomers
from zweiklang.cli.demo_world.plans import keep_plans
from zweiklang.cli.demo_world.pupils import keep_schools
from zweiklang.cli.demo_world.responsibilities import add_responsibilities
from zweiklang.cli.demo_world.rhythm import MONDAYS, TWO_DAYS, Rhythm, blocks_around
from zweiklang.cli.demo_world.rules import add_rules
from zweiklang.cli.demo_world.school_time import keep_school_time
from zweiklang.cli.demo_world.setting import (
    add_authorities,
    add_chambers,
    add_personas,
    add_school,
    find_or_add,
)
from zweiklang.cli.demo_world.sharing import keep_files
from zweiklang.cli.demo_world.talking import keep_talks
from zweiklang.cli.demo_world.writing import Author, Pile, write_record
from zweiklang.curricula.public import (
    FrameworkCurriculum,
    LearningField,
    Occupation,
    Position,
    load_catalogue,
)
from zweiklang.kernel.actor import Actor, system_actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year
from zweiklang.organisations.public import Organisation, add_organisation, add_post, add_site
from zweiklang.people.public import Person
from zweiklang.records.public import Week
from zweiklang.rooms.public import as_system

FACHINFORMATIK = ("BJNR025000020", "Anwendungsentwicklung")
OFFICE_WORK = ("BJNR03E0A0025", "")


@dataclass(frozen=True, slots=True)
class Course:
    """What all apprentices of a class share. `items`: plan item ids by key ("A8", "LF6")."""

    occupation: Occupation
    curriculum: FrameworkCurriculum | None
    grammar: Grammar
    items: dict[str, UUID]
    grade: int
    first_day: date
    chamber: Organisation
    rhythm: Rhythm = TWO_DAYS

    @property
    def last_day(self) -> date:
        """Three years after the first day."""
        return date(self.first_day.year + 3, 7, 31)

    @property
    def class_begins(self) -> date:
        """First day of the school year in which the apprentices are in this class."""
        return date(self.first_day.year + self.grade - 1, 8, 1)


def fill(actor: Actor | None = None) -> None:
    """The demo world is in the database. What was there stays as people left it; nothing exists twice."""
    actor = actor or system_actor("demo")
    load_catalogue(actor)
    with as_system(actor):
        year = school_year(today())
        since = date(year - 3, 8, 1)
        persons = add_personas(actor)
        chamber = add_chambers(actor, since=since)
        add_authorities(actor, since=since, persons=persons)
        first = _course(FACHINFORMATIK, IT, grade=2, year=year, chamber=chamber)
        _fill_first_school(actor, first, persons, since)
        second = _course(OFFICE_WORK, OFFICE, grade=1, year=year, chamber=chamber)
        _fill_second_school(actor, second, persons, since)
        keep_schools(actor)
        add_responsibilities(actor, since=since)
    keep_plans(actor)
    keep_consultations(actor)
    keep_appointments(actor)
    keep_announcements(actor)
    with as_system(actor):
        keep_looks()
        keep_help(actor, since=since, chamber=chamber)
        keep_talks(actor)
        keep_files(actor)


def _fill_first_school(actor: Actor, course: Course, persons: dict[str, Person], since: date) -> None:
    staff = {
        key: persons[key] for key in ("head_of_school", "class_teacher", "subject_teacher", "counsellor")
    }
    school = add_school(actor, facts=cast.SCHOOL, since=since, persons=staff)
    add_rules(actor, school, persons["head_of_school"])
    teachers = [(persons["class_teacher"], "class_teacher", "Lernfelder 6 bis 9")]
    teachers.append((persons["subject_teacher"], "subject_teacher", "Englisch"))
    for given, family, subject in cast.TEACHERS:
        person = find_or_add(actor, f"{given} {family}")
        add_post(actor, person=person, organisation=school, capacity="teacher", first_day=since)
        teachers.append((person, "subject_teacher", subject))
    school_class = _class(actor, course, school, cast.CLASS_LABEL, teachers)
    _fill_class(actor, course, school_class, cast.FIRMS, persons["class_teacher"])
    keep_school_time(school_class, grammar=course.grammar, teacher=persons["class_teacher"])
    keep_lesson_times(school)
    keep_calendar(school_class, rhythm=course.rhythm)
    change_days(actor, school_class, course.rhythm)
    keep_course(Contract.objects.get(apprentice=find_or_add(actor, cast.FIRMS[0].pupils[1].name)))
    _fill_further_classes(actor, course, school)
    add_newcomers(actor, school)


def _fill_further_classes(actor: Actor, course: Course, school: Organisation) -> None:
    """Two classes with other school days, for a trainer with apprentices in three of them."""
    for (label, grade, leader, pupil), rhythm in zip(
        cast.FURTHER_CLASSES, (blocks_around(today()), MONDAYS), strict=True
    ):
        year = course.class_begins.year
        own = replace(course, grade=grade, first_day=date(year - grade + 1, 8, 1), rhythm=rhythm)
        teacher = find_or_add(actor, leader)
        found = _class(actor, own, school, label, [(teacher, "class_teacher", "")])
        _fill_class(actor, own, found, (replace(cast.FIRMS[0], pupils=(pupil,)),), teacher)
        keep_calendar(found, rhythm=rhythm)


def _fill_second_school(actor: Actor, course: Course, persons: dict[str, Person], since: date) -> None:
    crossing = persons["crossing"]
    school = add_school(actor, facts=cast.OTHER_SCHOOL, since=since, persons={})
    add_post(actor, person=crossing, organisation=school, capacity="teacher", first_day=since)
    teachers = [(crossing, "class_teacher", "Informationsverarbeitung")]
    school_class = _class(actor, course, school, cast.OTHER_CLASS_LABEL, teachers)
    _fill_class(actor, course, school_class, cast.OTHER_FIRMS, crossing)
    keep_school_time(school_class, grammar=course.grammar, teacher=crossing)
    keep_lesson_times(school)
    keep_calendar(school_class, rhythm=course.rhythm, plan=OFFICE_DAYS)


def _course(
    which: tuple[str, str], grammar: Grammar, *, grade: int, year: int, chamber: Organisation
) -> Course:
    document, specialisation = which
    occupation = Occupation.objects.filter(
        regulation__document_number=document,
        specialisation=specialisation,
        superseded=False,
        regulation__superseded=False,
    ).first()
    if occupation is None:
        raise LookupError(f"The catalogue has no occupation {which}.")
    curriculum = (
        FrameworkCurriculum.objects.filter(document_number=document, specialisation__in=["", specialisation])
        .order_by("-specialisation")
        .first()
    )
    first_day = date(year - grade + 1, 8, 1)
    return Course(occupation, curriculum, grammar, _items(occupation, curriculum), grade, first_day, chamber)


def _items(occupation: Occupation, curriculum: FrameworkCurriculum | None) -> dict[str, UUID]:
    positions = Position.objects.filter(section__regulation=occupation.regulation).select_related("section")
    found = {
        f"{position.section.key}{position.number}": position.pk
        for position in positions.order_by("-section__order")
    }
    fields = LearningField.objects.filter(curriculum=curriculum) if curriculum else ()
    return found | {f"LF{learning_field.number}": learning_field.pk for learning_field in fields}


def _class(
    actor: Actor, course: Course, school: Organisation, label: str, teachers: list[tuple[Person, str, str]]
) -> SchoolClass:
    """The class of the first start; a later one, even in another school year, finds the same."""
    found = SchoolClass.objects.filter(school=school, label=label).first()
    if found:
        return found
    school_class = open_class(
        actor,
        school=school,
        label=label,
        school_year=course.class_begins.year,
        grade=course.grade,
        occupation_name=str(course.occupation),
    )
    for person, capacity, subject in teachers:
        assign_teacher(
            actor,
            school_class=school_class,
            person=person,
            capacity=capacity,
            first_day=course.class_begins,
            subject=subject,
        )
    return school_class


def _fill_class(
    actor: Actor,
    course: Course,
    school_class: SchoolClass,
    firms: tuple[DemoFirm, ...],
    class_teacher: Person,
) -> None:
    """Firms, contracts and records exist; a contract whose record was begun is left alone."""
    pile = Pile()
    for firm in firms:
        organisation = _firm(actor, firm, course)
        for number, pupil in enumerate(firm.pupils):
            trainer = find_or_add(
                actor, firm.second_trainer if firm.second_trainer and number >= 3 else firm.trainer
            )
            contract = _contract(
                actor, pupil, firm=firm, course=course, organisation=organisation, trainer=trainer
            )
            if not contract.enrolments.exists():
                enrol(actor, contract=contract, school_class=school_class, first_day=course.class_begins)
            if not Week.objects.filter(contract=contract).exists():
                guardian = find_or_add(actor, _guardian_of(pupil)) if pupil.age < 18 else None
                author = Author(
                    pupil,
                    contract,
                    trainer,
                    course.grammar,
                    firm.product,
                    course.items,
                    class_teacher,
                    guardian,
                )
                author.enrolled_from = course.class_begins
                author.use(course.rhythm)
                write_record(author, pile)
    pile.write()


def _firm(actor: Actor, firm: DemoFirm, course: Course) -> Organisation:
    organisation = add_organisation(actor, kind="firm", name=firm.name, town=firm.town)
    add_site(
        actor,
        organisation=organisation,
        name=firm.town,
        street=firm.street,
        postcode=firm.postcode,
        town=firm.town,
    )
    manager = find_or_add(actor, firm.manager)
    add_post(
        actor,
        person=manager,
        organisation=organisation,
        capacity="training_manager",
        first_day=course.first_day,
    )
    if firm.shows_plan:
        release_plan(actor, organisation, manager)
    for name in filter(None, {firm.trainer, firm.second_trainer, firm.deputy}):
        person = find_or_add(actor, name)
        add_post(
            actor, person=person, organisation=organisation, capacity="trainer", first_day=course.first_day
        )
    return organisation


def _contract(
    actor: Actor, pupil: Pupil, *, firm: DemoFirm, course: Course, organisation: Organisation, trainer: Person
) -> Contract:
    """The contract with trainer, deputy and, for minors, guardian; found again by the apprentice."""
    apprentice = find_or_add(actor, pupil.name)
    found = Contract.objects.filter(apprentice=apprentice).first()
    if found:
        return found
    terms = ContractTerms(
        apprentice=apprentice,
        firm=organisation,
        site=organisation.sites.first(),
        chamber=course.chamber,
        occupation=course.occupation,
        curriculum=course.curriculum,
        first_day=course.first_day,
        last_day=course.last_day,
        born_on=_born_on(pupil),
        record_form=pupil.form,
    )
    contract = conclude_contract(actor, terms=terms)
    assign_trainer(actor, contract=contract, person=trainer, capacity="trainer", first_day=course.first_day)
    if firm.deputy:
        deputy = find_or_add(actor, firm.deputy)
        assign_trainer(
            actor, contract=contract, person=deputy, capacity="deputy_trainer", first_day=course.first_day
        )
    if pupil.age < 18:
        guardian = find_or_add(actor, _guardian_of(pupil))
        link_guardian(actor, contract=contract, person=guardian, first_day=course.first_day)
    return contract


def _born_on(pupil: Pupil) -> date:
    """The birthday was one to ten months ago; a minor's a month ago, so that the demo keeps its guardian for a while."""
    days = 30 if pupil.age < 18 else Random(pupil.name).randrange(40, 300)  # noqa: S311 - a birthday, no secret
    day = today() - timedelta(days=days)
    return day.replace(year=day.year - pupil.age, day=min(day.day, 28))


def _guardian_of(pupil: Pupil) -> str:
    return "@guardian" if pupil.name == "@second_apprentice" else f"Holger {pupil.name.split()[-1]}"
