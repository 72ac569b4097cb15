"""Who answers a question for consent: adults for themselves, a guardian for a minor; taking back may both."""

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import Decision, no
from zweiklang.privacy.consents.shapes import Concerned
from zweiklang.rooms.public import may_consent

MINOR = "Ihre gesetzliche Vertretung entscheidet, bis Sie 18 sind. Widerrufen können Sie selbst."


def may_answer(actor: Actor, concerned: Concerned) -> Decision:
    """Returns whether the person may say yes or no, with a sentence made for whom it is about."""
    guardians = frozenset({actor.person}) if concerned.as_guardian else frozenset()
    decision = may_consent(
        actor, concerned_id=concerned.person_id, guardians=guardians, minor=concerned.minor
    )
    return no(MINOR) if not decision and actor.person_id == concerned.person_id else decision
