"""Events of a class: a list, and a form for each."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel.form_fields import done
from zweiklang.people.public import actor_of
from zweiklang.schedule.models import SchoolEvent
from zweiklang.schedule.planning.events import FIELDS, add_event, change_event, remove_event, token_of
from zweiklang.schedule.planning.forms import EventForm
from zweiklang.schedule.planning.selectors import event_in, events_of, source_of
from zweiklang.schedule.planning.shapes import EventTerms
from zweiklang.schedule.planning.views.frame import (
    class_frame,
    planner_of_class,
    reader_of_class,
    seen_again,
)
from zweiklang.schedule.planning.views.undoing import as_json, forget, from_json, remember, remembered

PAGE = "schedule:school_events"
ADDED = "„{}“ steht im Kalender. Wer zur Klasse gehört, wird benachrichtigt."
CHANGED = "„{}“ ist geändert. Wer zur Klasse gehört, wird benachrichtigt."
BACK = "„{}“ steht wieder im Kalender."
NOTHING = "Hier gibt es nichts, was sich rückgängig machen lässt."
REMOVED = "„{}“ ist entfernt. Wer zur Klasse gehört, wird benachrichtigt."


@require_http_methods(["GET", "POST"])
def school_events(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The events of the class; who plans it enters a further one."""
    standing, school_class = reader_of_class(room_id)
    if request.method == "POST":
        planner_of_class(request, room_id)
    form, actor = EventForm(request.POST or None), actor_of(request.user)
    if event := done(form, lambda: add_event(actor, school_class=school_class, terms=form.terms())):
        messages.success(request, ADDED.format(event.title))
        return redirect(PAGE, room_id)
    context = class_frame(request, standing, school_class, PAGE)
    context |= {"form": form, "rows": events_of(school_class)}
    context["undo"] = remembered(request, PAGE, room_id)
    return render(request, "schedule/planning/events.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def school_event(request: HttpRequest, room_id: UUID, event_id: UUID) -> HttpResponse:
    """One event is changed or removed."""
    standing, school_class = planner_of_class(request, room_id)
    found = event_in(school_class, event_id)
    form = _filled(request, found)
    if said := done(form, lambda: _changed(request, school_class, found, form)):
        messages.success(request, said)
        return redirect(PAGE, room_id)
    seen_again(form, token_of(found))
    context = class_frame(request, standing, school_class, PAGE)
    context |= {"form": form, "found": found, "foreign": source_of(found)}
    return render(request, "schedule/planning/event.html", context, status=422 if form.errors else 200)


def _filled(request: HttpRequest, found: SchoolEvent) -> EventForm:
    """The form as sent; for removing it only matters what was seen."""
    shown = {name: getattr(found, name) for name in FIELDS} | {"seen": token_of(found)}
    if request.POST.get("act") == "remove":
        return EventForm({**shown, "seen": request.POST.get("seen", "")})
    return EventForm(request.POST or None, initial=shown)


def _changed(request: HttpRequest, school_class: SchoolClass, found: SchoolEvent, form: EventForm) -> str:
    which: dict[str, Any] = {"event_id": found.pk, "seen": form.cleaned_data["seen"]}
    actor = actor_of(request.user)
    if request.POST.get("act") == "remove":
        gone = remove_event(actor, school_class=school_class, **which)
        remember(request, PAGE, school_class.room_id, as_json(gone))
        return REMOVED.format(found.title)
    event = change_event(actor, school_class=school_class, terms=form.terms(), **which)
    return CHANGED.format(event.title)


@require_POST
def undo_school_event(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The event this person removed last stands in the calendar again."""
    _, school_class = planner_of_class(request, room_id)
    kept = remembered(request, PAGE, room_id)
    if kept is None:
        messages.info(request, NOTHING)
        return redirect(PAGE, room_id)
    terms = EventTerms(**from_json(kept))
    add_event(actor_of(request.user), school_class=school_class, terms=terms)
    forget(request)
    messages.success(request, BACK.format(terms.title))
    return redirect(PAGE, room_id)
