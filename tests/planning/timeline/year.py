"""Both lanes of a world, in weeks of the present school year: so that tests mean the same on every day of it."""

from datetime import date, timedelta

from tests.worlds import Apprenticeship, World
from zweiklang.curricula.public import LearningField, Position
from zweiklang.kernel.clock import now, today
from zweiklang.kernel.hesse import school_year
from zweiklang.planning.models import (
    CurriculumLink,
    DidacticPlan,
    FieldPlacement,
    LinkDecision,
    PlanEntry,
    PlanLeave,
    RadarSign,
)
from zweiklang.planning.timeline.axis import year_weeks


def week(number: int) -> date:
    """Returns a Monday of the present school year: 10 is in October, 30 in February or March."""
    return year_weeks(school_year(today()))[0] + timedelta(weeks=number)


def keep_lanes(world: World) -> None:
    """LF 6 in weeks 10 to 13; the first firm plans position 1 right afterwards, the second position 2 long after. As the system."""
    rooms = [world.school_class.room_id, world.first.room_id, world.second.room_id]
    for table in (DidacticPlan, PlanEntry, RadarSign, PlanLeave):
        table.objects.filter(room_id__in=rooms).delete()
    field = LearningField.objects.get(curriculum__document_number="TEST1")
    first, second = Position.objects.filter(section__regulation__document_number="TEST1").order_by("order")[
        :2
    ]
    teach(world, field, 10, 13)
    plan_part(world.first, first, 14, 17)
    plan_part(world.second, second, 30, 33)
    for position in (first, second):
        wanted = {"position": position, "learning_field": field, "skill": ""}
        link, _ = CurriculumLink.objects.get_or_create(
            **wanted, defaults={"source": "computed", "score": 0.5}
        )
        LinkDecision.objects.get_or_create(school=world.school, link=link, defaults={"says": "confirmed"})


def teach(world: World, field: LearningField, first: int, last: int, *, state: str = "published") -> None:
    """The class is taught the Lernfeld in these weeks, in a plan of that state."""
    room = world.school_class.room_id
    published = (
        {"published_at": now(), "published_by": world.people["class_teacher"]} if state == "published" else {}
    )
    plan = DidacticPlan.objects.create(
        room_id=room, curriculum=field.curriculum, version=1, state=state, **published
    )
    FieldPlacement.objects.create(
        room_id=room, plan=plan, state=state, learning_field=field, first_week=week(first), last_week=week(last), hours=40
    )  # fmt: skip


def plan_part(of: Apprenticeship, position: Position, first: int, last: int) -> PlanEntry:
    """Returns a part of the apprentice's plan in these weeks."""
    return PlanEntry.objects.create(
        room_id=of.room_id, position=position, first_week=week(first), last_week=week(last), note=f"Notiz {of.firm.organisation.name}"
    )  # fmt: skip
