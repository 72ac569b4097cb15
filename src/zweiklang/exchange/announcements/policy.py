"""Who may send announcements, and do what with one. Each refusal says why and who can do it."""

from collections.abc import Sequence

from zweiklang.exchange.announcements.shapes import ALLOWED, Audience, Numbers, Sender
from zweiklang.exchange.models import Announcement
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no, not_now

State = Announcement.State
WHO = (
    "Mitteilungen an viele schreiben Klassenleitungen (für ihre Klassen), Schulleitung und Schulverwaltung, "
    "die Ausbildungsberatung der Kammer und das Land."
)


def may_announce(senders: Sequence[Sender]) -> Decision:
    """Whoever leads a class, or holds an office of a school, a chamber or the Land."""
    return YES if senders else no(WHO)


def may_reach(sender: Sender | None, audience: Audience) -> Decision:
    """Each sender writes to those it answers for: `shapes.ALLOWED`."""
    if sender is None:
        return no(WHO)
    if audience.of in ALLOWED[sender.reach].get(audience.who, ()):
        return YES
    return no(
        "An diese Gruppe schreibt eine andere Stelle: an Auszubildende ihre Schule, an Betriebe auch die Kammer."
    )


def may_edit(actor: Actor, announcement: Announcement) -> Decision:
    """Only the author, and only before it is planned or sent."""
    if announcement.author_id != actor.person_id:
        return no("Einen Entwurf ändert nur, wer ihn angelegt hat.")
    if announcement.state == State.SCHEDULED:
        return not_now(
            "Diese Mitteilung ist geplant. Bitte stoppen Sie das Senden zuerst, dann können Sie sie ändern."
        )
    if announcement.state != State.DRAFT:
        return not_now(
            "Diese Mitteilung ist schon gesendet. Sie können sie zurückziehen und eine neue schreiben."
        )
    return YES


def may_send(actor: Actor, announcement: Announcement, numbers: Numbers | None) -> Decision:
    """The author, once there are words and somebody to read them."""
    edit = may_edit(actor, announcement)
    if not edit:
        return edit
    if not announcement.title.strip() or not announcement.text.strip():
        return not_now("Bitte zuerst Betreff und Text schreiben.")
    if numbers is None:
        return not_now("Bitte zuerst auswählen, wer die Mitteilung bekommt.")
    if numbers.nobody:
        return not_now("Diese Auswahl erreicht niemanden. Bitte wählen Sie eine andere Gruppe.")
    return YES


def may_stop(announcement: Announcement, *, own: bool) -> Decision:
    """Author or office, before it goes out."""
    if not own:
        return no("Stoppen kann, wer die Mitteilung geschrieben hat, oder die Verwaltung der Stelle.")
    if announcement.state == State.DRAFT:
        return not_now("Diese Mitteilung ist schon gestoppt. Sie steht bei den Entwürfen.")
    if announcement.state != State.SCHEDULED:
        return not_now("Diese Mitteilung ist schon unterwegs. Sie können sie zurückziehen.")
    return YES


def may_withdraw(announcement: Announcement, *, own: bool) -> Decision:
    """Author or office, once it has gone out."""
    if not own:
        return no("Zurückziehen kann, wer die Mitteilung geschrieben hat, oder die Verwaltung der Stelle.")
    if announcement.state == State.WITHDRAWN:
        return not_now("Diese Mitteilung ist schon zurückgezogen.")
    if announcement.state not in (State.SENT, State.SENDING):
        return not_now("Diese Mitteilung ist noch nicht gesendet.")
    return YES


def may_confirm(announcement: Announcement, *, received: bool) -> Decision:
    """Whoever got it, where the sender asks for it."""
    if not received or not announcement.needs_receipt:
        return no("Hier gibt es nichts zu bestätigen.")
    if announcement.state == State.WITHDRAWN:
        return not_now("Diese Mitteilung ist zurückgezogen. Sie müssen nichts mehr bestätigen.")
    return YES


def may_remind(announcement: Announcement, *, own: bool, missing: int) -> Decision:
    """Author or office, once, while a confirmation is missing."""
    if not own:
        return no("Erinnern kann, wer die Mitteilung geschrieben hat, oder die Verwaltung der Stelle.")
    if not announcement.needs_receipt or announcement.state != State.SENT:
        return not_now("Erinnern geht bei gesendeten Mitteilungen mit Bestätigung.")
    if announcement.reminded_at is not None:
        return not_now("Erinnert wird nur einmal. Bitte rufen Sie die fehlenden Stellen an.")
    return YES if missing else not_now("Alle haben bestätigt.")


def may_answer(announcement: Announcement, *, received: bool) -> Decision:
    """Whoever got it, if the sender wants answers."""
    if not received:
        return no("Antworten kann, wer die Mitteilung bekommen hat.")
    if announcement.state == State.WITHDRAWN:
        return not_now("Diese Mitteilung ist zurückgezogen.")
    return YES if announcement.may_answer else no("Zu dieser Mitteilung sind keine Antworten vorgesehen.")


def may_print(*, own: bool) -> Decision:
    """Author or office."""
    return (
        YES
        if own
        else no("Briefe druckt, wer die Mitteilung geschrieben hat, oder die Verwaltung der Stelle.")
    )


def may_keep_files(*, writes: bool) -> Decision:
    """In the room of an organisation whoever writes announcements for it keeps files, which go with one."""
    return YES if writes else no("Hier legt Dateien ab, wer Mitteilungen für diese Stelle schreibt.")
