"""What apprentice and firm say about a day: "kommt" or "bleibt". The last one holds, the others stay to be read."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404

from zweiklang.apprenticeships.public import Contract
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.rooms.public import standing_in
from zweiklang.schedule.models import DayAnswer
from zweiklang.schedule.release.policy import may_answer, side_of

Side, Says = DayAnswer.Side, DayAnswer.Says
# How each side says it, and how others read it.
BUTTONS = {
    Side.APPRENTICE: ((Says.COMES, "Ich komme"), (Says.STAYS, "Ich bleibe weg")),
    Side.FIRM: ((Says.COMES, "Bitte kommen"), (Says.STAYS, "Frei")),
}
SENTENCES = {
    (Side.APPRENTICE, Says.COMES): "kommt in den Betrieb",
    (Side.APPRENTICE, Says.STAYS): "bleibt weg",
    (Side.FIRM, Says.COMES): "bitte kommen",
    (Side.FIRM, Says.STAYS): "frei",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One answer in ready words: for which side, what, who said it and when."""

    side: str
    says: str
    words: str
    name: str
    moment: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What holds for each side (None: nothing said yet), and all that was said, newest first."""

    apprentice: Said | None
    firm: Said | None
    history: tuple[Said, ...]

    def of(self, side: str | None) -> Said | None:
        """Returns what holds for that side."""
        return self.firm if side == Side.FIRM else self.apprentice if side == Side.APPRENTICE else None


def answers_to(room_id: UUID, day: date) -> Answers:
    """Returns what was said about that day of the apprenticeship. One query."""
    rows = DayAnswer.objects.filter(room_id=room_id, day=day).select_related("by").order_by("-at", "-pk")
    said = tuple(_said(row) for row in rows)
    latest = {one.side: one for one in reversed(said)}
    return Answers(latest.get(Side.APPRENTICE), latest.get(Side.FIRM), said)


def _said(row: DayAnswer) -> Said:
    words = SENTENCES[Side(row.side), Says(row.says)]
    return Said(row.side, row.says, words, row.by.name, formats.moment(row.at))


@transaction.atomic
def answer_day(actor: Actor, *, contract: Contract, day: date, says: str) -> bool:
    """The actor's side says that about the day; returns False where it said so already, and nothing was written.

    Raises Http404 for a day outside the contract, Rejected for anything but "comes" and "stays".
    """
    standing = standing_in(contract.room_id)
    require(may_answer(actor, standing=standing, day=day))
    if not contract.first_day <= day <= contract.last_day:
        raise Http404
    if says not in Says.values:
        raise Rejected("Bitte wählen Sie eine der beiden Antworten.", field="says")
    side = side_of(standing)
    assert side is not None  # otherwise may_answer has refused
    _alone_with(contract.room_id, day)
    last = (
        DayAnswer.objects.filter(room_id=contract.room_id, day=day, side=side).order_by("-at", "-pk").first()
    )
    if last is not None and last.says == says:
        return False
    DayAnswer.objects.create(room_id=contract.room_id, day=day, side=side, says=says, by_id=actor.person)
    return True


def _alone_with(room_id: UUID, day: date) -> None:
    """Nobody else answers for this day until the transaction ends: the second of two taps sees the first."""
    with connection.cursor() as cursor:
        key = f"answer:{room_id}:{day.isoformat()}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
