"""Acts on a week by form: what the buttons of the page do, with and without script."""

from collections.abc import Callable
from datetime import date
from urllib.parse import quote, urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.people.public import actor_of
from zweiklang.records import services
from zweiklang.records.queue import next_waiting
from zweiklang.records.week_form import FormOutcome, save_form
from zweiklang.records.writing import remove_line, restore_line
from zweiklang.rooms.public import my_standings

DONE = {
    "einreichen": "eingereicht. Ihr Betrieb findet sie in seiner Liste.",
    "zurueckholen": "ist wieder ein Entwurf.",
    "unterschreiben": "unterschrieben.",
    "zurueckgeben": "zurückgegeben.",
    "entsperren": "entsperrt. Alle Beteiligten sehen den Grund.",
    "schule-kenntnis": "– Schultage zur Kenntnis genommen.",
    "kenntnis": "zur Kenntnis genommen.",
    "anmerken": "– Anmerkung gespeichert.",
    "zeile-zurueckholen": "– Zeile ist wieder da.",
}


def answer_form(request: HttpRequest, *, room_id: UUID, monday: date) -> HttpResponse | FormOutcome:
    """Stores the posted week; then does what the pressed button says. Returns the outcome if something could not be stored."""
    actor = actor_of(request.user)
    outcome = save_form(actor, room_id=room_id, monday=monday, data=request.POST)
    if removed := request.POST.get("remove", ""):
        return _remove(request, actor, room_id=room_id, monday=monday, line_id=removed)
    if not outcome.is_clean:
        return outcome
    if request.POST.get("do") == "submit":
        return perform(request, room_id, monday, "einreichen")
    if more := request.POST.get("add", ""):
        return HttpResponseRedirect(
            f"{reverse('records:week', args=[room_id, monday])}?{urlencode({'neu': more})}#tag-{quote(more)}"
        )
    messages.success(request, "Gespeichert.")
    return _to_week(room_id, monday)


@require_POST
def act(request: HttpRequest, room_id: UUID, monday: date, act: str) -> HttpResponse:
    """Does one of ACTS and goes on: to the next waiting week for somebody who works through the list, else back to the week."""
    return perform(request, room_id, monday, act)


def perform(request: HttpRequest, room_id: UUID, monday: date, act: str) -> HttpResponse:
    """Does the act and redirects; a refused, rejected or outdated one says so on the page, and nothing has changed."""
    try:
        ACTS[act](actor_of(request.user), room_id, monday, request)
    except (Rejected, Conflict) as problem:
        messages.error(request, str(problem))
        return _to_week(
            room_id,
            monday,
            anchor=f"#{act}" if isinstance(problem, Rejected) else "",
            queue=_in_queue(request),
        )
    messages.success(request, f"{formats.week(monday)} {DONE[act]}")
    if _in_queue(request) and act in {"unterschreiben", "zurueckgeben"}:
        following = next_waiting(my_standings().values(), after=(room_id, monday))
        return _to_week(*following, queue=True) if following else redirect("records:queue")
    return _to_week(room_id, monday, queue=_in_queue(request))


def _in_queue(request: HttpRequest) -> bool:
    return request.POST.get("von") == "offen"


def _to_week(room_id: UUID, monday: date, *, anchor: str = "", queue: bool = False) -> HttpResponseRedirect:
    return HttpResponseRedirect(
        reverse("records:week", args=[room_id, monday]) + ("?von=offen" if queue else "") + anchor
    )


def _remove(request: HttpRequest, actor: Actor, *, room_id: UUID, monday: date, line_id: str) -> HttpResponse:
    try:
        gone = remove_line(actor, room_id=room_id, monday=monday, line_id=UUID(line_id))
    except ValueError:
        gone = None
    url = reverse("records:week", args=[room_id, monday])
    return HttpResponseRedirect(f"{url}?entfernt={gone.pk}" if gone else url)


def _restore(actor: Actor, room_id: UUID, monday: date, request: HttpRequest) -> None:
    try:
        line_id = UUID(request.POST.get("line", ""))
    except ValueError:
        raise Http404 from None
    restore_line(actor, room_id=room_id, monday=monday, line_id=line_id)


def _comment(actor: Actor, room_id: UUID, monday: date, request: HttpRequest) -> None:
    line = request.POST.get("line", "")
    try:
        line_id = UUID(line) if line else None
    except ValueError:
        raise Http404 from None
    services.comment_on(
        actor, room_id=room_id, monday=monday, text=request.POST.get("comment", ""), line_id=line_id
    )


def _post(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")


ACTS: dict[str, Callable[[Actor, UUID, date, HttpRequest], object]] = {
    "einreichen": lambda actor, room, monday, _: services.submit_week(actor, room_id=room, monday=monday),
    "zurueckholen": lambda actor, room, monday, _: services.withdraw_week(actor, room_id=room, monday=monday),
    "unterschreiben": lambda actor, room, monday, r: services.sign_week(
        actor, room_id=room, monday=monday, seen=_post(r, "seen")
    ),
    "zurueckgeben": lambda actor, room, monday, r: services.return_week(
        actor, room_id=room, monday=monday, reason=_post(r, "reason")
    ),
    "entsperren": lambda actor, room, monday, r: services.unlock_week(
        actor, room_id=room, monday=monday, reason=_post(r, "reason")
    ),
    "schule-kenntnis": lambda actor, room, monday, r: services.note_school_days(
        actor, room_id=room, monday=monday, seen=_post(r, "seen")
    ),
    "kenntnis": lambda actor, room, monday, r: services.note_as_guardian(
        actor, room_id=room, monday=monday, seen=_post(r, "seen")
    ),
    "anmerken": _comment,
    "zeile-zurueckholen": _restore,
}
