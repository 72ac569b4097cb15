"""Writes of proposals: suggest, answer, withdraw, comment. Everything is written in the person's own name; the database checks it again."""

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Exists, OuterRef
from django.http import Http404

from zweiklang.kernel import jobs
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.kernel.ids import new_id
from zweiklang.planning.models import AlignmentProposal, ProposalAct
from zweiklang.planning.models.proposals import Side
from zweiklang.planning.proposals.policy import may_propose, may_say, sides_of, speaks_as
from zweiklang.planning.proposals.selectors import proposal_in, same_batch
from zweiklang.planning.proposals.shapes import Kind, Proposal, Says, Terms
from zweiklang.rooms.public import Scope, Standing, my_standings, standing_in

TELL = "planning.tell_proposal"
LONGEST = 500
MOST_OPEN = 30
MOST_SAID = 100
CHANGED = (
    "Inzwischen hat jemand geantwortet. Bitte sehen Sie nach, was jetzt dasteht, und antworten Sie dann."
)
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@transaction.atomic
def propose(actor: Actor, *, room_ids: Collection[UUID], batch: UUID, terms: Terms) -> int:
    """The same proposal lies in each of these rooms, and the other side is told. Returns how many are new.

    `batch` comes from the form: sent twice, nothing is written and nobody told a second time. Raises Http404 for a foreign room.
    """
    rooms = list(dict.fromkeys(room_ids))
    side = _side_in(actor, rooms)
    _check(terms)
    _alone_with(batch)
    if AlignmentProposal.objects.filter(batch=batch).exists():
        return 0
    _not_too_many(rooms, side)
    AlignmentProposal.objects.bulk_create(
        AlignmentProposal(
            room_id=room_id,
            batch=batch,
            side=side,
            kind=terms.kind,
            learning_field_id=terms.learning_field_id,
            position_id=terms.position_id,
            from_week=terms.from_week,
            to_week=terms.to_week,
            text=terms.text,
            made_by_id=actor.person,
        )
        for room_id in rooms
    )
    jobs.defer(TELL, batch=str(batch))
    return len(rooms)


@transaction.atomic
def say(
    actor: Actor, *, proposal: Proposal, says: str, text: str, act_id: UUID, seen: str, for_all: bool = False
) -> bool:
    """The actor's side says that; False where it was said already, and nothing was written.

    `act_id` and `seen` (the act the page showed as the last one) come from the form: a second click does nothing, and who answers after
    somebody else is told first. `for_all`: also for the firm's further apprentices of the same batch, as far as nobody has answered there.
    """
    if says not in Says.values:
        raise Rejected("Bitte wählen Sie eine Antwort.", field="says")
    _alone_with(proposal.batch)
    now = proposal_in(proposal.room_id, proposal.id)
    standing = standing_in(now.room_id)
    if any(act.id == act_id for act in now.acts):
        return False
    require(may_say(actor, standing=standing, proposal=now, says=says))
    text = _text(text, needed=says == Says.COMMENT)
    if says == Says.COMMENT and len(now.acts) >= MOST_SAID:
        raise Rejected("Zu diesem Vorschlag steht schon sehr viel. Bitte rufen Sie an.", field="text")
    if says != Says.COMMENT:
        if now.state == says:
            return False
        if now.last != seen:
            raise Conflict(CHANGED)
    acts = [_act(actor, standing, now, says=says, text=text, act_id=act_id)]
    if for_all and says != Says.COMMENT:
        acts += _for_the_others(actor, now, says=says, text=text)
    _write(acts)
    return True


def _write(acts: list[ProposalAct]) -> None:
    try:
        with transaction.atomic():
            ProposalAct.objects.bulk_create(acts)
    except IntegrityError as error:
        # An id that is taken elsewhere: no form of ours sends one.
        raise Conflict(CHANGED) from error


