"""Single days of a class that differ from its plan: entered in seconds, taken back in one."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict
from zweiklang.kernel.form_fields import done
from zweiklang.people.public import actor_of
from zweiklang.schedule.models import Lesson
from zweiklang.schedule.planning.changes import (
    cancel_day,
    cancel_lessons,
    change_lesson,
    lessons_on,
    move_lesson,
    take_back_changes,
)
from zweiklang.schedule.planning.forms import ChangeForm, chosen_lessons, day_of_address
from zweiklang.schedule.planning.selectors import coming_changes, lesson_rows, school_days_around
from zweiklang.schedule.planning.spans import year_days
from zweiklang.schedule.planning.views.frame import (
    class_frame,
    planner_of_class,
    reader_of_class,
)
from zweiklang.schedule.planning.views.undoing import forget, remember, remembered

PAGE = "schedule:lesson_changes"
SAVED = "Eingetragen. Wer zur Klasse gehört, wird benachrichtigt."
NOTHING = "Das steht schon so im Kalender."
BACK = "Zurückgenommen. Es gilt wieder der Plan."


@require_http_methods(["GET", "POST"])
def lesson_changes(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """What differs from the plan from today on; who plans the class enters more of it for one day."""
    standing, school_class = reader_of_class(room_id)
    context = class_frame(request, standing, school_class, PAGE)
    form = None
    if request.method == "POST" or context["planning"]:
        require(context["planning"])
        form, shown = _entering(request, school_class)
        if form is None:
            return redirect(request.get_full_path())
        context |= {"form": form, "undo": remembered(request, PAGE, room_id), **shown}
    context["rows"] = coming_changes(school_class)
    status = 422 if form and form.errors else 200
    return render(request, "schedule/planning/changes.html", context, status=status)


def _entering(request: HttpRequest, school_class: SchoolClass) -> tuple[ChangeForm | None, dict[str, Any]]:
    """The form for one day with what the page shows around it; no form once what was sent is done."""
    day, around = _around(request, school_class)
    lessons = lessons_on(school_class, day)
    form = ChangeForm(lesson_rows(lessons), request.POST or None)
    made = done(form, lambda: _entered(actor_of(request.user), school_class, day, lessons, form))
    if made is None:
        return form, around | {"lessons": lessons}
    _said(request, school_class.room_id, made)
    return None, {}


def _around(request: HttpRequest, school_class: SchoolClass) -> tuple[date, dict[str, Any]]:
    """The day of the address, else the next one with school; and the ways to the school day before and the one after."""
    year = year_days(school_class.school_year)
    wanted = day_of_address(request.GET.get("tag"), otherwise=today())
    before, at, after = school_days_around(school_class, max(year[0], min(wanted, year[1])))
    day = wanted if "tag" in request.GET and year[0] <= wanted <= year[1] else at
    return day, {
        "day": day,
        "day_label": f"{formats.day(day)} {day.year}",
        "before": _way(before),
        "after": _way(after),
    }


def _way(day: date | None) -> tuple[str, str] | None:
    return (formats.day(day), f"?tag={day.isoformat()}") if day else None


def _entered(
    actor: Actor, school_class: SchoolClass, day: date, lessons: Sequence[Lesson], form: ChangeForm
) -> tuple[UUID, ...]:
    """What was chosen is done; returns what takes it back."""
    which, act = form.cleaned_data["which"], form.cleaned_data["act"]
    if which == "day":
        return cancel_day(actor, school_class=school_class, day=day)
    chosen = chosen_lessons(which, lessons)
    if act == "cancelled":
        return cancel_lessons(actor, school_class=school_class, day=day, lessons=chosen)
    change = move_lesson if act == "moved" else change_lesson
    return change(actor, school_class=school_class, day=day, lesson=chosen[0], instead=form.instead())


def _said(request: HttpRequest, room_id: UUID, made: Sequence[UUID]) -> None:
    if not made:
        messages.info(request, NOTHING)
        return
    remember(request, PAGE, room_id, [str(one) for one in made])
    messages.success(request, SAVED)


@require_POST
def take_back(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The chosen changes, or those of the last act, hold no longer."""
    _, school_class = planner_of_class(request, room_id)
    ids = request.POST.getlist("change") or remembered(request, PAGE, room_id) or []
    try:
        count = take_back_changes(actor_of(request.user), school_class=school_class, ids=_uuids(ids))
        if count:
            messages.success(request, BACK)
    except Conflict as error:
        messages.error(request, str(error))
    forget(request)
    return redirect(PAGE, room_id)


def _uuids(texts: Sequence[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise Http404 from None
