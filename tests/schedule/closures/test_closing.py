"""Schools are closed by whoever may, once, and everybody with school on that day hears of it; taking back is a second piece of news."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.http import Http404

from tests.clients import standing_as
from tests.schedule.notices.test_reading import forget_world, read
from tests.schedule.notices.test_telling import concerned, ids, told_of, work
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Refused, Rejected
from zweiklang.kernel.hesse import public_holiday, school_holiday
from zweiklang.kernel.ids import new_id
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system
from zweiklang.schedule.closures.areas import all_schools, schools_in
from zweiklang.schedule.closures.selectors import concerned_classes, effect_of
from zweiklang.schedule.closures.services import close_schools, reopen_schools
from zweiklang.schedule.closures.shapes import Wanted
from zweiklang.schedule.models import (
    Closure,
    FreeDay,
    Lesson,
    ScheduleChange,
    SchoolEvent,
    SchoolPeriod,
)


def next_day() -> date:
    """The next day that is no weekend and no holiday."""
    day = today() + timedelta(days=1)
    while day.isoweekday() > 5 or public_holiday(day) or school_holiday(day):
        day += timedelta(days=1)
    return day


def wanted(day: date | None = None, *, last: date | None = None, period: int | None = None) -> Wanted:
    day = day or next_day()
    return Wanted(day, last or day, period, "storm", "")


def close(
    who: Person, *schools: Organisation, action: UUID | None = None, what: Wanted | None = None
) -> UUID:
    action = action or new_id()
    with standing_as(who):
        close_schools(actor_of(who), action=action, schools=schools, wanted=what or wanted())
    return action


def reopen(who: Person, action: UUID, *, school_id: UUID | None = None) -> None:
    with standing_as(who):
        reopen_schools(actor_of(who), action=action, school_id=school_id)


def changes(world: World) -> list[tuple[str, str, str]]:
    with as_system(ACTOR):
        rows = ScheduleChange.objects.filter(room=world.school_class.room_id).order_by("made_at", "id")
        return [(row.what, row.old, row.new) for row in rows if "Unterricht" in row.new]


def plan_nothing(school_class: SchoolClass) -> None:
    """Nobody knows when the class has school."""
    with as_system(ACTOR):
        for model in (SchoolPeriod, Lesson, SchoolEvent):
            model.objects.filter(room=school_class.room_id).delete()
        FreeDay.objects.filter(school=school_class.school).delete()


@pytest.fixture(autouse=True)
def unplanned(worlds: Worlds) -> None:
    forget_world()
    for world in (worlds.a, worlds.b):
        plan_nothing(world.school_class)


@pytest.fixture
def land(worlds: Worlds) -> Person:
    return worlds.roomless["land"]


def test_a_storm_over_a_district_reaches_all_of_its_schools_at_once(worlds: Worlds, land: Person) -> None:
    with as_system(ACTOR):
        Organisation.objects.filter(pk=worlds.b.school.pk).update(town="Fulda")
    schools = schools_in("kreis:06611", among=all_schools())
    assert worlds.a.school in schools
    assert worlds.b.school not in schools
    close(land, *schools)
    work()
    (batch,) = {row.batch for row in _rows(worlds.a)}
    assert told_of(batch) == ids([*concerned(worlds.a), worlds.crossing.person])
    assert changes(worlds.a) == [("cancelled", "", "Unwetter, kein Unterricht in der Schule")]
    assert changes(worlds.b) == []
    assert "Unwetter, kein Unterricht in der Schule" in read(worlds.a.people["trainer"])[0].text


def _rows(world: World) -> list[ScheduleChange]:
    with as_system(ACTOR):
        found = ScheduleChange.objects.filter(room=world.school_class.room_id, new__contains="Unterricht")
        return list(found)


def test_the_land_closes_all_of_hesse(worlds: Worlds, land: Person) -> None:
    close(land, *schools_in("hessen", among=all_schools()))
    assert changes(worlds.a)
    assert changes(worlds.b)


@pytest.mark.parametrize("persona", ["head_of_school", "school_office"])
def test_the_office_closes_its_own_school(persona: str, worlds: Worlds) -> None:
    close(worlds.a.people[persona], worlds.a.school)
    assert changes(worlds.a)
    assert changes(worlds.b) == []


@pytest.mark.parametrize(
    "persona",
    [
        "class_teacher",
        "subject_teacher",
        "apprentice",
        "trainer",
        "training_manager",
        "guardian",
        "chamber_adviser",
    ],
)
def test_nobody_else_closes_a_school(persona: str, world_a: World) -> None:
    with pytest.raises(Refused):
        close(world_a.people[persona], world_a.school)
    assert changes(world_a) == []
    assert not Closure.objects.exists()


def test_a_head_closes_no_other_school_and_not_both_together(worlds: Worlds) -> None:
    head = worlds.a.people["head_of_school"]
    for schools in ((worlds.b.school,), (worlds.a.school, worlds.b.school)):
        with pytest.raises(Refused):
            close(head, *schools)
    assert not Closure.objects.exists()


def test_who_teaches_in_b_and_trains_in_a_closes_neither(worlds: Worlds) -> None:
    for school in (worlds.a.school, worlds.b.school):
        with pytest.raises(Refused):
            close(worlds.crossing.person, school)


def test_the_application_role_itself_closes_nothing(world_a: World) -> None:
    with standing_as(world_a.people["head_of_school"]), connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('zweiklang_app', 'schedule_closure', 'INSERT, UPDATE, DELETE')"
        )
        assert cursor.fetchone() == (False,)


def test_a_second_click_is_no_second_act(worlds: Worlds, land: Person) -> None:
    action = close(land, worlds.a.school)
    close(land, worlds.a.school, action=action)
    with pytest.raises(Conflict, match="Nicht gemeldet"):
        close(land, worlds.a.school, worlds.b.school, action=action)
    assert Closure.objects.count() == 1
    assert len(changes(worlds.a)) == 1
    assert changes(worlds.b) == []


def test_taking_back_is_told_as_well(worlds: Worlds, land: Person) -> None:
    action = close(land, worlds.a.school)
    reopen(land, action)
    words = "Unwetter, kein Unterricht in der Schule"
    assert changes(worlds.a)[1:] == [("changed", words, "Der Unterricht findet doch statt")]
    assert not Closure.objects.filter(withdrawn_at=None).exists()
    with pytest.raises(Conflict):
        reopen(land, action)
    assert len(changes(worlds.a)) == 2


def test_a_school_that_another_act_keeps_closed_is_not_said_to_be_open(worlds: Worlds, land: Person) -> None:
    own = close(worlds.a.people["head_of_school"], worlds.a.school)
    both = close(land, worlds.a.school, worlds.b.school)
    assert len(changes(worlds.a)) == 1, "already closed, nobody needs to hear it twice"
    reopen(land, both)
    assert len(changes(worlds.a)) == 1
    assert len(changes(worlds.b)) == 2
    reopen(worlds.a.people["head_of_school"], own)
    assert len(changes(worlds.a)) == 2


def test_a_school_that_is_closed_already_is_not_closed_again(worlds: Worlds, land: Person) -> None:
    close(land, worlds.a.school)
    for what in (wanted(), wanted(period=3)):
        assert effect_of([worlds.a.school.pk], what).people == 0
        with pytest.raises(Rejected):
            close(worlds.a.people["head_of_school"], worlds.a.school, what=what)
    assert Closure.objects.count() == 1
    assert len(changes(worlds.a)) == 1


def test_a_head_does_not_take_back_what_the_land_declared(worlds: Worlds, land: Person) -> None:
    head = worlds.a.people["head_of_school"]
    action = close(land, worlds.a.school)
    with pytest.raises(Refused):
        reopen(head, action, school_id=worlds.a.school.pk)
    assert Closure.objects.filter(withdrawn_at=None).exists()


def test_a_head_finds_no_act_of_another_school(worlds: Worlds) -> None:
    action = close(worlds.b.people["head_of_school"], worlds.b.school)
    with pytest.raises(Http404):
        reopen(worlds.a.people["head_of_school"], action, school_id=worlds.a.school.pk)
    with pytest.raises(Refused):
        reopen(worlds.a.people["head_of_school"], action)
    assert Closure.objects.filter(withdrawn_at=None).exists()


def test_who_closed_a_school_is_kept_as_an_office_without_a_name(worlds: Worlds, land: Person) -> None:
    close(land, worlds.a.school)
    close(worlds.b.people["school_office"], worlds.b.school)
    found = dict(Closure.objects.values_list("school__name", "declared_as"))
    assert found == {worlds.a.school.name: "Land", worlds.b.school.name: "Schulverwaltung"}


@pytest.mark.parametrize(
    ("days", "field"),
    [((-1, -1), "first_day"), ((70, 70), "first_day"), ((3, 2), "last_day"), ((1, 20), "last_day")],
)
def test_days_that_cannot_be_meant_are_refused_at_their_field(
    days: tuple[int, int], field: str, worlds: Worlds, land: Person
) -> None:
    first, last = (today() + timedelta(days=n) for n in days)
    with pytest.raises(Rejected) as refused:
        close(land, worlds.a.school, what=wanted(first, last=last))
    assert refused.value.field == field
    assert not Closure.objects.exists()


def test_where_no_class_has_school_nothing_is_closed(worlds: Worlds, land: Person) -> None:
    saturday = next_day() + timedelta(days=(6 - next_day().isoweekday()) % 7)
    with pytest.raises(Rejected):
        close(land, worlds.a.school, what=wanted(saturday))
    assert changes(worlds.a) == []


def _told(world: World, what: Wanted) -> bool:
    return world.school_class.room_id in concerned_classes([world.school.pk], what)


def test_only_classes_with_school_on_that_day_are_told(world_a: World) -> None:
    day, room = next_day(), world_a.school_class.room_id
    assert _told(world_a, wanted(day)), "nobody knows: told"
    with as_system(ACTOR):
        other = day.isoweekday() % 5 + 1
        period = SchoolPeriod.objects.create(
            room_id=room, first_day=day - timedelta(days=30), last_day=day + timedelta(days=30),
            kind="weekly", weekdays=[other],
        )  # fmt: skip
    assert not _told(world_a, wanted(day)), "another weekday"
    for values, told in (
        ({"weekdays": [day.isoweekday()]}, True),
        ({"weeks": "odd" if day.isocalendar().week % 2 else "even"}, True),
        ({"weeks": "even" if day.isocalendar().week % 2 else "odd"}, False),
        ({"kind": "block", "weekdays": [], "weeks": "every"}, True),
        ({"last_day": day - timedelta(days=1)}, False),
    ):
        with as_system(ACTOR):
            SchoolPeriod.objects.filter(pk=period.pk).update(**values)
        assert _told(world_a, wanted(day)) is told, values
    with as_system(ACTOR):
        SchoolEvent.objects.create(
            room_id=room, first_day=day, last_day=day, kind="extra", title="Nachholtag"
        )
    assert _told(world_a, wanted(day))


def test_a_free_day_of_school_or_class_is_no_school_day(world_a: World) -> None:
    day, room = next_day(), world_a.school_class.room_id
    with as_system(ACTOR):
        free = FreeDay.objects.create(school=world_a.school, first_day=day, last_day=day)
        assert not _told(world_a, wanted(day))
        free.delete()
        SchoolEvent.objects.create(room_id=room, first_day=day, last_day=day, kind="free", title="Frei")
    assert not _told(world_a, wanted(day))


def test_from_a_lesson_on_only_those_are_told_who_have_lessons_then(world_a: World) -> None:
    day, room = next_day(), world_a.school_class.room_id
    with as_system(ACTOR):
        Lesson.objects.create(
            room_id=room, weekday=day.isoweekday(), period=1, length=4, first_day=day - timedelta(days=30)
        )
    assert _told(world_a, wanted(day, period=4))
    assert not _told(world_a, wanted(day, period=5))
    assert _told(world_a, wanted(day))
    later = day + timedelta(days=1 if day.isoweekday() < 5 else 3)
    assert not _told(world_a, wanted(later)), "the timetable has no lesson on that weekday"


def test_the_preview_counts_those_who_would_be_told(worlds: Worlds) -> None:
    found = effect_of([worlds.a.school.pk], wanted())
    assert (found.schools, found.classes) == (1, 1)
    assert found.people == len({str(person.pk) for person in [*concerned(worlds.a), worlds.crossing.person]})
