"""Closing schools: what holds now, a form, what it would mean, and taking back. The Land does it for many, a school for itself."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, Standing, room_tabs, standing_in
from zweiklang.schedule.closures.areas import all_schools, nowhere
from zweiklang.schedule.closures.forms import AreaClosureForm, ClosureForm
from zweiklang.schedule.closures.policy import LAND, may_close_any, may_reopen
from zweiklang.schedule.closures.selectors import action_of, actions, effect_of
from zweiklang.schedule.closures.services import (
    CLOSED_ALREADY,
    NO_SCHOOL,
    check,
    close_schools,
    reopen_schools,
)
from zweiklang.schedule.closures.shapes import Action, Effect
from zweiklang.schedule.models import Closure
from zweiklang.schedule.planning.selectors import school_of

CLOSED = "Gemeldet. Alle Betroffenen werden jetzt benachrichtigt."
AGAIN = "Das ist schon gemeldet."
OPEN = "Zurückgenommen. Alle Betroffenen werden jetzt benachrichtigt."


@dataclass(frozen=True, slots=True)
class _Ground:
    """For whom the page is: the Land, or one school's administration."""

    actor: Actor
    standing: Standing | None = None
    school: Organisation | None = None

    def url(self, name: str, *arguments: UUID) -> str:
        """Returns the address of that page of the Land, or of the same of the school."""
        if self.standing is None:
            return reverse(f"schedule:{name}", args=arguments)
        own = name.replace("closure", "school_closure")
        return reverse(f"schedule:{own}", args=[self.standing.room_id, *arguments])

    def context(self) -> dict[str, Any]:
        """Returns what the frame of all pages shows."""
        tabs = room_tabs(self.standing, "closures") if self.standing else None
        where = {"index": self.url("closures"), "new": self.url("new_closure")}
        return {"school": self.school, "tabs": tabs, "where": where}


def _land(request: HttpRequest) -> _Ground:
    actor = actor_of(request.user)
    require(may_close_any(actor))
    return _Ground(actor)


def _school(request: HttpRequest, room_id: UUID) -> _Ground:
    standing = standing_in(room_id)
    if standing.kind != "team" or not standing.carries(Scope.ADMINISTRATION):
        raise Http404
    return _Ground(actor_of(request.user), standing, school_of(room_id))


@require_GET
def closures(request: HttpRequest) -> HttpResponse:
    """What is closed in Hesse, and what was lately."""
    return _index(request, _land(request))


@require_GET
def school_closures(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """When the school is closed, and was lately."""
    return _index(request, _school(request, room_id))


@require_http_methods(["GET", "POST"])
def new_closure(request: HttpRequest) -> HttpResponse:
    """Schools of an area are closed."""
    return _close(request, _land(request))


@require_http_methods(["GET", "POST"])
def new_school_closure(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The school is closed."""
    return _close(request, _school(request, room_id))


@require_http_methods(["GET", "POST"])
def end_closure(request: HttpRequest, action: UUID) -> HttpResponse:
    """What was closed is open after all."""
    return _reopen(request, _land(request), action)


@require_http_methods(["GET", "POST"])
def end_school_closure(request: HttpRequest, room_id: UUID, action: UUID) -> HttpResponse:
    """The school is open after all."""
    return _reopen(request, _school(request, room_id), action)


def _index(request: HttpRequest, ground: _Ground) -> HttpResponse:
    found = actions(school_id=ground.school.pk if ground.school else None)
    rows = [(one, ground.url("end_closure", one.action) if _ends(ground, one) else "") for one in found]
    lost = [] if ground.school else nowhere(all_schools())
    return render(request, "schedule/closures/index.html", ground.context() | {"rows": rows, "lost": lost})


def _ends(ground: _Ground, one: Action) -> bool:
    """The Land takes back everything, a school what it closed itself."""
    own = ground.school is None or one.declared_as != LAND
    return own and not one.withdrawn_at and not one.over


def _close(request: HttpRequest, ground: _Ground) -> HttpResponse:
    """The form; then what it would mean; then it is done."""
    data = request.POST or None
    form = ClosureForm(data, school=ground.school) if ground.school else AreaClosureForm(data)
    context = ground.context() | {"form": form}
    if form.is_valid() and "change" not in request.POST:
        if "confirmed" in request.POST and _closed(request, ground, form):
            return redirect(ground.url("closures"))
        if effect := _effect(form):
            context |= {"wanted": form.wanted(), "schools": form.schools(), "effect": effect}
            return render(request, "schedule/closures/confirm.html", context)
    return render(request, "schedule/closures/new.html", context, status=422 if form.errors else 200)


def _effect(form: ClosureForm) -> Effect | None:
    """Returns what it would mean; None where nothing would be closed, and the form says why."""
    if form.errors:
        return None
    try:
        check(form.wanted())
    except Rejected as error:
        form.add_error(error.field or None, error.message)
        return None
    found = effect_of([school.pk for school in form.schools()], form.wanted())
    if not found.classes:
        form.add_error(None, NO_SCHOOL if found.schools else CLOSED_ALREADY)
        return None
    return found


def _closed(request: HttpRequest, ground: _Ground, form: ClosureForm) -> bool:
    """True where the list shows what holds now: it is closed, or this form was used for something else."""
    try:
        new = close_schools(
            ground.actor, action=form.action_id(), schools=form.schools(), wanted=form.wanted()
        )
    except Rejected as error:
        form.add_error(error.field or None, error.message)
        return False
    except Conflict as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, CLOSED if new else AGAIN)
    return True


def _reopen(request: HttpRequest, ground: _Ground, action: UUID) -> HttpResponse:
    """What it would mean; then it is done. What is over, or was taken back in another tab, is said on the list."""
    try:
        if request.method == "POST":
            reopen_schools(ground.actor, action=action, school_id=ground.school.pk if ground.school else None)
            messages.success(request, OPEN)
            return redirect(ground.url("closures"))
        return render(request, "schedule/closures/end.html", ground.context() | _would_reopen(ground, action))
    except Conflict as problem:
        messages.info(request, str(problem))
        return redirect(ground.url("closures"))


def _would_reopen(ground: _Ground, action: UUID) -> dict[str, Any]:
    rows = list(Closure.objects.filter(action=action).select_related("school").order_by("school__sort_key"))
    ids = {row.school_id for row in rows}
    if not rows or (ground.school and ground.school.pk not in ids):
        raise Http404
    found = action_of(rows)
    facts = {"withdrawn": found.withdrawn_at is not None, "over": found.over}
    require(
        may_reopen(
            ground.actor, land=ground.school is None, schools=ids, declared_as=found.declared_as, **facts
        )
    )
    return {"found": found, "effect": effect_of(ids, found.wanted, but=action)}
