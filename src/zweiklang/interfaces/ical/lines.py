"""From bytes to components: decodes, unfolds lines and remembers where each began."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from icalendar.parser import Contentline, Parameters

from zweiklang.schedule.public import CalendarUnreadable

LARGEST = 5 * 1024 * 1024
MOST_EVENTS = 5_000
_MOST_LINES = 400_000
_LONGEST_VALUE = 20_000
_HTML = re.compile(r"\s*<(?:!doctype|html|head|\?xml)", re.IGNORECASE)
_NO_CALENDAR = "Das ist keine Kalenderdatei. Eine Kalenderdatei (.ics) beginnt mit der Zeile BEGIN:VCALENDAR."
_WEB_PAGE = (
    "Das ist eine Webseite, keine Kalenderdatei. Vielleicht verlangt die Adresse eine Anmeldung. Gesucht ist die Adresse, "
    "die im Kalenderprogramm „iCal“, „ICS“ oder „Abonnieren“ heißt."
)
_TOO_MANY = (
    f"Der Kalender hat mehr als {MOST_EVENTS} Termine. Exportieren Sie bitte nur das laufende Schuljahr."
)


@dataclass(frozen=True, slots=True)
class Property:
    """One content line with the number of its first physical line."""

    line: int
    name: str
    params: Parameters
    value: str


@dataclass(slots=True)
class Component:
    """An event or a time zone with its lines as they stood; `broken` are lines that are no content lines."""

    name: str
    line: int
    raw: list[str] = field(default_factory=list)
    properties: list[Property] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)
    closed: bool = False

    def first(self, name: str) -> Property | None:
        """Returns its first property of that name."""
        return next((one for one in self.properties if one.name == name), None)

    def all(self, name: str) -> list[Property]:
        """Returns its properties of that name."""
        return [one for one in self.properties if one.name == name]


def decoded(data: bytes) -> str:
    """Returns the text of a calendar file; raises CalendarUnreadable for what is none."""
    if len(data) > LARGEST:
        raise CalendarUnreadable(
            f"Der Kalender ist größer als {LARGEST // 1024 // 1024} MB und wurde nicht gelesen."
        )
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # what programs on Windows write
    if not text.strip():
        raise CalendarUnreadable("Die Kalenderdatei ist leer.")
    if _HTML.match(text):
        raise CalendarUnreadable(_WEB_PAGE)
    if not is_calendar(text):
        raise CalendarUnreadable(_NO_CALENDAR)
    return text


def is_calendar(text: str) -> bool:
    """Returns whether the text begins as calendars do."""
    return text.lstrip("\ufeff \t\r\n")[:15].upper() == "BEGIN:VCALENDAR"


def unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yields each content line with the number of its first physical line (RFC 5545, 3.1)."""
    physical = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(physical) > _MOST_LINES:
        raise CalendarUnreadable(_TOO_MANY)
    number, parts = 0, list[str]()
    for position, line in enumerate(physical, start=1):
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield number, "".join(parts)
        number, parts = position, [line.replace("\x00", "")] if line.strip() else []
    if parts:
        yield number, "".join(parts)


WANTED = frozenset(
    {
        "UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "STATUS", "SEQUENCE",
        "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID",
    }
)  # fmt: skip


def components(text: str) -> Iterator[Component]:
    """Yields time zones and events in the order of the file, also those that are never closed. What lies inside them (alarms) is passed over."""
    current: Component | None = None
    depth, events = 0, 0
    for number, line in unfolded(text):
        word, _, rest = line.partition(":")
        mark, kind = word.strip().upper(), rest.strip().upper()
        if mark == "BEGIN" and kind in ("VEVENT", "VTIMEZONE"):
            if current is not None:
                yield current
            current, depth = Component(kind, number), 0
            events += kind == "VEVENT"
            if events > MOST_EVENTS:
                raise CalendarUnreadable(_TOO_MANY)
        elif current is not None and mark == "END" and kind in (current.name, "VCALENDAR"):
            current.closed = kind == current.name
            yield current
            current = None
        elif current is not None:
            depth += (mark == "BEGIN") - (mark == "END")
            _take(current, number, line, inside=depth > 0 or mark == "END")
    if current is not None:
        yield current


def _take(component: Component, number: int, line: str, *, inside: bool) -> None:
    """The line belongs to the component; of an event only what we read is taken apart."""
    if component.name == "VTIMEZONE":
        component.raw.append(line)
        return
    name = re.split(r"[:;]", line, maxsplit=1)[0].strip().upper()
    if inside or name not in WANTED:
        return
    try:
        found, params, value = Contentline(line[:_LONGEST_VALUE]).parts()  # type: ignore[no-untyped-call]  # icalendar ships no types for it
    except ValueError:
        component.broken.append((number, name))
        return
    component.properties.append(Property(number, str(found).upper(), params, str(value)))
