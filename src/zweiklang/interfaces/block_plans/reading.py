"""Rows of a block plan as school days of classes."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from zweiklang.interfaces.block_plans.columns import DAY_COLUMNS, fields_of
from zweiklang.interfaces.tables.cells import clean, read_date
from zweiklang.interfaces.tables.headers import Row, normalised, table_of
from zweiklang.interfaces.tables.sheets import Sheet
from zweiklang.kernel.class_labels import class_label
from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import school_year
from zweiklang.schedule.public import CALENDAR_KINDS, CalendarFile, ReadEvent, Remark

KIND = CALENDAR_KINDS[1]
_MOST_DAYS = 400
_MOST_REMARKS = 300
_LONGEST_LABEL = 40
_DAYS = {
    **{name: number for number, name in enumerate(("mo", "di", "mi", "do", "fr", "sa"), start=1)},
    **{
        name: number
        for number, name in enumerate(
            ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag"), start=1
        )
    },
    "sonnabend": 6,
}
_EVERY = frozenset({"", "jede", "jedewoche", "woechentlich", "alle"})
_YEAR = re.compile(r"(20\d{2})\s*[/–-]\s*(?:20)?(\d{2})\b")
_FIRST_WEEK_OF_YEAR = 31
"""Calendar weeks from here on lie in the year in which a school year begins, those below in the one in which it ends."""


class _Left(ValueError):
    """The row cannot be taken; the message says why."""


def read_block_plan(sheets: Iterable[Sheet]) -> CalendarFile | None:
    """Returns the school days of all sheets, or None where no sheet has a header of such a table."""
    events: dict[str, ReadEvent] = {}
    errors: list[Remark] = []
    known = False
    for sheet in sheets:
        table = table_of(sheet, fields_of)
        if table is None:
            continue
        known = True
        for row in table[1]:
            try:
                events.update((one.key, one) for one in _events(row))
            except _Left as problem:
                errors.append(Remark(row.line, str(problem), row.sheet))
    if not known:
        return None
    ordered = sorted(events.values(), key=lambda one: (one.class_label, one.first_day, one.key))
    return CalendarFile(KIND, tuple(ordered), tuple(errors[:_MOST_REMARKS]))


def _events(row: Row) -> Iterator[ReadEvent]:
    if row.broken:
        raise _Left("In dieser Zeile wird ein Anführungszeichen nicht geschlossen.")
    labels = [class_label(part) for part in re.split(r"[,;\n]", str(row.cell("class") or "")) if part.strip()]
    labels = [label for label in labels if label]
    if not labels:
        raise _Left("Die Klasse fehlt.")
    if too_long := next((label for label in labels if len(label) > _LONGEST_LABEL), ""):
        raise _Left(f"„{too_long[:_LONGEST_LABEL]}…“ ist zu lang für den Namen einer Klasse.")
    weekdays = _weekdays(row)
    spans = [_span(row)] if not row.text("numbers") else _calendar_weeks(row)
    for label in labels:
        for first, last in spans:
            yield _event(row, label, first, last, weekdays)


def _event(row: Row, label: str, first: date, last: date, weekdays: tuple[int, ...]) -> ReadEvent:
    title = row.text("title")[:150] or ("Schultage" if weekdays else "Block")
    weeks = _weeks(row) if weekdays else "every"
    key = f"{label}|{first}|{','.join(map(str, weekdays))}|{weeks}"
    return ReadEvent(
        key, row.line, title, first, last, class_label=label, weekdays=weekdays, weeks=weeks, sheet=row.sheet
    )


# --- Which weekdays -----------------------------------------------------------------------------------------------


def _weekdays(row: Row) -> tuple[int, ...]:
    found = {number for number, column in DAY_COLUMNS.items() if _is_marked(row, column)}
    text = row.text("weekdays")
    found |= set(_named_days(text)) if text else set()
    return tuple(sorted(found))


def _is_marked(row: Row, column: str) -> bool:
    return normalised(row.cell(column)) not in ("", "0", "nein", "false", "n") if row.has(column) else False


def _named_days(text: str) -> Iterator[int]:
    """ "Mo, Do", "Montag und Dienstag", "Mo-Mi", "Mo/Di"."""
    for part in re.split(r"[,;/+&\s]+|\bund\b", text):
        ends = [normalised(end) for end in re.split(r"[-–]|bis", part) if end.strip()]
        if not ends:
            continue
        numbers = [_DAYS.get(end) for end in ends]
        if None in numbers or len(numbers) > 2:
            raise _Left(f"„{text[:40]}“ sind keine Wochentage. Erwartet wird zum Beispiel „Mo, Do“.")
        first, last = numbers[0] or 0, numbers[-1] or 0
        yield from range(first, last + 1)


def _weeks(row: Row) -> str:
    text = normalised(row.cell("weeks"))
    if text in _EVERY:
        return "every"
    if text.startswith(("ungerade", "u")):
        return "odd"
    if text.startswith(("gerade", "g")):
        return "even"
    raise _Left(f"„{row.text('weeks')[:40]}“: Erwartet wird „jede“, „gerade“ oder „ungerade“.")


# --- From when to when --------------------------------------------------------------------------------------------


def _span(row: Row) -> tuple[date, date]:
    first, last = _date(row, "first"), _date(row, "last")
    if first is None and last is None and (row.has("half") or row.has("year")):
        return _half_year(row)
    if first is None:
        raise _Left("Der erste Tag fehlt.")
    last = last or (_half_end(first) if _weekdays(row) else first)
    if last < first:
        raise _Left("Der letzte Tag liegt vor dem ersten.")
    if (last - first).days > _MOST_DAYS:
        raise _Left(f"Der Zeitraum ist länger als {_MOST_DAYS} Tage.")
    return first, last


def _date(row: Row, field: str) -> date | None:
    try:
        found = read_date(row.cell(field))
    except ValueError:
        name = row.header.name_of(field)
        raise _Left(
            f"{name}: „{row.text(field)[:40]}“ ist kein Datum. Erwartet wird zum Beispiel 24.11.2026."
        ) from None
    if found is not None and not 2000 <= found.year <= 2100:
        raise _Left(f"{row.header.name_of(field)}: Das Jahr {found.year} liegt zu weit weg.")
    return found


def _half_year(row: Row) -> tuple[date, date]:
    """The half-years of Hesse end on 31 January and 31 July (§ 57 HSchG)."""
    year = _year(row)
    text = normalised(row.text("half"))
    text = re.sub(r"20\d{2,6}", "", text)
    if text.startswith("1") or "erstes" in text or text in ("i", "hj1"):
        return date(year, 8, 1), date(year + 1, 1, 31)
    if text.startswith("2") or "zweites" in text or text in ("ii", "hj2"):
        return date(year + 1, 2, 1), date(year + 1, 7, 31)
    if text in ("", "beide", "ganzjaehrig", "ganzesjahr", "ganzesschuljahr", "schuljahr"):
        return date(year, 8, 1), date(year + 1, 7, 31)
    raise _Left(f"„{row.text('half')[:40]}“: Erwartet wird „1. Halbjahr“, „2. Halbjahr“ oder „ganzes Jahr“.")


def _half_end(day: date) -> date:
    """The end of the half-year in which that day lies."""
    year = school_year(day)
    return date(year + 1, 1, 31) if day <= date(year + 1, 1, 31) else date(year + 1, 7, 31)


def _year(row: Row) -> int:
    found = _YEAR.search(f"{row.text('year')} {row.text('half')}")
    return int(found[1]) if found else school_year(today())


def _calendar_weeks(row: Row) -> list[tuple[date, date]]:
    """ "36-38, 45" of the school year: weeks in a row are one block, Monday to Friday."""
    text, year = clean(row.cell("numbers")), _year(row)
    weeks: list[date] = []
    for part in re.split(r"[,;]+", re.sub(r"(?i)kw", "", text)):
        ends = [end.strip() for end in re.split(r"[-–]|bis", part) if end.strip()]
        if not ends or len(ends) > 2 or not all(end.isascii() and end.isdigit() for end in ends):
            raise _Left(f"„{text[:40]}“ sind keine Kalenderwochen. Erwartet wird zum Beispiel „36-38, 45“.")
        first, last = _monday(year, int(ends[0])), _monday(year, int(ends[-1]))
        if last < first:
            raise _Left(f"„{part.strip()[:40]}“: Die letzte Woche liegt vor der ersten.")
        weeks += [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
    return list(_in_a_row(sorted(set(weeks))))


def _monday(year: int, week: int) -> date:
    try:
        return date.fromisocalendar(year if week >= _FIRST_WEEK_OF_YEAR else year + 1, week, 1)
    except ValueError:
        raise _Left(f"Die Kalenderwoche {week} gibt es nicht.") from None


def _in_a_row(mondays: list[date]) -> Iterator[tuple[date, date]]:
    first = previous = None
    for monday in mondays:
        if previous is None or first is None:
            first = monday
        elif monday - previous != timedelta(weeks=1):
            yield first, previous + timedelta(days=4)
            first = monday
        previous = monday
    if first and previous:
        yield first, previous + timedelta(days=4)
