"""A calendar file or a block plan: upload, what its events mean, preview, applying; and what happens in between."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.schedule.feeds.subscribing import signed_in
from tests.schedule.sources.calendars import ics
from tests.worlds import ACTOR, World, Worlds
from zweiklang.interfaces.calendars import read_calendar
from zweiklang.kernel.actor import system_actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Rejected
from zweiklang.kernel.hesse import public_holiday, school_holiday
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import FreeDay, ScheduleChange, SchoolEvent, SchoolPeriod, TimetableImport
from zweiklang.schedule.public import CALENDAR_KINDS, import_calendar

HEAD = "head_of_school"


def _monday(weeks: int) -> date:
    """The Monday so many weeks ahead, counting only those on which schools of Hesse are open."""
    day = today() - timedelta(days=today().weekday())
    while weeks >= 0:
        day += timedelta(weeks=1)
        weeks -= not (public_holiday(day) or school_holiday(day))
    return day


def _upload(
    world: World, data: bytes, *, name: str = "plan.csv", by: Person | None = None, **said: Any
) -> HttpResponse:
    url = reverse("uploads:calendar", args=[world.team_room_id])
    file = SimpleUploadedFile(name, data)
    return signed_in(by or world.people[HEAD]).post(url, {"file": file, **said})


def _kept(world: World, data: bytes, **said: Any) -> TimetableImport:
    """Returns the preview that the upload made."""
    response = _upload(world, data, **said)
    assert response.status_code == 302, response.content.decode()
    with as_system(ACTOR):
        return TimetableImport.objects.filter(school=world.school, file_kind__in=CALENDAR_KINDS).latest(
            "made_at"
        )


def _page(world: World, found: TimetableImport) -> str:
    url = reverse("uploads:calendar_file", args=[world.team_room_id, found.pk])
    response = signed_in(world.people[HEAD]).get(url)
    assert response.status_code == 200
    return str(response.content.decode())


def _act(
    world: World, found: TimetableImport, act: str, *, by: Person | None = None, **said: Any
) -> HttpResponse:
    url = reverse("uploads:calendar_file_act", args=[world.team_room_id, found.pk, act])
    return signed_in(by or world.people[HEAD]).post(url, said)


def _seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\w{64})"', page)
    assert found, page
    return found[1]


def _apply(world: World, found: TimetableImport, **said: Any) -> HttpResponse:
    return _act(world, found, "uebernehmen", seen=_seen(_page(world, found)), **said)


def _periods(world: World, source: str) -> list[tuple[str, date, date, list[int]]]:
    with as_system(ACTOR):
        rows = SchoolPeriod.objects.filter(room_id=world.school_class.room_id, source=source)
        return list(rows.order_by("first_day").values_list("kind", "first_day", "last_day", "weekdays"))


def _events(world: World) -> list[tuple[str, str]]:
    with as_system(ACTOR):
        rows = SchoolEvent.objects.filter(room_id=world.school_class.room_id, source="ical")
        return list(rows.order_by("first_day", "title").values_list("title", "kind"))


def _told_rooms(since: int) -> list[UUID]:
    with as_system(ACTOR):
        return list(
            ScheduleChange.objects.order_by("made_at", "pk").values_list("room_id", flat=True)[since:]
        )


def _told_so_far() -> int:
    with as_system(ACTOR):
        return ScheduleChange.objects.count()


def _plan(world: World, *rows: str) -> bytes:
    label = world.school_class.label
    return ("Klasse;von;bis;Wochentage\n" + "\n".join(row.format(label) for row in rows)).encode()


def test_a_block_plan_is_previewed_applied_told_and_forgotten(worlds: Worlds) -> None:
    first, since = _monday(4), _told_so_far()
    found = _kept(
        worlds.a,
        _plan(worlds.a, f"{{}};{first};{first + timedelta(days=4)};", "GIBTSNICHT;2027-01-11;2027-01-15;"),
    )
    page = _page(worlds.a, found)
    assert "GIBTSNICHT" in page
    assert _periods(worlds.a, "table") == []
    assert _apply(worlds.a, found).status_code == 302
    assert _periods(worlds.a, "table") == [("block", first, first + timedelta(days=4), [])]
    assert _told_rooms(since) == [worlds.a.school_class.room_id]
    with as_system(ACTOR):
        after = TimetableImport.objects.get(pk=found.pk)
    assert (after.state, after.content, after.counts["added"]) == ("applied", None, 1)
    assert "übernommen" in _page(worlds.a, after)


def test_the_same_plan_again_changes_nothing_and_nobody_hears(worlds: Worlds) -> None:
    first = _monday(4)
    plan = _plan(worlds.a, f"{{}};{first};{first + timedelta(days=4)};", f"{{}};{first};{_monday(20)};Mo, Do")
    _apply(worlds.a, _kept(worlds.a, plan))
    since = _told_so_far()
    assert "nichts zu übernehmen" in _page(worlds.a, _kept(worlds.a, plan))
    assert _told_rooms(since) == []


def test_a_calendar_of_a_class_is_corrected_before_it_is_applied(worlds: Worlds) -> None:
    first = _monday(4)
    data = ics(
        ("1", "Block A", first, first + timedelta(days=4)),
        ("2", "Grillen", first, first),
        ("3", "Probe", first, first),
    )
    found = _kept(worlds.a, data, name="k.ics", school_class=str(worlds.a.school_class.pk))
    page = _page(worlds.a, found)
    fields = dict(re.findall(r'id="id_(group_\d)_name">([^<]+)<', page))
    chosen = {"Block A": "block", "Grillen": "skip", "Probe": "exam"}
    said = {name: chosen[title] for name, title in fields.items()}
    assert _act(worlds.a, found, "bedeutung", **said).status_code == 302
    assert _apply(worlds.a, found).status_code == 302
    assert _periods(worlds.a, "ical") == [("block", first, first + timedelta(days=4), [])]
    assert _events(worlds.a) == [("Probe", "exam")]


def test_the_rule_for_ends_is_shown_and_can_be_turned(worlds: Worlds) -> None:
    first = _monday(4)
    data = (
        f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Block\nDTSTART:{first:%Y%m%d}\nDTEND:{first + timedelta(days=4):%Y%m%d}\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    ).encode()
    found = _kept(worlds.a, data, name="k.ics", school_class=str(worlds.a.school_class.pk))
    assert "Die Datei nennt den letzten Tag selbst" in _page(worlds.a, found)
    _act(worlds.a, found, "bedeutung", group_0="block", ends="exclusive")
    _apply(worlds.a, found)
    assert _periods(worlds.a, "ical") == [("block", first, first + timedelta(days=3), [])]


def test_a_calendar_of_the_school_gives_free_days_and_leaves_known_holidays_out(worlds: Worlds) -> None:
    monday = _monday(5)
    data = ics(("1", "Beweglicher Ferientag", monday, monday), ("2", "Schulfest", monday, monday))
    _apply(worlds.a, _kept(worlds.a, data, name="k.ics"))
    with as_system(ACTOR):
        found = FreeDay.objects.get(school=worlds.a.school, first_day=monday)
    assert (found.kind, found.name) == ("flexible", "Beweglicher Ferientag")


def test_a_calendar_with_very_many_kinds_of_events_can_still_be_sent_back(worlds: Worlds) -> None:
    first = _monday(4)
    names = ("".join(chr(97 + n // 26**k % 26) for k in range(3)) for n in range(230))
    data = ics(*((str(n), f"Termin {name}", first, first) for n, name in enumerate(names)))
    found = _kept(worlds.a, data, name="k.ics", school_class=str(worlds.a.school_class.pk))
    page = _page(worlds.a, found)
    assert "30 weitere Arten" in page
    said = dict.fromkeys(re.findall(r'name="(group_\d+)"', page), "skip")
    assert _act(worlds.a, found, "bedeutung", **said).status_code == 302
    _apply(worlds.a, found)
    assert len(_events(worlds.a)) == 30


def test_a_plan_that_would_take_most_away_needs_a_yes(worlds: Worlds) -> None:
    rows = [f"{{}};{_monday(4 + 2 * n)};{_monday(4 + 2 * n) + timedelta(days=4)};" for n in range(6)]
    _apply(worlds.a, _kept(worlds.a, _plan(worlds.a, *rows)))
    found = _kept(worlds.a, _plan(worlds.a, rows[0]))
    refused = _apply(worlds.a, found)
    assert refused.status_code == 422
    assert "vollständig" in refused.content.decode()
    assert len(_periods(worlds.a, "table")) == 6
    assert _apply(worlds.a, found, forced="on").status_code == 302
    assert len(_periods(worlds.a, "table")) == 1


def test_a_preview_that_is_no_longer_true_is_shown_again_instead_of_applied(worlds: Worlds) -> None:
    first = _monday(4)
    plan = _plan(worlds.a, f"{{}};{first};{first + timedelta(days=4)};")
    one, other = _kept(worlds.a, plan), _kept(worlds.a, plan)
    seen = _seen(_page(worlds.a, one))
    _apply(worlds.a, other)
    _act(worlds.a, one, "uebernehmen", seen=seen)
    with as_system(ACTOR):
        assert TimetableImport.objects.get(pk=one.pk).state == "preview"
    assert len(_periods(worlds.a, "table")) == 1


def test_applying_twice_applies_once(worlds: Worlds) -> None:
    first, since = _monday(4), _told_so_far()
    found = _kept(worlds.a, _plan(worlds.a, f"{{}};{first};{first + timedelta(days=4)};"))
    seen = _seen(_page(worlds.a, found))
    for _ in range(2):
        assert _act(worlds.a, found, "uebernehmen", seen=seen).status_code == 302
    assert len(_told_rooms(since)) == 1


def test_a_discarded_preview_is_gone_and_changed_nothing(worlds: Worlds) -> None:
    found = _kept(worlds.a, _plan(worlds.a, f"{{}};{_monday(4)};{_monday(4)};"))
    assert _act(worlds.a, found, "verwerfen").status_code == 302
    with as_system(ACTOR):
        assert not TimetableImport.objects.filter(pk=found.pk).exists()
    assert _periods(worlds.a, "table") == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html>", "Webseite"),
        (b"Name;Ort\nA;B", "Spalten"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR", "kein Termin"),
        (b"x" * 5_300_000, "5 MB"),
    ],
)
def test_what_is_no_calendar_is_refused_at_the_field(worlds: Worlds, data: bytes, words: str) -> None:
    response = _upload(worlds.a, data)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_a_class_of_another_school_is_not_offered_and_not_filled(worlds: Worlds) -> None:
    day = _monday(4)
    response = _upload(
        worlds.a, ics(("1", "x", day, day)), name="k.ics", school_class=str(worlds.b.school_class.pk)
    )
    assert response.status_code == 422
    assert _events(worlds.b) == []


@pytest.mark.parametrize("act", ["bedeutung", "uebernehmen", "verwerfen"])
def test_nobody_else_sees_or_acts_on_a_preview(worlds: Worlds, act: str) -> None:
    found = _kept(worlds.a, _plan(worlds.a, f"{{}};{_monday(4)};{_monday(4)};"))
    for person in (worlds.a.people["class_teacher"], worlds.a.people["trainer"], worlds.b.people[HEAD]):
        assert _act(worlds.a, found, act, by=person, seen="x").status_code == 404
    elsewhere = reverse("uploads:calendar_file_act", args=[worlds.b.team_room_id, found.pk, act])
    assert signed_in(worlds.b.people[HEAD]).post(elsewhere, {"seen": "x"}).status_code == 404
    with as_system(ACTOR):
        assert TimetableImport.objects.get(pk=found.pk).state == "preview"


def test_calendars_do_not_stand_among_the_timetables_and_the_other_way_round(worlds: Worlds) -> None:
    found = _kept(worlds.a, _plan(worlds.a, f"{{}};{_monday(4)};{_monday(4)};"))
    room = worlds.a.team_room_id
    head = signed_in(worlds.a.people[HEAD])
    assert head.get(reverse("schedule:timetable_import", args=[room, found.pk])).status_code == 404
    assert "plan.csv" not in head.get(reverse("schedule:timetable_imports", args=[room])).content.decode()
    assert "plan.csv" in head.get(reverse("schedule:calendars", args=[room])).content.decode()


def test_the_command_line_fills_a_class_by_its_label_or_the_whole_school(worlds: Worlds) -> None:
    day, actor = _monday(4), system_actor("schedule import")
    file = read_calendar(ics(("1", "Klausur", day, day), ("2", "Beweglicher Ferientag", day, day)), "k.ics")
    applied, unknown = import_calendar(
        actor, school=worlds.a.school, file=file, from_day=today(), class_label=worlds.a.school_class.label
    )
    assert (applied.added, applied.removed, unknown) == (2, 0, [])
    assert _events(worlds.a) == [("Beweglicher Ferientag", "free"), ("Klausur", "exam")]
    applied, _ = import_calendar(actor, school=worlds.a.school, file=file, from_day=today())
    assert applied.added == 1
    with pytest.raises(Rejected):
        import_calendar(actor, school=worlds.a.school, file=file, from_day=today(), class_label="GIBTSNICHT")


@pytest.mark.parametrize(
    "name", ["schedule:calendars", "uploads:calendar", "uploads:calendar_file", "feeds:feeds"]
)
def test_pages_ask_the_database_little(worlds: Worlds, name: str) -> None:
    found = _kept(worlds.a, _plan(worlds.a, f"{{}};{_monday(4)};{_monday(4)};"))
    room = worlds.a.team_room_id
    arguments = {"uploads:calendar_file": [room, found.pk], "feeds:feeds": []}.get(name, [room])
    head = signed_in(worlds.a.people[HEAD])
    head.get(reverse(name, args=arguments))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        head.get(reverse(name, args=arguments))
    asked = [
        one["sql"]
        for one in queries
        if not re.match(r"SAVEPOINT|RELEASE|SELECT set_config|SET LOCAL|SELECT current_setting", one["sql"])
    ]
    assert len(asked) <= 12, "\n".join(asked)
