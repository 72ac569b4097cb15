"""Subscriptions of a school: what they change, whom it is told, and what a server that fails does not."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from tests.schedule.feeds.subscribing import signed_in
from tests.schedule.sources.calendars import HERE, Server, calendar_server, ics
from tests.worlds import ACTOR, World, Worlds
from zweiklang.interfaces.calendars import read_calendar
from zweiklang.kernel.clock import now, standing_at, today
from zweiklang.kernel.errors import Refused, Rejected
from zweiklang.kernel.hesse import public_holiday, school_holiday
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import as_person, as_system
from zweiklang.schedule.models import CalendarSource, FreeDay, ScheduleChange, SchoolEvent, SchoolPeriod
from zweiklang.schedule.sources import subscribing, web
from zweiklang.schedule.sources.fetching import defer_due, fetch_source

HOUR = timedelta(hours=1)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(web, "RULES", HERE)
    with calendar_server() as found:
        yield found


def _day(days: int) -> date:
    """A Monday at least that far ahead on which schools of Hesse are open."""
    found = today() + timedelta(days=days)
    found += timedelta(days=(7 - found.weekday()) % 7)
    while public_holiday(found) or school_holiday(found):
        found += timedelta(weeks=1)
    return found


def _source(world: World, url: str, *, fills: str = "events") -> UUID:
    of_class = None if fills == "free_days" else world.school_class
    with as_system(ACTOR):
        CalendarSource.objects.filter(school=world.school).delete()
        return CalendarSource.objects.create(
            room_id=world.team_room_id,
            school=world.school,
            school_class=of_class,
            url=url,
            fills=fills,
            next_at=now(),
            made_by="tests",
        ).pk


def _fetch(source: UUID) -> str:
    return fetch_source(source, read=read_calendar)


def _again(source: UUID) -> str:
    """Fetches once more, as if its time had come."""
    with as_system(ACTOR):
        CalendarSource.objects.filter(pk=source).update(next_at=now())
    return _fetch(source)


def _row(source: UUID) -> CalendarSource:
    with as_system(ACTOR):
        return CalendarSource.objects.get(pk=source)


def _events(world: World) -> list[tuple[str, date, str]]:
    with as_system(ACTOR):
        rows = SchoolEvent.objects.filter(room_id=world.school_class.room_id, source="ical")
        return list(rows.order_by("first_day").values_list("title", "first_day", "kind"))


def _told(world: World) -> list[tuple[UUID, str, str, str]]:
    """What was told since the world was made, beside what the world itself had."""
    with as_system(ACTOR):
        rows = ScheduleChange.objects.exclude(old="1. Stunde: Deutsch").order_by("made_at", "first_day", "pk")
        return list(rows.values_list("room_id", "what", "old", "new"))


def test_events_of_a_calendar_become_dates_of_the_class_and_its_people_alone_hear_of_it(
    worlds: Worlds, server: Server
) -> None:
    day = _day(20)
    source = _source(worlds.a, server.says(ics(("1", "Klassenarbeit", day, day), ("2", "Fahrt", day, day))))
    assert _fetch(source) == "changed"
    assert set(_events(worlds.a)) == {("Klassenarbeit", day, "exam"), ("Fahrt", day, "event")}
    assert {room for room, *_ in _told(worlds.a)} == {worlds.a.school_class.room_id}
    assert {new for *_, new in _told(worlds.a)} == {"Klassenarbeit", "Fahrt"}


def test_only_what_is_really_different_travels(worlds: Worlds, server: Server) -> None:
    first = _day(20)
    second, third = first + timedelta(days=1), first + timedelta(days=2)
    source = _source(worlds.a, server.says(ics(("1", "A", first, first), ("2", "B", second, second))))
    _fetch(source)
    told = len(_told(worlds.a))
    with as_system(ACTOR):
        before = {row.title: row.pk for row in SchoolEvent.objects.filter(source="ical")}
    server.says(ics(("neu", "A", first, first), ("2", "B", third, third)))
    assert _again(source) == "changed"
    assert _events(worlds.a) == [("A", first, "event"), ("B", third, "event")]
    [news] = _told(worlds.a)[told:]
    assert news[1] == "changed"
    assert str(second.day) in news[2]
    assert str(third.day) in news[3]
    with as_system(ACTOR):
        assert {row.title: row.pk for row in SchoolEvent.objects.filter(source="ical")} == before
    server.says(ics(("neu", "A", first, first)) + b"X-COMMENT:1\r\n")
    assert _again(source) == "changed"
    assert _events(worlds.a) == [("A", first, "event")]


def test_the_same_calendar_again_changes_nothing_and_nobody_hears(worlds: Worlds, server: Server) -> None:
    day = _day(20)
    source = _source(worlds.a, server.says(ics(("1", "A", day, day)), ETag='"7"'))
    _fetch(source)
    told = _told(worlds.a)
    assert _again(source) == "same"
    assert server.asked[-1][1]["If-None-Match"] == '"7"'
    server.says(ics(("1", "A", day, day)), ETag='"8"')
    assert _again(source) == "same"
    assert _told(worlds.a) == told


def test_what_people_wrote_by_hand_is_never_touched(worlds: Worlds, server: Server) -> None:
    day, room = _day(20), worlds.a.school_class.room_id
    with as_system(ACTOR):
        hand = SchoolEvent.objects.create(room_id=room, first_day=day, last_day=day, title="Von Hand")
        before = SchoolPeriod.objects.filter(room_id=room).count()
    source = _source(worlds.a, server.says(ics(("1", "A", day, day))))
    _fetch(source)
    server.says(ics())
    _again(source)
    assert _events(worlds.a) == []
    with as_system(ACTOR):
        assert SchoolEvent.objects.filter(pk=hand.pk, title="Von Hand").exists()
        assert SchoolPeriod.objects.filter(room_id=room).count() == before


def test_blocks_and_free_days_go_where_they_belong(worlds: Worlds, server: Server) -> None:
    monday = _day(60)
    source = _source(
        worlds.a, server.says(ics(("1", "Block 1", monday, monday + timedelta(days=4)))), fills="periods"
    )
    _fetch(source)
    with as_system(ACTOR):
        block = SchoolPeriod.objects.get(room_id=worlds.a.school_class.room_id, source="ical")
    assert (block.kind, block.first_day, block.last_day) == ("block", monday, monday + timedelta(days=4))
    free = _source(
        worlds.b,
        server.says(ics(("1", "Studientag, unterrichtsfrei", monday, monday)), path="/frei.ics"),
        fills="free_days",
    )
    _fetch(free)
    with as_system(ACTOR):
        found = FreeDay.objects.get(school=worlds.b.school, first_day=monday)
    assert (found.kind, found.name) == ("conference", "Studientag, unterrichtsfrei")
    assert worlds.b.school_class.room_id in {room for room, *_ in _told(worlds.b)}


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 500},
        {"status": 404},
        {"body": b"<html>Anmelden</html>"},
        {"body": b"BEGIN:VCALENDAR" + b"x" * 6_000_000},
    ],
    ids=["error", "gone", "a page", "too large"],
)
def test_a_failing_server_changes_nothing_and_is_asked_less_and_less(
    worlds: Worlds, server: Server, answer: dict[str, Any]
) -> None:
    day = _day(20)
    source = _source(worlds.a, server.says(ics(("1", "A", day, day))))
    _fetch(source)
    server.says(answer.get("body", b""), status=answer.get("status", 200))
    pauses = []
    for _ in range(3):
        assert _again(source) == "failed"
        row = _row(source)
        assert row.next_at
        assert row.checked_at
        pauses.append(row.next_at - row.checked_at)
    assert pauses[0] >= HOUR
    assert pauses[1] >= 2 * HOUR
    assert pauses[2] >= 4 * HOUR
    assert (_row(source).failures, bool(_row(source).failure)) == (3, True)
    assert _events(worlds.a) == [("A", day, "event")]
    server.says(ics(("1", "A", day, day)))
    _again(source)
    assert (_row(source).failures, _row(source).failure) == (0, "")


def test_a_calendar_that_lost_most_of_its_events_is_not_believed(worlds: Worlds, server: Server) -> None:
    days = [_day(20) + timedelta(days=number) for number in range(8)]
    source = _source(
        worlds.a, server.says(ics(*((str(n), f"T {n}", day, day) for n, day in enumerate(days))))
    )
    _fetch(source)
    server.says(ics(("0", "T 0", days[0], days[0])))
    assert _again(source) == "failed"
    assert len(_events(worlds.a)) == 8
    assert "vollständig" in _row(source).failure


def test_an_unreadable_event_is_said_and_the_others_are_taken(worlds: Worlds, server: Server) -> None:
    day = _day(20)
    broken = b"BEGIN:VEVENT\r\nUID:9\r\nDTSTART:bald\r\nEND:VEVENT\r\nEND:VCALENDAR"
    source = _source(worlds.a, server.says(ics(("1", "A", day, day)).replace(b"END:VCALENDAR", broken)))
    assert _fetch(source) == "changed"
    assert _events(worlds.a) == [("A", day, "event")]
    assert "„bald“" in _row(source).failure
    assert _row(source).failures == 0


def test_nobody_fetches_before_its_time_or_what_another_worker_has(worlds: Worlds, server: Server) -> None:
    day = _day(20)
    source = _source(worlds.a, server.says(ics(("1", "A", day, day))))
    _fetch(source)
    assert _fetch(source) == ""
    assert len(server.asked) == 1
    with standing_at(now() + timedelta(hours=2)):
        assert _fetch(source) == "same"


def test_a_subscription_that_was_paused_while_it_was_fetched_writes_nothing(
    worlds: Worlds, server: Server
) -> None:
    day = _day(20)
    source = _source(worlds.a, server.says(ics(("1", "A", day, day))))

    def read(data: bytes, name: str) -> Any:
        with as_system(ACTOR):
            CalendarSource.objects.filter(pk=source).update(active=False)
        return read_calendar(data, name)

    assert fetch_source(source, read=read) == ""
    assert _events(worlds.a) == []
    assert _fetch(source) == ""


def test_only_what_is_due_and_active_gets_a_job(worlds: Worlds) -> None:
    source = _source(worlds.a, "https://schule.example/k.ics")
    with as_system(ACTOR):
        CalendarSource.objects.exclude(pk=source).update(active=False)
    assert defer_due() == 1
    with as_system(ACTOR):
        CalendarSource.objects.filter(pk=source).update(next_at=now() + HOUR)
    assert defer_due() == 0


# --- The page -----------------------------------------------------------------------------------------------------


def _post(worlds: Worlds, persona: str, **said: Any) -> Any:
    url = reverse("schedule:calendars", args=[worlds.a.team_room_id])
    return signed_in(worlds.a.people[persona]).post(url, said)


def test_the_school_subscribes_pauses_and_removes(worlds: Worlds) -> None:
    said = {
        "url": "webcal://schule.example/k.ics",
        "fills": "events",
        "school_class": str(worlds.a.school_class.pk),
    }
    assert _post(worlds, "head_of_school", **said).status_code == 302
    with as_system(ACTOR):
        made = CalendarSource.objects.get(school=worlds.a.school, url="https://schule.example/k.ics")
    assert _post(worlds, "head_of_school", **said).status_code == 422
    for act, active in (("pausieren", False), ("fortsetzen", True)):
        _act(worlds, "head_of_school", made.pk, act)
        assert _row(made.pk).active is active
    _act(worlds, "head_of_school", made.pk, "entfernen")
    with as_system(ACTOR):
        assert not CalendarSource.objects.filter(pk=made.pk).exists()


def _act(worlds: Worlds, persona: str, source: UUID, act: str) -> int:
    url = reverse("schedule:calendar_act", args=[worlds.a.team_room_id, source, act])
    return int(signed_in(worlds.a.people[persona]).post(url).status_code)


@pytest.mark.parametrize(
    "url", ["http://schule.example/", "https://a:b@schule.example/", "ftp://x", "file:///etc/passwd"]
)
def test_an_address_that_must_not_be_asked_is_refused_at_its_field(worlds: Worlds, url: str) -> None:
    response = _post(worlds, "head_of_school", url=url, fills="free_days")
    assert response.status_code == 422
    with as_system(ACTOR):
        assert not CalendarSource.objects.filter(url=url).exists()


@pytest.mark.parametrize("persona", ["class_teacher", "subject_teacher", "trainer", "apprentice"])
def test_nobody_else_subscribes_pauses_or_removes(worlds: Worlds, persona: str) -> None:
    with as_system(ACTOR):
        source = CalendarSource.objects.get(school=worlds.a.school)
    assert _post(worlds, persona, url="https://schule.example/k.ics", fills="free_days").status_code == 404
    for act in ("pausieren", "entfernen", "fortsetzen"):
        assert _act(worlds, persona, source.pk, act) == 404
    with as_system(ACTOR):
        assert CalendarSource.objects.filter(school=worlds.a.school).count() == 1
        assert CalendarSource.objects.get(pk=source.pk).active


def test_a_head_of_school_does_nothing_to_another_school(worlds: Worlds) -> None:
    head = worlds.b.people["head_of_school"]
    with as_system(ACTOR):
        source = CalendarSource.objects.get(school=worlds.a.school)
    with as_person(head.pk), pytest.raises(Refused):
        subscribing.subscribe(
            actor_of(head),
            school=worlds.a.school,
            url="https://x.example/",
            fills="free_days",
            school_class=None,
        )
    url = reverse("schedule:calendar_act", args=[worlds.b.team_room_id, source.pk, "entfernen"])
    assert signed_in(head).post(url).status_code == 404
    with as_system(ACTOR):
        assert CalendarSource.objects.filter(pk=source.pk).exists()


def test_a_class_of_another_school_is_not_filled(worlds: Worlds) -> None:
    head = worlds.a.people["head_of_school"]
    with as_person(head.pk), pytest.raises(Rejected):
        subscribing.subscribe(
            actor_of(head),
            school=worlds.a.school,
            url="https://x.example/",
            fills="events",
            school_class=worlds.b.school_class,
        )


def test_the_page_says_since_when_a_calendar_fails_and_why(worlds: Worlds, server: Server) -> None:
    day = _day(20)
    source = _source(worlds.a, server.says(ics(("1", "A", day, day))))
    _fetch(source)
    server.says(b"", status=500)
    with standing_at(now() + timedelta(days=3)):
        assert _fetch(source) == "failed"
        page = signed_in(worlds.a.people["head_of_school"]).get(
            reverse("schedule:calendars", args=[worlds.a.team_room_id])
        )
    text = page.content.decode()
    assert "seit 3 Tagen ohne neuen Stand" in text
    assert "Fehler 500" in text


def test_the_page_does_not_show_what_may_be_secret_in_an_address(worlds: Worlds) -> None:
    _source(worlds.a, "https://schule.example/privat/4711geheim4711/kalender.ics?schluessel=0815")
    page = signed_in(worlds.a.people["head_of_school"]).get(
        reverse("schedule:calendars", args=[worlds.a.team_room_id])
    )
    text = page.content.decode()
    assert "schule.example" in text
    assert "4711geheim4711" not in text
    assert "0815" not in text
