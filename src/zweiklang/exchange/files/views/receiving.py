"""Receiving files: the protocol tus 1.0 (core, creation, termination; tus.io) for the script, and a plain form."""

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from zweiklang.exchange.files.policy import may_remove
from zweiklang.exchange.files.selectors import line_of
from zweiklang.exchange.files.uploading import (
    MOST_PART,
    WrongOffset,
    append_part,
    begin_upload,
    own_file,
    remove_file,
)
from zweiklang.exchange.models import StoredFile
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.people.public import actor_of
from zweiklang.rooms.public import standing_in

VERSION = "1.0.0"
PART = "application/offset+octet-stream"
type View = Callable[..., HttpResponse]


def tus(view: View) -> View:
    """The view answers as the protocol wants: its version, offsets in headers, and refusals as a sentence of plain text."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"OPTIONS", "GET"} and request.headers.get("Tus-Resumable") != VERSION:
            return _said(HttpResponse(status=412, headers={"Tus-Version": VERSION}))
        try:
            return _said(view(request, *args, **kwargs))
        except WrongOffset as problem:
            return _said(HttpResponse(status=409, headers={"Upload-Offset": str(problem.received)}))
        except (Rejected, Conflict) as problem:
            status = 422 if isinstance(problem, Rejected) else 409
            return _said(HttpResponse(str(problem), status=status, content_type="text/plain; charset=utf-8"))

    return answer


def _said(answer: HttpResponse) -> HttpResponse:
    answer["Tus-Resumable"] = VERSION
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["OPTIONS", "POST"])
@tus
def upload(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """A file begins to arrive in the room: its address, and nothing of it yet."""
    if request.method == "OPTIONS":
        return _abilities()
    size = _number(request, "Upload-Length")
    if size is None:
        raise Rejected("Wie groß die Datei ist, fehlt.")
    name = _metadata(request).get("filename", "")
    file = begin_upload(actor_of(request.user), room_id=room_id, name=name, size=size)
    there = reverse("exchange:upload_part", args=[file.pk])
    return HttpResponse(status=201, headers={"Location": there, "Upload-Offset": "0"})


@require_http_methods(["OPTIONS", "GET", "HEAD", "PATCH", "DELETE"])
@tus
def upload_part(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """HEAD tells how much has come, PATCH brings the next part, DELETE gives up; GET is the file's line as it stands now."""
    if request.method == "OPTIONS":
        return _abilities()
    return ACTS[request.method or ""](request, file_id)


def _abilities() -> HttpResponse:
    return HttpResponse(status=204, headers={"Tus-Version": VERSION, "Tus-Extension": "creation,termination"})


def _line(request: HttpRequest, file_id: UUID) -> HttpResponse:
    actor = actor_of(request.user)
    line = line_of(actor, own_file(actor, file_id=file_id))
    return render(request, "exchange/files/line.html", {"line": line})


def _how_far(request: HttpRequest, file_id: UUID) -> HttpResponse:
    file = own_file(actor_of(request.user), file_id=file_id)
    return HttpResponse(headers={"Upload-Offset": str(file.received), "Upload-Length": str(file.size)})


def _append(request: HttpRequest, file_id: UUID) -> HttpResponse:
    if request.content_type != PART:
        return HttpResponse(status=415)
    length, offset = _number(request, "Content-Length"), _number(request, "Upload-Offset")
    if length is None or offset is None:
        return HttpResponse(status=400)
    if length > MOST_PART:
        return HttpResponse(status=413)
    # What a broken line has brought counts: the sender asks how far it came and goes on from there.
    body = request.read(length)
    file = append_part(actor_of(request.user), file_id=file_id, offset=offset, body=body)
    return HttpResponse(status=204, headers={"Upload-Offset": str(file.received)})


def _give_up(request: HttpRequest, file_id: UUID) -> HttpResponse:
    remove_file(actor_of(request.user), file_id=file_id)
    return HttpResponse(status=204)


ACTS: dict[str, Callable[[HttpRequest, UUID], HttpResponse]] = {
    "GET": _line,
    "HEAD": _how_far,
    "PATCH": _append,
    "DELETE": _give_up,
}


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Asks; then the file is gone, and one is back where it was."""
    actor = actor_of(request.user)
    file = own_file(actor, file_id=file_id)
    back = _place_of(request, file)
    if decision := may_remove(actor, file=file):
        if request.method != "POST":
            return render(request, "exchange/files/remove.html", {"line": line_of(actor, file), "back": back})
        remove_file(actor, file_id=file_id)
        messages.success(request, f"„{file.name}“ ist gelöscht.")
    else:
        messages.error(request, decision.sentence)
    return redirect(back)


def _place_of(request: HttpRequest, file: StoredFile) -> str:
    """The room's page of files, or the page from which one came."""
    if standing_in(file.room_id).kind == "apprenticeship":
        return reverse("exchange:room_files", args=[file.room_id])
    came = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(came, {request.get_host()}, require_https=request.is_secure())
    return came if safe else reverse("exchange:inbox")


def _number(request: HttpRequest, header: str) -> int | None:
    text = request.headers.get(header, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _metadata(request: HttpRequest) -> dict[str, str]:
    """Pairs of a word and base64, separated by commas."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found
