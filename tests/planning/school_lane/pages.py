"""Addresses and answers of the school lane, as a browser would send them; what stands in the database, read by the system role."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.worlds import ACTOR, World
from zweiklang.apprenticeships.public import SchoolClass, open_class
from zweiklang.curricula.public import FrameworkCurriculum, LearningField
from zweiklang.kernel.hesse import monday_of, public_holiday, school_holiday
from zweiklang.planning.models import DidacticPlan, FieldPlacement
from zweiklang.planning.school_lane.drafting import token_of
from zweiklang.planning.school_lane.shapes import Placed
from zweiklang.rooms.public import as_system
from zweiklang.schedule.public import SchoolPeriod

WEEK = timedelta(days=7)


def url(world: World, name: str = "", *more: object) -> str:
    """Returns an address of the lane of the world's class: "", "draft", "begin" and so on."""
    full = f"planning:fields_{name}" if name else "planning:fields"
    return reverse(full, args=[world.school_class.room_id, *more])


def curriculum() -> FrameworkCurriculum:
    """Returns the curriculum of the worlds, with three Lernfelder of the second year and one of the third."""
    with as_system(ACTOR):
        found = FrameworkCurriculum.objects.get(document_number="TEST1")
        for number, title, year, hours, order in (
            ("7", "Software anpassen", 2, 80, 2),
            ("8", "Daten verknüpfen", 2, 60, 3),
            ("10", "Oberflächen bauen", 3, 40, 4),
        ):
            LearningField.objects.get_or_create(
                curriculum=found,
                number=number,
                defaults={
                    "title": title,
                    "sort_key": title.lower(),
                    "year": year,
                    "hours": hours,
                    "order": order,
                },
            )
    return found


def field(number: str) -> LearningField:
    with as_system(ACTOR):
        return LearningField.objects.get(curriculum__document_number="TEST1", number=number)


def blocks(world: World, *numbers: int, school_class: SchoolClass | None = None) -> list[date]:
    """The class has school in whole weeks: those of these numbers among the weeks of its year without a holiday. Returns their Mondays."""
    of = school_class or world.school_class
    whole = whole_weeks(of.school_year)
    mondays = [whole[number] for number in numbers]
    with as_system(ACTOR):
        for monday in mondays:
            SchoolPeriod.objects.create(
                room_id=of.room_id, kind="block", first_day=monday, last_day=monday + timedelta(days=4)
            )
    return mondays


def whole_weeks(school_year: int) -> list[date]:
    """Returns the Mondays of that school year's weeks in which no day is free, in order: about 30."""
    monday, found = monday_of(date(school_year, 8, 10)), []
    while monday < date(school_year + 1, 7, 1):
        days = [monday + timedelta(days=n) for n in range(5)]
        if not any(public_holiday(day) or school_holiday(day) for day in days):
            found.append(monday)
        monday += WEEK
    return found


def make_draft(world: World, placed: Iterable[Placed] = (), **more: object) -> DidacticPlan:
    """Returns a draft of the world's class that places these."""
    return _make(world.school_class, placed, **{"version": 1, **more})


def make_version(world: World, placed: Iterable[Placed], version: int = 1, **more: object) -> DidacticPlan:
    """Returns a published version of the world's class."""
    return publish_of(world.school_class, placed, world, version=version, **more)


def publish_of(
    school_class: SchoolClass, placed: Iterable[Placed], world: World, version: int = 1, **more: object
) -> DidacticPlan:
    """Returns a published version of that class."""
    from zweiklang.kernel.clock import now

    facts = {"published_at": now(), "published_by": world.people["class_teacher"], **more}
    return _make(school_class, placed, version=version, state="published", **facts)


def _make(school_class: SchoolClass, placed: Iterable[Placed], **facts: object) -> DidacticPlan:
    found = curriculum()
    with as_system(ACTOR):
        plan = DidacticPlan.objects.create(room_id=school_class.room_id, curriculum=found, **facts)
        for one in placed:
            FieldPlacement.objects.create(
                room_id=plan.room_id,
                plan=plan,
                state=plan.state,
                learning_field_id=one.learning_field_id,
                first_week=one.first_week,
                last_week=one.last_week,
                hours=one.hours,
            )
    return plan


def draft(world: World) -> DidacticPlan | None:
    with as_system(ACTOR):
        return DidacticPlan.objects.filter(room_id=world.school_class.room_id, state="draft").first()


def versions(world: World) -> list[int]:
    """Returns the published versions of the class, oldest first."""
    with as_system(ACTOR):
        rows = DidacticPlan.objects.filter(room_id=world.school_class.room_id, state="published")
        return list(rows.order_by("version").values_list("version", flat=True))


def bars(plan: DidacticPlan) -> list[tuple[str, date, date, int]]:
    """Returns Lernfeld, weeks and hours of what that plan places, in order of weeks."""
    with as_system(ACTOR):
        rows = FieldPlacement.objects.filter(plan=plan).order_by("first_week", "learning_field__order")
        return list(rows.values_list("learning_field__number", "first_week", "last_week", "hours"))


def seen(plan: DidacticPlan) -> str:
    with as_system(ACTOR):
        plan.refresh_from_db()
    return token_of(plan)


def save(
    client: Client,
    world: World,
    lines: Iterable[tuple[UUID | str, date | str, date | str, int | str]],
    *,
    token: str,
    per_day: int | str = 6,
    name: str = "draft",
) -> HttpResponse:
    """Returns the answer to sending the table with these lines: Lernfeld, first week, last week, hours."""
    rows = [[str(cell) for cell in line] for line in lines]
    sent: dict[str, object] = {"seen": token, "je_tag": str(per_day)}
    for at, part in enumerate(("feld", "von", "bis", "stunden")):
        sent[part] = [row[at] for row in rows]
    return client.post(url(world, name), sent)


def class_of_last_year(world: World) -> SchoolClass:
    """Returns the class of the world's school that was in this year of training a year ago; none of its teachers of today were there."""
    of = world.school_class
    with as_system(ACTOR):
        return open_class(
            ACTOR,
            school=world.school,
            label=f"11FV{world.name}",
            school_year=of.school_year - 1,
            grade=of.grade,
            occupation_name=of.occupation_name,
        )
