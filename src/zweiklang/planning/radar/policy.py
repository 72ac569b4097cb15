"""Who may settle a sign. The refusal says why and who can."""

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no
from zweiklang.rooms.public import Scope, Standing

REFUSED = "Ob ein Hinweis erledigt ist, sagt der Betrieb: Er führt den Ausbildungsplan."


def may_settle(actor: Actor, *, standing: Standing | None) -> Decision:
    """Whoever keeps the plan decides when a sign is dealt with."""
    if actor.person_id and standing and standing.carries(Scope.PLAN_WRITE):
        return YES
    return no(REFUSED)
