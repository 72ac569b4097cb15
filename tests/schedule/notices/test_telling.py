"""Who hears of a change in the calendar, how often, and what a mail says of it."""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tests.mailing import delivered, mail_notices
from tests.worlds import ACTOR, World, Worlds
from zweiklang.exchange.models import Notice
from zweiklang.kernel.clock import now, today
from zweiklang.people.mailing.unsubscribing import set_rhythm
from zweiklang.people.public import MailKind, Person, Rhythm, actor_of
from zweiklang.rooms.public import Membership, as_system
from zweiklang.schedule import tasks
from zweiklang.schedule.models import ScheduleChange, ScheduleNotice
from zweiklang.schedule.notices.announcing import Told, announce
from zweiklang.schedule.notices.telling import next_working_day

SOON = timedelta(days=1)
LATER = timedelta(days=9)
IN_FIVE_MINUTES = timedelta(minutes=5)


def change(world: World, *, days: timedelta = LATER, **more: Any) -> Told:
    """A lesson of the world's class is cancelled so many days from now."""
    day = today() + days
    values = {"what": "cancelled", "old": "3. Stunde: Mathematik", "new": ""} | more
    return Told(world.school_class.room_id, day, day, **values)


def jobs_due(name: str) -> list[tuple[dict[str, str], datetime | None]]:
    """Arguments and time of the jobs of that name, in their order."""
    with as_system(ACTOR), connection.cursor() as cursor:
        cursor.execute(
            "SELECT args::text, scheduled_at FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [name]
        )
        return [(json.loads(arguments), at) for arguments, at in cursor.fetchall()]


def work() -> None:
    """The jobs that tell are done as a worker would."""
    for arguments, _ in jobs_due("schedule.notify"):
        with as_system(ACTOR):
            tasks.notify.func(None, **arguments)


def mail_times(batch: UUID) -> set[datetime | None]:
    """When the mails about that batch are due."""
    with as_system(ACTOR):
        return set(Notice.objects.filter(kind="schedule", about=batch).values_list("mail_at", flat=True))


def told_of(batch: UUID) -> list[str]:
    """Ids of those who have a notice of that batch, each once for each notice."""
    with as_system(ACTOR):
        return sorted(
            str(pk) for pk in ScheduleNotice.objects.filter(batch=batch).values_list("person", flat=True)
        )


def ids(people: Iterable[Person]) -> list[str]:
    return sorted(str(person.pk) for person in people)


def members(world: World) -> set[str]:
    """Personas of the class room whom its calendar concerns."""
    return set(world.people) - {"head_of_school", "school_office", "chamber_adviser"}


def concerned(world: World) -> list[Person]:
    second = world.second.firm
    return [
        *(world.people[name] for name in members(world)), world.pupil, second.deputy_trainer, second.training_manager,
    ]  # fmt: skip


def test_the_class_with_its_firms_guardians_and_teachers_hears_of_it_and_nobody_else(worlds: Worlds) -> None:
    batch = announce(ACTOR, [change(worlds.a)])
    work()
    assert told_of(batch) == ids([*concerned(worlds.a), worlds.crossing.person])


def test_who_trains_in_one_world_and_teaches_in_the_other_hears_of_each_for_its_own_reason(
    worlds: Worlds,
) -> None:
    batch = announce(ACTOR, [change(worlds.b)])
    work()
    assert told_of(batch) == ids([*concerned(worlds.b), worlds.crossing.person])
    both = announce(ACTOR, [change(worlds.a), change(worlds.b)])
    work()
    assert told_of(both).count(str(worlds.crossing.person.pk)) == 2, "one for each room"


def test_a_change_of_one_apprenticeship_concerns_its_own_people(worlds: Worlds) -> None:
    day = today() + LATER
    batch = announce(ACTOR, [Told(worlds.a.second.room_id, day, day, "added", new="ÜLU-Kurs")])
    work()
    firm, people = worlds.a.second.firm, worlds.a.people
    assert told_of(batch) == ids(
        [
            worlds.a.second.apprentice, firm.trainer, firm.deputy_trainer, firm.training_manager,
            people["class_teacher"], people["subject_teacher"],
        ]
    )  # fmt: skip


def test_whoever_made_the_change_is_not_told(worlds: Worlds) -> None:
    teacher = worlds.a.people["class_teacher"]
    batch = announce(actor_of(teacher), [change(worlds.a)])
    work()
    assert str(teacher.pk) not in told_of(batch)
    assert str(worlds.a.people["subject_teacher"].pk) in told_of(batch)


def test_whoever_left_yesterday_is_not_told(worlds: Worlds) -> None:
    gone = worlds.a.people["trainer"]
    with as_system(ACTOR):
        Membership.objects.filter(room=worlds.a.school_class.room_id, person=gone).update(
            last_day=today() - timedelta(days=1)
        )
    batch = announce(ACTOR, [change(worlds.a)])
    work()
    assert str(gone.pk) not in told_of(batch)


