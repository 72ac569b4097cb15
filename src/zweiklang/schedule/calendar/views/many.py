"""Calendars of many: who is where in a week and on a day, all classes, the school year of all classes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from zweiklang.apprenticeships.public import SchoolClass, narrowed
from zweiklang.exchange.public import appointments_between
from zweiklang.kernel.clock import today
from zweiklang.organisations.public import chosen_organisation
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, Standing, my_standings, note_look
from zweiklang.schedule.calendar.doors import Doors, doors_of
from zweiklang.schedule.calendar.moving import dated, toolbar, week_of, year_of
from zweiklang.schedule.calendar.overview import day_of_people, week_of_classes, week_of_people
from zweiklang.schedule.calendar.reading import Apprentice, apprentices, classes_in
from zweiklang.schedule.calendar.year import years_of_classes
from zweiklang.schedule.forms import day_from
from zweiklang.schedule.notices.reading import recent_changes

PER_PAGE = 100
# Below this many a filter is more to read than the list.
FILTERED_FROM = 8
# Whoever sees more apprenticeships (a chamber) says first whom.
ASKED_FOR_FROM = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says: the day, and which apprentices."""

    day: date
    school_class: str
    query: str

    @property
    def kept(self) -> dict[str, str]:
        """Returns the filter as values of an address."""
        return {"klasse": self.school_class, "q": self.query}


def asked(request: HttpRequest) -> Asked:
    """Returns what the address says; today where it says no day."""
    values = request.GET
    day = day_from(values.get("tag"), otherwise=today())
    return Asked(day, values.get("klasse", "").strip()[:30], values.get("q", "").strip()[:100])


def mine(request: HttpRequest) -> tuple[dict[UUID, Standing], Doors]:
    """Returns the person's standings, of the chosen organisation only, and the calendars they open."""
    standings = narrowed(my_standings(), chosen_organisation(request.session))
    return standings, doors_of(standings)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The calendar that fits the person, at the day that was asked for."""
    _, doors = mine(request)
    query = request.GET.urlencode()
    return redirect(f"{doors.first}?{query}" if query else doors.first)


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Who is where this week: all apprentices, by class, and what has changed."""
    (standings, doors), wanted = mine(request), asked(request)
    days = week_of(wanted.day)
    page, context = _people(request, doors, wanted, days, "woche")
    rows = list(page.object_list)
    context["week"] = week_of_people(rows, standings, days=days, day_url=_day_url(wanted))
    context["changes"] = recent_changes(actor_of(request.user), _seen(doors))
    context["appointments"] = appointments_between(actor_of(request.user), days[0], days[-1])
    return render(request, "schedule/calendar/people.html", context)


@require_GET
def people_day(request: HttpRequest) -> HttpResponse:
    """Who is where on one day."""
    (standings, doors), wanted = mine(request), asked(request)
    page, context = _people(request, doors, wanted, [wanted.day], "tag")
    context["groups"] = day_of_people(list(page.object_list), standings, day=wanted.day)
    return render(request, "schedule/calendar/day.html", context)


def _seen(doors: Doors) -> Mapping[UUID, Standing]:
    return {one.room_id: one for one in (*doors.apprenticeships, *doors.classes)}


def _people(
    request: HttpRequest, doors: Doors, wanted: Asked, days: list[date], shown: str
) -> tuple[Any, dict[str, Any]]:
    """Returns a page of the apprentices that are asked for, and the head of the page."""
    rooms = [one.room_id for one in doors.apprenticeships]
    too_many = len(rooms) if len(rooms) > ASKED_FOR_FROM and not wanted.query else 0
    found = [] if too_many else apprentices(rooms, days[0], days[-1], name=wanted.query)
    fitting = [one for one in found if wanted.school_class in ("", one.school_class)]
    page = Paginator(fitting, PER_PAGE).get_page(request.GET.get("seite"))
    head = _head(wanted, shown, found) | {"too_many": too_many}
    head["filtered"] = head["filtered"] or bool(too_many)
    return page, {"page": page, "views": doors.views("people"), **head}


def _head(wanted: Asked, shown: str, everybody: list[Apprentice]) -> dict[str, Any]:
    """Returns toolbar and filter; few are not worth a filter."""
    return {
        "bar": toolbar(shown, day=wanted.day, today=today(), addresses=_of_people(), kept=wanted.kept),
        "asked": wanted,
        "filtered": len(everybody) >= FILTERED_FROM or bool(wanted.school_class or wanted.query),
        "labels": list(dict.fromkeys(one.school_class for one in everybody if one.school_class)),
    }


def _of_people() -> dict[str, str]:
    names = {"tag": "people_day", "woche": "people", "jahr": "years"}
    return {span: reverse(f"calendar:{name}") for span, name in names.items()}


def _day_url(wanted: Asked) -> Callable[[date], str]:
    """Returns what makes the address of a day with the same filter."""
    address = reverse("calendar:people_day")
    return lambda day: dated(address, day, wanted.kept)


@require_GET
def classes(request: HttpRequest) -> HttpResponse:
    """All classes of the week: which of them are at school."""
    (_, doors), wanted = mine(request), asked(request)
    days = week_of(wanted.day)
    found = classes_in([one.room_id for one in doors.classes], wanted.day)
    context = {
        "bar": toolbar("woche", day=wanted.day, today=today(), addresses=_of_classes()),
        "views": doors.views("classes"),
        "week": week_of_classes(found, days=days, day_url=lambda _: ""),
    }
    return render(request, "schedule/calendar/classes.html", context)


def _of_classes() -> dict[str, str]:
    return {"woche": reverse("calendar:classes"), "jahr": reverse("calendar:years")}


@require_GET
def years(request: HttpRequest) -> HttpResponse:
    """The block view: the school year of all one's classes, with one's apprentices in them."""
    (_, doors), wanted = mine(request), asked(request)
    first, last = year_of(wanted.day)
    everything = classes_in([one.room_id for one in doors.classes], wanted.day)
    page = Paginator(everything, PER_PAGE).get_page(request.GET.get("seite"))
    found, members = list(page.object_list), _members(doors, first, last)
    addresses = _of_people() if doors.apprenticeships else _of_classes()
    context = {
        "bar": toolbar("jahr", day=wanted.day, today=today(), addresses=addresses),
        "views": doors.views("people" if doors.apprenticeships else "classes"),
        "page": page,
    }
    context["rows"] = years_of_classes(found, first=first, last=last, note=lambda one: _note(one, members))
    return render(request, "schedule/calendar/years.html", context)


def _members(doors: Doors, first: date, last: date) -> dict[UUID | None, list[str]]:
    """Returns the names of one's apprentices by class; nobody's for those who teach or lead, whose classes are long, or for a chamber."""
    members: dict[UUID | None, list[str]] = {}
    if not doors.trains or len(doors.others) > ASKED_FOR_FROM:
        return members
    found = apprentices([one.room_id for one in doors.others], first, last)
    note_look((one.room_id for one in found), Scope.SCHEDULE)
    for one in found:
        members.setdefault(one.class_room_id, []).append(one.name)
    return members


def _note(school_class: SchoolClass, members: Mapping[UUID | None, list[str]]) -> str:
    """Returns who of one's own is in the class, or its school."""
    names = members.get(school_class.room_id, [])
    return ", ".join(names) if 0 < len(names) <= 6 else school_class.school.name
