"""The page of a day: what school and law say, and who says "kommt" or "bleibt"."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg import errors

from tests.clients import show_before, standing_as
from tests.schedule.release.days import day_url, keep_day, said, say, school_day
from tests.worlds import ACTOR, World
from zweiklang.kernel.clock import today
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import Closure, SchoolEvent

ClientOf = Callable[[Person | None], Client]
FIRM = ("trainer", "deputy_trainer", "training_manager")
READERS = ("guardian", "class_teacher", "subject_teacher")
OUTSIDERS = ("second_apprentice", "other_trainer", "head_of_school")
MOST_QUERIES = 12


def text_of(client: Client, world: World, query: str = "") -> str:
    return client.get(day_url(world.first) + query).content.decode()


def test_the_page_says_what_school_and_law_say(client_of: ClientOf, world_a: World) -> None:
    keep_day(world_a, school_day(), cancelled=(5, 6))
    page = text_of(client_of(world_a.people["apprentice"]), world_a)
    assert "2 von 6 Stunden fallen aus." in page
    assert "umstritten" in page
    # Four lessons from 7:45 to 11:00.
    assert "7:45 bis 11:00 Uhr = 3 h 15 in der Schule" in page
    assert "8 h − 3 h 15 = 4 h 45" in page
    assert 'href="https://www.gesetze-im-internet.de/jarbschg/__9.html"' in page
    assert "Fach 6" in page


def test_a_day_of_six_lessons_is_a_whole_day(client_of: ClientOf, world_a: World) -> None:
    keep_day(world_a, school_day())
    page = text_of(client_of(world_a.people["trainer"]), world_a)
    assert "Schultag mit 6 Stunden. Nichts fällt aus." in page
    assert "Nicht zurück in den Betrieb." in page
    assert "umstritten" not in page


def test_groups_at_the_same_time_are_one_lesson(client_of: ClientOf, world_a: World) -> None:
    keep_day(world_a, school_day(), lessons=5)
    keep_day(world_a, school_day(), lessons=5)
    page = text_of(client_of(world_a.people["trainer"]), world_a)
    assert "Schultag mit 5 Stunden." in page
    assert "Zurück in den Betrieb: frühestens ab 11:50 Uhr" in page


def test_a_closed_school_is_a_day_without_lessons(client_of: ClientOf, world_a: World) -> None:
    day = school_day()
    keep_day(world_a, day)
    with as_system(ACTOR):
        Closure.objects.create(
            school=world_a.school, first_day=day, last_day=day, text="Sturm", declared_as="Schulleitung"
        )
    page = text_of(client_of(world_a.people["apprentice"]), world_a)
    assert "Der ganze Unterricht fällt aus (Sturm)." in page
    assert "es bleiben 8 h Ausbildungszeit" in page


def test_the_day_before_an_exam_may_be_free(client_of: ClientOf, world_a: World) -> None:
    """Also on a day in the firm: there the rule is needed most."""
    day, hint = school_day() + timedelta(days=2), "Am Tag danach steht eine Prüfung im Kalender."
    browser = client_of(world_a.people["trainer"])
    with as_system(ACTOR):
        SchoolEvent.objects.filter(room_id=world_a.school_class.room_id).delete()
    assert hint not in browser.get(day_url(world_a.first, day)).content.decode()
    after = day + timedelta(days=1)
    with as_system(ACTOR):
        SchoolEvent.objects.create(
            room_id=world_a.school_class.room_id, first_day=after, last_day=after, kind="exam", title="Teil 1"
        )
    page = browser.get(day_url(world_a.first, day)).content.decode()
    assert hint in page
    assert "§ 10 Abs. 1 Nr. 2, Abs. 2 Satz 1 Nr. 2 JArbSchG" in page


def test_the_way_is_reckoned_and_kept_nowhere(client_of: ClientOf, world_a: World) -> None:
    keep_day(world_a, school_day(), lessons=4)
    browser = client_of(world_a.people["apprentice"])
    assert "3 h 15 + 25 min Weg = 3 h 40" in text_of(browser, world_a, "?weg=25")
    assert "25 min Weg" not in text_of(browser, world_a)
    wrong = browser.get(day_url(world_a.first) + "?weg=lange")
    assert wrong.status_code == 422
    assert "zum Beispiel 25" in wrong.content.decode()


def test_who_may_not_know_the_age_reads_both_laws(client_of: ClientOf, world_a: World) -> None:
    keep_day(world_a, school_day())
    knowing = text_of(client_of(world_a.people["class_teacher"]), world_a)
    assert "§ 15 Abs. 1 Satz 2 Nr. 2 BBiG" not in knowing
    other = text_of(client_of(world_a.people["subject_teacher"]), world_a)
    assert "Das Alter sehen Sie hier nicht." in other
    assert "§ 15 Abs. 1 Satz 2 Nr. 2 BBiG" in other
    assert "§ 9 Abs. 1 Satz 2 Nr. 2 JArbSchG" in other


@pytest.mark.parametrize("persona", FIRM)
def test_both_sides_answer_and_both_see_it(persona: str, client_of: ClientOf, world_a: World) -> None:
    keep_day(world_a, school_day(), cancelled=(5, 6))
    apprentice, firm = client_of(world_a.people["apprentice"]), client_of(world_a.people[persona])
    assert "bleibt weg" in say(apprentice, world_a.first, "stays").content.decode()
    seen = text_of(firm, world_a)
    assert "bleibt weg" in seen
    assert "noch keine Antwort" in seen
    answered = say(firm, world_a.first, "comes").content.decode()
    assert "Sie sagen Verschiedenes" in answered
    assert world_a.people[persona].name in text_of(apprentice, world_a)
    assert said(world_a.first.room_id) == [("apprentice", "stays"), ("firm", "comes")]


def test_the_last_answer_holds_and_the_first_is_not_hidden(client_of: ClientOf, world_a: World) -> None:
    keep_day(world_a, school_day(), cancelled=(6,))
    browser = client_of(world_a.people["apprentice"])
    say(browser, world_a.first, "stays")
    page = say(browser, world_a.first, "comes").content.decode()
    assert "<strong>kommt in den Betrieb</strong>" in page
    assert "<strong>bleibt weg</strong>" not in page
    assert "Alles, was gesagt wurde (2)" in page
    assert ": bleibt weg" in page


def test_the_second_tap_on_the_same_answer_writes_nothing(client_of: ClientOf, world_a: World) -> None:
    keep_day(world_a, school_day(), cancelled=(6,))
    browser = client_of(world_a.people["trainer"])
    say(browser, world_a.first, "comes")
    assert "Das steht schon so da." in say(browser, world_a.first, "comes").content.decode()
    # A colleague with the page open in another tab.
    say(client_of(world_a.people["deputy_trainer"]), world_a.first, "comes")
    assert said(world_a.first.room_id) == [("firm", "comes")]


@pytest.mark.parametrize("persona", READERS)
def test_who_only_reads_answers_for_nobody(persona: str, client_of: ClientOf, world_a: World) -> None:
    keep_day(world_a, school_day(), cancelled=(6,))
    browser = client_of(world_a.people[persona])
    page = browser.get(day_url(world_a.first))
    assert page.status_code == 200
    assert "sagen nur die Auszubildenden selbst und der Betrieb" in page.content.decode()
    assert 'name="says"' not in page.content.decode()
    assert browser.post(day_url(world_a.first), {"says": "comes"}).status_code == 403
    assert said(world_a.first.room_id) == []


@pytest.mark.parametrize("persona", OUTSIDERS)
def test_others_find_nothing(persona: str, client_of: ClientOf, world_a: World) -> None:
    browser = client_of(world_a.people[persona])
    assert browser.get(day_url(world_a.first)).status_code == 404
    assert browser.post(day_url(world_a.first), {"says": "comes"}).status_code == 404
    assert said(world_a.first.room_id) == []


def test_a_day_that_is_over_stays_as_it_is(client_of: ClientOf, world_a: World) -> None:
    past = today() - timedelta(days=2)
    page = say(client_of(world_a.people["apprentice"]), world_a.first, "comes", past).content.decode()
    assert "Dieser Tag ist vorbei." in page
    assert said(world_a.first.room_id, past) == []


def test_anything_but_the_two_answers_is_not_taken(client_of: ClientOf, world_a: World) -> None:
    for says in ("", "maybe", "comes\x00"):
        page = say(client_of(world_a.people["apprentice"]), world_a.first, says).content.decode()
        assert "Bitte wählen Sie eine der beiden Antworten." in page
    assert said(world_a.first.room_id) == []


def test_there_is_no_day_outside_the_contract(client_of: ClientOf, world_a: World) -> None:
    browser, contract = client_of(world_a.people["apprentice"]), world_a.first.contract
    for day in (contract.first_day - timedelta(days=1), contract.last_day + timedelta(days=1)):
        assert browser.get(day_url(world_a.first, day)).status_code == 404
        assert browser.post(day_url(world_a.first, day), {"says": "comes"}).status_code == 404
    no_day = day_url(world_a.first).replace(school_day().isoformat(), "2026-02-30")
    assert browser.get(no_day).status_code == 404


INSERT = """INSERT INTO schedule_dayanswer (id, room_id, day, side, says, by_id)
            VALUES (%(id)s, %(room)s, %(day)s, %(side)s, 'comes', %(by)s)"""


def refused(statement: str, values: dict[str, Any]) -> bool:
    """True if the database does not let this be done for want of a right; nothing stays written."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            done = cursor.rowcount
            transaction.set_rollback(True)
    except DatabaseError as error:
        if isinstance(error.__cause__, errors.InsufficientPrivilege):
            return True
        raise
    return done == 0


