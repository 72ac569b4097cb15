"""The block view of a school year: for one class or apprentice month by month, for many classes a bar for each month."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.rooms.public import room_url
from zweiklang.schedule.calendar.days import class_days
from zweiklang.schedule.calendar.shapes import Basis, CalendarDay

WORDS = {
    "school": "Schule",
    "course": "Kurs",
    "exam": "Prüfung",
    "holiday": "Feiertag",
    "break": "Ferien",
    "weekend": "",
    "firm": "",
}
TOLD = ("school", "course", "exam", "break", "holiday")
SHORT_MONTHS = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row of one kind within a month's bar, in units of a day from its beginning."""

    x: int
    width: int
    kind: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month as a bar and in words. `now`: where today is in it, or None; `days`: how many school days."""

    label: str
    short: str
    length: int
    stretches: tuple[Stretch, ...]
    lines: tuple[tuple[str, str], ...]
    days: int
    now: int | None


@dataclass(frozen=True, slots=True)
class YearRow:
    """A class in the block view of many: months as bars, the school days of the year, and who of one's own is in it."""

    title: str
    note: str
    href: str
    months: tuple[Month, ...]
    days: int


def kind_of(day: CalendarDay) -> str:
    """Returns what the bar shows of a day: the rarer and more important first."""
    if day.school and day.exams:
        return "exam"
    if day.courses:
        return "course"
    if day.school:
        return "school"
    if day.holiday:
        return "holiday"
    if day.day.weekday() > 4:
        return "weekend"
    return "break" if day.free else "firm"


def months_of(days: Iterable[CalendarDay], *, in_words: bool = True) -> tuple[Month, ...]:
    """Returns the months of these days; `in_words` with what their bars say."""
    by_month = groupby(days, key=lambda day: (day.day.year, day.day.month))
    return tuple(_month(list(found), in_words=in_words) for _, found in by_month)


def _month(days: Sequence[CalendarDay], *, in_words: bool) -> Month:
    kinds = [kind_of(day) for day in days]
    stretches, at = [], 0
    for kind, same in groupby(kinds):
        width = len(list(same))
        stretches.append(Stretch(at, width, kind))
        at += width
    first, this_day = days[0].day, today()
    return Month(
        label=formats.month(first),
        short=SHORT_MONTHS[first.month - 1],
        length=len(days),
        stretches=tuple(one for one in stretches if one.kind != "firm"),
        lines=tuple(_lines(days, kinds)) if in_words else (),
        days=sum(day.school for day in days),
        now=next((at for at, day in enumerate(days) if day.day == this_day), None),
    )


def _lines(days: Sequence[CalendarDay], kinds: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Yields "Schule" with "3.–7., 10.–14. (10 Tage)" and so on; holidays by their names."""
    for kind in TOLD:
        found = [
            day
            for day, of in zip(days, kinds, strict=True)
            if of == kind or (kind == "school" and of == "exam")
        ]
        if found and kind == "school":
            number = "1 Tag" if len(found) == 1 else f"{len(found)} Tage"
            yield WORDS[kind], f"{_ranges(found)} ({number})"
        elif found:
            named = (
                f"{_ranges(list(same))} {name}".strip()
                for name, same in groupby(found, key=lambda day: _name(day, kind))
            )
            yield WORDS[kind], ", ".join(named)


def _name(day: CalendarDay, kind: str) -> str:
    if kind == "exam":
        return ", ".join(exam.title for exam in day.exams)
    if kind == "course":
        return ", ".join(course.title for course in day.courses)
    return day.holiday if kind == "holiday" else day.why


def _ranges(days: Sequence[CalendarDay]) -> str:
    """Returns "3.–7., 10.": a weekend between two days does not part them."""
    runs: list[list[date]] = []
    for day in (one.day for one in days):
        if runs and _follows(runs[-1][-1], day):
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(f"{run[0].day}." if len(run) == 1 else f"{run[0].day}.–{run[-1].day}." for run in runs)


def _follows(before: date, day: date) -> bool:
    gap = (day - before).days
    return gap == 1 or (gap <= 3 and before.weekday() == 4 and day.weekday() == 0)


def years_of_classes(
    classes: list[SchoolClass], *, first: date, last: date, note: Callable[[SchoolClass], str]
) -> list[YearRow]:
    """Returns the school year of each of these classes. One query."""
    found = class_days([one.room_id for one in classes], first, last)
    return [
        YearRow(
            title=f"Klasse {one.label}",
            note=note(one),
            href=room_url("calendar:class_year", one.room_id),
            months=(months := months_of(found[one.room_id], in_words=False)),
            days=sum(month.days for month in months),
        )
        for one in classes
    ]


def summary_of(days: Sequence[CalendarDay]) -> str:
    """Returns "62 Schultage, davon 60 in 12 Blöcken" or "75 Schultage"; what a year comes to."""
    school = [day for day in days if day.school]
    words = "1 Schultag" if len(school) == 1 else f"{len(school)} Schultage"
    blocks = _blocks([day.day for day in school if day.basis is Basis.BLOCK])
    if blocks:
        words += f" in {blocks} Blöcken" if blocks > 1 else " in einem Block"
    return words


def _blocks(days: Sequence[date]) -> int:
    return sum(
        1 for before, day in zip([None, *days], days, strict=False) if not before or not _follows(before, day)
    )
