"""Inter-company courses: those of one apprenticeship, and the form with which a firm enters one for several."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.kernel.decisions import require
from zweiklang.kernel.form_fields import done
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, Standing, my_standings, room_tabs, standing_in
from zweiklang.schedule.models import Course
from zweiklang.schedule.planning.courses import (
    FIELDS,
    add_courses,
    change_courses,
    own_rooms,
    remove_courses,
    same_course,
    token_of,
)
from zweiklang.schedule.planning.forms import CourseForm
from zweiklang.schedule.planning.policy import may_plan_courses
from zweiklang.schedule.planning.selectors import course_in, courses_in, names_in
from zweiklang.schedule.planning.shapes import CourseTerms
from zweiklang.schedule.planning.views.frame import seen_again
from zweiklang.schedule.planning.views.undoing import as_json, forget, from_json, remember, remembered
from zweiklang.schedule.selectors import contract_of

PAGE, TAB = "schedule:courses", "courses"
ADDED = "Eingetragen: „{}“ für {}. Schule und Auszubildende werden benachrichtigt."
KNOWN = "Diesen Kurs haben alle Gewählten schon im Kalender."
CHANGED = "Der Kurs ist geändert. Schule und Auszubildende werden benachrichtigt."
BACK = "„{}“ steht wieder im Kalender."
NOTHING = "Hier gibt es nichts, was sich rückgängig machen lässt."
REMOVED = "Der Kurs ist entfernt. Schule und Auszubildende werden benachrichtigt."


@require_GET
def courses(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The courses of one apprenticeship."""
    standing = _reader(room_id)
    context = _frame(request, standing) | {"rows": courses_in(room_id)}
    context["undo"] = remembered(request, PAGE, room_id)
    return render(request, "schedule/planning/courses.html", context)


def _reader(room_id: UUID) -> Standing:
    standing = standing_in(room_id)
    if standing.kind != "apprenticeship" or not standing.reads(Scope.SCHEDULE):
        raise Http404
    return standing


def _frame(request: HttpRequest, standing: Standing) -> dict[str, Any]:
    decides = may_plan_courses(actor_of(request.user), standing=standing)
    contract = contract_of(standing.room_id)
    return {"contract": contract, "tabs": room_tabs(standing, TAB), "decides": decides}


@require_http_methods(["GET", "POST"])
def new_course(request: HttpRequest) -> HttpResponse:
    """A firm enters a course for one or several of its apprentices; 404 for whoever trains nobody."""
    rooms = own_rooms(my_standings())
    if not rooms:
        raise Http404
    people = names_in(rooms)
    form = CourseForm(people, request.POST or None, initial=_chosen(request, rooms))
    count = done(form, lambda: _added(request, form))
    if count is not None:
        _said(request, form.cleaned_data["title"], count)
        return redirect(_after(form.cleaned_data["rooms"]))
    context = {"form": form, "people": people}
    return render(request, "schedule/planning/new_course.html", context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest, rooms: list[UUID]) -> dict[str, Any]:
    """The apprentice from whose page somebody comes; the only one there is."""
    wanted = [str(room) for room in rooms if str(room) == request.GET.get("fuer") or len(rooms) == 1]
    return {"rooms": wanted}


def _added(request: HttpRequest, form: CourseForm) -> int:
    return add_courses(actor_of(request.user), room_ids=form.cleaned_data["rooms"], terms=form.terms())


def _said(request: HttpRequest, title: str, count: int) -> None:
    if not count:
        messages.info(request, KNOWN)
        return
    people = "1 Person" if count == 1 else f"{count} Personen"
    messages.success(request, ADDED.format(title, people))


def _after(rooms: list[UUID]) -> str:
    return reverse(PAGE, args=[rooms[0]]) if len(rooms) == 1 else reverse("apprenticeships:index")


@require_http_methods(["GET", "POST"])
def course(request: HttpRequest, room_id: UUID, course_id: UUID) -> HttpResponse:
    """One course is changed or removed, for one apprentice or for all of the firm who have it."""
    standing = _reader(room_id)
    require(may_plan_courses(actor_of(request.user), standing=standing))
    found = course_in(room_id, course_id)
    people, form = _concerned(request, found)
    if said := done(form, lambda: _changed(request, found, form)):
        messages.success(request, said)
        return redirect(PAGE, room_id)
    seen_again(form, token_of(found))
    context = _frame(request, standing) | {"form": form, "found": found, "people": people}
    return render(request, "schedule/planning/course.html", context, status=422 if form.errors else 200)


def _concerned(request: HttpRequest, found: Course) -> tuple[list[tuple[UUID, str, str]], CourseForm]:
    """Those of one's own who have the course, and the form, in which this one is chosen unless sent otherwise."""
    rooms = [row.room_id for row in same_course(found, own_rooms(my_standings()))]
    people = names_in(rooms)
    shown = {name: getattr(found, name) for name in FIELDS} | {"seen": token_of(found)}
    shown["rooms"] = [str(found.room_id)]
    if request.POST.get("act") == "remove":
        shown |= {"seen": request.POST.get("seen", ""), "rooms": request.POST.getlist("rooms")}
        return people, CourseForm(people, shown)
    return people, CourseForm(people, request.POST or None, initial=shown)


def _changed(request: HttpRequest, found: Course, form: CourseForm) -> str:
    """Whoever is chosen has the course as entered, or has it no more."""
    chosen = form.cleaned_data.get("rooms") or [found.room_id]
    rows, seen = same_course(found, chosen), form.cleaned_data["seen"]
    if request.POST.get("act") == "remove":
        remove_courses(actor_of(request.user), courses=rows, seen=seen)
        terms = CourseTerms(**{name: getattr(found, name) for name in FIELDS})
        gone = {"rooms": [str(row.room_id) for row in rows], "terms": as_json(terms)}
        remember(request, PAGE, found.room_id, gone)
        return REMOVED
    change_courses(actor_of(request.user), courses=rows, terms=form.terms(), seen=seen)
    return CHANGED


@require_POST
def undo_course(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The course this person removed last stands in the calendars again."""
    require(may_plan_courses(actor_of(request.user), standing=_reader(room_id)))
    kept = remembered(request, PAGE, room_id)
    if kept is None:
        messages.info(request, NOTHING)
        return redirect(PAGE, room_id)
    terms = CourseTerms(**from_json(kept["terms"]))
    add_courses(actor_of(request.user), room_ids=[UUID(one) for one in kept["rooms"]], terms=terms)
    forget(request)
    messages.success(request, BACK.format(terms.title))
    return redirect(PAGE, room_id)