def _side_in(actor: Actor, rooms: list[UUID]) -> Side:
    """Returns for which side the actor suggests: the same in all rooms."""
    held = my_standings()
    standings = [held.get(room) for room in rooms]
    if not standings or any(one is None or not one.reads(Scope.DEVELOPMENT) for one in standings):
        raise Http404
    for one in standings:
        require(may_propose(actor, standing=one))
    common = [side for side in (Side.SCHOOL, Side.FIRM) if all(side in sides_of(one) for one in standings)]
    if not common:
        raise Rejected(
            "Bitte wählen Sie nur Auszubildende, für die Sie dieselbe Aufgabe haben.", field="rooms"
        )
    return common[0]


def _not_too_many(rooms: list[UUID], side: Side) -> None:
    """Raises Rejected where the other side has enough to answer: a page of hundreds would hide what is meant."""
    deciding = ProposalAct.objects.filter(proposal_id=OuterRef("pk")).exclude(says=Says.COMMENT)
    waiting = AlignmentProposal.objects.filter(~Exists(deciding), room_id__in=rooms, side=side)
    counted = waiting.order_by().values("room_id").annotate(count=Count("pk")).filter(count__gte=MOST_OPEN)
    if counted.exists():
        raise Rejected(
            f"Es warten schon {MOST_OPEN} Ihrer Vorschläge auf eine Antwort. Bitte ziehen Sie zuerst einen zurück."
        )


def _check(terms: Terms) -> None:
    if terms.kind not in Kind.values:
        raise Rejected("Bitte wählen Sie, was Sie vorschlagen.", field="kind")
    if terms.kind == Kind.MOVE and terms.learning_field_id is None:
        raise Rejected("Bitte wählen Sie das Lernfeld.", field="learning_field")
    if terms.kind == Kind.SWAP and terms.position_id is None:
        raise Rejected("Bitte wählen Sie den Abschnitt.", field="entry")
    if terms.kind in (Kind.MOVE, Kind.SWAP) and terms.to_week is None:
        raise Rejected("Bitte wählen Sie die Woche, in der es beginnen soll.", field="to_week")
    if any(week and week.weekday() for week in (terms.from_week, terms.to_week)):
        raise Rejected("Bitte wählen Sie eine Woche aus der Liste.", field="to_week")
    if terms.kind in (Kind.MOVE, Kind.SWAP) and terms.from_week == terms.to_week:
        raise Rejected("Das steht schon in dieser Woche. Bitte wählen Sie eine andere.", field="to_week")
    _text(terms.text, needed=terms.kind == Kind.OTHER)


def _text(text: str, *, needed: bool) -> str:
    text = text.strip()
    if needed and not text:
        raise Rejected("Bitte schreiben Sie ein paar Worte.", field="text")
    if len(text) > LONGEST:
        raise Rejected(f"Bitte kürzer: höchstens {LONGEST} Zeichen.", field="text")
    return text


def _act(
    actor: Actor, standing: Standing, proposal: Proposal, *, says: str, text: str, act_id: UUID
) -> ProposalAct:
    return ProposalAct(
        id=act_id,
        room_id=proposal.room_id,
        proposal_id=proposal.id,
        side=speaks_as(standing, proposal=proposal, says=says),
        says=says,
        text=text,
        by_id=actor.person,
    )


def _for_the_others(actor: Actor, proposal: Proposal, *, says: str, text: str) -> list[ProposalAct]:
    """The same answer for the firm's further apprentices of the batch whose proposal stands as this one did."""
    held = my_standings()
    return [
        _act(actor, held[other.room_id], other, says=says, text=text, act_id=new_id())
        for other in same_batch(proposal)
        if other.state == proposal.state
        and other.room_id in held
        and may_say(actor, standing=held[other.room_id], proposal=other, says=says)
    ]


def _alone_with(batch: UUID) -> None:
    """Nobody else writes to this batch until the transaction ends: the second of two clicks sees what the first wrote."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [f"proposal:{batch}"])
