"""Who may ask, answer, stop and carry out."""

from uuid import UUID

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.privacy.models import Erasure, RightsRequest
from zweiklang.privacy.rights.responsibility import LEADER_WORDS, Desk

State = RightsRequest.State
ANSWERED = "Über diesen Antrag ist schon entschieden."


def may_ask(actor: Actor, *, person_id: UUID) -> Decision:
    """Everybody for themselves."""
    return YES if actor.person_id == person_id else no("Einen Antrag stellt jede Person nur für sich selbst.")


def may_withdraw(actor: Actor, *, asked: RightsRequest) -> Decision:
    """Whoever asked, as long as nobody has answered."""
    if actor.person_id != asked.person_id:
        return no("Einen Antrag zieht nur zurück, wer ihn gestellt hat.")
    return YES if asked.state == State.OPEN else not_now(ANSWERED)


def may_decide(actor: Actor, *, asked: RightsRequest, desk: Desk) -> Decision:
    """Corrections: whoever keeps the organisation's affairs. Everything else: who leads it. Nobody about the own request."""
    if desk.room_id != asked.room_id:
        return no("Darüber entscheidet die Organisation, an die der Antrag ging.")
    if actor.person_id == asked.person_id:
        return no("Über den eigenen Antrag entscheidet eine andere Person.")
    corrects = asked.kind == RightsRequest.Kind.CORRECTION
    if not desk.writes or not (corrects or desk.leads):
        return no(f"Darüber entscheidet {LEADER_WORDS.get(desk.organisation.kind, 'die Leitung')}.")
    return YES if asked.state == State.OPEN else not_now(ANSWERED)


def may_stop(actor: Actor, *, erasure: Erasure, desk: Desk | None) -> Decision:
    """The person concerned, and whoever leads the organisation that decided."""
    if actor.person_id != erasure.person_id and not (desk and desk.leads and desk.room_id == erasure.room_id):
        return no("Eine Löschung hält nur die Person selbst an, oder die Leitung, die sie beschlossen hat.")
    if erasure.done_at:
        return not_now("Die Daten sind schon gelöscht.")
    return not_now("Die Löschung ist schon angehalten.") if erasure.stopped_at else YES


def may_carry_out(actor: Actor, *, erasure: Erasure, keeps: bool, over: bool) -> Decision:
    """A second person of the organisation, or of the Land, after seven days. `keeps`: may act there; `over`: the days have passed."""
    if not keeps:
        return no("Das tut eine zweite Person in der Organisation, die entschieden hat, oder das Land.")
    if actor.person_id in {erasure.decided_by_id, erasure.person_id}:
        return no("Das tut eine zweite Person. Wer entschieden hat, löscht nicht selbst.")
    if erasure.done_at:
        return not_now("Die Daten sind schon gelöscht.")
    if erasure.stopped_at:
        return not_now("Die Löschung ist angehalten.")
    return (
        YES if over else not_now("Die sieben Tage sind noch nicht vorbei. Bis dahin kann man noch anhalten.")
    )


def may_lift(actor: Actor, *, person_id: UUID, desk: Desk | None, restricted: bool) -> Decision:
    """The person concerned, and whoever leads the responsible organisation."""
    if actor.person_id != person_id and not (desk and desk.leads):
        return no("Eine Einschränkung hebt die Person selbst auf, oder die Leitung, die zuständig ist.")
    return YES if restricted else not_now("Zurzeit ist nichts eingeschränkt.")


def may_erase(actor: Actor) -> Decision:
    """Only system actors: who may was asked before, with a second person and seven days."""
    return YES if actor.is_system else no("Gelöscht wird nach einem Antrag, von einer zweiten Person.")


def may_choose_about_parents(actor: Actor, *, is_adult_pupil: bool) -> Decision:
    """Adult pupils before their 21st birthday, for themselves."""
    if is_adult_pupil and not actor.is_system:
        return YES
    return no("Das gilt für volljährige Schülerinnen und Schüler bis zum 21. Geburtstag.")


def may_note_parents(actor: Actor, *, answers_for_school: bool, objected: bool) -> Decision:
    """Class teacher and head of school, unless the pupil objected."""
    if not answers_for_school or actor.is_system:
        return no("Das trägt die Klassenleitung oder die Schulleitung ein.")
    if objected:
        return not_now(
            "Die Schülerin oder der Schüler hat widersprochen. Die Eltern werden nicht informiert."
        )
    return YES
