"""What the law concludes from a school day: pure, from facts to conclusions, each with its paragraph and its arithmetic.

What is cancelled does not count, except in block weeks ("planmäßig"); where that is disputed the other reading stands beside it
(docs/decisions/0047-held-lessons-count-and-the-firm-decides.md).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from zweiklang.kernel import formats
from zweiklang.schedule.release.law import conclude, rules
from zweiklang.schedule.release.shapes import (
    LESSON_MINUTES,
    MOST_LESSONS_OF_A_SHORT_DAY,
    MOST_MINUTES_OF_MINORS,
    NINE,
    BackToWork,
    Conclusion,
    Reading,
    Release,
    SchoolDayFacts,
    counting,
    ends_of,
    starts_of,
    taught,
)

# Six lessons of 45 minutes: what the shortest day with more than five lessons lasts without breaks.
SIX_LESSONS = (MOST_LESSONS_OF_A_SHORT_DAY + 1) * LESSON_MINUTES
FULL_HOUR = 60


def release_of(day: SchoolDayFacts) -> Release:
    """Returns what §§ 15, 19 BBiG or §§ 8-10 JArbSchG say about that day: minutes credited, back to work or not, and why."""
    if day.before_final_exam:
        return _whole_day(day, [_say(day, "before_exam", daily=_words(day.daily_minutes))], pay="exam_pay")
    if day.block and day.block.is_full:
        return _block_week(day)
    found = [*_about_block(day), *_about_school(day)]
    if counting(day.held) > MOST_LESSONS_OF_A_SHORT_DAY and not day.second:
        found.append(_say(day, "long_day", held=_lessons(counting(day.held))))
        found.append(_say(day, "long_day_credit", minutes=day.daily_minutes, daily=_words(day.daily_minutes)))
        return _whole_day(day, found)
    return _by_time(day, found)


def _say(
    day: SchoolDayFacts, key: str, *, minutes: int | None = None, arithmetic: str = "", **values: str
) -> Conclusion:
    return conclude(key, age=day.age, minutes=minutes, arithmetic=arithmetic, **values)


def _in_force(found: Iterable[Conclusion], day: date | None) -> tuple[Conclusion, ...]:
    return tuple(one for one in found if rules()[one.rule].holds_on(day))


def _whole_day(day: SchoolDayFacts, found: Iterable[Conclusion], *, pay: str = "pay") -> Release:
    return Release(_free(day), _in_force([*found, _say(day, pay)], day.day))


def _free(day: SchoolDayFacts) -> Reading:
    words = f"durchschnittlicher Ausbildungstag = {_words(day.daily_minutes)}"
    return Reading(day.daily_minutes, BackToWork.NO, arithmetic=(words,))


def _block_week(day: SchoolDayFacts) -> Release:
    assert day.block
    found = [_say(day, "block_week", block=str(day.block.planned), days=str(day.block.days))]
    if day.block.cancelled:
        found.append(_say(day, "block_week_cancelled"))
    weekly, daily = _words(day.weekly_minutes), _words(day.daily_minutes)
    found.append(_say(day, "block_week_credit", minutes=day.daily_minutes, weekly=weekly, daily=daily))
    return _whole_day(day, found)


def _about_block(day: SchoolDayFacts) -> list[Conclusion]:
    if not day.block:
        return []
    return [_say(day, "short_block", block=str(day.block.planned), days=str(day.block.days))]


def _about_school(day: SchoolDayFacts) -> list[Conclusion]:
    """Returns that there is school at all, and what its beginning means for work before it."""
    if not day.held:
        return [_say(day, "nothing_held")] if day.lessons else []
    starts, ends = starts_of(day.held), ends_of(day.held)
    if starts is None or ends is None:
        return [_say(day, "release", when="")]
    found = [_say(day, "release", when=f" ({_clock(starts)}–{_clock(ends)} Uhr)")]
    planned = starts_of(day.planned)
    if starts < NINE:
        found.append(_say(day, "before_nine", starts=_clock(starts)))
    elif planned is not None and planned < NINE:
        found.append(_say(day, "from_nine_cancelled", starts=_clock(starts), planned_starts=_clock(planned)))
    else:
        found.append(_say(day, "from_nine", starts=_clock(starts)))
    return found


def _by_time(day: SchoolDayFacts, found: list[Conclusion]) -> Release:
    """The time at school counts; the rest of the day belongs to the firm, unless the other reading makes the whole day free."""
    doubt = _doubt(day)
    reading = _reckoned(day)
    if day.held or doubt:
        found.append(_about_lessons(day, doubt))
    found += _about_time(day, reading)
    if doubt and reading.back_to_work is BackToWork.YES:
        reading = replace(reading, back_to_work=BackToWork.POSSIBLE)
    other = _free(day) if doubt else None
    return Release(reading, _in_force(found, day.day), other)


def _doubt(day: SchoolDayFacts) -> str:
    """Returns the rule that says why the day might be free all the same, or ""."""
    if day.second:
        return ""
    if counting(day.planned) > MOST_LESSONS_OF_A_SHORT_DAY:
        return "cancelled_long_day"
    lasting = [one for one in day.held if one.minutes // one.count >= FULL_HOUR]
    return "long_lessons" if sum(one.minutes for one in lasting) >= SIX_LESSONS else ""


def _about_lessons(day: SchoolDayFacts, doubt: str) -> Conclusion:
    held = counting(day.held)
    if doubt:
        planned, lasting = _lessons(counting(day.planned)), _words(taught(day.held))
        return _say(day, doubt, held=_lessons(held), planned=planned, taught=lasting)
    second = day.second and held > MOST_LESSONS_OF_A_SHORT_DAY
    return _say(day, "second_long_day" if second else "short_day", held=_lessons(held))


def _reckoned(day: SchoolDayFacts) -> Reading:
    """Returns the time at school with the way to the firm, and what is left of the day. The way counts as far as it fits into the day."""
    school = _school(day)
    travel = _travel(day) if school else 0
    credited = max(school, min(day.daily_minutes, school + travel))
    left = max(0, day.daily_minutes - credited)
    if day.is_minor:
        left = min(left, max(0, MOST_MINUTES_OF_MINORS - credited))
    ends = ends_of(day.held) if left and not day.exam_minutes else None
    back_from = None if ends is None else ends + travel
    back = BackToWork.YES if left else BackToWork.NO
    return Reading(credited, back, left, back_from, _arithmetic(day, credited, left))


def _school(day: SchoolDayFacts) -> int:
    return taught(day.held) + (day.exam_minutes or 0)


def _travel(day: SchoolDayFacts) -> int:
    return (day.travel_minutes or 0) if rules()["travel"].holds_on(day.day) else 0


def _arithmetic(day: SchoolDayFacts, credited: int, left: int) -> tuple[str, ...]:
    """Returns the sums in words: time at school, with the way, and what is left of the day."""
    school, lines = _school(day), []
    if not school:
        return ()
    if day.held:
        lines.append(f"{_span(day)} = {_words(taught(day.held))} in der Schule")
    if day.exam_minutes:
        lines.append(f"Prüfung oder Kurs = {_words(day.exam_minutes)}")
    if credited > school:
        lines.append(f"{_words(school)} + {_words(credited - school)} Weg = {_words(credited)}")
    if credited > day.daily_minutes:
        lines.append(
            f"{_words(credited)} − {_words(day.daily_minutes)} = {_words(credited - day.daily_minutes)} mehr als ein Ausbildungstag"
        )
    else:
        lines.append(
            f"{_words(day.daily_minutes)} − {_words(credited)} = {_words(day.daily_minutes - credited)}"
        )
    if left < day.daily_minutes - credited:
        lines.append(
            f"{_words(MOST_MINUTES_OF_MINORS)} − {_words(credited)} = {_words(left)} (höchstens acht Stunden)"
        )
    return tuple(lines)


def _span(day: SchoolDayFacts) -> str:
    starts, ends = starts_of(day.held), ends_of(day.held)
    if starts is None or ends is None:
        return f"{_lessons(sum(one.count for one in day.held))} ohne Pausen"
    return f"{_clock(starts)} bis {_clock(ends)} Uhr"


def _about_time(day: SchoolDayFacts, reading: Reading) -> list[Conclusion]:
    """Returns what of the day counts: lessons, an exam, the way to the firm; the most for somebody under 18; and that it is paid."""
    found: list[Conclusion] = []
    if day.held:
        minutes = taught(day.held)
        found.append(_say(day, "time", minutes=minutes, arithmetic=_span(day), taught=_words(minutes)))
    if day.exam_minutes:
        found.append(_say(day, "exam", minutes=day.exam_minutes))
    found += _about_travel(day, reading)
    if reading.remaining < day.daily_minutes - reading.minutes_credited:
        found.append(_say(day, "most_hours"))
    if found:
        found.append(_say(day, "pay" if day.held else "exam_pay"))
    return found


def _about_travel(day: SchoolDayFacts, reading: Reading) -> list[Conclusion]:
    school = _school(day)
    way = reading.minutes_credited - school
    if way:
        values = {"travel": _words(way)}
        return [_say(day, "travel" if day.held else "exam_travel", minutes=way, **values)]
    if school and reading.remaining and day.travel_minutes is None:
        return [_say(day, "travel_unknown")]
    return []


def _words(minutes: int) -> str:
    return formats.minutes(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _lessons(number: int) -> str:
    words = {0: "keine Unterrichtsstunde", 1: "1 Unterrichtsstunde"}
    return words.get(number, f"{number} Unterrichtsstunden")
