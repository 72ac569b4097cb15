"""Who is away says so once, without a reason; teacher and, where open, firm read when, and nothing else."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from tests.access import tables
from tests.clients import standing_as
from tests.privacy.deciding import school_decides
from tests.worlds import ACTOR, World, Worlds
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.ids import new_id
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system
from zweiklang.schedule.absences.notices import report_absence
from zweiklang.schedule.models import AbsenceNotice

ClientOf = Callable[[Person | None], Client]
TODAY = today()


@pytest.fixture(autouse=True)
def _nothing_reported(worlds: Worlds) -> None:
    with as_system(ACTOR):
        AbsenceNotice.objects.all().delete()


def url(world: World) -> str:
    return reverse("schedule:report_absence", args=[world.first.room_id])


def report(client: Client, world: World, first: date = TODAY, last: date | None = None):
    sent = {"first_day": first.isoformat(), "last_day": last.isoformat() if last else ""}
    return client.post(url(world), sent)


def reported(world: World) -> list[tuple[date, date, bool]]:
    with as_system(ACTOR):
        rows = AbsenceNotice.objects.filter(room_id=world.first.room_id).order_by("first_day")
        return [(row.first_day, row.last_day, row.withdrawn_at is not None) for row in rows]


@pytest.mark.parametrize("persona", ["apprentice", "guardian"])
def test_an_absence_is_reported_in_two_taps_from_heute(
    persona: str, client_of: ClientOf, world_a: World
) -> None:
    client = client_of(world_a.people[persona])
    assert f'href="{url(world_a)}"' in client.get("/").content.decode()
    page = client.get(url(world_a)).content.decode()
    assert f'value="{TODAY.isoformat()}"' in page
    assert "Grund" in page
    assert 'name="reason"' not in page
    assert report(client, world_a).status_code == 302
    assert reported(world_a) == [(TODAY, TODAY, False)]


def test_several_days_and_days_that_are_over_can_be_reported(client_of: ClientOf, world_a: World) -> None:
    client = client_of(world_a.first.apprentice)
    report(client, world_a, TODAY - timedelta(days=3), TODAY - timedelta(days=2))
    report(client, world_a, TODAY, TODAY + timedelta(days=4))
    assert len(reported(world_a)) == 2


def test_two_taps_are_one_notice(client_of: ClientOf, world_a: World) -> None:
    for _ in range(2):
        assert report(client_of(world_a.first.apprentice), world_a).status_code == 302
    assert len(reported(world_a)) == 1


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (0, -1, "liegt vor dem ersten"),
        (-15, -15, "höchstens 14 Tage zurück"),
        (61, 61, "60 Tage voraus"),
        (0, 42, "höchstens 42 Tage"),
    ],
)
def test_days_that_cannot_be_are_told_with_what_is_expected(
    first: int, last: int, says: str, client_of: ClientOf, world_a: World
) -> None:
    answer = report(
        client_of(world_a.first.apprentice),
        world_a,
        TODAY + timedelta(days=first),
        TODAY + timedelta(days=last),
    )
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert reported(world_a) == []


def test_a_day_reported_already_is_told(client_of: ClientOf, world_a: World) -> None:
    client = client_of(world_a.first.apprentice)
    report(client, world_a, TODAY, TODAY + timedelta(days=2))
    answer = report(client, world_a, TODAY + timedelta(days=1), TODAY + timedelta(days=5))
    assert answer.status_code == 422
    assert "schon eine Abmeldung" in answer.content.decode()


def test_a_notice_is_taken_back_and_can_be_made_again(client_of: ClientOf, world_a: World) -> None:
    client = client_of(world_a.first.apprentice)
    report(client, world_a)
    with as_system(ACTOR):
        notice = AbsenceNotice.objects.get(room_id=world_a.first.room_id)
    back = reverse("schedule:withdraw_notice", args=[world_a.first.room_id, notice.pk])
    for _ in range(2):
        assert client.post(back).status_code == 302
    assert reported(world_a) == [(TODAY, TODAY, True)]
    report(client, world_a)
    assert sorted(withdrawn for *_, withdrawn in reported(world_a)) == [False, True]


def test_a_notice_about_days_that_are_over_stays(client_of: ClientOf, world_a: World) -> None:
    client, past = client_of(world_a.first.apprentice), TODAY - timedelta(days=2)
    report(client, world_a, past)
    with as_system(ACTOR):
        notice = AbsenceNotice.objects.get(room_id=world_a.first.room_id)
    back = reverse("schedule:withdraw_notice", args=[world_a.first.room_id, notice.pk])
    assert "Diese Tage sind vorbei" in client.post(back, follow=True).content.decode()
    assert reported(world_a) == [(past, past, False)]


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("class_teacher", 403),
        ("subject_teacher", 404),
        ("trainer", 404),
        ("second_apprentice", 404),
        ("head_of_school", 404),
    ],
)
def test_nobody_reports_or_withdraws_for_somebody_else(
    persona: str, status: int, client_of: ClientOf, world_a: World
) -> None:
    report(client_of(world_a.first.apprentice), world_a)
    with as_system(ACTOR):
        notice = AbsenceNotice.objects.get(room_id=world_a.first.room_id)
    client = client_of(world_a.people[persona])
    assert report(client, world_a, TODAY + timedelta(days=5)).status_code == status
    back = reverse("schedule:withdraw_notice", args=[world_a.first.room_id, notice.pk])
    assert client.post(back).status_code == status
    assert reported(world_a) == [(TODAY, TODAY, False)]


def test_a_notice_of_another_room_is_not_taken_back(client_of: ClientOf, worlds: Worlds) -> None:
    report(client_of(worlds.b.first.apprentice), worlds.b)
    with as_system(ACTOR):
        notice = AbsenceNotice.objects.get(room_id=worlds.b.first.room_id)
    back = reverse("schedule:withdraw_notice", args=[worlds.a.first.room_id, notice.pk])
    assert client_of(worlds.a.first.apprentice).post(back).status_code == 404
    assert reported(worlds.b) == [(TODAY, TODAY, False)]


def test_the_firm_reads_when_and_nothing_else_once_absences_are_open(
    client_of: ClientOf, world_a: World
) -> None:
    trainer = client_of(world_a.people["trainer"])
    report(client_of(world_a.first.apprentice), world_a)
    absences = reverse("schedule:absences", args=[world_a.first.room_id])
    line = f"Abgemeldet: {world_a.first.apprentice.name}, ab {formats.day(TODAY)}"
    assert trainer.get(absences).status_code == 404
    assert line not in trainer.get("/").content.decode()
    school_decides(world_a, "absences", "open")
    page = trainer.get(absences).content.decode()
    assert "abgemeldet am" in page
    assert "Zurücknehmen" not in page
    assert line in trainer.get("/").content.decode()


def test_a_notice_is_signed_and_its_days_never_move(world_a: World) -> None:
    report_as = world_a.first.apprentice
    with standing_as(report_as):
        notice = report_absence(
            actor_of(report_as), room_id=world_a.first.room_id, first_day=TODAY, last_day=TODAY
        )
        row = tables.row_of("schedule_absencenotice", world_a.first.room_id)
        assert row is not None
        other = str(world_a.people["guardian"].pk)
    with standing_as(report_as):
        assert not tables.can_insert(row, reported_by_id=other)
        assert tables.can_insert(row, reported_by_id=str(report_as.pk))
    assert notice.withdrawn_at is None


@pytest.mark.parametrize(("at", "done"), [("now()", True), ("now() - interval '2 hours'", False)])
def test_in_sql_nobody_reports_at_another_time_than_now(at: str, done: bool, world_a: World) -> None:
    statement = (
        "INSERT INTO schedule_absencenotice (id, room_id, first_day, last_day, reported_by_id, reported_at)"
        f" VALUES (%s, %s, %s, %s, %s, {at})"
    )
    me, room = world_a.first.apprentice, world_a.first.room_id
    with standing_as(me), nullcontext() if done else pytest.raises(ProgrammingError), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement, [new_id(), room, today(), today(), me.pk])
        transaction.set_rollback(True)
