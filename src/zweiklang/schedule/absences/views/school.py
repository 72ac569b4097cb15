"""A school's deadlines for absences and its files of them, in its team room."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.organisations.public import Organisation
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, Standing, note_people, room_tabs, standing_in
from zweiklang.schedule.absences.files import (
    absence_file_in,
    apply_absence_file,
    discard_absence_file,
    preview_of,
)
from zweiklang.schedule.absences.forms import RuleForm
from zweiklang.schedule.absences.overview import lines_of
from zweiklang.schedule.absences.rules import rule_in_words, rule_of, set_absence_rule
from zweiklang.schedule.models import AbsenceRule, TimetableImport
from zweiklang.schedule.policy import may_set_absence_rule

ENTERED = "Übernommen: {}. Wen es betrifft, der erfährt davon."
THROWN_AWAY = "Die Vorschau ist verworfen. Von der Datei ist nichts geblieben."
SAVED = "Gespeichert. Auszubildende sehen es bei ihren Fehlzeiten."


@require_http_methods(["GET", "HEAD", "POST"])
def absence_file(request: HttpRequest, room_id: UUID, file_id: UUID) -> HttpResponse:
    """What a file would enter, or that it has. POST enters it or throws it away."""
    standing, school = _school(room_id)
    found, actor = absence_file_in(room_id, file_id), actor_of(request.user)
    if request.method == "POST":
        return _acted(request, school, found)
    preview = preview_of(actor, school=school, found=found) if found.content is not None else None
    context = {"school": school, "found": found, "tabs": room_tabs(standing, "absence_rule")}
    context |= {"preview": preview, "room_id": room_id, "lines": lines_of(preview.plan) if preview else []}
    if preview:
        # The school's office is in no apprentice's room: it is the school's own that says whom it keeps.
        note_people(room_id, Scope.ADMINISTRATION, preview.people)
    return render(request, "schedule/absences/file.html", context)


def _acted(request: HttpRequest, school: Organisation, found: TimetableImport) -> HttpResponse:
    actor = actor_of(request.user)
    if request.POST.get("act") == "discard":
        discard_absence_file(actor, school=school, import_id=found.pk)
        messages.success(request, THROWN_AWAY)
        return redirect("schedule:absence_rule", found.room_id)
    try:
        seen = request.POST.get("seen", "")
        plan = apply_absence_file(actor, school=school, import_id=found.pk, seen=seen)
        number = len(plan.added) + len(plan.changed)
        messages.success(request, ENTERED.format("1 Fehlzeit" if number == 1 else f"{number} Fehlzeiten"))
    except Conflict as error:
        messages.error(request, str(error))
    return redirect("schedule:absence_file", found.room_id, found.pk)


@require_http_methods(["GET", "POST"])
def absence_rule(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Until when absences are explained, and from when on a sick note is wanted. POST sets it."""
    standing, school = _school(room_id)
    rule = rule_of(school.pk)
    form = RuleForm(
        request.POST or None, initial={name: getattr(rule, name, "") for name in RuleForm.base_fields}
    )
    if _set(request, form, school):
        return redirect("schedule:absence_rule", room_id)
    context = _beside(standing, school, rule) | {"form": form}
    context["may"] = may_set_absence_rule(actor_of(request.user), standing=standing)
    return render(request, "schedule/absences/rule.html", context, status=422 if form.errors else 200)


def _beside(standing: Standing, school: Organisation, rule: AbsenceRule | None) -> dict[str, Any]:
    """What stands around the form: the school, its tabs, and what holds now."""
    return {
        "school": school,
        "room_id": standing.room_id,
        "tabs": room_tabs(standing, "absence_rule"),
        "sentences": rule_in_words(rule),
    }


def _school(room_id: UUID) -> tuple[Standing, Organisation]:
    """Returns standing and school of that team room; 404 for everybody outside of its administration, and for rooms of others."""
    standing = standing_in(room_id)
    school = Organisation.objects.filter(team_room=room_id, kind=Organisation.Kind.SCHOOL).first()
    if standing.kind != "team" or not standing.carries(Scope.ADMINISTRATION) or school is None:
        raise Http404
    return standing, school


def _set(request: HttpRequest, form: RuleForm, school: Organisation) -> bool:
    if not form.is_valid():
        return False
    try:
        set_absence_rule(actor_of(request.user), school=school, **form.cleaned_data)
    except Rejected as error:
        form.add_error(error.field or None, error.message)
        return False
    messages.success(request, SAVED)
    return True
