"""The page "Meine Daten": what a copy holds, asking for one, fetching it once."""

import tempfile
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict
from zweiklang.people.public import actor_of, confirmed_recently, step_up_required
from zweiklang.privacy.exports.selectors import copies_of
from zweiklang.privacy.exports.services import discard_export, fetch_export, request_export
from zweiklang.privacy.models.exports import DAYS_KEPT

PAGE = "privacy:exports_page"


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What a copy holds, and how the last one stands."""
    copies = copies_of(actor_of(request.user).person)
    return render(request, "privacy/exports/page.html", {"copies": copies, "days": DAYS_KEPT})


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Asks for a copy and leads back to the page, which says how it stands."""
    try:
        request_export(actor_of(request.user))
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect(PAGE)


@require_GET
@step_up_required
def confirm(request: HttpRequest) -> HttpResponse:
    """Leads back to the page once the person has proved who they are; a file as the answer would leave them on the way."""
    messages.success(request, "Danke. Sie können Ihre Kopie jetzt herunterladen.")
    return redirect(PAGE)


@require_POST
def fetch(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """Hands the copy out, once, to whoever has just proved to be that person."""
    if not confirmed_recently(request):
        return redirect("privacy:exports_confirm")
    file = tempfile.TemporaryFile(prefix="zweiklang-fetch-")  # noqa: SIM115 - the response closes it when it is sent
    try:
        fetch_export(actor_of(request.user), export_id=export_id, into=file)
    except Conflict as problem:
        messages.error(request, str(problem))
        return redirect(PAGE)
    file.seek(0)
    name = f"Meine-Daten-aus-Zweiklang-{today():%Y-%m-%d}.zip"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def discard(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """The copy that lies ready is deleted."""
    try:
        discard_export(actor_of(request.user), export_id=export_id)
        messages.success(request, "Die Kopie ist gelöscht.")
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect(PAGE)
