"""How values look to people (UX.md): "Mo, 16. März", "KW 12 · 16.–22. März", "8:00", "1 h 30".

Plain functions, called once per value in selectors and views: localised template filters in loops cost four times a page.
"""

from datetime import date, datetime, timedelta

from zweiklang.kernel.clock import BERLIN

WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
WEEKDAY_NAMES = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
MONTHS_ENGLISH = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(value: date) -> str:
    """Returns "Mo, 16. März"."""
    return f"{WEEKDAYS[value.weekday()]}, {value.day}. {MONTHS[value.month - 1]}"


def day_of(value: datetime) -> str:
    """Returns "Mo, 16. März": the day of an instant in Hesse."""
    return day(value.astimezone(BERLIN).date())


def day_long_of(value: datetime) -> str:
    """Returns "16. März 2026": the day of an instant in Hesse, for what is read later."""
    return day_long(value.astimezone(BERLIN).date())


def day_long(value: date) -> str:
    """Returns "16. März 2026"."""
    return f"{value.day}. {MONTHS[value.month - 1]} {value.year}"


def month(value: date) -> str:
    """Returns "März 2026"."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def week(monday: date) -> str:
    """Returns "KW 12 · 16.–22. März"; months are both named where the week crosses one."""
    sunday = monday + timedelta(days=6)
    number = monday.isocalendar().week
    if monday.month == sunday.month:
        return f"KW {number} · {monday.day}.–{sunday.day}. {MONTHS[sunday.month - 1]}"
    return (
        f"KW {number} · {monday.day}. {MONTHS[monday.month - 1]} – {sunday.day}. {MONTHS[sunday.month - 1]}"
    )


def time(value: datetime) -> str:
    """Returns "8:05" in Hesse's time."""
    local = value.astimezone(BERLIN)
    return f"{local.hour}:{local.minute:02d}"


def moment(value: datetime) -> str:
    """Returns "Mo, 16. März 2026, 8:05" in Hesse's time."""
    local = value.astimezone(BERLIN)
    return f"{day(local.date())} {local.year}, {time(value)}"


def moment_english(value: datetime) -> str:
    """Returns "16 March 2026, 08:05" in Hesse's time, for mails in English."""
    local = value.astimezone(BERLIN)
    return f"{local.day} {MONTHS_ENGLISH[local.month - 1]} {local.year}, {local:%H:%M}"


def day_english(value: date) -> str:
    """Returns "16 March 2026", for mails in English."""
    return f"{value.day} {MONTHS_ENGLISH[value.month - 1]} {value.year}"


def minutes(value: int) -> str:
    """Returns "1 h 30", "45 min" or "8 h"."""
    hours, rest = divmod(value, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def initials(name: str) -> str:
    """Returns the first letters of the first and the last word of a name, upper case."""
    words = name.split()
    return "".join(w[0] for w in ([words[0], words[-1]] if len(words) > 1 else words)).upper()
