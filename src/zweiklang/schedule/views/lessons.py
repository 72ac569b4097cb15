"""A class's lesson topics: written by whoever teaches it, read by its people, released to firms."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from zweiklang.apprenticeships.public import SchoolClass
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.hesse import monday_of
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, Standing, room_tabs, room_url, standing_in
from zweiklang.schedule.forms import TopicForm, day_from
from zweiklang.schedule.policy import may_write_topics
from zweiklang.schedule.selectors import (
    class_fields,
    class_of,
    own_subject,
    subjects_of,
    topic_of,
    topics_of_week,
)
from zweiklang.schedule.topics import change_topic, release_topics, remove_topic, sharing_of, write_topic

WEEK = timedelta(days=7)


@require_http_methods(["GET", "POST"])
def class_lessons(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The topics of one week; who teaches the class writes a further one."""
    standing, school_class = _reader(room_id)
    actor, monday = actor_of(request.user), _monday(request)
    writes = may_write_topics(actor, standing=standing)
    form = TopicForm(request.POST or None, initial=_proposed(request, school_class, monday) if writes else {})
    if request.method == "POST":
        require(writes)
        if _done(form, lambda: write_topic(actor, school_class=school_class, topic=form.written())):
            return redirect(_week_url(room_id, form.cleaned_data["day"]))
    context = _context(standing, school_class, monday) | {"form": form, "writes": bool(writes)}
    return render(request, "schedule/class_lessons.html", context, status=422 if form.errors else 200)


def _proposed(request: HttpRequest, school_class: SchoolClass, monday: date) -> dict[str, Any]:
    """The week's last day that has come, and the subject one teaches there."""
    subject = own_subject(actor_of(request.user), school_class=school_class)
    return {"day": max(monday, min(today(), monday + timedelta(days=4))), "subject": subject}


def _reader(room_id: UUID) -> tuple[Standing, SchoolClass]:
    standing = standing_in(room_id)
    if standing.kind != "class" or not standing.reads(Scope.LESSONS):
        raise Http404
    return standing, class_of(room_id)


def _monday(request: HttpRequest) -> date:
    return monday_of(day_from(request.GET.get("woche"), otherwise=today()))


def _week_url(room_id: UUID, day: date) -> str:
    return f"{room_url('schedule:class_lessons', room_id)}?woche={monday_of(day).isoformat()}"


def _done(form: TopicForm, act: Any) -> bool:
    """True if the form was complete and `act` did its work; otherwise the form carries the reason at its field."""
    if not form.is_valid():
        return False
    try:
        act()
    except Rejected as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    return not form.errors


def _context(standing: Standing, school_class: SchoolClass, monday: date) -> dict[str, Any]:
    before, after = monday - WEEK, monday + WEEK
    room_id, fields = school_class.room_id, class_fields(school_class)
    return {
        "class": school_class,
        "tabs": room_tabs(standing, "lessons"),
        "week": topics_of_week(room_id, monday, titles=fields),
        "sharing": sharing_of(school_class),
        "fields": fields,
        "subjects": subjects_of(school_class) if standing.carries(Scope.LESSONS_WRITE) else [],
        "before": (formats.week(before), _week_url(room_id, before)),
        "after": (formats.week(after), _week_url(room_id, after)),
    }


@require_http_methods(["GET", "POST"])
def topic(request: HttpRequest, room_id: UUID, topic_id: UUID) -> HttpResponse:
    """One topic is changed or removed."""
    standing, school_class = _reader(room_id)
    actor, found = actor_of(request.user), topic_of(room_id, topic_id)
    require(may_write_topics(actor, standing=standing))
    if request.POST.get("act") == "remove":
        remove_topic(actor, found)
        messages.success(request, "Das Thema ist entfernt.")
        return redirect(_week_url(room_id, found.day))
    values = {name: getattr(found, name) for name in ("subject", "learning_field", "topic")}
    form = TopicForm(request.POST or None, keeps_day=True, initial=values)
    if _done(form, lambda: change_topic(actor, found, topic=form.written(found.day))):
        return redirect(_week_url(room_id, found.day))
    context = _context(standing, school_class, monday_of(found.day)) | {"form": form, "found": found}
    return render(request, "schedule/topic.html", context, status=422 if form.errors else 200)


@require_POST
def release(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The chosen topics are open to firms, or no longer."""
    _, school_class = _reader(room_id)
    wanted = request.POST.get("released") == "1"
    actor, back = actor_of(request.user), redirect(_week_url(room_id, _monday(request)))
    try:
        changed = release_topics(actor, school_class=school_class, topic_ids=_ids(request), released=wanted)
    except Conflict as error:
        messages.error(request, str(error))
        return back
    words = "1 Thema" if changed == 1 else f"{changed} Themen"
    messages.success(request, f"{words} {'freigegeben' if wanted else 'nicht mehr freigegeben'}.")
    return back


def _ids(request: HttpRequest) -> list[UUID]:
    try:
        return [UUID(value) for value in request.POST.getlist("topic")]
    except ValueError:
        raise Http404 from None
