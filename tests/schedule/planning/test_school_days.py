"""The school days of a class: painted, entered exactly, copied, taken back; by those who plan it, and never over somebody else's head."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.schedule.planning.pages import (
    add_period,
    coming_weeks,
    paint,
    periods,
    sister_class,
    told,
    url,
)
from tests.worlds import ACTOR, World, Worlds
from zweiklang.people.public import Person, actor_of
from zweiklang.rooms.public import as_system
from zweiklang.schedule.models import SchoolPeriod
from zweiklang.schedule.planning.spans import FRIDAY, WEEK, half_years

ClientOf = Callable[[Person | None], Client]


@pytest.fixture
def teacher(client_of: ClientOf, world_a: World) -> Client:
    return client_of(world_a.people["class_teacher"])


@pytest.fixture
def weeks(world_a: World) -> list[date]:
    return coming_weeks(world_a, 4)


def test_painted_weeks_are_blocks_and_everybody_concerned_is_told(
    teacher: Client, world_a: World, weeks: list[date]
) -> None:
    answer = paint(teacher, world_a, weeks[:2])
    assert answer.status_code == 302
    assert periods(world_a) == [(weeks[0], weeks[1] + FRIDAY)]
    assert told(world_a.school_class.room_id) == [("added", "", "Block")]
    page = teacher.get(url(world_a, "school_days")).content.decode()
    assert re.search(rf'value="{weeks[0].isoformat()}" checked', page)
    assert "Rückgängig" in page


def test_a_changed_block_is_told_with_old_and_new(teacher: Client, world_a: World, weeks: list[date]) -> None:
    add_period(world_a, weeks[0], weeks[1] + FRIDAY)
    paint(teacher, world_a, weeks[:3], seen=weeks[:2])
    ((what, old, new),) = told(world_a.school_class.room_id)
    assert what == "changed"
    assert old != new
    assert (old.startswith("Block, "), new.startswith("Block, ")) == (True, True)


def test_two_people_paint_at_once_and_nothing_is_lost(
    client_of: ClientOf, teacher: Client, world_a: World, weeks: list[date]
) -> None:
    add_period(world_a, weeks[0], weeks[0] + FRIDAY)
    paint(client_of(world_a.people["head_of_school"]), world_a, [weeks[0], weeks[3]], seen=[weeks[0]])
    paint(teacher, world_a, [weeks[1]], seen=[weeks[0]])
    assert periods(world_a) == [(weeks[1], weeks[1] + FRIDAY), (weeks[3], weeks[3] + FRIDAY)]
    page = teacher.get(url(world_a, "school_days")).content.decode()
    assert f"Jemand anderes hat inzwischen KW {weeks[3].isocalendar().week} eingetragen" in page


def test_saving_the_same_twice_tells_nobody_twice(teacher: Client, world_a: World, weeks: list[date]) -> None:
    for _ in range(2):
        paint(teacher, world_a, weeks[:2])
    assert periods(world_a) == [(weeks[0], weeks[1] + FRIDAY)]
    assert len(told(world_a.school_class.room_id)) == 1


def test_what_is_no_week_is_no_block(teacher: Client, world_a: World, weeks: list[date]) -> None:
    sent = {"woche": ["gestern", weeks[0].replace(day=1).isoformat(), "0001-01-01", "2200-01-06"]}
    assert teacher.post(url(world_a, "school_days"), sent).status_code == 302
    assert all(first.weekday() == 0 for first, _ in periods(world_a))
    assert paint(teacher, world_a, [date(1999, 1, 4)]).status_code == 302
    assert (date(1999, 1, 4), date(1999, 1, 8)) not in periods(world_a)


def test_the_last_change_is_taken_back_once(teacher: Client, world_a: World, weeks: list[date]) -> None:
    block = add_period(world_a, weeks[0], weeks[1] + FRIDAY, source="table")
    paint(teacher, world_a, [weeks[0], weeks[3]], seen=weeks[:2])
    assert periods(world_a) == [(weeks[0], weeks[0] + FRIDAY), (weeks[3], weeks[3] + FRIDAY)]
    teacher.post(url(world_a, "undo_school_days"))
    assert periods(world_a) == [(weeks[0], weeks[1] + FRIDAY)]
    with as_system(ACTOR):
        assert SchoolPeriod.objects.get(pk=block.pk).source == "table"
    answer = teacher.post(url(world_a, "undo_school_days"), follow=True)
    assert "nichts, was sich rückgängig machen lässt" in answer.content.decode()


def test_what_somebody_else_changed_since_is_not_taken_back(
    client_of: ClientOf, teacher: Client, world_a: World, weeks: list[date]
) -> None:
    paint(teacher, world_a, weeks[:1])
    paint(client_of(world_a.people["school_office"]), world_a, weeks[:3], seen=weeks[:1])
    answer = teacher.post(url(world_a, "undo_school_days"), follow=True)
    assert "Inzwischen hat jemand die Schultage geändert" in answer.content.decode()
    assert periods(world_a) == [(weeks[0], weeks[2] + FRIDAY)]


def test_weekdays_are_entered_for_a_half_year(teacher: Client, world_a: World) -> None:
    (first, last), _ = half_years(world_a.school_class.school_year)
    sent = {"weekdays": ["1", "3"], "weeks": "odd", "first_day": first, "last_day": last.strftime("%d.%m.%Y")}
    assert teacher.post(url(world_a, "new_period"), sent).status_code == 302
    assert periods(world_a, "weekly") == [(first, last)]
    page = teacher.get(url(world_a, "school_days")).content.decode()
    assert "Schule am Montag und Mittwoch in ungeraden Kalenderwochen" in page


def test_two_entries_may_share_the_days_when_they_never_meet(teacher: Client, world_a: World) -> None:
    (first, last), _ = half_years(world_a.school_class.school_year)
    days = {"first_day": first, "last_day": last}
    entered = [
        {"weekdays": ["1"], "weeks": "every"},
        {"weekdays": ["3"], "weeks": "odd"},
        {"weekdays": ["3"], "weeks": "even"},
    ]
    for one in entered:
        assert teacher.post(url(world_a, "new_period"), one | days).status_code == 302
    answer = teacher.post(url(world_a, "new_period"), {"weekdays": ["3"], "weeks": "every"} | days)
    assert answer.status_code == 422
    assert "In dieser Zeit steht schon: Schule am Mittwoch" in answer.content.decode()
    assert len(periods(world_a, "weekly")) == 3


def wrong_days(world: World, weeks: list[date]) -> list[tuple[str, date, date, str]]:
    year = world.school_class.school_year
    return [
        ("first_day", weeks[1] - WEEK, weeks[1] + FRIDAY, "In dieser Zeit steht schon: Block"),
        ("last_day", weeks[3] + FRIDAY, weeks[3], "Der letzte Tag liegt vor dem ersten. Zum Beispiel"),
        ("first_day", date(year, 7, 1), date(year, 7, 3), "Die Klasse gehört zum Schuljahr"),
        ("last_day", weeks[3], weeks[3] + timedelta(days=400), "Die Klasse gehört zum Schuljahr"),
    ]


@pytest.mark.parametrize("number", range(4))
def test_days_that_do_not_fit_are_refused_at_the_field_and_stay(
    number: int, teacher: Client, world_a: World, weeks: list[date]
) -> None:
    add_period(world_a, weeks[0], weeks[1] + FRIDAY)
    field, first, last, sentence = wrong_days(world_a, weeks)[number]
    answer = teacher.post(f"{url(world_a, 'new_period')}?art=block", {"first_day": first, "last_day": last})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(rf'id="id_{field}_error">.*?{sentence}', page, re.DOTALL)
    assert f'value="{first.isoformat()}"' in page
    assert periods(world_a) == [(weeks[0], weeks[1] + FRIDAY)]


def test_a_block_is_changed_and_removed(teacher: Client, world_a: World, weeks: list[date]) -> None:
    block = add_period(world_a, weeks[0], weeks[0] + FRIDAY)
    address = url(world_a, "period", block.pk)
    seen = seen_on(teacher, address)
    wednesday = weeks[0] + timedelta(days=2)
    sent = {"first_day": wednesday, "last_day": weeks[1] + FRIDAY, "seen": seen}
    assert teacher.post(address, sent).status_code == 302
    assert periods(world_a) == [(wednesday, weeks[1] + FRIDAY)]
    assert teacher.post(address, {"act": "remove", "seen": seen_on(teacher, address)}).status_code == 302
    assert periods(world_a) == []


def seen_on(client: Client, address: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())
    assert found
    return found[1]


def test_somebody_else_was_faster_and_what_was_typed_stays(
    client_of: ClientOf, teacher: Client, world_a: World, weeks: list[date]
) -> None:
    block = add_period(world_a, weeks[0], weeks[0] + FRIDAY)
    address = url(world_a, "period", block.pk)
    seen = seen_on(teacher, address)
    paint(client_of(world_a.people["head_of_school"]), world_a, weeks[:2], seen=weeks[:1])
    wanted = {"first_day": weeks[0], "last_day": weeks[2] + FRIDAY}
    answer = teacher.post(address, wanted | {"seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Inzwischen hat jemand das geändert. Jetzt gilt: Block" in page
    assert f'value="{(weeks[2] + FRIDAY).isoformat()}"' in page
    again = re.search(r'name="seen" value="([^"]+)"', page)
    assert again
    assert teacher.post(address, wanted | {"seen": again[1]}).status_code == 302
    assert periods(world_a) == [(weeks[0], weeks[2] + FRIDAY)]


def test_what_a_subscription_delivers_is_not_changed_here(
    teacher: Client, world_a: World, weeks: list[date]
) -> None:
    block = add_period(world_a, weeks[0], weeks[0] + FRIDAY, source="ical", source_key="x")
    page = teacher.get(url(world_a, "school_days")).content.decode()
    assert f'value="{weeks[0].isoformat()}"' not in page
    paint(teacher, world_a, [weeks[1]], seen=weeks[:1])
    assert periods(world_a) == [(weeks[0], weeks[0] + FRIDAY), (weeks[1], weeks[1] + FRIDAY)]
    sent = {"first_day": weeks[0], "last_day": weeks[2] + FRIDAY, "seen": "x"}
    assert teacher.post(url(world_a, "period", block.pk), sent).status_code == 422
    assert (weeks[0], weeks[0] + FRIDAY) in periods(world_a)


def test_the_plan_of_another_class_is_copied_and_can_be_taken_back(
    client_of: ClientOf, world_a: World, weeks: list[date]
) -> None:
    office, other = client_of(world_a.people["school_office"]), sister_class(world_a)
    add_period(world_a, weeks[3], weeks[3] + FRIDAY)
    with as_system(ACTOR):
        for monday in weeks[:2]:
            SchoolPeriod.objects.create(
                room_id=other.room_id, kind="block", first_day=monday, last_day=monday + FRIDAY
            )
    assert other.label in office.get(url(world_a, "school_days")).content.decode()
    office.post(url(world_a, "copy_school_days"), {"model": other.pk})
    assert periods(world_a) == [(monday, monday + FRIDAY) for monday in weeks[:2]]
    office.post(url(world_a, "undo_school_days"))
    assert periods(world_a) == [(weeks[3], weeks[3] + FRIDAY)]


def test_the_plan_of_another_school_is_not_copied(teacher: Client, worlds: Worlds, weeks: list[date]) -> None:
    add_period(worlds.b, weeks[0], weeks[0] + FRIDAY)
    teacher.post(url(worlds.a, "copy_school_days"), {"model": worlds.b.school_class.pk})
    assert periods(worlds.a) == []


def test_who_reads_the_class_sees_its_year_and_cannot_paint(
    client_of: ClientOf, world_a: World, weeks: list[date]
) -> None:
    add_period(world_a, weeks[0], weeks[0] + FRIDAY)
    for persona in ("apprentice", "trainer", "guardian", "subject_teacher", "training_manager"):
        client = client_of(world_a.people[persona])
        page = client.get(url(world_a, "school_days")).content.decode()
        assert "zk-year__week--chosen" in page, persona
        assert 'name="woche"' not in page, persona
        answer = paint(client, world_a, weeks, seen=weeks[:1])
        assert answer.status_code == 403, persona
        assert (
            "Schulzeiten tragen Klassenleitung, Schulleitung und Schulverwaltung ein."
            in answer.content.decode()
        )
        for name in ("undo_school_days", "copy_school_days", "new_period"):
            assert client.post(url(world_a, name)).status_code == 403, (persona, name)
    assert periods(world_a) == [(weeks[0], weeks[0] + FRIDAY)]
    assert told(world_a.school_class.room_id) == []


def test_a_stranger_finds_nothing(client_of: ClientOf, worlds: Worlds, weeks: list[date]) -> None:
    block = add_period(worlds.a, weeks[0], weeks[0] + FRIDAY)
    for person in (
        worlds.b.people["class_teacher"],
        worlds.b.people["head_of_school"],
        worlds.roomless["land"],
    ):
        client = client_of(person)
        assert paint(client, worlds.a, [], seen=weeks[:1]).status_code == 404
        remove = client.post(url(worlds.a, "period", block.pk), {"act": "remove", "seen": "x"})
        assert remove.status_code == 404
    assert periods(worlds.a) == [(weeks[0], weeks[0] + FRIDAY)]


def test_an_entry_of_another_class_cannot_be_smuggled_in(
    client_of: ClientOf, worlds: Worlds, weeks: list[date]
) -> None:
    block = add_period(worlds.a, weeks[0], weeks[0] + FRIDAY)
    client = client_of(worlds.b.people["class_teacher"])
    for sent in ({"act": "remove", "seen": "x"}, {"first_day": weeks[0], "last_day": weeks[3]}):
        assert client.post(url(worlds.b, "period", block.pk), sent).status_code == 404
    assert periods(worlds.a) == [(weeks[0], weeks[0] + FRIDAY)]


def test_the_crossing_person_plans_only_where_she_teaches(
    client_of: ClientOf, worlds: Worlds, weeks: list[date]
) -> None:
    crossing = client_of(worlds.crossing.person)
    assert paint(crossing, worlds.a, weeks).status_code == 403
    assert paint(crossing, worlds.b, weeks[:1]).status_code == 302
    assert (periods(worlds.a), periods(worlds.b)) == ([], [(weeks[0], weeks[0] + FRIDAY)])


def test_the_service_refuses_the_trainer(world_a: World, as_person, weeks: list[date]) -> None:
    from zweiklang.kernel.errors import Refused
    from zweiklang.schedule.planning.school_days import paint_blocks
    from zweiklang.schedule.planning.shapes import Painted

    trainer = world_a.people["trainer"]
    with as_person(trainer), pytest.raises(Refused):
        paint_blocks(
            actor_of(trainer),
            school_class=world_a.school_class,
            painted=Painted(frozenset(), frozenset(weeks)),
        )
