"""Days and times of calendar files, in Hesse's time."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, vDDDTypes, vDuration
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from zweiklang.interfaces.ical.lines import Component, Property
from zweiklang.kernel.clock import BERLIN

type Moment = date | datetime
"""A day, or an aware instant in Hesse's time; what came without a time zone is taken as Hesse's."""

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_MOST_DAYS = 400
# The library writes out every change of clocks from a zone's first year on: a rule that is no yearly change would keep it busy for ever.
_CHANGE_OF_CLOCKS = re.compile(
    r"RRULE:(?=.*FREQ=YEARLY)(?=.*BYMONTH=)(?:(?:FREQ=YEARLY|INTERVAL=1|WKST=[A-Z]{2}|UNTIL=[0-9TZ]{8,16}|BYMONTH=(?:0?[1-9]|1[0-2])"
    r"|BYDAY=[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)|BYMONTHDAY=(?:0?[1-9]|1[0-9]|2[0-8])(?:,[0-9]{1,2}){0,6})(?:;|$))+",
    re.IGNORECASE,
)
_MOST_RULES, _LONGEST_ZONE, _MOST_ZONES = 12, 50_000, 5


class NotRead(ValueError):
    """A value cannot be taken; the message is a German sentence."""


@dataclass(slots=True)
class Zones:
    """The time zones a file defines for itself, and the names nobody knows."""

    own: dict[str, Component] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    _built: dict[str, tzinfo] = field(default_factory=dict)
    _tried: int = 0

    def define(self, component: Component) -> None:
        """The file brought this VTIMEZONE."""
        name = next(
            (line.partition(":")[2].strip() for line in component.raw if line.upper().startswith("TZID")), ""
        )
        if name and len(self.own) < 50:
            self.own[name] = component

    def named(self, name: str) -> tzinfo:
        """Returns the zone of that name: the world's, Windows', the file's own; else Hesse's, and the name is noted as unknown."""
        name = name.strip('"')
        if name not in self._built:
            found = _of_the_world(name) or self._of_the_file(name)
            if found is None:
                self.unknown.add(name)
            self._built[name] = found or BERLIN
        return self._built[name]

    def _of_the_file(self, name: str) -> tzinfo | None:
        component = self.own.get(name)
        if component is None or self._tried >= _MOST_ZONES or not _can_be_built(component.raw):
            return None
        self._tried += 1
        text = "\r\n".join(["BEGIN:VTIMEZONE", *component.raw, "END:VTIMEZONE", ""])
        try:
            read = Timezone.from_ical(text)
            assert isinstance(read, Timezone)
            zone = read.to_tz()
            datetime(2026, 1, 1, tzinfo=zone).utcoffset()
        except (
            Exception
        ):  # whatever a stranger's definition breaks in the library, its times are read as Hesse's
            return None
        return zone if isinstance(zone, tzinfo) else None


def _can_be_built(raw: list[str]) -> bool:
    """Returns whether the zone is small and its clocks change once a year by each of its rules, as clocks do."""
    rules = [line for line in raw if re.split(r"[:;]", line, maxsplit=1)[0].strip().upper() == "RRULE"]
    small = len(rules) <= _MOST_RULES and sum(map(len, raw)) <= _LONGEST_ZONE
    return small and all(_CHANGE_OF_CLOCKS.fullmatch(line.strip()) for line in rules)


@lru_cache(maxsize=500)  # bounded: names come from strangers, and a worker lives for weeks
def _of_the_world(name: str) -> tzinfo | None:
    for candidate in (name, WINDOWS_TO_OLSON.get(name, ""), "/".join(name.split("/")[-2:])):
        if candidate and candidate.isascii() and len(candidate) < 60:
            try:
                return ZoneInfo(candidate)
            except (KeyError, ValueError, OSError):  # not there, not a name at all
                continue
    return None


def moment(value: str, prop: Property, zones: Zones) -> Moment:
    """Returns the day or instant of one value; raises NotRead."""
    try:
        found = vDDDTypes.from_ical(value.strip())  # type: ignore[no-untyped-call]  # icalendar ships no types for it
    except (ValueError, OverflowError) as error:
        raise NotRead(
            f"„{_shown(value)}“ ist kein Datum. Erwartet wird zum Beispiel 20261124 oder 20261124T080000."
        ) from error
    if isinstance(found, tuple):  # a period: only its beginning matters here
        found = found[0]
    if not isinstance(found, date):
        raise NotRead(
            f"„{_shown(value)}“ ist kein Datum. Erwartet wird zum Beispiel 20261124 oder 20261124T080000."
        )
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise NotRead(f"Das Jahr {found.year} liegt zu weit weg.")
    return in_hesse(found, str(prop.params.get("TZID", "")), zones)


def in_hesse(found: date, zone: str, zones: Zones) -> Moment:
    """Returns a day as it is, an instant in Hesse's time."""
    if not isinstance(found, datetime):
        return found
    aware = found if found.tzinfo else found.replace(tzinfo=zones.named(zone) if zone else BERLIN)
    return aware.astimezone(BERLIN)


def one(prop: Property, zones: Zones) -> Moment:
    """Returns the day or instant of a property with one value; raises NotRead."""
    return moment(prop.value, prop, zones)


def several(properties: Iterable[Property], zones: Zones, *, most: int) -> list[Moment]:
    """Returns the days or instants of lists (RDATE, EXDATE), `most` of each at most; raises NotRead."""
    return [
        moment(value, prop, zones)
        for prop in properties
        for value in prop.value.split(",", most)[:most]
        if value.strip()
    ]


def length(start: Moment, end: Property | None, duration: Property | None, zones: Zones) -> timedelta | None:
    """Returns how long an event lasts as its file says, or None where it does not say; raises NotRead."""
    if end is not None:
        until = one(end, zones)
        if isinstance(until, datetime) != isinstance(start, datetime):
            until, start = day_of(until), day_of(start)
        found = _difference(start, until)
    elif duration is not None:
        found = _duration(duration.value)
    else:
        return None
    if found < timedelta(0):
        raise NotRead("Das Ende liegt vor dem Beginn.")
    if found > timedelta(days=_MOST_DAYS):
        raise NotRead(f"Der Termin dauert mehr als {_MOST_DAYS} Tage.")
    return found


def _difference(start: Moment, until: Moment) -> timedelta:
    """By the clock on the wall: four weeks over the change of clocks are four weeks."""
    if isinstance(start, datetime) and isinstance(until, datetime):
        return until.replace(tzinfo=None) - start.replace(tzinfo=None)
    return day_of(until) - day_of(start)


def _duration(value: str) -> timedelta:
    try:
        found = vDuration.from_ical(value.strip())  # type: ignore[no-untyped-call]  # icalendar ships no types for it
    except (ValueError, OverflowError) as error:
        raise NotRead(
            f"„{_shown(value)}“ ist keine Dauer. Erwartet wird zum Beispiel PT45M oder P5D."
        ) from error
    assert isinstance(found, timedelta)
    return found


def day_of(value: Moment) -> date:
    """Returns the day of a day or instant."""
    return value.date() if isinstance(value, datetime) else value


def _shown(value: str) -> str:
    printable = "".join(c for c in value if c.isprintable())
    return printable if len(printable) <= 40 else f"{printable[:39]}…"
