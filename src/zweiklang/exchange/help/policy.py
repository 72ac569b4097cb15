"""Who may ask for help, answer, end, hand over, and keep the list of those who help. Each refusal says why and what to do instead."""

from zweiklang.exchange.help.shapes import Case, Helper
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import Scope, carries_in_team, is_land

KEEPERS = {"school": "school", "chamber": "chamber"}
"""Kinds of organisations that keep their own contacts, and of which kind these are."""


def may_ask(actor: Actor, *, helper: Helper, learns: bool) -> Decision:
    """Apprentices may, whoever takes messages; nobody asks oneself."""
    if not learns:
        return no("Auf diesem Weg fragen Auszubildende um Hilfe. Sie können hier anrufen.")
    if helper.person_id == actor.person_id:
        return no("Das sind Sie selbst. Bitte wählen Sie jemand anderen.")
    if not helper.writes:
        return no(f"{helper.name} nimmt hier keine Nachrichten an. Bitte rufen Sie an.")
    return YES


def may_answer(case: Case) -> Decision:
    """Both may, until the case is ended or the other one is gone."""
    if case.ended_at is not None:
        return not_now("Dieses Gespräch ist beendet. Um weiterzureden, fragen Sie bitte neu.")
    if not case.other_there:
        return not_now(f"{case.other or 'Die andere Person'} liest hier nicht mehr mit.")
    return YES


def may_end(case: Case) -> Decision:
    """Both may, once."""
    return not_now("Dieses Gespräch ist schon beendet.") if case.ended_at is not None else YES


def may_withdraw(case: Case) -> Decision:
    """Only who asked may close the door to the other one."""
    if not case.mine:
        return no("Zurückziehen kann nur, wer gefragt hat. Sie können das Gespräch beenden.")
    return YES if case.other_there else not_now("Das ist schon zurückgezogen.")


def may_suggest(case: Case) -> Decision:
    """Who was asked may suggest somebody else, one at a time."""
    if case.mine:
        return no("Sie entscheiden selbst, wen Sie fragen. Wählen Sie einfach jemand anderen.")
    if case.suggested_id:
        return not_now("Ihr letzter Vorschlag ist noch nicht beantwortet.")
    return may_answer(case)


def may_decide(case: Case, *, helper: Helper | None, agrees: bool) -> Decision:
    """Only who asked decides whether `helper`, who is suggested, takes over."""
    if not case.mine:
        return no("Ob jemand anderes übernimmt, entscheidet nur, wer gefragt hat.")
    if helper is None:
        return not_now("Dieser Vorschlag gilt nicht mehr.")
    if agrees and not helper.writes:
        return not_now(f"{helper.name} liest hier keine Nachrichten mehr.")
    return may_answer(case)


def may_keep_contacts(actor: Actor, *, organisation: Organisation, kind: str) -> Decision:
    """Offices of a school or chamber keep their own contacts, the Land's post those of QuABB and others."""
    if actor.is_system:
        return YES
    if KEEPERS.get(organisation.kind) == kind and carries_in_team(
        organisation.pk, Scope.ADMINISTRATION_WRITE
    ):
        return YES
    if organisation.kind == Organisation.Kind.AUTHORITY and kind in ("quabb", "other") and is_land(actor):
        return YES
    return no(
        "Die Beratungslehrkraft trägt die Schule ein, die Beratung der Kammer die Kammer, QuABB das Land."
    )
