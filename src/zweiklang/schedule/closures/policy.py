"""Who may close schools. Each refusal says why and who can do it."""

from collections.abc import Collection
from uuid import UUID

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.rooms.public import Scope, carries_in_team, is_land

LAND = "Land"


def may_close(actor: Actor, *, schools: Collection[UUID]) -> Decision:
    """The Land's post closes any school, head of school and school office their own."""
    if is_land(actor):
        return YES
    if len(schools) == 1 and all(carries_in_team(one, Scope.ADMINISTRATION_WRITE) for one in schools):
        return YES
    return no("Eine Schule schließt ihre Schulleitung. Für mehrere Schulen meldet es das Land.")


def may_close_any(actor: Actor) -> Decision:
    """The Land's post looks after all schools at once."""
    if is_land(actor):
        return YES
    return no("Für mehrere Schulen meldet es, wer im Land dafür bestellt ist.")


def may_reopen(
    actor: Actor, *, land: bool, schools: Collection[UUID], declared_as: str, withdrawn: bool, over: bool
) -> Decision:
    """Whoever may close takes it back; what the Land closed only the Land; nothing that is over. `land`: the actor holds its post."""
    if declared_as == LAND and not land:
        return no("Das hat das Land gemeldet. Zurücknehmen kann es nur das Land.")
    allowed = YES if land else may_close(actor, schools=schools)
    if not allowed:
        return allowed
    if withdrawn:
        return not_now("Das ist schon zurückgenommen.")
    return not_now("Diese Tage sind vorbei.") if over else YES
