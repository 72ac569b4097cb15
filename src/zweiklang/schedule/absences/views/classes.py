"""A class's absences: one day or lesson for everybody, and what is still to be decided."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, Standing, my_standings, note_look, room_tabs, room_url, standing_in
from zweiklang.schedule.absences.forms import (
    CHOICES,
    PARTIAL,
    STATES,
    TAKE_OVER,
    DayForm,
    decisions_from,
    period_from,
)
from zweiklang.schedule.absences.lessons import choices_of, lessons_on
from zweiklang.schedule.absences.recording import record_day
from zweiklang.schedule.absences.selectors import class_day, open_in_class
from zweiklang.schedule.absences.services import decide_absences
from zweiklang.schedule.absences.shapes import DayRow, LessonChoice, Recorded
from zweiklang.schedule.forms import day_from
from zweiklang.schedule.models import LONGEST_DAY
from zweiklang.schedule.policy import fits_class
from zweiklang.schedule.selectors import class_of, free_day, last_school_day, school_day

SAVED = "Gespeichert: {} geändert."
NOTHING = "Nichts geändert. So, wie es dasteht, ist es eingetragen."
DECIDED = "Entschieden: {}."
When = tuple[date, int | None]
CONSTANTS: dict[str, Any] = {
    "choices": CHOICES,
    "partial": PARTIAL,
    "take_over": TAKE_OVER,
    "longest": LONGEST_DAY,
}


@require_http_methods(["GET", "POST"])
def class_absences(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """A day of the class, or a lesson of it: who was there, who was not. POST saves it in one go."""
    standing, school_class = _led(room_id)
    when = _asked(request)
    form, status = DayForm(_rows(request, school_class, when), request.POST or None), 200
    if request.method == "POST":
        outcome = _recorded(request, school_class, when, form)
        if outcome and not outcome.clashes:
            return _saved(request, outcome, when)
        form, status = (_clashing(request, school_class, when, outcome), 409) if outcome else (form, 422)
    context = _day_context(standing, school_class, when) | {"form": form}
    return render(request, "schedule/absences/class_day.html", context, status=status)


def _asked(request: HttpRequest) -> When:
    """Returns the day of the address and the lesson, None for the whole day."""
    day = day_from(request.GET.get("tag"), otherwise=last_school_day(today()))
    return day, period_from(request.GET.get("stunde"))


def _led(room_id: UUID) -> tuple[Standing, SchoolClass]:
    """Returns standing and class for its class teacher; 404 for everybody else."""
    standing = standing_in(room_id)
    if standing.kind != "class" or "class_teacher" not in standing.capacities:
        raise Http404
    return standing, class_of(room_id)


def _rows(request: HttpRequest, school_class: SchoolClass, when: When) -> list[DayRow]:
    actor, standings = actor_of(request.user), my_standings()
    rows = class_day(actor, school_class=school_class, day=when[0], standings=standings, period=when[1])
    note_look([row.room_id for row in rows], Scope.ABSENCES)
    return rows


def _recorded(request: HttpRequest, school_class: SchoolClass, when: When, form: DayForm) -> Recorded | None:
    """Returns what came of it, or None for a form in which something is missing: then nothing was written."""
    if form.errors:
        return None
    actor, (day, period) = actor_of(request.user), when
    try:
        return record_day(actor, school_class=school_class, day=day, changes=form.changes(), period=period)
    except Conflict as error:
        return Recorded(0, {}, refused=str(error))


def _saved(request: HttpRequest, outcome: Recorded, when: When) -> HttpResponse:
    people = "1 Person" if outcome.written == 1 else f"{outcome.written} Personen"
    if outcome.refused:
        messages.error(request, outcome.refused)
    else:
        messages.success(request, SAVED.format(people) if outcome.written else NOTHING)
    return redirect(_address(request.path, *when))


def _clashing(request: HttpRequest, school_class: SchoolClass, when: When, outcome: Recorded) -> DayForm:
    return DayForm(_rows(request, school_class, when), request.POST, clashes=outcome.clashes)


def _address(here: str, day: date, period: int | None) -> str:
    return f"{here}?tag={day.isoformat()}" + (f"&stunde={period}" if period else "")


def _day_context(standing: Standing, school_class: SchoolClass, when: When) -> dict[str, Any]:
    (day, period), here = when, room_url("schedule:class_absences", school_class.room_id)
    label = f"{formats.day(day)} {day.year}"
    return CONSTANTS | {
        "class": school_class,
        "tabs": room_tabs(standing, "absences"),
        "day": day,
        "period": period,
        "day_label": f"{label}, {period}. Stunde" if period else label,
        "free": free_day(day),
        "refused": fits_class(day, school_year=school_class.school_year).sentence,
        "lessons": _lessons(here, school_class, when),
        "address": _address(here, day, period),
        **_around(here, day),
    }


def _lessons(here: str, school_class: SchoolClass, when: When) -> list[LessonChoice]:
    day, chosen = when
    numbers = choices_of(lessons_on(school_class.room_id, day), chosen=chosen)
    return [
        LessonChoice(period, label, _address(here, day, period), period == chosen)
        for period, label in [(None, "Ganzer Tag"), *numbers]
    ]


def _around(here: str, day: date) -> dict[str, Any]:
    before, after = school_day(day, -1), school_day(day, 1)
    return {
        "here": here,
        "before": (formats.day(before), f"{here}?tag={before.isoformat()}"),
        "after": (formats.day(after), f"{here}?tag={after.isoformat()}") if after <= today() else None,
    }


@require_http_methods(["GET", "POST"])
def open_absences(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """What nobody has decided yet, with what was said about it. POST decides in one go."""
    standing, school_class = _led(room_id)
    rows = open_in_class(school_class)
    if request.method == "POST":
        decide(request, rows)
        return redirect("schedule:open_absences", room_id)
    note_look({row.room_id for row in rows}, Scope.ABSENCES)
    note_look({row.room_id for row in rows if row.reason}, Scope.ABSENCE_REASONS)
    context = {"class": school_class, "tabs": room_tabs(standing, "absences"), "rows": rows, "states": STATES}
    return render(request, "schedule/absences/open_absences.html", context)


def decide(request: HttpRequest, rows: Any) -> None:
    """The absences among `rows` are decided as sent, and the person reads how many, or why not."""
    decisions = decisions_from(rows, request.POST)
    try:
        changed = decide_absences(actor_of(request.user), decisions=decisions)
    except Conflict as error:
        messages.error(request, str(error))
        return
    words = "1 Fehlzeit" if changed == 1 else f"{changed} Fehlzeiten"
    messages.success(request, DECIDED.format(words) if changed else NOTHING)
