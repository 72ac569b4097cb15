"""What the calendar, absences, planning and contracts say in the inbox: with the rights of the moment of reading."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.exchange.notices.telling import clean
from tests.privacy.deciding import school_decides
from tests.schedule.notices.test_telling import change, jobs_due, work
from tests.schedule.pages import choice, day_url
from tests.worlds import ACTOR, World
from zweiklang.exchange.public import tell
from zweiklang.kernel.clock import today
from zweiklang.offices.services.notices import tell_of_contract
from zweiklang.people.public import Person
from zweiklang.planning.news import PLANNING, PROPOSALS, RADAR
from zweiklang.rooms.public import Membership, as_system
from zweiklang.schedule import tasks
from zweiklang.schedule.models import ScheduleChange
from zweiklang.schedule.notices.announcing import announce

ClientOf = Callable[[Person | None], Client]


@pytest.fixture(autouse=True)
def _nothing_is_new(world_a: World) -> None:
    for one in world_a.people.values():
        clean(one)


def inbox_of(client_of: ClientOf, person: Person) -> str:
    return client_of(person).get("/nachrichten/").content.decode().partition("<main")[2]


def leave(person: Person, room) -> None:
    """The person was a member of that room until yesterday."""
    with as_system(ACTOR):
        Membership.objects.filter(room=room, person=person).update(last_day=today() - timedelta(days=1))


def test_the_changes_of_one_act_are_one_line_that_leads_to_the_calendar(
    client_of: ClientOf, world_a: World
) -> None:
    trainer = world_a.people["trainer"]
    lost = change(world_a, old="3. Stunde: Mathematik")
    announce(ACTOR, [lost, change(world_a, days=timedelta(days=10), old="4. Stunde: Englisch")])
    work()
    page = inbox_of(client_of, trainer)
    assert f"Klasse {world_a.school_class.label}: " in page
    assert "3. Stunde: Mathematik entfällt" in page
    assert "und eine weitere Änderung" in page
    leave(trainer, world_a.school_class.room_id)
    leave(trainer, world_a.first.room_id)
    assert "Mathematik" not in inbox_of(client_of, trainer)


def test_a_change_that_is_over_is_settled_by_itself(client_of: ClientOf, world_a: World) -> None:
    trainer = world_a.people["trainer"]
    batch = announce(ACTOR, [change(world_a)])
    work()
    with as_system(ACTOR):
        yesterday = today() - timedelta(days=1)
        ScheduleChange.objects.filter(batch=batch).update(first_day=yesterday, last_day=yesterday)
    assert "Nichts Neues" in inbox_of(client_of, trainer)


def test_an_absence_names_the_apprentice_to_who_may_read_it_and_never_why(
    client_of: ClientOf, world_a: World
) -> None:
    school_decides(world_a, "absences", "open")
    teacher = client_of(world_a.people["class_teacher"])
    assert teacher.post(day_url(world_a, today()), choice(world_a.first, "absent")).status_code == 302
    for arguments, _ in jobs_due("schedule.tell_absences"):
        with as_system(ACTOR):
            tasks.tell_absences.func(None, **arguments)
    trainer = world_a.people["trainer"]
    said = f"Neues zu Fehlzeiten: {world_a.first.apprentice.name}"
    assert said in inbox_of(client_of, trainer)
    own = inbox_of(client_of, world_a.first.apprentice)
    assert "Neues zu Fehlzeiten" in own
    assert said not in own
    school_decides(world_a, "absences", "closed")
    assert "Fehlzeiten" not in inbox_of(client_of, trainer)


def test_a_contract_is_named_to_who_still_sees_it(client_of: ClientOf, world_a: World) -> None:
    trainer, contract = world_a.people["trainer"], world_a.first.contract
    with as_system(ACTOR):
        tell_of_contract(ACTOR, contract)
    assert f"Neues zum Ausbildungsvertrag: {world_a.first.apprentice.name}" in inbox_of(client_of, trainer)
    leave(trainer, world_a.first.room_id)
    leave(trainer, world_a.school_class.room_id)
    page = inbox_of(client_of, trainer)
    assert world_a.first.apprentice.name not in page
    assert "an dem Sie beteiligt waren" in page


def test_planning_has_one_line_for_proposals_and_one_for_the_week(
    client_of: ClientOf, world_a: World
) -> None:

    trainer = world_a.people["trainer"]
    for about in (PROPOSALS, PROPOSALS, RADAR):
        tell(ACTOR, people=[trainer.pk], kind=PLANNING, about=about)
    page = inbox_of(client_of, trainer)
    assert page.count("wartet auf Ihre Antwort") == 2, "once as a line, once as the name of its button"
    assert "2 Vorschläge" in page
    assert "aus der letzten Woche" in page
