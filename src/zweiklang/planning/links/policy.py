"""Who may say what of links between the lanes. Each refusal says why and who can do it."""

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no

TEACHING = frozenset({"class_teacher", "subject_teacher", "head_of_school"})
TRAINING = frozenset({"trainer", "deputy_trainer", "training_manager"})


def may_vote(actor: Actor, *, capacities: frozenset[str], concerned: bool) -> Decision:
    """Those who teach and those who train in the occupation say what fits, and propose further links.

    `concerned`: the person has to do with the occupation. One voice against can take a proposal from every school that has not decided.
    """
    if not actor.person_id or not capacities & (TEACHING | TRAINING):
        return no("Abstimmen und vorschlagen können Lehrkräfte und Ausbildende.")
    return (
        YES
        if concerned
        else no("Abstimmen und vorschlagen kann, wer in diesem Beruf ausbildet oder unterrichtet.")
    )


def may_decide(actor: Actor, *, decides: bool) -> Decision:
    """What holds at a school, its class teachers and its head say; `decides`: the person is one of them there."""
    if actor.person_id and decides:
        return YES
    return no("Für eine Schule bestätigen ihre Klassenleitungen und die Schulleitung.")
