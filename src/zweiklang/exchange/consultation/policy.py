"""Who may do what at a consultation day. Each refusal says why and who can do it."""

from datetime import datetime

from zweiklang.exchange.consultation.grounds import cares_for
from zweiklang.exchange.consultation.shapes import Ground, audience_words, is_over, moments_of
from zweiklang.exchange.models import Booking, ConsultationDay, ConsultationHost, ConsultationSlot
from zweiklang.kernel import formats
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import YES, Decision, no, not_now

State = ConsultationDay.State
CALLED_OFF = "Der Sprechtag ist abgesagt."
OVER = "Der Sprechtag ist vorbei."
GONE = "Diese Zeit ist nicht mehr frei. Bitte wählen Sie eine andere."


def may_make(actor: Actor, *, ground: Ground | None) -> Decision:
    """Head and office make days for the whole school, class teachers for themselves; `ground` is what the actor has at that school."""
    if ground and actor.person_id:
        return YES
    return no("Einen Sprechtag legen Schulleitung und Schulverwaltung an, Klassenleitungen für sich selbst.")


def manages(actor: Actor, day: ConsultationDay) -> bool:
    """True for whoever made the day and still leads a class there, and for head and office of the school. At most one query."""
    return actor.is_system or cares_for(day.school_id, maker=day.made_by_id == actor.person_id)


def manages_by(actor: Actor, day: ConsultationDay, *, ground: Ground | None) -> bool:
    """The same, where it is known already what the actor has at that school. Asks the database nothing."""
    return ground is not None and (ground.whole or day.made_by_id == actor.person_id)


def may_manage(actor: Actor, *, day: ConsultationDay) -> Decision:
    """Whoever made the day changes it, and head and office of the school."""
    if not manages(actor, day):
        return no(
            "Ändern können das die Schulleitung, die Schulverwaltung und wer den Sprechtag angelegt hat."
        )
    return still_changes(day)


def still_changes(day: ConsultationDay) -> Decision:
    """For whoever manages it: a day changes until it is called off or over."""
    if day.state == State.CANCELLED:
        return not_now(CALLED_OFF)
    return not_now(OVER) if is_over(day) and day.state == State.OPEN else YES


def may_change_times(actor: Actor, *, day: ConsultationDay) -> Decision:
    """The times of a day can be changed until it is open; afterwards people rely on them."""
    managing = may_manage(actor, day=day)
    if not managing or day.state == State.DRAFT:
        return managing
    return not_now(
        "Tag, Uhrzeiten und Dauer lassen sich nicht mehr ändern, weil schon gebucht werden kann."
        " Sie können Zeiten sperren oder den Sprechtag absagen."
    )


def may_open(actor: Actor, *, day: ConsultationDay, hosts: int, classes: int) -> Decision:
    """A day with teachers and classes can be opened, once, before it begins."""
    managing = may_manage(actor, day=day)
    if not managing:
        return managing
    if day.state == State.OPEN:
        return not_now("Der Sprechtag ist schon offen.")
    if moments_of(day)[0] <= now():
        return not_now("Der Tag ist vorbei oder hat begonnen. Bitte wählen Sie einen späteren Tag.")
    if not hosts or not classes:
        return not_now("Bitte wählen Sie zuerst mindestens eine Lehrkraft und eine Klasse.")
    return YES


def may_host(actor: Actor, *, host: ConsultationHost, day: ConsultationDay) -> Decision:
    """The teacher cares for the own times, and whoever manages the day."""
    if host.person_id != actor.person_id and not manages(actor, day):
        return no("Zeiten sperren nur die Lehrkraft selbst und wer den Sprechtag verwaltet.")
    if day.state == State.CANCELLED:
        return not_now(CALLED_OFF)
    return not_now(OVER) if is_over(day) else YES


def closes_at(day: ConsultationDay) -> datetime:
    """Returns when booking ends: as said, at the latest with the day itself."""
    end = moments_of(day)[1]
    return min(day.bookable_until, end) if day.bookable_until else end


def may_book(actor: Actor, *, day: ConsultationDay, seats: int) -> Decision:
    """Whoever belongs to the invited side of an apprenticeship of an invited class books while the day is open; `seats`: how many of those."""
    if not actor.person_id or not seats:
        return no(f"Buchen können hier: {audience_words(day)} der eingeladenen Klassen.")
    if day.state != State.OPEN:
        return not_now(CALLED_OFF if day.state == State.CANCELLED else "Der Sprechtag ist noch nicht offen.")
    if is_over(day):
        return not_now(OVER)
    if closes_at(day) <= now():
        return not_now(
            f"Buchen war möglich bis {formats.moment(closes_at(day))}. Bitte wenden Sie sich an die Schule."
        )
    return YES


def can_be_booked(slot: ConsultationSlot) -> Decision:
    """A time that is not blocked and has not begun. Whether somebody has it, PostgreSQL says."""
    return not_now(GONE) if slot.blocked or slot.starts_at <= now() else YES


def may_change(actor: Actor, *, booking: Booking, day: ConsultationDay) -> Decision:
    """Whoever booked takes another time, as long as one may book."""
    owning = _owns(actor, booking)
    if not owning:
        return owning
    return may_book(actor, day=day, seats=1)


def may_call_off(actor: Actor, *, booking: Booking) -> Decision:
    """Whoever booked calls it off until it begins: late is better than not at all."""
    return _owns(actor, booking)


def may_send_away(actor: Actor, *, booking: Booking) -> Decision:
    """The teacher calls a talk off until it begins."""
    if booking.host_person_id != actor.person_id:
        return no("Dieses Gespräch sagt nur ab, wer es führt oder gebucht hat.")
    return _begins(booking)


def may_join(actor: Actor, *, booking: Booking, opens: datetime, ends: datetime, belongs: bool) -> Decision:
    """Both enter the video room from ten minutes before the talk until its end.

    `belongs`: nobody talks there about somebody whom they do not train, or care for, any more.
    """
    if actor.person_id not in {booking.person_id, booking.host_person_id}:
        return no("In diesen Videoraum kommen nur die beiden, die verabredet sind.")
    if not belongs:
        return not_now("Sie gehören nicht mehr zu dieser Ausbildung. Bitte sagen Sie das Gespräch ab.")
    if booking.cancelled_at:
        return not_now("Dieses Gespräch ist abgesagt.")
    if now() < opens:
        return not_now(f"Der Videoraum öffnet am {formats.day_of(opens)} um {formats.time(opens)}.")
    return not_now("Dieses Gespräch ist vorbei.") if now() > ends else YES


def _owns(actor: Actor, booking: Booking) -> Decision:
    if booking.person_id != actor.person_id:
        return no("Das kann nur, wer gebucht hat.")
    return _begins(booking)


def _begins(booking: Booking) -> Decision:
    if booking.cancelled_at:
        return not_now("Dieses Gespräch ist schon abgesagt.")
    return not_now("Dieses Gespräch hat schon begonnen.") if booking.starts_at <= now() else YES
