"""Lines of "Heute": a question for consent that nobody has answered yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from zweiklang.kernel.actor import Actor
from zweiklang.privacy.consents.policy import may_answer
from zweiklang.privacy.consents.selectors import concerned_in, unanswered
from zweiklang.privacy.sight.reading import sees_everything
from zweiklang.rooms.public import Standing, capacity_label, room_url


@dataclass(frozen=True, slots=True)
class WaitingConsent:
    """One line of "Heute": what waits, why, and the one act (label and address)."""

    title: str
    note: str
    act: str
    href: str
    tone: str = ""


def consents_waiting(actor: Actor, standings: Iterable[Standing], *, asked: bool) -> list[WaitingConsent]:
    """Returns the questions this person may answer and nobody has. No query while no rule asks for consent (`asked`, of `rule_news`)."""
    rooms = [one for one in standings if sees_everything(one)] if asked else []
    return [line for room in rooms for line in _lines(actor, room)]


def _lines(actor: Actor, standing: Standing) -> Iterable[WaitingConsent]:
    asked = unanswered(standing.room_id)
    if not asked or not may_answer(actor, concerned_in(actor, standing)):
        return
    href = room_url("privacy:consents_room", standing.room_id)
    for rule in asked:
        title = f"Einwilligung: {rule.category.label} für {capacity_label(rule.capacity)}"
        yield WaitingConsent(title, "Freiwillig. Auch ein Nein hat keine Folgen.", "Entscheiden", href)
