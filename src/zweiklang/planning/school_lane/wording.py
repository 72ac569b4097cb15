"""How the school lane says weeks and lessons."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from zweiklang.kernel import formats

WEEK = timedelta(days=7)


def span(first: date, last: date) -> str:
    """Returns "KW 45", "KW 45–48", or "KW 51 bis KW 2" over the turn of a year."""
    begin, end = first.isocalendar(), last.isocalendar()
    if first == last:
        return f"KW {begin.week}"
    if begin.year == end.year:
        return f"KW {begin.week}–{end.week}"
    return f"KW {begin.week} bis KW {end.week}"


def spans(mondays: Iterable[date]) -> str:
    """Returns "KW 45–48 und KW 51" of single weeks."""
    found: list[tuple[date, date]] = []
    for monday in sorted(mondays):
        if found and found[-1][1] + WEEK == monday:
            found[-1] = (found[-1][0], monday)
        else:
            found.append((monday, monday))
    return listed([span(*one) for one in found])


def listed(words: Sequence[str]) -> str:
    """Returns "A", "A und B" or "A, B und C"; "" of nothing."""
    if not words:
        return ""
    *most, last = words
    return f"{', '.join(most)} und {last}" if most else last


def hours(number: int) -> str:
    """Returns "1 Stunde" or "40 Stunden"."""
    return "1 Stunde" if number == 1 else f"{number} Stunden"


def weeks(number: int) -> str:
    """Returns "1 Woche" or "4 Wochen"."""
    return "1 Woche" if number == 1 else f"{number} Wochen"


def school_days(number: int) -> str:
    """Returns "1 Schultag" or "5 Schultage"."""
    return "1 Schultag" if number == 1 else f"{number} Schultage"


def school_year(begins: int) -> str:
    """Returns "2026/27"."""
    return f"{begins}/{(begins + 1) % 100:02d}"


def days(first: date, last: date) -> str:
    """Returns "2.–27. November 2026", "2. November bis 4. Dezember 2026" or with both years."""
    end = formats.day_long(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}.–{end}"
    if first.year == last.year:
        return f"{first.day}. {formats.MONTHS[first.month - 1]} bis {end}"
    return f"{formats.day_long(first)} bis {end}"