@pytest.mark.parametrize(("persona", "own"), [("apprentice", "apprentice"), *((one, "firm") for one in FIRM)])
def test_the_database_keeps_each_to_the_own_side_and_name(persona: str, own: str, world_a: World) -> None:
    me, other = world_a.people[persona].pk, world_a.people["guardian"].pk
    values = {"id": new_id(), "room": world_a.first.room_id, "day": today(), "by": me, "side": own}
    with standing_as(world_a.people[persona]):
        assert not refused(INSERT, values)
        assert refused(INSERT, values | {"side": "firm" if own == "apprentice" else "apprentice"})
        assert refused(INSERT, values | {"by": other})
        assert refused(INSERT, values | {"room": world_a.second.room_id})


@pytest.mark.parametrize("persona", [*READERS, *OUTSIDERS])
def test_the_database_lets_nobody_else_answer(persona: str, world_a: World) -> None:
    me = world_a.people[persona]
    values = {"id": new_id(), "room": world_a.first.room_id, "day": today(), "by": me.pk}
    with standing_as(me):
        for side in ("apprentice", "firm"):
            assert refused(INSERT, values | {"side": side})


@pytest.mark.parametrize("persona", ["apprentice", "trainer"])
def test_the_database_lets_nobody_change_what_was_said(persona: str, world_a: World) -> None:
    with standing_as(world_a.people[persona]):
        room = {"room": world_a.first.room_id}
        assert refused("UPDATE schedule_dayanswer SET says = 'stays' WHERE room_id = %(room)s", room)
        assert refused("DELETE FROM schedule_dayanswer WHERE room_id = %(room)s", room)


@pytest.mark.parametrize("persona", ["apprentice", "trainer", "class_teacher", "guardian"])
def test_the_page_takes_a_fixed_number_of_statements(
    persona: str, client_of: ClientOf, world_a: World
) -> None:
    keep_day(world_a, school_day(), cancelled=(5, 6))
    say(client_of(world_a.people["apprentice"]), world_a.first, "comes")
    browser = client_of(world_a.people[persona])
    show_before(browser, day_url(world_a.first))
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(day_url(world_a.first)).status_code == 200
    counted = [
        one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]
    assert len(counted) <= MOST_QUERIES, counted
