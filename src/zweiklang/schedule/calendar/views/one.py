"""Calendars of one: a class, an apprentice, one's own lessons."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.exchange.public import appointments_between
from zweiklang.kernel.clock import today
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, Standing, my_standings, room_tabs, room_url, standing_in
from zweiklang.schedule.calendar.agenda import agenda_of_class, agenda_of_room, agenda_of_teacher, anywhere
from zweiklang.schedule.calendar.days import class_days, contract_days
from zweiklang.schedule.calendar.linking import day_page
from zweiklang.schedule.calendar.moving import Toolbar, toolbar, week_of, year_of
from zweiklang.schedule.calendar.reading import absences
from zweiklang.schedule.calendar.shapes import CalendarDay
from zweiklang.schedule.calendar.views.many import mine
from zweiklang.schedule.calendar.year import months_of, summary_of
from zweiklang.schedule.forms import day_from
from zweiklang.schedule.notices.reading import recent_changes
from zweiklang.schedule.planning.spans import year_days
from zweiklang.schedule.selectors import class_of, contract_of


def _days(request: HttpRequest, otherwise: date | None = None) -> tuple[str, date, list[date]]:
    """Returns which span is asked for ("tag" or "woche"), its day (`otherwise` than asked for: today), and the days to show."""
    day = day_from(request.GET.get("tag"), otherwise=otherwise or today())
    if request.GET.get("ansicht") == "tag":
        return "tag", day, [day]
    return "woche", day, week_of(day)


def _bar(shown: str, day: date, week: str, year: str = "") -> Toolbar:
    addresses = {"tag": f"{week}?ansicht=tag", "woche": week} | ({"jahr": year} if year else {})
    return toolbar(shown, day=day, today=today(), addresses=addresses)


@require_GET
def lessons(request: HttpRequest) -> HttpResponse:
    """One's own lessons over all classes."""
    _, doors = mine(request)
    shown, day, days = _days(request)
    year = reverse("calendar:years") if doors.classes else ""
    agenda, teaching = agenda_of_teacher(actor_of(request.user).person, first=days[0], last=days[-1])
    context = {
        "bar": _bar(shown, day, reverse("calendar:lessons"), year),
        "views": doors.views("lessons"),
        "uncoded": [one for one in teaching if not one.code],
        "appointments": appointments_between(actor_of(request.user), days[0], days[-1]),
    }
    context |= {"agenda": agenda, "teaching": teaching, "known": anywhere(agenda)}
    return render(request, "schedule/calendar/lessons.html", context)


def _of_class(room_id: UUID) -> Standing:
    """Returns the standing of somebody who sees when the class has school; 404 for everybody else."""
    standing = standing_in(room_id)
    if standing.kind != "class" or not standing.carries(Scope.SCHEDULE):
        raise Http404
    return standing


def _of_room(room_id: UUID) -> tuple[Standing, dict[UUID, Standing]]:
    """Returns that standing of somebody who sees when the apprentice is at school, and all of them; 404 for everybody else."""
    standings = my_standings()
    standing = standings.get(room_id)
    if standing is None or standing.kind != "apprenticeship" or not standing.carries(Scope.SCHEDULE):
        raise Http404
    return standing, standings


@require_GET
def class_week(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The week (or a day) of a class, lesson by lesson."""
    standing = _of_class(room_id)
    about = _about_class(standing)
    shown, day, days = _days(request, first_day_of_interest(about["class"]))
    bar = _bar(shown, day, room_url("calendar:class_week", room_id), room_url("calendar:class_year", room_id))
    agenda = agenda_of_class(class_days([room_id], days[0], days[-1])[room_id])
    context = about | _agenda(request, bar, agenda, standing)
    return render(request, "schedule/calendar/class_week.html", context)


def _about_class(standing: Standing) -> dict[str, Any]:
    return {"class": class_of(standing.room_id), "tabs": room_tabs(standing, "calendar")}


def first_day_of_interest(school_class: SchoolClass) -> date:
    """Returns today, or the first day of the class's school year while that lies ahead: until then its calendar is empty."""
    return max(today(), year_days(school_class.school_year)[0])


def _agenda(request: HttpRequest, bar: Toolbar, agenda: Any, *standings: Standing) -> dict[str, Any]:
    rooms = {one.room_id: one for one in standings}
    changes = recent_changes(actor_of(request.user), rooms)
    return {"bar": bar, "agenda": agenda, "known": anywhere(agenda), "changes": changes}


@require_GET
def class_year(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The school year of a class, month by month."""
    about = _about_class(_of_class(room_id))
    day = day_from(request.GET.get("tag"), otherwise=first_day_of_interest(about["class"]))
    bar = _bar(
        "jahr", day, room_url("calendar:class_week", room_id), room_url("calendar:class_year", room_id)
    )
    days = class_days([room_id], *year_of(day))[room_id]
    return render(request, "schedule/calendar/class_year.html", about | _year(bar, days))


def _year(bar: Toolbar, days: list[CalendarDay]) -> dict[str, Any]:
    known = any(day.school or day.courses for day in days)
    return {"bar": bar, "months": months_of(days), "summary": summary_of(days), "known": known}


@require_GET
def room_week(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The week (or a day) of an apprentice: school, lesson by lesson, and firm."""
    standing, standings = _of_room(room_id)
    shown, day, days = _days(request)
    bar = _bar(shown, day, room_url("calendar:room_week", room_id), room_url("calendar:room_year", room_id))
    found = contract_days([room_id], days[0], days[-1])[room_id]
    marks = absences([standing], days[0], days[-1]).get(room_id, {})
    links = {one.day: day_page(room_id, one.day) for one in found if one.lessons}
    classes = [standings[room] for room in _classes_of(found) if room in standings]
    context = _about_room(standing) | {"classes": [one.room_id for one in classes]}
    context |= _agenda(request, bar, agenda_of_room(found, marks, links), standing, *classes)
    # In one's own calendar alone: what a trainer has with others is not the apprentice's week.
    actor = actor_of(request.user)
    context["appointments"] = appointments_between(actor, days[0], days[-1]) if context["own"] else []
    return render(request, "schedule/calendar/room_week.html", context)


def _classes_of(days: list[CalendarDay]) -> list[UUID]:
    """Returns the rooms of the classes of these days, each once."""
    return list(dict.fromkeys(room for day in days for room in day.classes))


def _about_room(standing: Standing) -> dict[str, Any]:
    contract, tabs = contract_of(standing.room_id), room_tabs(standing, "calendar")
    return {"contract": contract, "tabs": tabs, "own": "apprentice" in standing.capacities}


@require_GET
def room_year(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The school year of an apprentice, month by month, with courses."""
    standing, _ = _of_room(room_id)
    day = day_from(request.GET.get("tag"), otherwise=today())
    bar = _bar("jahr", day, room_url("calendar:room_week", room_id), room_url("calendar:room_year", room_id))
    days = contract_days([room_id], *year_of(day))[room_id]
    return render(request, "schedule/calendar/room_year.html", _about_room(standing) | _year(bar, days))
