"""Who may invite, answer, change and call off. Each refusal says why and who can. Who may see is the database's affair."""

from zweiklang.exchange.models import Appointment, Invitee
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.rooms.public import Scope, Standing

_SCHOOL = frozenset({"class_teacher", "subject_teacher", "head_of_school", "school_office"})
CANCELLED = "Dieser Termin ist abgesagt."
OVER = "Dieser Termin ist vorbei."


def may_invite(actor: Actor, *, standing: Standing) -> Decision:
    """Whoever talks and agrees there invites: to an apprenticeship, to a class of one's own, to the own organisation."""
    if actor.person_id and standing.carries(Scope.MEMBERS) and _belongs(standing):
        return YES
    return no(
        "Zu Terminen laden Auszubildende, Betrieb und Schule ein: für die eigene Ausbildung, Klasse oder Organisation."
    )


def _belongs(standing: Standing) -> bool:
    if standing.kind == "apprenticeship":
        return standing.carries(Scope.DEVELOPMENT_WRITE)
    if standing.kind == "class":
        return bool(standing.capacities & _SCHOOL)
    return standing.kind == "team"


def may_change(actor: Actor, *, standing: Standing, appointment: Appointment) -> Decision:
    """Whoever organises changes time, place and people, until it is over or called off."""
    if actor.person_id is None or not standing.carries(Scope.APPOINTMENT_WRITE):
        return no("Diesen Termin ändert, wer dazu eingeladen hat.")
    return _still_open(appointment)


def may_fix(actor: Actor, *, standing: Standing, appointment: Appointment) -> Decision:
    """Whoever organises the poll chooses one of its times."""
    decision = may_change(actor, standing=standing, appointment=appointment)
    if decision and appointment.state != Appointment.State.POLLING:
        return not_now("Die Zeit steht schon fest. Sie können sie unter „Ändern“ verlegen.")
    return decision


def may_say(actor: Actor, *, standing: Standing, appointment: Appointment, me: Invitee | None) -> Decision:
    """Whoever is invited says which times fit, as long as the poll runs."""
    decision = _may_respond(actor, standing, appointment, me)
    if decision and appointment.state != Appointment.State.POLLING:
        return not_now("Die Zeit steht inzwischen fest. Bitte sagen Sie zu oder ab.")
    return decision


def may_answer(actor: Actor, *, standing: Standing, appointment: Appointment, me: Invitee | None) -> Decision:
    """Whoever is invited says whether they come, until it begins."""
    decision = _may_respond(actor, standing, appointment, me)
    if not decision:
        return decision
    if appointment.state != Appointment.State.FIXED:
        return not_now("Die Zeit steht noch nicht fest. Bitte sagen Sie, welche Zeiten passen.")
    if appointment.starts_at and appointment.starts_at <= now():
        return not_now("Der Termin hat schon begonnen. Bitte melden Sie sich direkt.")
    return YES


def may_enter(actor: Actor, *, standing: Standing, appointment: Appointment, me: Invitee | None) -> Decision:
    """The video room is for whoever organises and for those who are invited and have not said no."""
    if appointment.state == Appointment.State.CANCELLED:
        return not_now(CANCELLED)
    if appointment.state != Appointment.State.FIXED or not appointment.video:
        return not_now("Für diesen Termin gibt es keinen Videoraum.")
    if actor.person_id and standing.carries(Scope.APPOINTMENT_WRITE):
        return YES
    if actor.person_id is None or me is None:
        return no("In den Videoraum kommt, wer eingeladen ist.")
    return _has_a_seat(appointment, me)


def _has_a_seat(appointment: Appointment, me: Invitee) -> Decision:
    if me.answer == Invitee.Answer.WAITING:
        return not_now("Sie stehen auf der Warteliste. Sobald ein Platz frei wird, sagen wir Ihnen Bescheid.")
    if me.answer == Invitee.Answer.DECLINED:
        return not_now("Sie haben abgesagt. Sagen Sie zu, dann können Sie eintreten.")
    if appointment.seats is not None and me.answer != Invitee.Answer.ACCEPTED:
        return not_now("Die Plätze sind begrenzt. Bitte sagen Sie zuerst zu.")
    return YES


def _may_respond(actor: Actor, standing: Standing, appointment: Appointment, me: Invitee | None) -> Decision:
    if actor.person_id is None or me is None or not standing.carries(Scope.APPOINTMENT_ANSWER):
        return no("Antworten kann, wer eingeladen ist.")
    decision = _still_open(appointment)
    if decision and appointment.respond_until and appointment.respond_until < now():
        return not_now(
            "Die Frist zum Antworten ist vorbei. Bitte melden Sie sich bei der Person, die eingeladen hat."
        )
    return decision


def _still_open(appointment: Appointment) -> Decision:
    if appointment.state == Appointment.State.CANCELLED:
        return not_now(CANCELLED)
    if appointment.ends_at and appointment.ends_at < now():
        return not_now(OVER)
    return YES
