"""What somebody reads of changes: with old and new, only while the calendar is theirs to see."""

from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.urls import reverse

from tests.clients import standing_as
from tests.schedule.notices.test_telling import LATER, SOON, change, work
from tests.worlds import ACTOR, World, Worlds
from zweiklang.apprenticeships.public import SchoolClass, assign_teacher, enrol, open_class
from zweiklang.kernel import formats
from zweiklang.kernel.clock import now, today
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import Membership, as_system, my_standings
from zweiklang.schedule.models import ScheduleNotice
from zweiklang.schedule.notices.announcing import Told, announce
from zweiklang.schedule.notices.reading import RecentChange, recent_changes

DAY = formats.day(today() + LATER)


def read(person: Person) -> list[RecentChange]:
    with standing_as(person):
        return recent_changes(actor_of(person), my_standings())


def texts(person: Person) -> list[str]:
    return [line.text for line in read(person)]


def forget_world() -> None:
    """Only what a test announces is there."""
    with as_system(ACTOR):
        ScheduleNotice.objects.all().delete()


def tell(*told: Told) -> UUID:
    forget_world()
    batch = announce(ACTOR, told)
    work()
    return batch


def parallel(world: World) -> SchoolClass:
    """A second class of the school, with the same class teacher and the first apprentice's room only by name."""
    with as_system(ACTOR):
        found = open_class(
            ACTOR, school=world.school, label="12FI", school_year=world.school_class.school_year, grade=3,
            occupation_name="Fachinformatiker/in",
        )  # fmt: skip
        assign_teacher(
            ACTOR, school_class=found, person=world.people["class_teacher"], capacity="class_teacher",
            first_day=today() - timedelta(days=1),
        )  # fmt: skip
    return found


def test_each_kind_of_change_is_said_with_old_and_new(world_a: World) -> None:
    tell(change(world_a), change(world_a, what="changed", old="R 12", new="R 14"))
    tell_more = [
        change(world_a, what="added", old="", new="Klassenfahrt"),
        change(world_a, what="removed", old="Prüfung"),
    ]
    announce(ACTOR, tell_more)
    work()
    where = f"Klasse {world_a.school_class.label}: {DAY}: "
    assert sorted(texts(world_a.people["trainer"])) == sorted(
        [
            f"{where}3. Stunde: Mathematik entfällt",
            f"{where}R 14 (vorher R 12)",
            f"{where}neu: Klassenfahrt",
            f"{where}Prüfung ist gestrichen",
        ]
    )


def test_a_line_leads_to_the_week_in_the_calendar(world_a: World, client_of) -> None:
    tell(change(world_a))
    trainer = world_a.people["trainer"]
    (line,) = read(trainer)
    assert line.href.endswith(f"?tag={(today() + LATER).isoformat()}")
    assert client_of(trainer).get(line.href).status_code == 200


def test_nobody_reads_notices_of_somebody_else(worlds: Worlds) -> None:
    tell(change(worlds.a))
    assert texts(worlds.a.people["apprentice"])
    assert texts(worlds.b.people["apprentice"]) == []
    assert texts(worlds.a.people["head_of_school"]) == []


def test_the_crossing_person_reads_each_class_under_its_own_name(worlds: Worlds) -> None:
    tell(change(worlds.a, old="Mathe"), change(worlds.b, old="Englisch"))
    assert sorted(texts(worlds.crossing.person)) == [
        f"Klasse {worlds.a.school_class.label}: {DAY}: Mathe entfällt",
        f"Klasse {worlds.b.school_class.label}: {DAY}: Englisch entfällt",
    ]


def test_whoever_lost_the_class_reads_nothing_of_it_any_more(world_a: World) -> None:
    trainer = world_a.people["trainer"]
    tell(change(world_a))
    assert texts(trainer)
    with as_system(ACTOR):
        Membership.objects.filter(room=world_a.school_class.room_id, person=trainer).update(
            last_day=today() - timedelta(days=1)
        )
    assert texts(trainer) == []
    with standing_as(trainer), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM schedule_schedulechange WHERE room_id = %s", [world_a.school_class.room_id]
        )
        assert cursor.fetchone() == (0,)


def test_whoever_comes_later_does_not_get_old_news(worlds: Worlds) -> None:
    tell(change(worlds.a))
    newcomer = worlds.b.second
    with as_system(ACTOR):
        enrol(ACTOR, contract=newcomer.contract, school_class=worlds.a.school_class, first_day=today())
    assert texts(newcomer.apprentice) == []


def test_one_act_on_two_classes_is_one_line(world_a: World) -> None:
    other, day = parallel(world_a), today() + LATER
    words = ("cancelled", "Unterricht")
    tell(
        Told(world_a.school_class.room_id, day, day, *words),
        Told(other.room_id, day, day, *words),
    )
    labels = " und ".join(sorted([world_a.school_class.label, other.label]))
    assert texts(world_a.people["class_teacher"]) == [f"Klassen {labels}: {DAY}: Unterricht entfällt"]


def test_many_changes_of_one_act_are_one_line_with_their_days(world_a: World) -> None:
    room, first = world_a.school_class.room_id, today() + SOON
    days = [first + timedelta(days=number) for number in range(5)]
    tell(*(Told(room, day, day, "added", new=f"Termin {day}") for day in days))
    (line,) = read(world_a.people["apprentice"])
    span = f"{formats.day(days[0])} bis {formats.day(days[-1])}"
    assert line.text == f"Klasse {world_a.school_class.label}: {span}: 5 Änderungen"
    assert line.days == (days[0], days[-1])


def test_a_course_names_the_apprentice_to_the_firm_and_nobody_to_herself(world_a: World) -> None:
    day = today() + LATER
    tell(Told(world_a.first.room_id, day, day + timedelta(days=4), "added", new="ÜLU-Kurs"))
    span = f"{DAY} bis {formats.day(day + timedelta(days=4))}"
    assert texts(world_a.people["trainer"]) == [f"{world_a.first.apprentice.name}: {span}: neu: ÜLU-Kurs"]
    assert texts(world_a.first.apprentice) == [f"{span}: neu: ÜLU-Kurs"]


def test_newest_first_and_at_most_eight(world_a: World) -> None:
    forget_world()
    batches = [announce(ACTOR, [change(world_a, old=f"{number}. Stunde")]) for number in range(10)]
    work()
    with as_system(ACTOR):
        for number, batch in enumerate(batches):
            made_at = now() - timedelta(minutes=number)
            ScheduleNotice.objects.filter(batch=batch).update(made_at=made_at)
    found = texts(world_a.people["apprentice"])
    assert [line.split(": ")[2] for line in found] == [f"{number}. Stunde entfällt" for number in range(8)]


def test_heute_shows_what_changed(world_a: World, client_of) -> None:
    tell(change(world_a))
    page = client_of(world_a.people["trainer"]).get(reverse("web:today")).content.decode()
    assert "3. Stunde: Mathematik entfällt" in page
