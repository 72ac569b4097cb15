"""Who may ask for a copy of which data, and when."""

from uuid import UUID

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.privacy.models import DataExport

MOST_A_DAY = 5


def may_ask(actor: Actor, *, person_id: UUID, asked_today: int) -> Decision:
    """Everybody for themselves, a few times a day: making a copy keeps a worker busy for seconds."""
    if actor.person_id != person_id:
        return no("Eine Kopie der Daten bekommt nur die Person selbst.")
    if asked_today >= MOST_A_DAY:
        return not_now(
            f"Sie haben heute schon {MOST_A_DAY} Kopien angefordert. Morgen können Sie wieder eine anfordern."
        )
    return YES


def may_fetch(actor: Actor, export: DataExport) -> Decision:
    """Only the person itself, and only once."""
    if actor.person_id != export.person_id:
        return no("Eine Kopie der Daten bekommt nur die Person selbst.")
    if export.state != DataExport.State.READY or (export.expires_at and export.expires_at <= now()):
        return not_now("Diese Kopie liegt nicht mehr bereit. Sie können eine neue anfordern.")
    return YES


def may_make(actor: Actor) -> Decision:
    """The operator's command, for somebody who asked on paper or can no longer sign in."""
    return (
        YES if actor.is_system else no("Eine Kopie für jemand anderen macht nur der Betrieb der Plattform.")
    )


def may_import(actor: Actor) -> Decision:
    """The operator's command only."""
    return YES if actor.is_system else no("Daten aufnehmen kann nur der Betrieb der Plattform.")
