"""Decisions about who sees what: written, with their effect on all memberships; and what they would change, before."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from zweiklang.kernel import jobs
from zweiklang.kernel.acting import as_system
from zweiklang.kernel.actor import Actor, system_actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Rejected
from zweiklang.rooms.models import ReleaseDecision
from zweiklang.rooms.rules.book import Place, read_book
from zweiklang.rooms.rules.cells import State, cells, choices, following, land_states
from zweiklang.rooms.rules.cells import categories as rule_categories
from zweiklang.rooms.rules.policy import known_cell, may_decide
from zweiklang.rooms.rules.recomputing import Effect, effect_of, recompute, rooms_ruled_by
from zweiklang.rooms.rules.writing import alone_with_the_rules

RECOMPUTE = "rooms.recompute"
RECOMPUTE_ALL = "rooms.recompute_all"
# A school or a firm is computed while one waits; the Land's rooms are work for the queue.
AT_ONCE = 5_000
MIN_REASON = 10


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody wants to decide: for the Land (no ids), a school or firm, or a class (its room and its school)."""

    body: str
    category: str
    capacity: str
    state: str
    effective_on: date
    reason: str
    organisation_id: UUID | None = None
    class_room_id: UUID | None = None
    basis: str = ""
    sentence: str = ""
    easy: str = ""

    @property
    def body_id(self) -> UUID | None:
        """Returns whose decision it is: the class's room, the organisation, or None for the Land."""
        return self.class_room_id if self.body == "class" else self.organisation_id


def decide(actor: Actor, *, proposal: Proposal, decided_as: str) -> ReleaseDecision:
    """The decision stands, and from its day on every membership follows it; older data stays as closed as it was.

    Decided twice (two clicks) it stays the one that was decided first.
    Raises Refused for somebody who may not, Rejected (with the field) for what the law or the body above does not allow.
    """
    require(may_decide(actor, body=proposal.body, body_id=proposal.body_id))
    with as_system(actor):
        alone_with_the_rules()
        check(proposal)
        if same := _decided_already(proposal):
            return same
        decision = _row(proposal, actor, decided_as)
        decision.save(force_insert=True)
        rooms = list(
            rooms_ruled_by(proposal.body_id).order_by("pk").values_list("pk", flat=True)[: AT_ONCE + 1]
        )
        if len(rooms) <= AT_ONCE:
            recompute(actor, rooms, capacities=following(decision.capacity))
        else:
            jobs.defer(RECOMPUTE, priority=jobs.URGENT, decision=str(decision.pk))
    return decision


def effect(actor: Actor, *, proposal: Proposal) -> Effect:
    """Returns how many rooms, memberships and persons the decision would change on its day of effect; writes nothing.

    Counted in all rooms, not from a part of them.
    """
    require(may_decide(actor, body=proposal.body, body_id=proposal.body_id))
    with as_system(actor):
        check(proposal)
        rooms = list(rooms_ruled_by(proposal.body_id).order_by("pk").values_list("pk", flat=True))
        return effect_of(_row(proposal, actor, ""), rooms)


def check(proposal: Proposal) -> None:
    """Nothing happens if the law and the bodies above allow the decision; else raises Rejected with the field."""
    if not known_cell(proposal.category, proposal.capacity):
        raise Rejected("Diesen Bereich gibt es nicht. Wählen Sie einen aus der Liste.", field="category")
    if proposal.effective_on < today():
        raise Rejected(
            "Eine Regel gilt frühestens ab heute. Wählen Sie heute oder einen späteren Tag.",
            field="effective_on",
        )
    if len(proposal.reason.strip()) < MIN_REASON:
        raise Rejected(
            "Schreiben Sie in einem Satz, warum. Alle Betroffenen können ihn lesen.", field="reason"
        )
    allowed = allowed_states(proposal)
    if proposal.state not in allowed:
        raise Rejected(_why_not(proposal, bool(allowed)), field="state")


def allowed_states(proposal: Proposal) -> tuple[State, ...]:
    """Returns what this body may decide for the cell on the day of effect; empty: nothing."""
    personal = rule_categories()[proposal.category].personal
    return tuple(state for state in _allowed(proposal) if personal or state != State.CONSENT)


def _allowed(proposal: Proposal) -> tuple[State, ...]:
    cell = cells()[proposal.category, proposal.capacity]
    if cell.bound:
        return ()
    if proposal.body == "land":
        return land_states(proposal.category)
    school = proposal.organisation_id if proposal.body == "class" else None
    book = read_book([Place(None, school, None, None)])
    land = _latest(book.of(None, cell.key), proposal.effective_on) or cell.state
    if proposal.body == "class":
        by_school = choices(land, level="school")
        chosen = _latest(book.of(school, cell.key), proposal.effective_on)
        return choices(land, level="class") if chosen == State.TEACHER and chosen in by_school else ()
    return choices(land, level=proposal.body)


def _decided_already(proposal: Proposal) -> ReleaseDecision | None:
    """Returns the body's last decision about the cell if it says just this."""
    cell = {"body": proposal.body, "category": proposal.category, "capacity": proposal.capacity}
    of_body = {"organisation": proposal.organisation_id, "class_room": proposal.class_room_id}
    last = ReleaseDecision.objects.filter(**cell, **of_body).order_by("-decided_at", "-pk").first()
    told = ("state", "effective_on", "basis", "sentence", "easy")
    return last if last and all(getattr(last, one) == getattr(proposal, one) for one in told) else None


def _latest(decided: tuple[tuple[date, str], ...], day: date) -> str | None:
    return next((state for since, state in reversed(decided) if since <= day), None)


def _why_not(proposal: Proposal, anything: bool) -> str:
    if cells()[proposal.category, proposal.capacity].bound:
        return "Das legt das Gesetz fest. Niemand kann es anders entscheiden."
    if anything:
        return "Das lässt die Regel darüber nicht zu. Wählen Sie eine der angebotenen Möglichkeiten."
    above = {"class": "Darüber entscheidet die Schule.", "firm": "Darüber entscheidet nicht der Betrieb."}
    return above.get(proposal.body, "Darüber entscheidet das Land.")


def _row(proposal: Proposal, actor: Actor, decided_as: str) -> ReleaseDecision:
    return ReleaseDecision(
        body=proposal.body,
        organisation_id=proposal.organisation_id,
        class_room_id=proposal.class_room_id,
        category=proposal.category,
        capacity=proposal.capacity,
        state=proposal.state,
        effective_on=proposal.effective_on,
        reason=proposal.reason.strip(),
        basis=proposal.basis.strip(),
        sentence=proposal.sentence.strip(),
        easy=proposal.easy.strip(),
        decided_by_id=actor.person_id,
        decided_as=decided_as,
        decided_at=timezone.now(),
    )


def recompute_after(decision_id: str) -> int:
    """All memberships follow the rules as they are now; returns how many were written. For the job of a decision with many rooms."""
    actor = system_actor("rules")
    with as_system(actor):
        decision = ReleaseDecision.objects.get(pk=decision_id)
        body = decision.class_room_id or decision.organisation_id
        rooms = list(rooms_ruled_by(body).order_by("pk").values_list("pk", flat=True))
    return recompute(actor, rooms, capacities=following(decision.capacity))
