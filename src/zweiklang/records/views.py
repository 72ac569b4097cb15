"""Pages of the record: parse, ask, answer."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zweiklang.apprenticeships.public import narrowed
from zweiklang.curricula.public import plan_address, planned_time
from zweiklang.kernel import formats
from zweiklang.kernel.clock import now
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.organisations.public import chosen_organisation
from zweiklang.people.public import actor_of
from zweiklang.records.coverage import coverage_of
from zweiklang.records.history import history_of
from zweiklang.records.picture import years_of
from zweiklang.records.plan_items import suggest
from zweiklang.records.queue import Place, late_apprentices, place_in_queue, queue_of
from zweiklang.records.selectors import head_of, total_of, weeks_of
from zweiklang.records.shapes import WeekView
from zweiklang.records.week_acts import Answer, answer_form, perform
from zweiklang.records.week_form import FormOutcome, edit_from
from zweiklang.records.week_page import further_days, new_line, week_id_of, week_view
from zweiklang.records.writing import FieldConflict, save_field
from zweiklang.rooms.public import Scope, Standing, my_standings, note_look, room_tabs, standing_in

NOWHERE = Standing(UUID(int=0), "", frozenset(), frozenset())


def reader_of(room_id: UUID, standings: Mapping[UUID, Standing] | None = None) -> Standing:
    """Returns the person's standing (looked up in `standings` if given), noted as looking; 404 without one, or without reading records."""
    standing = standing_in(room_id) if standings is None else standings.get(room_id, NOWHERE)
    if not standing.carries(Scope.SCHOOL_RECORDS):
        raise Http404
    note_look(room_id, Scope.RECORDS if standing.carries(Scope.RECORDS) else Scope.SCHOOL_RECORDS)
    return standing


@require_GET
def weeks(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """All weeks of one record: a year at a glance, and a list."""
    standing, head = reader_of(room_id), head_of(room_id)
    rows = weeks_of(head)
    shown = [row for row in rows if row.missing] if request.GET.get("zeige") == "offen" else rows
    context = {
        "head": head,
        "weeks": shown,
        "missing": sum(row.missing for row in rows),
        "only_open": shown is not rows,
    }
    context |= {"years": years_of(rows), "standing": standing, "tabs": room_tabs(standing, "weeks")}
    return render(request, "records/weeks.html", context)


@require_http_methods(["GET", "POST"])
def week(request: HttpRequest, room_id: UUID, monday: date) -> HttpResponse:
    """One week: writing it, or reading it with the acts one may do. POST is the form without script."""
    standings = my_standings() if request.GET.get("von") == "offen" else None
    standing, outcome = reader_of(room_id, standings), FormOutcome()
    if request.method == "POST":
        answer = answer_form(actor_of(request.user), room_id=room_id, monday=monday, data=request.POST)
        if isinstance(answer, Answer):
            return _go(request, answer)
        outcome = answer
    context = _week_context(request, room_id, monday, standing)
    context["place"] = (
        _place(context["week"], standings) if standings and standing.carries(Scope.RECORDS_SIGN) else None
    )
    return render(
        request, "records/week.html", context | {"outcome": outcome}, status=200 if outcome.is_clean else 422
    )


def _week_context(request: HttpRequest, room_id: UUID, monday: date, standing: Standing) -> dict[str, Any]:
    extra = request.GET.get("neu", "")
    view = week_view(actor_of(request.user), room_id=room_id, monday=monday, standing=standing, extra=extra)
    return {
        "week": view,
        "standing": standing,
        "tabs": room_tabs(standing, "weeks"),
        "further_days": further_days(view),
        "removed": request.GET.get("entfernt", "") if view.decisions["write"] else "",
    }


def _place(view: WeekView, standings: Mapping[UUID, Standing]) -> Place:
    key = (view.head.sort_key, view.monday, view.head.room_id)
    return place_in_queue(standings.values(), week=key)


@require_POST
def act(request: HttpRequest, room_id: UUID, monday: date, act: str) -> HttpResponse:
    """Does one of `week_acts.ACTS` and goes on: to the next waiting week for somebody who works through the list, else back."""
    actor = actor_of(request.user)
    return _go(request, perform(actor, room_id=room_id, monday=monday, act=act, data=request.POST))


def _go(request: HttpRequest, answer: Answer) -> HttpResponseRedirect:
    if answer.sentence:
        messages.add_message(request, messages.SUCCESS if answer.done else messages.ERROR, answer.sentence)
    return HttpResponseRedirect(answer.url)


@require_POST
def save(request: HttpRequest, room_id: UUID, monday: date) -> HttpResponse:
    """Saves one field: 200 with the stored value, 409 with the other version, 422 with what is expected or why not now."""
    name, base, value = (request.POST.get(key, "") for key in ("field", "base", "value"))
    try:
        edit = edit_from(name, base=base, value=value, place=request.POST.get("place", "company"))
        saved = save_field(actor_of(request.user), room_id=room_id, monday=monday, edit=edit)
    except FieldConflict as conflict:
        return render(request, "records/conflict.html", {"conflict": conflict}, status=409)
    except (Rejected, Conflict) as error:
        return JsonResponse({"error": str(error)}, status=422)
    return JsonResponse(
        {"value": saved.value, "saved_at": formats.time(now()), "total": total_of(saved.line.week_id)}
    )


@require_GET
def add_line(request: HttpRequest, room_id: UUID, monday: date, day: str) -> HttpResponse:
    """An empty line for that day (or "week") as a fragment; it is stored with its first saved field."""
    reader_of(room_id)
    try:
        line = new_line(None if day == "week" else date.fromisoformat(day))
    except ValueError:
        raise Http404 from None
    return render(
        request,
        "records/line_form.html",
        {"line": line, "room_id": room_id, "monday": monday, "outcome": FormOutcome()},
    )


@require_GET
def history(request: HttpRequest, room_id: UUID, monday: date) -> HttpResponse:
    """What was changed in this week, by whom and when."""
    standing, head = reader_of(room_id), head_of(room_id)
    context = {
        "head": head,
        "monday": monday,
        "label": formats.week(monday),
        "tabs": room_tabs(standing, "weeks"),
    }
    context["changes"] = history_of(week_id_of(room_id, monday))
    return render(request, "records/history.html", context)


@require_GET
def coverage(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Law, training plan and record, per position of the regulation."""
    standing, head = reader_of(room_id), head_of(room_id)
    if not standing.carries(Scope.PLAN):
        raise Http404
    note_look(room_id, Scope.PLAN)
    plan, read, chosen = (
        planned_time([room_id]).get(room_id),
        standing.carries(Scope.RECORDS),
        request.GET.get("zeige", ""),
    )
    context = {"head": head, "coverage": coverage_of(head, plan=plan, with_record=read, chosen=chosen)}
    context |= {"standing": standing, "plan": plan_address(room_id), "tabs": room_tabs(standing, "coverage")}
    return render(request, "records/coverage.html", context)


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """All weeks that wait for this person's signature."""
    standings = narrowed(my_standings(), chosen_organisation(request.session)).values()
    return render(
        request, "records/queue.html", {"rows": queue_of(standings), "late": late_apprentices(standings)}
    )


@require_GET
def plan_items(request: HttpRequest, room_id: UUID) -> JsonResponse:
    """Plan items that fit what is typed, for the combobox of a line."""
    reader_of(room_id)
    return JsonResponse(suggest(head_of(room_id), request.GET.get("q", "")), safe=False)
