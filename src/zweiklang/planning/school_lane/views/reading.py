"""What everybody of the class reads: the version that holds, all versions, one of them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zweiklang.planning.doors import reader_of_class
from zweiklang.planning.school_lane.curricula import curricula_known, curriculum_of
from zweiklang.planning.school_lane.reading import compared, shown, version_rows
from zweiklang.planning.school_lane.views.frame import frame, remembered, version_in
from zweiklang.rooms.public import Scope


@require_GET
def fields(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """The version that holds; to those who teach, the way to the draft."""
    standing, school_class = reader_of_class(room_id)
    context = frame(request, standing, school_class)
    if context["published"]:
        context["shown"] = shown(school_class, context["published"][0])
    elif context["editing"] and not context["draft"]:
        known = curricula_known()
        context |= {"known": bool(known), "curriculum": curriculum_of(school_class, known)}
    undo = remembered(request, room_id)
    # A draft that was given up can be had again here; everything else is taken back where the draft is.
    context["undo"] = bool(undo and not undo.after and not context["draft"] and context["editing"])
    return render(request, "planning/school_lane/fields.html", context)


@require_GET
def fields_versions(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """All published versions with what each of them changed."""
    standing, school_class = reader_of_class(room_id)
    context = frame(request, standing, school_class)
    # Before the year begins nobody learns from a plan who will teach (decision 0069).
    context["rows"] = version_rows(context["published"], named=standing.reads(Scope.MEMBERS))
    return render(request, "planning/school_lane/versions.html", context)


@require_GET
def fields_version(request: HttpRequest, room_id: UUID, version: int) -> HttpResponse:
    """One version, compared with another where the address says which (`?mit=2`)."""
    standing, school_class = reader_of_class(room_id)
    context = frame(request, standing, school_class)
    plan = version_in(context, version)
    context["shown"] = shown(school_class, plan)
    context["others"] = [one for one in context["published"] if one.pk != plan.pk]
    other = request.GET.get("mit", "")
    context["other"] = next((one for one in context["others"] if str(one.version) == other), None)
    context["differences"] = compared(plan, context["other"]) if context["other"] else []
    return render(request, "planning/school_lane/version.html", context)
