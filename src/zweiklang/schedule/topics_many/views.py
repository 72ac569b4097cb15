"""A week's topics of a class in one form."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from zweiklang.kernel.clock import today
from zweiklang.kernel.hesse import monday_of
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import room_url
from zweiklang.schedule.forms import day_from
from zweiklang.schedule.topics_many.entering import write_topics
from zweiklang.schedule.topics_many.lines import TopicLine, asked_of, day_of, lines_sent, with_errors
from zweiklang.schedule.topics_many.page import TopicDesk, context_of, topic_desk, week_lines
from zweiklang.schedule.topics_many.shapes import ClassTopic, Entered, RowsRejected

NOTHING = "In keiner Zeile steht ein Thema. Schreiben Sie mindestens eines."


@require_http_methods(["GET", "POST"])
def many_topics(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The week's lessons, a line each; POST writes the lines that say something, also those that a file filled."""
    actor = actor_of(request.user)
    desk, monday = (
        topic_desk(actor, room_id),
        monday_of(day_from(request.GET.get("woche"), otherwise=today())),
    )
    status, lines = 200, []
    if request.method == "POST":
        lines = lines_sent(request.POST, room_id=room_id, classes=desk.labels)
        lines, entered = _entered(request, desk, lines)
        if entered:
            return _done(request, room_id, entered, _first_day(lines) or monday)
        status = 422
    context = context_of(desk, lines or week_lines(actor, desk, monday), monday)
    return render(request, "schedule/topics/many.html", context, status=status)


def _entered(
    request: HttpRequest, desk: TopicDesk, lines: list[TopicLine]
) -> tuple[list[TopicLine], Entered | None]:
    """Writes what the lines say; returns None where something is missing, with the reason at its line, and then nothing is written."""
    wanted, reasons = asked_of(lines, copies=_copies(request, desk))
    if not wanted and not reasons:
        messages.error(request, NOTHING)
        return lines, None
    flat = [(number, one) for number, topics in wanted.items() for one in topics]
    try:
        if not reasons:
            return lines, write_topics(actor_of(request.user), topics=[one for _, one in flat])
    except RowsRejected as problem:
        reasons = _by_line(flat, problem)
    return with_errors(lines, reasons), None


def _by_line(flat: list[tuple[int, ClassTopic]], problem: RowsRejected) -> dict[int, str]:
    return {flat[place][0]: reason for place, reason in problem.reasons.items()}


def _copies(request: HttpRequest, desk: TopicDesk) -> list[UUID]:
    sent = set(request.POST.getlist("auch"))
    return [room for room, _ in desk.others if str(room) in sent]


def _first_day(lines: Iterable[TopicLine]) -> date | None:
    return min((day for line in lines if not line.is_empty and (day := day_of(line.day))), default=None)


def _done(request: HttpRequest, room_id: UUID, entered: Entered, day: date) -> HttpResponse:
    words = "1 Thema eingetragen" if entered.written == 1 else f"{entered.written} Themen eingetragen"
    known = f", {entered.known} standen schon da" if entered.known else ""
    messages.success(request, f"{words}{known}.")
    return redirect(f"{room_url('schedule:class_lessons', room_id)}?woche={monday_of(day).isoformat()}")
