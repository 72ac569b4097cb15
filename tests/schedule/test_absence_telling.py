"""Of an absence hears who may read it: in the product, and by a mail that says nothing of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.mailing import delivered, mail_notices
from tests.privacy.deciding import school_decides
from tests.schedule.notices.test_telling import jobs_due
from tests.schedule.pages import choice, day_url
from tests.worlds import ACTOR, World
from zweiklang.exchange.models import Notice
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system
from zweiklang.schedule import tasks
from zweiklang.schedule.models import AbsenceNotice, ScheduleNotice

ClientOf = Callable[[Person | None], Client]
FIRM = {"trainer", "deputy_trainer", "training_manager"}


@pytest.fixture(autouse=True)
def _nobody_was_told(world_a: World) -> None:
    with as_system(ACTOR):
        ScheduleNotice.objects.all().delete()
        AbsenceNotice.objects.all().delete()
        Notice.objects.all().delete()


def enter(client_of: ClientOf, world: World, *, days_ago: int = 0) -> None:
    teacher = client_of(world.people["class_teacher"])
    url = day_url(world, today() - timedelta(days=days_ago))
    assert teacher.post(url, choice(world.first, "absent")).status_code == 302


def work() -> None:
    for arguments, _ in jobs_due("schedule.tell_absences"):
        with as_system(ACTOR):
            tasks.tell_absences.func(None, **arguments)


def told(world: World) -> set[str]:
    names = {person.pk: name for name, person in world.people.items()}
    with as_system(ACTOR):
        rows = ScheduleNotice.objects.filter(room_id=world.first.room_id).values_list("person_id", flat=True)
        return {names.get(person, "crossing") for person in rows}


def test_an_entry_reaches_the_apprentice_and_not_the_firm(client_of: ClientOf, world_a: World) -> None:
    enter(client_of, world_a)
    work()
    assert told(world_a) == {"apprentice", "guardian"}


def test_where_absences_are_open_it_reaches_the_firm(client_of: ClientOf, world_a: World) -> None:
    school_decides(world_a, "absences", "open")
    enter(client_of, world_a)
    for _ in range(2):
        work()
    assert told(world_a) == {"apprentice", "guardian", "crossing", *FIRM}
    with as_system(ACTOR):
        assert ScheduleNotice.objects.count() == 6


def test_a_day_before_the_rule_opened_is_no_news_for_the_firm(client_of: ClientOf, world_a: World) -> None:
    school_decides(world_a, "absences", "open")
    enter(client_of, world_a, days_ago=2)
    work()
    assert told(world_a) == {"apprentice", "guardian"}


def test_rights_are_those_of_the_moment_of_telling(client_of: ClientOf, world_a: World) -> None:
    school_decides(world_a, "absences", "open")
    enter(client_of, world_a)
    school_decides(world_a, "absences", "closed")
    work()
    assert told(world_a) == {"apprentice", "guardian"}


def test_an_old_day_and_an_entry_taken_back_are_no_news(client_of: ClientOf, world_a: World) -> None:
    enter(client_of, world_a, days_ago=8)
    assert jobs_due("schedule.tell_absences") == []
    enter(client_of, world_a)
    before = len(jobs_due("schedule.tell_absences"))
    teacher = client_of(world_a.people["class_teacher"])
    teacher.post(day_url(world_a, today()), choice(world_a.first, "present", seen="absent"))
    assert len(jobs_due("schedule.tell_absences")) == before


def test_what_an_apprentice_reports_reaches_the_class_teacher(client_of: ClientOf, world_a: World) -> None:
    url = reverse("schedule:report_absence", args=[world_a.first.room_id])
    client_of(world_a.first.apprentice).post(url, {"first_day": today().isoformat(), "last_day": ""})
    work()
    assert told(world_a) == {"class_teacher", "guardian"}


def test_a_report_that_begins_before_the_rule_opened_is_no_news_for_the_firm(
    client_of: ClientOf, world_a: World
) -> None:
    school_decides(world_a, "absences", "open")
    url = reverse("schedule:report_absence", args=[world_a.first.room_id])
    days = {"first_day": (today() - timedelta(days=2)).isoformat(), "last_day": today().isoformat()}
    assert client_of(world_a.first.apprentice).post(url, days).status_code == 302
    work()
    assert told(world_a) == {"class_teacher", "guardian"}


def test_the_mail_says_that_there_is_something_new_and_nothing_else(
    client_of: ClientOf, world_a: World
) -> None:
    enter(client_of, world_a)
    work()
    mail_notices()
    mails = [mail for mail in delivered() if mail.to == [world_a.first.apprentice.email]]
    assert len(mails) == 1
    said = f"{mails[0].subject} {mails[0].body}"
    for word in ("gefehlt", "Fehlzeit", world_a.first.apprentice.family_name, formats.day(today()), "11FI"):
        assert word not in said.replace(f"Guten Tag {world_a.first.apprentice.name}", "")
