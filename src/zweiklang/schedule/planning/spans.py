"""Blocks as spans of days, painted by weeks. Pure: no reading, no writing."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from zweiklang.kernel.hesse import monday_of

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
FRIDAY = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last; `rows` are the ids of the entries it was made of, none for a new one."""

    first_day: date
    last_day: date
    rows: tuple[UUID, ...] = ()


def year_days(school_year: int) -> tuple[date, date]:
    """Returns first and last day of the school year that begins in that year (§ 57 HSchG)."""
    return date(school_year, 8, 1), date(school_year + 1, 7, 31)


def half_years(school_year: int) -> tuple[tuple[date, date], tuple[date, date]]:
    """Returns first and last day of both halves of a Hessian school year."""
    return (date(school_year, 8, 1), date(school_year + 1, 1, 31)), (
        date(school_year + 1, 2, 1),
        date(school_year + 1, 7, 31),
    )


def mondays_of(spans: Iterable[Span]) -> set[date]:
    """Returns the Mondays of all weeks of which one of the spans holds a day from Monday to Friday."""
    found = set()
    for span in spans:
        monday = monday_of(span.first_day)
        while monday <= span.last_day:
            if span.first_day <= monday + FRIDAY:
                found.add(monday)
            monday += WEEK
    return found


def repainted(
    spans: Iterable[Span], *, added: Collection[date], removed: Collection[date], within: tuple[date, date]
) -> list[Span]:
    """Returns the spans without the removed weeks and with the added ones, in order; weeks are named by their Mondays.

    A span that lies in none of these weeks and beside none of them stays as it is, also if it begins in the middle of a week.
    """
    kept = [piece for span in spans for piece in _without(span, removed)]
    fresh = [
        Span(max(monday, within[0]), min(monday + FRIDAY, within[1]))
        for monday in added
        if monday <= within[1] and monday + FRIDAY >= within[0]
    ]
    found: list[Span] = []
    for span in sorted([*kept, *fresh], key=lambda one: (one.first_day, one.last_day)):
        last = found[-1] if found else None
        if last and (not last.rows or not span.rows or last.rows == span.rows) and _touch(last, span):
            found[-1] = Span(last.first_day, max(last.last_day, span.last_day), _both(last, span))
        else:
            found.append(span)
    return _joined_at_new(found, fresh)


def _joined_at_new(spans: list[Span], fresh: Collection[Span]) -> list[Span]:
    """Two entries between which a new week was painted are one."""
    new = {one.first_day for one in fresh} | {one.last_day for one in fresh}
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last and _touch(last, span) and (last.last_day in new or span.first_day in new):
            found[-1] = Span(last.first_day, max(last.last_day, span.last_day), _both(last, span))
        else:
            found.append(span)
    return found


def _both(one: Span, other: Span) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys((*one.rows, *other.rows)))


def _touch(one: Span, other: Span) -> bool:
    """Between them lies at most a weekend."""
    return other.first_day <= one.last_day + DAY or (
        one.last_day.weekday() >= 4 and other.first_day <= monday_of(one.last_day) + WEEK
    )


def _without(span: Span, removed: Collection[date]) -> Iterator[Span]:
    cut = sorted(monday for monday in removed if monday <= span.last_day and monday + WEEK > span.first_day)
    if not cut:
        yield span
        return
    first = span.first_day
    for monday in cut:
        if first < monday:
            yield from _trimmed(first, monday - DAY, span)
        first = monday + WEEK
    if first <= span.last_day:
        yield from _trimmed(first, span.last_day, span)


def _trimmed(first: date, last: date, span: Span) -> Iterator[Span]:
    """Without a weekend at an end that was cut."""
    if last != span.last_day and last.weekday() > 4:
        last = monday_of(last) + FRIDAY
    if first != span.first_day and first.weekday() > 4:
        first = monday_of(first) + WEEK
    if first <= last and mondays_of([Span(first, last)]):
        yield Span(first, last, span.rows)
