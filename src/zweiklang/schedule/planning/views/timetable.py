"""A class's timetable: what holds on a day, and the editor of one weekday."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.form_fields import done
from zweiklang.people.public import actor_of
from zweiklang.schedule.models import Lesson
from zweiklang.schedule.planning import wording
from zweiklang.schedule.planning.forms import FromDayForm, day_of_address
from zweiklang.schedule.planning.grids import WeekdayForm
from zweiklang.schedule.planning.school import lesson_times
from zweiklang.schedule.planning.selectors import timetable_of
from zweiklang.schedule.planning.spans import year_days
from zweiklang.schedule.planning.timetable import by_hand, lessons_from, token_of, write_weekday
from zweiklang.schedule.planning.views.frame import (
    class_frame,
    planner_of_class,
    reader_of_class,
    seen_again,
)
from zweiklang.schedule.selectors import subjects_of

PAGE = "schedule:timetable"
SAVED = "Gespeichert. Der Stundenplan gilt ab {}."
NOTHING = "Nichts geändert. So steht es schon im Stundenplan."


@require_GET
def timetable(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The timetable of the class as it holds on a day."""
    standing, school_class = reader_of_class(room_id)
    day = _day(request, school_class)
    context = class_frame(request, standing, school_class, PAGE)
    context |= {"days": timetable_of(school_class, day), "day": day, "day_label": formats.day_long(day)}
    return render(request, "schedule/planning/timetable.html", context)


def _day(request: HttpRequest, school_class: SchoolClass) -> date:
    """The day of the address, inside the school year; today if there is none."""
    first, last = year_days(school_class.school_year)
    return max(first, min(day_of_address(request.GET.get("ab"), otherwise=today()), last))


@require_http_methods(["GET", "POST"])
def timetable_day(request: HttpRequest, room_id: UUID, weekday: int) -> HttpResponse:
    """One weekday of the timetable is written, from a day on."""
    standing, school_class = planner_of_class(request, room_id)
    if weekday not in range(1, 8):
        raise Http404
    day = _day(request, school_class)
    present = list(lessons_from(school_class, weekday, day))
    start, grid = _forms(request, school_class, day, present)
    if not grid.errors and done(start, lambda: _written(request, school_class, weekday, start, grid)):
        return redirect(PAGE, room_id)
    seen_again(start, token_of(present))
    context = class_frame(request, standing, school_class, PAGE) | _day_context(
        school_class, weekday, present
    )
    context |= {"start": start, "grid": grid}
    return render(request, "schedule/planning/timetable_day.html", context, status=_status(start, grid))


def _day_context(school_class: SchoolClass, weekday: int, present: list[Lesson]) -> dict[str, Any]:
    name, foreign = formats.WEEKDAY_NAMES[weekday - 1], by_hand(present).sentence
    return {"name": name, "foreign": foreign, "subjects": subjects_of(school_class)}


def _forms(
    request: HttpRequest,
    school_class: SchoolClass,
    day: date,
    present: list[Lesson],
) -> tuple[FromDayForm, WeekdayForm]:
    shown = [row for row in present if row.first_day <= day]
    times = {n: wording.times(*of) for n, of in lesson_times(school_class.school_id).items()}
    sent = request.POST or None
    start = FromDayForm(sent, initial={"from_day": day, "seen": token_of(present)})
    return start, WeekdayForm(shown, times, sent)


def _written(
    request: HttpRequest, school_class: SchoolClass, weekday: int, start: FromDayForm, grid: WeekdayForm
) -> bool:
    """True once it is saved; the person reads whether that changed anything."""
    plan = {"slots": grid.slots(), **start.cleaned_data}
    if write_weekday(actor_of(request.user), school_class=school_class, weekday=weekday, **plan):
        messages.success(request, SAVED.format(formats.day_long(start.cleaned_data["from_day"])))
    else:
        messages.info(request, NOTHING)
    return True


def _status(start: FromDayForm, grid: WeekdayForm) -> int:
    return 422 if start.is_bound and (start.errors or grid.errors) else 200
