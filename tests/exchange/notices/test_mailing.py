"""One mail for what is new, when the person wants it, and never a word of what it is."""

from datetime import time

import pytest

from tests.exchange.notices.telling import DATES, TALK, at, clean, mailed_by, notices_of, told
from tests.mailing import delivered
from tests.worlds import World
from zweiklang.exchange.notices.services import change_wishes
from zweiklang.exchange.notices.telling import settle_for
from zweiklang.exchange.notices.times import Wishes
from zweiklang.kernel.clock import standing_at
from zweiklang.kernel.ids import new_id
from zweiklang.people.mailing.unsubscribing import set_rhythm
from zweiklang.people.public import MailKind, Person, Rhythm, actor_of

MONDAY, TUESDAY = "2026-11-23", "2026-11-24"


@pytest.fixture(autouse=True)
def _nobody_else_waits(world_a: World, world_b: World) -> None:
    for world in (world_a, world_b):
        for one in world.people.values():
            clean(one)


def mails_to(person: Person) -> int:
    """How many mails the person has got so far."""
    return sum(person.email in mail.to for mail in delivered())


def told_at(person: Person, text: str, **more) -> None:
    with standing_at(at(text)):
        told(person, about=more.pop("about", None) or new_id(), **more)


def test_ten_messages_in_two_minutes_are_one_mail(person: Person) -> None:
    for second in range(10):
        told_at(person, f"{MONDAY} 10:00:{second:02}")
    mailed_by(f"{MONDAY} 10:01")
    assert mails_to(person) == 0, "more may come"
    mailed_by(f"{MONDAY} 10:03")
    assert mails_to(person) == 1
    mailed_by(f"{MONDAY} 10:04")
    assert mails_to(person) == 1, "a job done twice mails once"


def test_messages_and_dates_together_are_one_mail(person: Person) -> None:
    told_at(person, f"{MONDAY} 10:00")
    told_at(person, f"{MONDAY} 10:00", kind=DATES)
    mailed_by(f"{MONDAY} 10:03")
    assert mails_to(person) == 1
    assert all(notice.mailed_at for notice in notices_of(person))


def test_who_has_seen_it_meanwhile_gets_no_mail(person: Person) -> None:
    about = new_id()
    told_at(person, f"{MONDAY} 10:00", about=about)
    settle_for(actor_of(person), kind=TALK, about=about)
    mailed_by(f"{MONDAY} 10:03")
    assert mails_to(person) == 0


def test_what_is_urgent_is_mailed_at_once_and_the_next_thing_five_minutes_later(person: Person) -> None:
    told_at(person, f"{MONDAY} 10:00", urgent=True)
    mailed_by(f"{MONDAY} 10:00")
    assert mails_to(person) == 1
    told_at(person, f"{MONDAY} 10:01", urgent=True)
    for minute in ("10:01", "10:04"):
        mailed_by(f"{MONDAY} {minute}")
        assert mails_to(person) == 1
    mailed_by(f"{MONDAY} 10:05")
    assert mails_to(person) == 2


def test_while_a_thing_stays_open_there_is_one_mail_about_it_in_a_day(person: Person) -> None:
    about = new_id()
    told_at(person, f"{MONDAY} 10:00", about=about)
    mailed_by(f"{MONDAY} 10:03")
    told_at(person, f"{MONDAY} 12:00", about=about)
    mailed_by(f"{MONDAY} 12:03")
    assert mails_to(person) == 1
    mailed_by(f"{TUESDAY} 06:02")
    assert mails_to(person) == 1
    mailed_by(f"{TUESDAY} 06:04")
    assert mails_to(person) == 2


def test_a_daily_summary_comes_once_for_everything(person: Person) -> None:
    for kind in (MailKind.MESSAGES, MailKind.SCHEDULE):
        set_rhythm(person.pk, kind, Rhythm.DAILY)
    told_at(person, f"{MONDAY} 10:00")
    told_at(person, f"{MONDAY} 16:00", kind=DATES)
    for moment in (f"{MONDAY} 10:03", f"{MONDAY} 16:03", f"{TUESDAY} 06:59"):
        mailed_by(moment)
        assert mails_to(person) == 0
    mailed_by(f"{TUESDAY} 07:00")
    assert mails_to(person) == 1
    mailed_by("2026-11-25 07:00")
    assert mails_to(person) == 1, "nothing new, no summary"


