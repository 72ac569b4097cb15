"""Who may say what about a day on which school is cancelled. Each refusal says why and who can."""

from datetime import date

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.rooms.public import Scope, Standing
from zweiklang.schedule.models import DayAnswer

Side = DayAnswer.Side


def side_of(standing: Standing | None) -> DayAnswer.Side | None:
    """Returns for which side somebody with that standing answers; None: for neither."""
    if standing and standing.carries(Scope.SCHEDULE_ANSWER):
        return Side.APPRENTICE
    if standing and standing.carries(Scope.SCHEDULE_DECIDE):
        return Side.FIRM
    return None


def may_answer(actor: Actor, *, standing: Standing | None, day: date) -> Decision:
    """Apprentice and firm answer, each for their own side, until the day is over."""
    if actor.person_id is None or side_of(standing) is None:
        return no("Ob jemand in den Betrieb kommt, sagen nur die Auszubildenden selbst und der Betrieb.")
    if day < today():
        return not_now("Dieser Tag ist vorbei. Was dazu gesagt wurde, bleibt stehen.")
    return YES
