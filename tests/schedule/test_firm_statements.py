"""A firm says once what it knows of an absence. It never decides, never changes what it said, and never learns a reason: proven in SQL."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from psycopg import errors

from tests.access import tables
from tests.clients import standing_as
from tests.privacy.deciding import school_decides
from tests.worlds import ACTOR, World, Worlds
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict, Refused
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system, give_consent, pull_brake
from zweiklang.schedule.absences.statements import state_absence
from zweiklang.schedule.models import Absence, AbsenceReason, FirmStatement

ClientOf = Callable[[Person | None], Client]
FIRM = ("trainer", "deputy_trainer", "training_manager")
TODAY = today()
STATES = ("closed", "open", "consent", "consented", "braked")
OPEN = ("open", "consented")


def rules(world: World, state: str) -> None:
    """The school's rule about absences is in this state."""
    if state == "closed":
        return
    school_decides(world, "absences", "consent" if state.startswith("consent") else "open")
    if state == "consented":
        person = actor_of(world.first.apprentice)
        with standing_as(world.first.apprentice):
            give_consent(
                person, room_id=world.first.room_id, category="absences", capacity="trainer", minor=False
            )
    if state == "braked":
        pull_brake(
            ACTOR, school_id=world.school.pk, category="absences", reason="Ein Import hat sich verirrt."
        )


@pytest.fixture
def absent(world_a: World) -> Absence:
    """The apprentice is absent today, and has said why."""
    with as_system(ACTOR):
        FirmStatement.objects.all().delete()
        row = Absence.objects.create(
            room_id=world_a.first.room_id,
            day=TODAY,
            kind="absent",
            recorded_by=world_a.people["class_teacher"],
        )
        AbsenceReason.objects.create(
            room_id=row.room_id, absence=row, day=TODAY, text="Grippe", told_by=world_a.first.apprentice
        )
    return row


def url(world: World, day: date = TODAY) -> str:
    return reverse("schedule:state_absence", args=[world.first.room_id, day])


def stated(world: World) -> list[tuple[str, str]]:
    with as_system(ACTOR):
        rows = FirmStatement.objects.filter(room_id=world.first.room_id, day=TODAY)
        return [(row.says, row.stated_by.name) for row in rows]


@pytest.mark.parametrize("persona", FIRM)
def test_what_the_firm_says_the_teacher_reads_while_deciding(
    persona: str, client_of: ClientOf, world_a: World, absent: Absence
) -> None:
    rules(world_a, "open")
    firm, who = client_of(world_a.people[persona]), world_a.people[persona].name
    assert f'href="{url(world_a)}"' in firm.get("/").content.decode()
    page = firm.get(url(world_a)).content.decode()
    assert "nicht mehr zu ändern" in page
    assert "Grippe" not in page
    assert firm.post(url(world_a), {"says": "known"}).status_code == 302
    assert stated(world_a) == [("known", who)]
    assert f'href="{url(world_a)}"' not in firm.get("/").content.decode()
    teacher = client_of(world_a.people["class_teacher"])
    for name, room in (
        ("open_absences", world_a.school_class.room_id),
        ("class_absences", world_a.school_class.room_id),
        ("absences", world_a.first.room_id),
    ):
        address = reverse(f"schedule:{name}", args=[room]) + f"?tag={TODAY.isoformat()}"
        assert "dem Betrieb bekannt" in teacher.get(address).content.decode()
    assert (
        "dem Betrieb bekannt"
        in client_of(world_a.first.apprentice)
        .get(reverse("schedule:absences", args=[world_a.first.room_id]))
        .content.decode()
    )


def test_what_was_said_is_said(client_of: ClientOf, world_a: World, absent: Absence) -> None:
    rules(world_a, "open")
    trainer, deputy = client_of(world_a.people["trainer"]), client_of(world_a.people["deputy_trainer"])
    for _ in range(2):
        assert trainer.post(url(world_a), {"says": "known"}).status_code == 302
    answer = deputy.post(url(world_a), {"says": "sick_note"})
    assert answer.status_code == 422
    assert "Schon angegeben" in answer.content.decode()
    assert "Verbindlich angeben" not in trainer.get(url(world_a)).content.decode()
    assert stated(world_a) == [("known", world_a.people["trainer"].name)]


@pytest.mark.parametrize("says", ["", "excused", "unexcused", "krank"])
def test_a_firm_says_one_of_two_things(
    says: str, client_of: ClientOf, world_a: World, absent: Absence
) -> None:
    rules(world_a, "open")
    assert client_of(world_a.people["trainer"]).post(url(world_a), {"says": says}).status_code == 422
    assert stated(world_a) == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("persona", FIRM)
def test_a_firm_says_something_only_while_absences_are_open_to_it(
    persona: str, state: str, client_of: ClientOf, world_a: World, absent: Absence
) -> None:
    rules(world_a, state)
    answer = client_of(world_a.people[persona]).post(url(world_a), {"says": "known"})
    assert answer.status_code == (302 if state in OPEN else 404)
    assert len(stated(world_a)) == (1 if state in OPEN else 0)


