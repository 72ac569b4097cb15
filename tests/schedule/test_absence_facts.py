"""Facts for a talk, reckoned by hand: counted, never scored, for the apprentice and the class teacher alone."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.privacy.deciding import school_decides
from tests.worlds import ACTOR, World
from zweiklang.kernel.clock import today
from zweiklang.people.public import Person
from zweiklang.rooms.public import as_system
from zweiklang.schedule.absences.facts import Missed, facts_of, thresholds
from zweiklang.schedule.absences.rules import due_on, rule_in_words
from zweiklang.schedule.models import Absence, AbsenceRule

MONDAY = date(2026, 9, 7)
EVERY_DAY = (1, 2, 3, 4, 5)


def whole(*days: date, state: str = "open") -> list[Missed]:
    return [Missed(day, "absent", state=state) for day in days]


def in_a_row(number: int) -> list[date]:
    """Returns so many days, Monday to Friday, week after week."""
    return [MONDAY + timedelta(days=index // 5 * 7 + index % 5) for index in range(number)]


def keys(entries: list[Missed], weekdays: tuple[int, ...] = EVERY_DAY) -> list[str]:
    return [fact.key for fact in facts_of(entries, school_weekdays=weekdays)]


@pytest.mark.parametrize(("times", "said"), [(4, []), (5, ["late"]), (9, ["late"])])
def test_being_late_is_named_from_the_fifth_time_on(times: int, said: list[str]) -> None:
    late = [Missed(day, "late", 5) for day in in_a_row(times)]
    assert keys(late) == said


def test_late_to_two_lessons_of_one_day_is_twice() -> None:
    late = [Missed(day, "late", 5, period) for day in in_a_row(2) for period in (1, 3, 5)]
    (fact,) = facts_of(late)
    assert fact.sentence == "6-mal verspätet."
    assert fact.days == "Mo, 7. September, Di, 8. September"


@pytest.mark.parametrize(
    ("number", "step"),
    [(4, None), (5, 5), (10, 5), (11, 11), (19, 11), (20, 20), (39, 20), (40, 40), (60, 40)],
)
def test_whole_days_name_the_step_they_reached(number: int, step: int | None) -> None:
    found = [fact for fact in facts_of(whole(*in_a_row(number))) if fact.key == "days"]
    assert [fact.sentence.endswith(f"Das sind {step} Tage oder mehr.") for fact in found] == (
        [True] if step else []
    )


def test_days_say_how_many_were_not_excused() -> None:
    days = in_a_row(6)
    (fact,) = facts_of(
        whole(*days[:2], state="unexcused") + whole(days[2]) + whole(*days[3:], state="excused")
    )
    assert fact.sentence.startswith("6 ganze Tage gefehlt, davon 2 unentschuldigt und 1 noch offen.")


def test_parts_of_days_are_no_whole_days() -> None:
    days = in_a_row(5)
    assert (
        keys(
            [Missed(day, "absent", None, 3) for day in days] + [Missed(day, "left_early", 20) for day in days]
        )
        == []
    )
    assert keys([Missed(day, "absent", 90) for day in days]) == []


def test_the_same_weekday_three_times_is_named_where_there_is_school_on_three() -> None:
    mondays = [MONDAY + timedelta(weeks=week) for week in range(3)]
    (fact,) = facts_of(whole(*mondays), school_weekdays=EVERY_DAY)
    assert fact.sentence == "3 von 3 ganzen Fehltagen liegen auf Montagen."
    assert keys(whole(*mondays), (1, 3)) == []
    assert keys(whole(*mondays), ()) == []
    assert keys(whole(*mondays[:2])) == []


def test_three_of_seven_are_no_pattern() -> None:
    others = [MONDAY + timedelta(days=days) for days in (1, 2, 3, 4)]
    entries = whole(*[MONDAY + timedelta(weeks=week) for week in range(3)], *others)
    assert keys(entries) == ["days"]


def test_first_and_last_lessons_are_named_where_the_timetable_is_known() -> None:
    days = in_a_row(3)
    edges = [Missed(day, "absent", None, 6, edges=(1, 6)) for day in days]
    assert keys(edges) == ["edge"]
    assert keys([Missed(day, "absent", None, 3, edges=(1, 6)) for day in days]) == []
    assert keys([Missed(day, "absent", None, 6) for day in days]) == []
    assert keys([Missed(day, "late", 5, 1, edges=(1, 6)) for day in days]) == []


def test_nothing_missed_is_nothing_said() -> None:
    assert facts_of([]) == []


def test_every_number_has_a_source() -> None:
    rules = thresholds()
    assert rules["late"]["times"] == 5
    assert rules["days"]["steps"] == [5, 11, 20, 40]
    assert all(rule["source"] and rule["since"] for rule in rules.values())


@pytest.mark.parametrize(
    ("day", "within", "due"),
    [
        (date(2026, 11, 23), 3, date(2026, 11, 26)),
        (date(2026, 11, 19), 3, date(2026, 11, 23)),
        (date(2026, 12, 22), 3, date(2026, 12, 28)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 23), None, None),
    ],
)
def test_a_deadline_counts_days_and_never_ends_on_a_free_day(
    day: date, within: int | None, due: date | None
) -> None:
    assert due_on(AbsenceRule(excuse_within_days=within), day) == due
    assert due_on(None, day) is None


def test_a_rule_is_said_in_sentences() -> None:
    rule = AbsenceRule(excuse_within_days=3, note_from_day=4, note="Formular im Sekretariat.")
    assert rule_in_words(rule) == [
        "Fehlzeiten bitte innerhalb von 3 Tagen entschuldigen.",
        "Ab dem 4. Fehltag in Folge bitte eine ärztliche Bescheinigung vorlegen.",
        "Formular im Sekretariat.",
    ]
    assert (
        rule_in_words(AbsenceRule(excuse_within_days=1))[0]
        == "Fehlzeiten bitte am nächsten Tag entschuldigen."
    )
    assert rule_in_words(None) == []


@pytest.fixture
def five_times_late(world_a: World) -> None:
    with as_system(ACTOR):
        Absence.objects.filter(room_id=world_a.first.room_id).delete()
        for days in range(5):
            Absence.objects.create(
                room_id=world_a.first.room_id, day=today() - timedelta(days=days), kind="late", minutes=5
            )


@pytest.mark.parametrize(
    ("persona", "reads"),
    [
        ("apprentice", True),
        ("class_teacher", True),
        ("guardian", False),
        ("trainer", False),
        ("deputy_trainer", False),
    ],
)
def test_facts_are_for_the_apprentice_and_the_class_teacher_alone(
    persona: str,
    reads: bool,
    client_of: Callable[[Person | None], Client],
    world_a: World,
    five_times_late: None,
) -> None:
    school_decides(world_a, "absences", "open")
    url = reverse("schedule:absences", args=[world_a.first.room_id])
    page = client_of(world_a.people[persona]).get(url).content.decode()
    assert ("5-mal verspätet." in page) is reads
    assert ("nichts bewertet" in page) is reads
    assert ("Genannt ab 5-mal im Schuljahr." in page) is reads
