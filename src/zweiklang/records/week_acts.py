"""Acts on a week by form: what the buttons of the page do, with and without script. `views` says it and leads there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode
from uuid import UUID

from django.http import Http404, QueryDict
from django.urls import reverse

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.records import services
from zweiklang.records.filling import buttons
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
# After these, who works through the list goes on.
LEAD_ON = {"unterschreiben", "zurueckgeben"}


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the browser goes next, and the sentence it shows there: a success, or why nothing has changed."""

    url: str
    sentence: str = ""
    done: bool = True


def answer_form(actor: Actor, *, room_id: UUID, monday: date, data: QueryDict) -> Answer | FormOutcome:
    """Stores the posted week; then does what the pressed button says. Returns the outcome if something could not be stored."""
    outcome = save_form(actor, room_id=room_id, monday=monday, data=data)
    if removed := data.get("remove", ""):
        return _remove(actor, room_id=room_id, monday=monday, line_id=removed)
    if not outcome.is_clean:
        return outcome
    if button := next((name for name in buttons.NAMES if data.get(name)), ""):
        return _press(actor, room_id, monday, button, data.get(button, ""))
    if data.get("do") == "submit":
        return perform(actor, room_id=room_id, monday=monday, act="einreichen", data=data)
    if more := data.get("add", ""):
        return Answer(f"{_week(room_id, monday)}?{urlencode({'neu': more})}#tag-{quote(more)}")
    return Answer(_week(room_id, monday), "Gespeichert.")


def perform(actor: Actor, *, room_id: UUID, monday: date, act: str, data: QueryDict) -> Answer:
    """Does one of ACTS; if it is refused by the state of the week or by its input, nothing has changed and the answer says why.

    Who works through the list of waiting weeks (`von=offen`) is led to the next one, everybody else back to the week.
    """
    in_queue = data.get("von") == "offen"
    try:
        ACTS[act](actor, room_id, monday, data)
    except (Rejected, Conflict) as problem:
        anchor = f"#{act}" if isinstance(problem, Rejected) else ""
        return Answer(_week(room_id, monday, queue=in_queue) + anchor, str(problem), done=False)
    url = _next(room_id, monday) if in_queue and act in LEAD_ON else _week(room_id, monday, queue=in_queue)
    return Answer(url, f"{formats.week(monday)} {DONE[act]}")


def _next(room_id: UUID, monday: date) -> str:
    following = next_waiting(my_standings().values(), after=(room_id, monday))
    return _week(*following, queue=True) if following else reverse("records:queue")


def _week(room_id: UUID, monday: date, *, queue: bool = False) -> str:
    return reverse("records:week", args=[room_id, monday]) + ("?von=offen" if queue else "")


def _remove(actor: Actor, *, room_id: UUID, monday: date, line_id: str) -> Answer:
    try:
        gone = remove_line(actor, room_id=room_id, monday=monday, line_id=UUID(line_id))
    except ValueError:
        gone = None
    except Conflict as problem:
        return Answer(_week(room_id, monday), str(problem), done=False)
    url = _week(room_id, monday)
    return Answer(f"{url}?entfernt={gone.pk}" if gone else url)


def _press(actor: Actor, room_id: UUID, monday: date, name: str, value: str) -> Answer:
    try:
        sentence = buttons.press(actor, room_id=room_id, monday=monday, name=name, value=value)
    except (Rejected, Conflict) as problem:
        return Answer(_week(room_id, monday), str(problem), done=False)
    return Answer(f"{_week(room_id, monday)}#woche", sentence)


def _restore(actor: Actor, room_id: UUID, monday: date, data: QueryDict) -> None:
    try:
        line_id = UUID(data.get("line", ""))
    except ValueError:
        raise Http404 from None
    restore_line(actor, room_id=room_id, monday=monday, line_id=line_id)


def _comment(actor: Actor, room_id: UUID, monday: date, data: QueryDict) -> None:
    line = data.get("line", "")
    try:
        line_id = UUID(line) if line else None
    except ValueError:
        raise Http404 from None
    services.comment_on(actor, room_id=room_id, monday=monday, text=data.get("comment", ""), line_id=line_id)


ACTS: dict[str, Callable[[Actor, UUID, date, QueryDict], object]] = {
    "einreichen": lambda actor, room, monday, _: services.submit_week(actor, room_id=room, monday=monday),
    "zurueckholen": lambda actor, room, monday, _: services.withdraw_week(actor, room_id=room, monday=monday),
    "unterschreiben": lambda actor, room, monday, data: services.sign_week(
        actor, room_id=room, monday=monday, seen=data.get("seen", "")
    ),
    "zurueckgeben": lambda actor, room, monday, data: services.return_week(
        actor, room_id=room, monday=monday, reason=data.get("reason", "")
    ),
    "entsperren": lambda actor, room, monday, data: services.unlock_week(
        actor, room_id=room, monday=monday, reason=data.get("reason", "")
    ),
    "schule-kenntnis": lambda actor, room, monday, data: services.note_school_days(
        actor, room_id=room, monday=monday, seen=data.get("seen", "")
    ),
    "kenntnis": lambda actor, room, monday, data: services.note_as_guardian(
        actor, room_id=room, monday=monday, seen=data.get("seen", "")
    ),
    "anmerken": _comment,
    "zeile-zurueckholen": _restore,
}
