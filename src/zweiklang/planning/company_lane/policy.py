"""Who may do what in the company lane. Each refusal says why and who can do it."""

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no
from zweiklang.rooms.public import Scope, Standing

FIRM = frozenset({"training_manager", "trainer"})


def may_plan(actor: Actor, *, standing: Standing | None) -> Decision:
    """The firm keeps the plan of its own apprentice; everybody else reads it, where they may."""
    if (
        standing
        and standing.kind == "apprenticeship"
        and standing.carries(Scope.PLAN_WRITE)
        and actor.person_id
    ):
        return YES
    return no("Den Ausbildungsplan führt der Ausbildungsbetrieb.")


def may_keep_places(actor: Actor, *, standing: Standing | None) -> Decision:
    """The training manager says what departments teach and how many they take; trainers see it."""
    leads = (
        standing
        and "training_manager" in standing.capacities
        and standing.carries(Scope.ADMINISTRATION_WRITE)
    )
    return (
        YES
        if leads and actor.person_id
        else no("Plätze und Positionen ändert die Ausbildungsleitung des Betriebs.")
    )


def may_keep_templates(actor: Actor, *, standing: Standing | None) -> Decision:
    """Whoever trains at the firm keeps its templates; `standing` is the one in its team room."""
    if standing and standing.capacities & FIRM and actor.person_id:
        return YES
    return no("Vorlagen legt an, wer im Betrieb ausbildet oder die Ausbildung leitet.")
