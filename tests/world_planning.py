"""What a world has of planning: a published plan of the class and a draft, a training plan with everything that hangs on it."""

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from zweiklang.apprenticeships.public import Contract, SchoolClass
from zweiklang.curricula.public import FrameworkCurriculum, LearningField, Position
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.ids import new_id
from zweiklang.organisations.public import Department, Organisation
from zweiklang.people.public import Person
from zweiklang.planning.models import (
    AlignmentProposal,
    CurriculumLink,
    DepartmentProfile,
    DidacticPlan,
    FieldPlacement,
    LinkDecision,
    LinkVote,
    PlanEntry,
    PlanLeave,
    PlanTemplate,
    ProposalAct,
    RadarDigest,
    RadarSign,
    RotationMove,
    RotationRun,
    TrainingPlan,
)
from zweiklang.rooms.public import as_system, team_room

if TYPE_CHECKING:
    from tests.worlds import World

ACTOR = system_actor("tests")
# A run that found a plan with one Lernfeld nearer to practice.
OUTCOME = {
    "status": "feasible", "objective": 90.0, "bound": 80.0, "gap": 0.1111, "seconds": 10.0, "first_plan_seconds": 0.1,
    "terms": [{
        "name": "theory", "label": "Abstand der Praxis von der Theorie", "unit": "Wochen", "weight": 3, "raw": 30.0, "points": 90.0,
        "today": 40.0, "today_points": 120.0, "gain": 30.0,
    }],
    "failed": [], "remarks": [], "today_violations": [],
}  # fmt: skip


def monday_in(weeks: int) -> date:
    """Returns the Monday that many weeks from this week's."""
    return today() - timedelta(days=today().weekday()) + timedelta(weeks=weeks)


def keep_school_lane(
    school_class: SchoolClass, curriculum: FrameworkCurriculum, teacher: Person
) -> DidacticPlan:
    """The class has a published plan with one Lernfeld that begins in three weeks, and a draft. Called inside `as_system`."""
    field = _field(curriculum)
    kept = []
    for version, state in ((1, "published"), (2, "draft")):
        published = {"published_at": now(), "published_by": teacher} if state == "published" else {}
        plan = DidacticPlan.objects.create(
            room_id=school_class.room_id, curriculum=curriculum, version=version, state=state, **published
        )
        FieldPlacement.objects.create(
            room_id=school_class.room_id,
            plan=plan,
            state=state,
            learning_field=field,
            first_week=monday_in(3),
            last_week=monday_in(5),
            hours=40,
        )
        kept.append(plan)
    return kept[0]


def keep_company_lane(contract: Contract, position: Position) -> PlanEntry:
    """The apprentice's plan has one entry in a department of the firm, and leave. Called inside `as_system`."""
    trainer = contract.trainer_assignments.order_by("first_day", "pk").first()
    assert trainer
    department = Department.objects.create(organisation=contract.firm, name="Prüffeld")
    TrainingPlan.objects.create(room_id=contract.room_id)
    PlanLeave.objects.create(
        room_id=contract.room_id, first_day=monday_in(30), last_day=monday_in(31) - timedelta(days=3)
    )
    keep_department(contract.firm, department, position)
    return PlanEntry.objects.create(
        room_id=contract.room_id,
        position=position,
        first_week=monday_in(4),
        last_week=monday_in(9),
        department=department,
        responsible=trainer.person,
    )


def keep_department(firm: Organisation, department: Department, position: Position) -> None:
    """The firm says how many its department takes, and has a template. Called inside `as_system`."""
    room = team_room(ACTOR, organisation=firm)
    occupation = position.section.regulation.occupations.earliest("pk")
    DepartmentProfile.objects.create(room=room, department=department, positions=[position.pk])
    entries = [{"position": str(position.pk), "week": 0, "weeks": 4, "department": str(department.pk)}]
    PlanTemplate.objects.create(room=room, occupation=occupation, name="Standard", entries=entries)


def keep_planning(contract: Contract, school_class: SchoolClass, teacher: Person, position: Position) -> None:
    """Both lanes and all that joins them: a link, a sign, a run of the planner, a proposal. Called inside `as_system`."""
    curriculum = contract.curriculum or FrameworkCurriculum.objects.earliest("pk")
    plan = keep_school_lane(school_class, curriculum, teacher)
    entry = keep_company_lane(contract, position)
    field = _field(curriculum)
    trainer = entry.responsible
    assert trainer
    link, _ = CurriculumLink.objects.get_or_create(
        position=position, learning_field=field, skill="", defaults={"source": "computed", "score": 0.4}
    )
    LinkVote.objects.create(link=link, person=trainer, value=1)
    LinkDecision.objects.create(link=link, school=school_class.school, says="confirmed")
    RadarSign.objects.create(
        room_id=contract.room_id,
        kind="soon",
        plan=plan,
        learning_field=field,
        is_first=monday_in(3),
        entries=[entry.pk],
        made_on=today(),
    )
    RadarDigest.objects.create(person=trainer, week=monday_in(-1))
    _keep_run(contract, entry, trainer)
    _keep_proposal(contract.room_id, teacher, trainer, field)


def _field(curriculum: FrameworkCurriculum) -> LearningField:
    return curriculum.learning_fields.earliest("order")


def _keep_run(contract: Contract, entry: PlanEntry, trainer: Person) -> None:
    run = RotationRun.objects.create(
        started_by=trainer, firm=contract.firm, rooms=[contract.room_id], state="done", ended_at=now(),
        options={"from_week": monday_in(2).isoformat(), "seconds": 10, "wishes": {}},
        base={str(contract.room_id): 0}, outcome=OUTCOME,
    )  # fmt: skip
    RotationMove.objects.create(
        room_id=contract.room_id,
        run=run,
        position=entry.position,
        department=entry.department,
        first_week=monday_in(3),
        last_week=monday_in(8),
    )


def _keep_proposal(room_id: UUID, teacher: Person, trainer: Person, field: LearningField) -> None:
    proposal = AlignmentProposal.objects.create(
        room_id=room_id,
        batch=new_id(),
        side="school",
        kind="move",
        learning_field=field,
        from_week=monday_in(3),
        to_week=monday_in(6),
        made_by=teacher,
    )
    ProposalAct.objects.create(room_id=room_id, proposal=proposal, side="firm", says="comment", by=trainer)


def firm_room(world: "World") -> UUID:
    """Returns the team room of the world's first firm."""
    with as_system("tests"):
        return team_room(ACTOR, organisation=world.first.firm.organisation).pk
