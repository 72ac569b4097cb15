"""Who may suggest, and who may answer. Each refusal says why and who can."""

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.planning.models.proposals import Side
from zweiklang.planning.proposals.shapes import OPEN, Kind, Proposal, Says
from zweiklang.rooms.public import Scope, Standing

# By what only that side carries in the room of an apprenticeship.
_BY_SCOPE = (
    (Scope.SCHEDULE_WRITE, Side.SCHOOL),
    (Scope.SCHEDULE_DECIDE, Side.FIRM),
    (Scope.SCHEDULE_ANSWER, Side.APPRENTICE),
)


def sides_of(standing: Standing | None) -> tuple[Side, ...]:
    """Returns for which sides somebody with that standing may speak; none for readers."""
    if standing is None or standing.kind != "apprenticeship" or not standing.carries(Scope.DEVELOPMENT_WRITE):
        return ()
    return tuple(side for scope, side in _BY_SCOPE if standing.carries(scope))


def may_propose(actor: Actor, *, standing: Standing | None) -> Decision:
    """Class teacher and firm suggest; apprentices comment."""
    if actor.person_id and {Side.SCHOOL, Side.FIRM} & {*sides_of(standing)}:
        return YES
    return no("Vorschläge machen die Klassenleitung und der Betrieb. Auszubildende können sie kommentieren.")


def may_say(actor: Actor, *, standing: Standing | None, proposal: Proposal, says: str) -> Decision:
    """The other side answers, the own one withdraws, everybody concerned comments."""
    sides = sides_of(standing) if actor.person_id else ()
    if says == Says.COMMENT:
        return YES if sides else no("Bemerkungen schreiben Klassenleitung, Betrieb und Auszubildende.")
    if says == Says.WITHDRAW:
        return _may_withdraw(sides, proposal)
    if proposal.answers not in sides:
        who = "der Betrieb" if proposal.answers == Side.FIRM else "die Klassenleitung"
        return no(f"Diesen Vorschlag beantwortet {who}.")
    if proposal.state == Says.WITHDRAW:
        return not_now("Dieser Vorschlag ist zurückgezogen. Es gibt nichts mehr zu beantworten.")
    return YES


def _may_withdraw(sides: tuple[Side, ...], proposal: Proposal) -> Decision:
    if proposal.side not in sides:
        return no("Einen Vorschlag zieht die Seite zurück, die ihn gemacht hat.")
    if proposal.state not in (OPEN, Says.ACCEPT, Says.WITHDRAW):
        return not_now("Dieser Vorschlag ist schon abgelehnt.")
    return YES


def can_be_entered(proposal: Proposal, *, published: bool) -> Decision:
    """A move of a Lernfeld is entered once the other side has agreed, where there is a plan to change."""
    if proposal.state != Says.ACCEPT or proposal.kind != Kind.MOVE:
        return not_now("Eingetragen wird ein Vorschlag, wenn die andere Seite einverstanden ist.")
    return YES if published else not_now("Für diese Klasse ist noch keine Jahresplanung veröffentlicht.")


def speaks_as(standing: Standing | None, *, proposal: Proposal, says: str) -> Side:
    """Returns the side for which such an act is; ask `may_say` first."""
    sides = sides_of(standing)
    wanted = {Says.COMMENT: sides[0], Says.WITHDRAW: Side(proposal.side)}.get(
        Says(says), Side(proposal.answers)
    )
    return wanted