def test_a_job_done_twice_tells_and_mails_once(worlds: Worlds) -> None:
    batch = announce(ACTOR, [change(worlds.a)])
    work()
    before = told_of(batch)
    work()
    assert told_of(batch) == before
    with as_system(ACTOR):
        assert set(Notice.objects.filter(about=batch).values_list("count", flat=True)) == {1}
    mail_notices()
    mails = delivered()
    assert sorted(message.to[0] for message in mails) == sorted(
        person.email for person in [*concerned(worlds.a), worlds.crossing.person] if person.email
    )
    mail_notices()
    assert len(delivered()) == len(mails)


def test_days_that_are_over_are_no_news(worlds: Worlds) -> None:
    announce(ACTOR, [change(worlds.a, days=-SOON)])
    assert jobs_due("schedule.notify") == []
    with as_system(ACTOR):
        assert not ScheduleChange.objects.filter(old="3. Stunde: Mathematik").exists()


def test_news_of_the_next_day_is_mailed_at_once_and_news_of_next_week_in_five_minutes(world_a: World) -> None:
    for days, pause in ((SOON, timedelta()), (LATER, IN_FIVE_MINUTES)):
        batch = announce(ACTOR, [change(world_a, days=days)])
        work()
        (at,) = mail_times(batch)
        assert at is not None
        assert pause - timedelta(minutes=1) < at - now() <= pause


def test_on_a_saturday_monday_is_the_next_working_day_and_a_holiday_is_none() -> None:
    assert next_working_day(date(2026, 11, 21)) == date(2026, 11, 23)
    assert next_working_day(date(2026, 11, 24)) == date(2026, 11, 25)
    assert next_working_day(date(2026, 12, 24)) == date(2026, 12, 28)


def test_a_plan_for_the_whole_year_that_begins_today_is_not_urgent(world_a: World) -> None:
    room = world_a.school_class.room_id
    batch = announce(ACTOR, [Told(room, today(), today() + timedelta(days=200), "changed", "Mo", "Di")])
    work()
    (at,) = mail_times(batch)
    assert at is not None
    assert at > now() + timedelta(minutes=4)


def test_two_batches_within_minutes_are_one_mail(worlds: Worlds) -> None:
    both = [
        announce(ACTOR, [change(worlds.a)]),
        announce(ACTOR, [change(worlds.a, old="4. Stunde: Englisch")]),
    ]
    work()
    mail_notices()
    addresses = [message.to[0] for message in delivered()]
    assert len(addresses) == len(set(addresses)) > 0
    with as_system(ACTOR):
        assert not Notice.objects.filter(about__in=both, mailed_at=None).exists()


def test_the_next_urgent_mail_comes_when_five_minutes_are_over(worlds: Worlds) -> None:
    announce(ACTOR, [change(worlds.a, days=SOON)])
    work()
    mail_notices(timedelta())
    first = len(delivered())
    assert first > 0
    second = announce(ACTOR, [change(worlds.a, days=SOON, old="4. Stunde: Englisch")])
    work()
    mail_notices(timedelta())
    assert len(delivered()) == first
    later = max(filter(None, mail_times(second)))
    assert timedelta(minutes=4) < later - now() <= IN_FIVE_MINUTES
    mail_notices()
    assert len(delivered()) == 2 * first


def test_whoever_wants_no_mail_has_the_notice_only(worlds: Worlds) -> None:
    quiet = worlds.a.people["trainer"]
    set_rhythm(quiet.pk, MailKind.SCHEDULE, Rhythm.NEVER)
    batch = announce(ACTOR, [change(worlds.a, days=SOON)])
    work()
    mail_notices(timedelta())
    assert str(quiet.pk) in told_of(batch)
    addresses = {message.to[0] for message in delivered()}
    assert quiet.email not in addresses
    assert worlds.a.people["apprentice"].email in addresses


def test_a_mail_says_that_there_is_something_new_and_nothing_of_it(worlds: Worlds) -> None:
    apprentice = worlds.a.people["apprentice"]
    Person.objects.filter(pk=worlds.a.people["guardian"].pk).update(language="en")
    announce(ACTOR, [change(worlds.a, days=SOON, old="3. Stunde: Mathematik bei MÜL")])
    work()
    mail_notices(timedelta())
    sent = {message.to[0]: message for message in delivered()}
    german, english = sent[apprentice.email], sent[worlds.a.people["guardian"].email]
    assert german.subject == "Zweiklang: Es gibt Neues für Sie"
    assert english.subject == "Zweiklang: There is something new for you"
    for message in sent.values():
        said = f"{message.subject} {message.body}"
        for secret in ("Mathematik", "MÜL", "Stunde", worlds.a.school_class.label, worlds.a.school.name):
            assert secret not in said
    others = {person.name for person in everybody_in(worlds) if person.pk != apprentice.pk}
    assert not any(name in german.body for name in others)


def everybody_in(worlds: Worlds) -> list[Person]:
    return [*worlds.a.people.values(), *worlds.b.people.values()]


def test_texts_fit_into_the_table(world_a: World) -> None:
    batch = announce(ACTOR, [change(world_a, old="x " * 400, new="\n y ")])
    with as_system(ACTOR):
        row = ScheduleChange.objects.get(batch=batch)
    assert (len(row.old), row.old[-1], row.new) == (300, "…", "y")