def test_a_weekly_summary_waits_for_the_day_that_was_chosen(person: Person) -> None:
    set_rhythm(person.pk, MailKind.MESSAGES, Rhythm.WEEKLY)
    wish(person, summary_weekday=5, summary_hour=16)
    told_at(person, f"{MONDAY} 10:00")
    mailed_by(f"{MONDAY} 10:03")
    mailed_by("2026-11-27 15:59")
    assert mails_to(person) == 0
    mailed_by("2026-11-27 16:00")
    assert mails_to(person) == 1


def test_what_is_seen_before_the_summary_is_not_in_it(person: Person) -> None:
    set_rhythm(person.pk, MailKind.MESSAGES, Rhythm.DAILY)
    about = new_id()
    told_at(person, f"{MONDAY} 10:00", about=about)
    mailed_by(f"{MONDAY} 10:03")
    settle_for(actor_of(person), kind=TALK, about=about)
    mailed_by(f"{TUESDAY} 07:00")
    assert mails_to(person) == 0


def test_who_wants_no_mails_has_the_notice_only(person: Person) -> None:
    set_rhythm(person.pk, MailKind.MESSAGES, Rhythm.NEVER)
    told_at(person, f"{MONDAY} 10:00")
    mailed_by(f"{MONDAY} 10:03")
    mailed_by("2026-11-30 10:03")
    assert mails_to(person) == 0
    assert notices_of(person)[0].mail_at is None


def test_one_kind_at_once_and_another_daily(person: Person) -> None:
    set_rhythm(person.pk, MailKind.SCHEDULE, Rhythm.DAILY)
    told_at(person, f"{MONDAY} 10:00")
    told_at(person, f"{MONDAY} 10:00", kind=DATES)
    mailed_by(f"{MONDAY} 10:03")
    assert mails_to(person) == 1
    assert [notice.mailed_at is not None for notice in notices_of(person)] == [True, False]
    mailed_by(f"{TUESDAY} 07:00")
    assert mails_to(person) == 2


def test_in_quiet_hours_nothing_comes_and_afterwards_one_mail(person: Person) -> None:
    wish(person, quiet_from=time(20), quiet_until=time(6, 30), quiet_weekends=True)
    told_at(person, "2026-11-20 21:00", urgent=True)
    told_at(person, "2026-11-21 10:00")
    for moment in ("2026-11-20 21:00", "2026-11-21 10:03", "2026-11-23 06:29"):
        mailed_by(moment)
        assert mails_to(person) == 0
    mailed_by("2026-11-23 06:30")
    assert mails_to(person) == 1


def test_new_wishes_hold_for_what_waits_already(person: Person) -> None:
    set_rhythm(person.pk, MailKind.MESSAGES, Rhythm.WEEKLY)
    told_at(person, f"{MONDAY} 10:00")
    mailed_by(f"{MONDAY} 10:03")
    with standing_at(at(f"{MONDAY} 11:00")):
        wish(person, chosen={MailKind.MESSAGES: Rhythm.AT_ONCE})
    mailed_by(f"{MONDAY} 11:00")
    assert mails_to(person) == 1


def test_a_mail_says_that_there_is_something_new_and_nothing_of_it(world_a: World, person: Person) -> None:
    guardian = world_a.people["guardian"]
    Person.objects.filter(pk=guardian.pk).update(language="en")
    told_at(person, f"{MONDAY} 10:00")
    told_at(guardian, f"{MONDAY} 10:00")
    mailed_by(f"{MONDAY} 10:03")
    by_address = {mail.to[0]: mail for mail in delivered()}
    german, english = by_address[person.email], by_address[guardian.email]
    assert german.subject == "Zweiklang: Es gibt Neues für Sie"
    assert english.subject == "Zweiklang: There is something new for you"
    assert "http://testserver/nachrichten/" in german.body
    others = {one.name for one in world_a.people.values()} - {person.name}
    for word in (*others, "Etwas Neues", world_a.school.name):
        assert word not in f"{german.subject} {german.body}"


def test_the_link_in_a_mail_ends_its_kind_and_in_a_summary_all_that_is_summed_up(person: Person) -> None:
    told_at(person, f"{MONDAY} 10:00")
    mailed_by(f"{MONDAY} 10:03")
    assert "Neue Nachrichten" in str(delivered()[-1].body)
    set_rhythm(person.pk, MailKind.MESSAGES, Rhythm.DAILY)
    told_at(person, f"{MONDAY} 10:10")
    mailed_by(f"{TUESDAY} 07:00")
    assert "Zusammenfassungen" in str(delivered()[-1].body)


def wish(person: Person, *, chosen: dict[MailKind, Rhythm] | None = None, **wishes) -> None:
    change_wishes(
        actor_of(person), person=person, language="de", chosen=chosen or {}, wishes=Wishes(**wishes)
    )