@pytest.mark.parametrize("persona", ["apprentice", "guardian", "class_teacher"])
def test_nobody_else_speaks_for_the_firm(
    persona: str, client_of: ClientOf, world_a: World, absent: Absence
) -> None:
    rules(world_a, "open")
    assert client_of(world_a.people[persona]).post(url(world_a), {"says": "known"}).status_code == 403
    assert stated(world_a) == []


def test_the_firm_of_somebody_else_says_nothing(client_of: ClientOf, worlds: Worlds, absent: Absence) -> None:
    rules(worlds.a, "open")
    for person in (worlds.a.people["other_trainer"], worlds.b.people["trainer"], worlds.crossing.person):
        answer = client_of(person).post(url(worlds.a), {"says": "known"})
        assert answer.status_code in (302, 404)
        with as_system(ACTOR):
            said_by = FirmStatement.objects.filter(room_id=worlds.a.first.room_id).values_list(
                "stated_by_id", flat=True
            )
            own = person.pk in [one.person_id for one in worlds.a.first.contract.trainer_assignments.all()]
            assert (person.pk in said_by) is own


@pytest.mark.parametrize("day", [TODAY - timedelta(days=3), TODAY + timedelta(days=3)])
def test_there_is_nothing_to_say_about_a_day_on_which_nobody_was_away(
    day: date, client_of: ClientOf, world_a: World, absent: Absence
) -> None:
    rules(world_a, "open")
    assert client_of(world_a.people["trainer"]).post(url(world_a, day), {"says": "known"}).status_code == 404
    assert stated(world_a) == []


def test_the_service_refuses_what_the_page_does(world_a: World, absent: Absence) -> None:
    rules(world_a, "open")
    teacher, trainer = world_a.people["class_teacher"], world_a.people["trainer"]
    room = world_a.first.room_id
    with standing_as(teacher), pytest.raises(Refused):
        state_absence(actor_of(teacher), room_id=room, day=TODAY, says="known")
    with standing_as(trainer), pytest.raises(Conflict):
        state_absence(actor_of(trainer), room_id=room, day=TODAY - timedelta(days=2), says="known")


def touched(statement: str, values: tuple[object, ...] = ()) -> int:
    """Returns how many rows the statement would write, 0 where the database refuses it for want of a right; nothing stays written."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            transaction.set_rollback(True)
            return cursor.rowcount
    except DatabaseError as error:
        if isinstance(error.__cause__, errors.InsufficientPrivilege):
            return 0
        raise


def insert(room: UUID, person: Person, day: date, at: str = "now()") -> bool:
    """True if the person gets a statement about that day into the table, in SQL."""
    statement = (
        "INSERT INTO schedule_firmstatement (id, room_id, day, says, stated_by_id, stated_at)"
        f" VALUES (%s, %s, %s, 'known', %s, {at})"
    )
    return touched(statement, (new_id(), room, day, person.pk)) == 1


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("persona", FIRM)
def test_in_sql_a_firm_adds_its_word_and_touches_nothing(
    persona: str, state: str, world_a: World, absent: Absence
) -> None:
    room, me = world_a.first.room_id, world_a.people[persona]
    with as_system(ACTOR):
        FirmStatement.objects.create(
            room_id=room, day=TODAY - timedelta(days=1), says="known", stated_by=world_a.people["trainer"]
        )
    rules(world_a, state)
    said = tables.row_of("schedule_firmstatement", room)
    absence = tables.row_of("schedule_absence", room)
    assert said
    assert absence
    with standing_as(me):
        assert insert(room, me, TODAY) is (state in OPEN)
        assert not insert(room, me, TODAY - timedelta(days=1)), "before the rule opened, or said already"
        assert not insert(room, world_a.people["class_teacher"], TODAY), "in somebody else's name"
        assert not insert(room, me, TODAY, "now() - interval '1 day'"), "at another time"
        for row in (said, absence):
            assert not tables.can_update(row)
            assert not tables.can_delete(row)
        assert touched("UPDATE schedule_firmstatement SET says = 'sick_note'") == 0
        assert touched("UPDATE schedule_absence SET state = 'excused', decided_at = now()") == 0
        assert touched("DELETE FROM schedule_absencenotice") == 0


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("persona", FIRM)
def test_in_sql_no_state_of_the_rules_opens_a_reason_to_a_firm(
    persona: str, state: str, world_a: World, absent: Absence
) -> None:
    rules(world_a, state)
    room = world_a.first.room_id
    reason = tables.row_of("schedule_absencereason", room)
    assert reason is not None
    with standing_as(world_a.people[persona]):
        assert tables.everything("schedule_absencereason") == 0
        assert not tables.can_update(reason)
        assert not tables.can_delete(reason)
        assert not tables.can_insert(reason, id=str(new_id()), told_by_id=str(world_a.people[persona].pk))
        visible = tables.visible("schedule_absence", room)
        assert (str(absent.pk) in visible) is (state in OPEN)
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_jsonb(a)::text FROM schedule_absence a WHERE room_id = %s", [room])
            assert not [row for (row,) in cursor.fetchall() if "Grippe" in row]
            cursor.execute(
                "SELECT count(*) FROM schedule_absencehistory WHERE room_id = %s AND day < %s", [room, TODAY]
            )
            assert cursor.fetchone() == (0,)
