"""The weekly mail: one for each person and week at most, only where there is something new, and it says nothing of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.core import mail

from tests.mailing import delivered, mail_notices, words_of
from tests.planning.radar import lanes
from tests.planning.radar.lanes import addresses, entry, link, publish, signs, week
from tests.privacy.deciding import firm_decides
from tests.worlds import ACTOR, World, Worlds
from zweiklang.exchange.models import Notice
from zweiklang.kernel.clock import now, standing_at, today
from zweiklang.kernel.hesse import monday_of
from zweiklang.people.mailing.unsubscribing import set_rhythm
from zweiklang.people.public import MailKind, Rhythm
from zweiklang.planning.models import AlignmentProposal, ProposalAct, RadarDigest, RadarSign
from zweiklang.planning.radar import digest
from zweiklang.planning.radar.digest import week_before
from zweiklang.rooms.public import as_system

FIRM = ("trainer", "deputy_trainer", "training_manager")


@contextmanager
def on_tuesday(weeks: int = 0) -> Iterator[None]:
    """It is the Tuesday after the signs were made, or so many weeks later."""
    tuesday = monday_of(today()) + timedelta(weeks=weeks + 1, days=1)
    with standing_at(now() + (tuesday - today())):
        yield


@pytest.fixture
def moved(worlds: Worlds) -> World:
    """LF 7 of world A's class has moved, which concerns the first firm's plan alone; the class teacher has published it."""
    world = worlds.a
    link(worlds.positions[0], "7", confirmed_by=world)
    entry(world.first.room_id, worlds.positions[0], (14, 17))
    publish(world, lf7=(10, 13))
    publish(world, lf7=(20, 23))
    return world


def told() -> None:
    """The week's news are told and mailed."""
    week()
    mail_notices()


def mailed() -> list[str]:
    return sorted(one.to[0] for one in delivered())


def firm(world: World) -> list[str]:
    """Addresses of those who train in the first firm; the crossing person does in world A."""
    return addresses(world.people[name] for name in FIRM)


def test_the_firm_concerned_is_mailed_and_nobody_else(moved: World, worlds: Worlds) -> None:
    with on_tuesday():
        told()
    assert mailed() == sorted([*firm(moved), worlds.crossing.person.email])


def test_a_second_run_and_a_second_day_of_the_week_mail_nobody(moved: World, worlds: Worlds) -> None:
    with on_tuesday():
        told()
        told()
    with standing_at(now() + (monday_of(today()) + timedelta(days=9) - today())):
        told()
    assert len(mailed()) == len(FIRM) + 1
    with as_system(ACTOR):
        assert RadarDigest.objects.filter(person=moved.people["trainer"]).count() == 1


def test_next_week_there_is_nothing_new_and_no_mail(moved: World) -> None:
    with on_tuesday(1):
        told()
    assert mailed() == []


def test_each_day_belongs_to_one_week_of_mails() -> None:
    tuesdays = [date(2026, 11, 24) + timedelta(weeks=number) for number in range(60)]
    days = [
        first + timedelta(days=number)
        for first, last in map(week_before, tuesdays)
        for number in range((last - first).days + 1)
    ]
    assert days == [days[0] + timedelta(days=number) for number in range(420)]
    assert {week_before(tuesdays[0] + timedelta(days=number)) for number in range(4)} == {
        week_before(tuesdays[0])
    }


def test_what_was_settled_is_not_mailed(moved: World) -> None:
    with as_system(ACTOR):
        RadarSign.objects.update(settled_on=today())
    with on_tuesday():
        told()
    assert mailed() == []


def test_the_mail_names_nobody_and_nothing(moved: World, worlds: Worlds) -> None:
    with on_tuesday():
        told()
    sent = {one.to[0]: one for one in delivered()}
    one = sent[moved.people["trainer"].email]
    apprentice = moved.first.apprentice
    for word in (apprentice.given_name, apprentice.family_name, "LF", "Software", moved.school.name, "11FI"):
        assert word not in words_of(one), word
    assert "/nachrichten/" in one.body
    assert "List-Unsubscribe" in one.extra_headers


def test_who_does_not_want_it_by_mail_has_it_in_the_inbox_only(moved: World) -> None:
    person = moved.people["trainer"]
    set_rhythm(person.pk, MailKind.PLANNING, Rhythm.NEVER)
    with on_tuesday():
        told()
    assert person.email not in mailed()
    with as_system(ACTOR):
        assert Notice.objects.filter(person=person, kind="planning", done_at=None).count() == 1


def test_who_does_not_want_mails_of_the_calendar_gets_this_one(moved: World) -> None:
    set_rhythm(moved.people["trainer"].pk, MailKind.SCHEDULE, Rhythm.NEVER)
    with on_tuesday():
        told()
    assert moved.people["trainer"].email in mailed()


def test_a_teacher_is_mailed_of_plans_the_firm_shows_but_not_of_what_she_moved_herself(
    moved: World, worlds: Worlds
) -> None:
    firm_decides(moved, "open")
    with on_tuesday():
        told()
    assert moved.people["class_teacher"].email not in mailed()
    with as_system(ACTOR):
        RadarSign.objects.update(made_on=today(), kind="soon")
        RadarDigest.objects.all().delete()
        Notice.objects.all().delete()
    mail.outbox.clear()
    with on_tuesday():
        told()
    assert moved.people["class_teacher"].email in mailed()
    assert moved.people["subject_teacher"].email not in mailed()


def test_an_answer_of_the_other_side_is_mailed_once_in_the_week(worlds: Worlds) -> None:
    world = worlds.a
    trainer, teacher = world.people["trainer"], world.people["class_teacher"]
    with as_system(ACTOR):
        proposal = AlignmentProposal.objects.create(
            room_id=world.first.room_id,
            batch=world.first.room_id,
            side="school",
            kind="visit",
            made_by=teacher,
        )
        for text in ("Gern", "Am Dienstag"):
            ProposalAct.objects.create(
                room_id=proposal.room_id,
                proposal=proposal,
                side="firm",
                says="comment",
                text=text,
                by=trainer,
            )
    with on_tuesday():
        told()
    assert mailed() == [teacher.email]


def test_a_worker_killed_halfway_has_mailed_nobody_and_the_next_one_mails_each_once(
    moved: World, worlds: Worlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*args: object, **values: object) -> int:
        raise SystemExit

    with on_tuesday():
        with monkeypatch.context() as patch:
            patch.setattr(digest, "tell_people", killed)
            with pytest.raises(SystemExit):
                digest.tell_digest(after=lanes.NOBODY)
        with as_system(ACTOR):
            assert not RadarDigest.objects.exists()
        told()
    assert mailed() == sorted([*firm(moved), worlds.crossing.person.email])


def test_many_are_mailed_in_portions(moved: World, worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest, "_TAKE", digest._TAKE.replace(f"LIMIT {digest.AT_ONCE}", "LIMIT 1"))
    with on_tuesday():
        told()
    assert mailed() == sorted([*firm(moved), worlds.crossing.person.email])
    assert len(signs()) == 1
