"""What the law says about school days, against days that were reckoned by hand."""

from datetime import date

import pytest

from zweiklang.schedule.public import (
    BlockWeek,
    LessonFact,
    Release,
    SchoolDayFacts,
    lessons_in_a_row,
    release_of,
    release_verdict,
)

QUARTER_TO_EIGHT = 7 * 60 + 45
NINE = 9 * 60


def row(number: int, **wish: int) -> tuple[LessonFact, ...]:
    """Returns that many lessons of 45 minutes from 7:45 on without breaks, unless wished otherwise."""
    return lessons_in_a_row(number, **{"starts": QUARTER_TO_EIGHT, "minutes": 45, **wish})


def on_monday(lessons: tuple[LessonFact, ...] = (), **facts: object) -> Release:
    return release_of(SchoolDayFacts(weekday=1, lessons=lessons, **facts))


def rules_of(release: Release) -> list[str]:
    return [one.rule for one in release.conclusions]


def cited(release: Release, rule: str) -> str:
    return "; ".join(p.label for one in release.conclusions if one.rule == rule for p in one.paragraphs)


# Lessons, other facts; minutes credited, back to work, minutes left, from when. Reckoned by hand.
BY_HAND = [
    # Six lessons: the whole day, at every age, however long it lasted and however far it is to the firm.
    ("six lessons, minor", row(6), {"age": 17}, (480, "no", 0, None)),
    ("six lessons, adult", row(6), {"age": 18}, (480, "no", 0, None)),
    ("six lessons, 39 hours a week", row(6), {"age": 20, "daily_minutes": 468}, (468, "no", 0, None)),
    ("ten lessons with breaks", row(10, breaks=90), {"age": 20}, (480, "no", 0, None)),
    ("six lessons and a way", row(6), {"age": 20, "travel_minutes": 40}, (480, "no", 0, None)),
    ("three double lessons", row(3, minutes=90), {"age": 17}, (480, "no", 0, None)),
    # Five lessons: 225 minutes; 480 - 225 = 255; over at 11:30.
    ("five lessons", row(5), {"age": 17}, (225, "yes", 255, 690)),
    ("five lessons, 30 min of breaks", row(5, breaks=30), {"age": 19}, (255, "yes", 225, 720)),
    ("five lessons, 20 min way", row(5), {"age": 19, "travel_minutes": 20}, (245, "yes", 235, 710)),
    ("five lessons before August 2024: the way is nothing", row(5),
     {"age": 19, "travel_minutes": 20, "day": date(2024, 7, 31)}, (225, "yes", 255, 690)),
    ("five lessons on the first day of August 2024", row(5),
     {"age": 19, "travel_minutes": 20, "day": date(2024, 8, 1)}, (245, "yes", 235, 710)),
    ("two lessons from 9:00", row(2, starts=NINE), {"age": 17}, (90, "yes", 390, 630)),
    # Seven lessons of 40 minutes are none of 45: 280 minutes count as time.
    ("seven short lessons", row(7, minutes=40), {"age": 17}, (280, "yes", 200, 745)),
    # The way eats the rest of the day: 225 + 300 > 480, nothing is left and nothing more is credited than the day.
    ("a way longer than the rest", row(5), {"age": 19, "travel_minutes": 300}, (480, "no", 0, None)),
    # The second long day of the week counts as time: 8 x 45 + 60 = 420.
    ("second long day", row(8, breaks=60), {"age": 17, "second": True}, (420, "yes", 60, 885)),
    ("second long day with a way", row(8, breaks=60), {"age": 19, "second": True, "travel_minutes": 35},
     (455, "yes", 25, 920)),
    ("second long day longer than training", row(11, breaks=45), {"age": 19, "second": True},
     (540, "no", 0, None)),
    # Eight lessons, the last two cancelled: six are held, so the day is free without any doubt.
    ("eight planned, six held", row(8, cancelled_last=2), {"age": 17}, (480, "no", 0, None)),
    # Six lessons, the last cancelled: by the held ones 225; it can be read otherwise.
    ("six planned, five held", row(6, cancelled_last=1), {"age": 17}, (225, "possible", 255, 690)),
    # The first two cancelled: from 9:15 to 12:15.
    ("six planned, the first two cancelled", row(6, cancelled_first=2), {"age": 17},
     (180, "possible", 300, 735)),
    ("all six cancelled", row(6, cancelled_last=6), {"age": 17}, (0, "possible", 480, None)),
    ("all four cancelled", row(4, cancelled_last=4), {"age": 17}, (0, "yes", 480, None)),
    ("all of a second long day cancelled", row(6, cancelled_last=6), {"age": 17, "second": True},
     (0, "yes", 480, None)),
    # Five lessons of an hour: five, but 300 minutes, more than six of 45.
    ("five hours", row(5, minutes=60), {"age": 17}, (300, "possible", 180, 765)),
    ("four hours", row(4, minutes=60), {"age": 17}, (240, "yes", 240, 705)),
    # Block weeks: by plan; a day in it is a fifth of the week.
    ("full block week", row(8), {"age": 17, "block": BlockWeek(36, 5)}, (480, "no", 0, None)),
    ("25 lessons on five days", row(3), {"age": 17, "block": BlockWeek(25, 5)}, (480, "no", 0, None)),
    ("24 lessons on five days", row(3), {"age": 17, "block": BlockWeek(24, 5)}, (135, "yes", 345, 600)),
    ("32 lessons on four days", row(3), {"age": 17, "block": BlockWeek(32, 4)}, (135, "yes", 345, 600)),
    ("block week, the day cancelled", row(8, cancelled_last=8), {"age": 19, "block": BlockWeek(36, 5, True)},
     (480, "no", 0, None)),
    # Exams: two hours and half an hour to the firm.
    ("exam", (), {"age": 19, "exam_minutes": 120, "travel_minutes": 30}, (150, "yes", 330, None)),
    ("exam of a whole day", (), {"age": 17, "exam_minutes": 500}, (500, "no", 0, None)),
    ("the day before the final exam", (), {"age": 17, "before_final_exam": True}, (480, "no", 0, None)),
    # Under 18 eight hours are the most: 510 - 90 = 420, but 480 - 90 = 390.
    ("minor, 42.5 hours a week", row(2), {"age": 17, "daily_minutes": 510}, (90, "yes", 390, 555)),
    ("adult, 42.5 hours a week", row(2), {"age": 18, "daily_minutes": 510}, (90, "yes", 420, 555)),
    ("no lessons at all", (), {"age": 17}, (0, "yes", 480, None)),
    # Nobody said when lessons are: lessons count without their breaks.
    ("lessons without times", (LessonFact(None, 90, count=2), LessonFact(None, 45)), {"age": 17},
     (135, "yes", 345, None)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lessons", "facts", "expected"), [case[1:] for case in BY_HAND], ids=[c[0] for c in BY_HAND]
)
def test_a_day_means_what_was_reckoned_by_hand(
    lessons: tuple[LessonFact, ...], facts: dict[str, object], expected: tuple[int, str, int, int | None]
) -> None:
    reading = on_monday(lessons, **facts).reading
    assert (reading.minutes_credited, reading.back_to_work, reading.remaining, reading.back_from) == expected


def test_the_other_reading_of_a_cancelled_long_day_is_the_whole_day() -> None:
    release = on_monday(row(6, cancelled_last=1), age=17)
    assert release.other
    assert (release.other.minutes_credited, release.other.back_to_work) == (480, "no")
    disputed = [one for one in release.conclusions if one.disputed]
    assert [one.rule for one in disputed] == ["cancelled_long_day"]
    assert "6 Unterrichtsstunden" in disputed[0].sentence
    assert "5 Unterrichtsstunden" in disputed[0].sentence


def test_nothing_is_disputed_where_the_law_is_clear() -> None:
    for lessons in (row(6), row(5), row(8, cancelled_last=2), row(4, cancelled_last=2)):
        release = on_monday(lessons, age=17)
        assert release.other is None
        assert not any(one.disputed for one in release.conclusions)


@pytest.mark.parametrize(("age", "law"), [(17, "JArbSchG"), (18, "BBiG")])
def test_each_age_has_its_own_law(age: int, law: str) -> None:
    for release in (
        on_monday(row(6), age=age),
        on_monday(row(3), age=age),
        on_monday(exam_minutes=90, age=age),
    ):
        assert release.conclusions
        for one in release.conclusions:
            assert one.paragraphs
            assert all(paragraph.label.endswith(law) for paragraph in one.paragraphs)


def test_without_an_age_both_laws_are_named_with_whom_they_are_for() -> None:
    release = on_monday(row(6))
    assert cited(release, "long_day") == "§ 9 Abs. 1 Satz 2 Nr. 2 JArbSchG; § 15 Abs. 1 Satz 2 Nr. 2 BBiG"
    whom = {paragraph.whom for one in release.conclusions for paragraph in one.paragraphs}
    assert whom == {"unter 18 Jahren", "ab 18 Jahren"}


def test_before_nine_is_about_the_lesson_that_is_held() -> None:
    assert "before_nine" in rules_of(on_monday(row(4), age=19))
    assert "from_nine" in rules_of(on_monday(row(4, starts=NINE), age=19))
    moved = on_monday(row(6, cancelled_first=2), age=19)
    assert "from_nine_cancelled" in rules_of(moved)
    assert "before_nine" not in rules_of(moved)


def test_a_gap_between_lessons_counts() -> None:
    lessons = (LessonFact(480, 90, count=2), LessonFact(570, 90, count=2, held=False), LessonFact(660, 45))
    release = on_monday(lessons, age=19, travel_minutes=0)
    assert release.minutes_credited == 705 - 480


def test_an_extra_lesson_can_make_the_day_long() -> None:
    extra = LessonFact(690, 45, planned=False)
    assert on_monday((*row(5), extra), age=17).minutes_credited == 480
    # Cancelled again it was never planned: nothing is disputed.
    assert on_monday((*row(5), LessonFact(690, 45, planned=False, held=False)), age=17).other is None


def test_in_a_block_week_the_plan_counts_and_it_says_so() -> None:
    release = on_monday(row(8, cancelled_last=4), age=17, block=BlockWeek(36, 5, cancelled=True))
    assert rules_of(release) == ["block_week", "block_week_cancelled", "block_week_credit", "pay"]
    assert "36 Stunden an 5 Tagen" in release.conclusions[0].sentence
    assert "40 h" in release.conclusions[2].sentence
    assert rules_of(on_monday(row(3), age=17, block=BlockWeek(24, 5)))[0] == "short_block"


def test_the_way_is_named_where_nobody_knows_it() -> None:
    assert "travel_unknown" in rules_of(on_monday(row(5), age=17))
    assert "travel_unknown" not in rules_of(on_monday(row(6), age=17))
    assert "travel" in rules_of(on_monday(row(5), age=17, travel_minutes=20))
    # Before August 2024 nobody has to take it off.
    assert "travel_unknown" not in rules_of(on_monday(row(5), age=17, day=date(2024, 7, 31)))


def test_the_arithmetic_shows_every_step() -> None:
    reading = on_monday(row(5, breaks=30), age=19, travel_minutes=20).reading
    assert reading.arithmetic == (
        "7:45 bis 12:00 Uhr = 4 h 15 in der Schule",
        "4 h 15 + 20 min Weg = 4 h 35",
        "8 h − 4 h 35 = 3 h 25",
    )


def test_the_verdict_is_a_sentence() -> None:
    assert release_verdict(on_monday(row(6), age=17).reading) == "Nicht zurück in den Betrieb."
    assert (
        release_verdict(on_monday(row(5), age=17).reading)
        == "Zurück in den Betrieb: frühestens ab 11:30 Uhr, es bleiben 4 h 15 Ausbildungszeit."
    )
    assert "nicht eindeutig" in release_verdict(on_monday(row(6, cancelled_last=1), age=17).reading)
