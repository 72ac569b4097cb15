"""The files of an apprenticeship: what all who see talks there can read, add to, and take their own away from."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from zweiklang.apprenticeships.public import Contract
from zweiklang.exchange.files import policy
from zweiklang.exchange.files.forms import FilesForm
from zweiklang.exchange.files.selectors import files_in, upload_field, usage_of
from zweiklang.exchange.files.tabs import TAB
from zweiklang.exchange.files.uploading import take_several
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.errors import Rejected
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import Scope, Standing, note_look, room_tabs, standing_in


@require_http_methods(["GET", "HEAD", "POST"])
def room_files(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """What lies in the room, and a form that adds to it; the form works without script."""
    standing, actor = _reader(room_id), actor_of(request.user)
    posted = request.method == "POST"
    form = FilesForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid() and (taken := _take(actor, room_id, form)):
        messages.success(request, "Angekommen. Sobald die Datei geprüft ist, sehen andere sie auch.")
        return redirect("exchange:room_files", taken)
    context = _page(actor, standing) | {"form": form}
    return render(request, "exchange/files/room.html", context, status=422 if form.errors else 200)


def _reader(room_id: UUID) -> Standing:
    standing = standing_in(room_id)
    if standing.kind != "apprenticeship" or not standing.carries(Scope.DEVELOPMENT):
        raise Http404
    note_look(room_id, Scope.DEVELOPMENT)
    return standing


def _take(actor: Actor, room_id: UUID, form: FilesForm) -> UUID | None:
    try:
        take_several(actor, room_id=room_id, uploads=form.cleaned_data["files"])
    except Rejected as problem:
        form.add_error("files", problem.message)
        return None
    return room_id


def _page(actor: Actor, standing: Standing) -> dict[str, Any]:
    room_id = standing.room_id
    contract = Contract.objects.select_related("apprentice").filter(room_id=room_id).first()
    may = policy.may_upload(actor, standing=standing)
    return {
        "contract": contract,
        "tabs": room_tabs(standing, TAB),
        "files": files_in(actor, room_id),
        "usage": usage_of(room_id),
        "field": upload_field(room_id) if may else None,
        "refused": may.sentence,
    }
