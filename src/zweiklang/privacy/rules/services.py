"""Deciding about a cell of the release rules, and taking a decision back by another one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import require
from zweiklang.kernel.errors import Conflict, Rejected
from zweiklang.privacy.rules.history import changes_of, last_of, state_before
from zweiklang.privacy.rules.ruling import Ruler
from zweiklang.privacy.rules.selectors import Decisions, Key, decisions_of, rules_from
from zweiklang.rooms.public import (
    Effect,
    Proposal,
    ReleaseDecision,
    alone_with_the_rules,
    decide_release,
    effect_of_release,
)

TEXTS = ("basis", "sentence", "easy")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to decide about a cell. `seen`: the decision that stood last on the page, as text ("": none)."""

    state: str
    effective_on: date
    reason: str
    basis: str = ""
    sentence: str = ""
    easy: str = ""
    seen: str = ""


def decide_rule(actor: Actor, *, ruler: Ruler, key: Key, wish: Wish) -> ReleaseDecision:
    """The decision stands; sent twice it is one.

    Raises Conflict if somebody else decided about the cell meanwhile, Rejected if nothing would change, and what `decide_release` raises.
    """
    require(ruler.may)
    # Before looking at what stands: who decides at the same moment is waited for, and then seen.
    alone_with_the_rules()
    decisions = decisions_of(*ruler.below.values())
    last = last_of(decisions, ruler.body, key)
    if last and str(last.pk) != wish.seen and not _says(last, wish):
        raise Conflict(
            "Inzwischen hat jemand anders entschieden. Bitte sehen Sie sich die Regel noch einmal an."
        )
    if last is None or not _says(last, wish):
        _require_change(decisions, ruler, key, wish)
    return decide_release(actor, proposal=_proposal(ruler, key, wish), decided_as=ruler.decided_as)


def effect_of_rule(actor: Actor, *, ruler: Ruler, key: Key, wish: Wish) -> Effect:
    """Returns what the decision would change for how many; writes nothing. Raises Rejected as deciding would."""
    _require_change(decisions_of(*ruler.below.values()), ruler, key, wish)
    return effect_of_release(actor, proposal=_proposal(ruler, key, wish))


def undo_decision(actor: Actor, *, ruler: Ruler, decision_id: UUID) -> ReleaseDecision:
    """Another decision says again what was before; the history keeps both. A decision of a day to come never takes effect.

    Only the body's last decision can be taken back so. Raises Conflict for any other.
    """
    require(ruler.may)
    alone_with_the_rules()
    decisions = decisions_of(*ruler.below.values())
    changes = changes_of(decisions, ruler.body)
    if not changes or changes[0].id != decision_id:
        raise Conflict("Diese Entscheidung ist schon rückgängig gemacht oder durch eine neuere ersetzt.")
    row = next(one for one in decisions.rows if one.pk == decision_id)
    key = row.category, row.capacity
    rule = rules_from(decisions, row.effective_on, **ruler.below)[key]
    wish = Wish(
        state=state_before(row, decisions, ruler.body),
        effective_on=max(row.effective_on, today()),
        reason=f"Rückgängig: die Entscheidung vom {formats.day_long(row.decided_at.date())}.",
        **(_texts_before(row, decisions, ruler, key) if ruler.kind == "land" else {}),
    )
    if wish.state == row.state and all(getattr(rule, one) == getattr(wish, one) for one in TEXTS):
        raise Conflict("Diese Entscheidung hat nichts geändert, was zurückgenommen werden kann.")
    return decide_release(actor, proposal=_proposal(ruler, key, wish), decided_as=ruler.decided_as)


def _texts_before(row: ReleaseDecision, decisions: Decisions, ruler: Ruler, key: Key) -> dict[str, str]:
    without = Decisions([one for one in decisions.rows if one.pk != row.pk])
    rule = rules_from(without, row.effective_on, **ruler.below)[key]
    return {one: getattr(rule, one) for one in TEXTS}


def _require_change(decisions: Decisions, ruler: Ruler, key: Key, wish: Wish) -> None:
    rule = rules_from(decisions, wish.effective_on, **ruler.below)[key]
    texts = ruler.kind == "land" and any(getattr(rule, one) != getattr(wish, one).strip() for one in TEXTS)
    if rule.state == wish.state and not texts:
        raise Rejected("So gilt es an diesem Tag schon. Wählen Sie etwas anderes.", field="state")


def _says(row: ReleaseDecision, wish: Wish) -> bool:
    same = row.state == wish.state and row.effective_on == wish.effective_on
    return same and all(getattr(row, one) == getattr(wish, one).strip() for one in TEXTS)


def _proposal(ruler: Ruler, key: Key, wish: Wish) -> Proposal:
    return Proposal(
        body=ruler.kind,
        category=key[0],
        capacity=key[1],
        state=wish.state,
        effective_on=wish.effective_on,
        reason=wish.reason,
        organisation_id=ruler.body.organisation_id,
        class_room_id=ruler.body.class_room_id,
        basis=wish.basis.strip(),
        sentence=wish.sentence.strip(),
        easy=wish.easy.strip(),
    )
