"""Who may ask people in, and who may take an invitation."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from zweiklang.joining.models import Answer, ContractProposal, FirmRecovery, FirmRegistration, Invitation
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import now
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.organisations.public import Organisation, Post
from zweiklang.rooms.public import Scope, carries_in_team, team_standing

Kind = Invitation.Kind
MAY_INVITE: dict[str, frozenset[str]] = {
    Organisation.Kind.SCHOOL: frozenset(
        {Kind.FIRM, Kind.GUARDIAN, Kind.PUPIL, Kind.TEACHER, Kind.MANAGER, Kind.STAFF}
    ),
    Organisation.Kind.CHAMBER: frozenset({Kind.FIRM, Kind.MANAGER, Kind.STAFF}),
    Organisation.Kind.FIRM: frozenset({Kind.TRAINER, Kind.DEPUTY, Kind.STAFF}),
}
# Which posts a colleague may be asked into, and who may ask.
POSTS: dict[str, dict[str, frozenset[str]]] = {
    Organisation.Kind.SCHOOL: {
        Post.Capacity.HEAD_OF_SCHOOL: frozenset({Post.Capacity.HEAD_OF_SCHOOL}),
        Post.Capacity.SCHOOL_OFFICE: frozenset({Post.Capacity.HEAD_OF_SCHOOL}),
        Post.Capacity.TEACHER: frozenset({Post.Capacity.HEAD_OF_SCHOOL, Post.Capacity.SCHOOL_OFFICE}),
    },
    Organisation.Kind.CHAMBER: {
        Post.Capacity.CHAMBER_ADVISER: frozenset({Post.Capacity.CHAMBER_ADVISER}),
    },
    Organisation.Kind.FIRM: {
        Post.Capacity.TRAINING_MANAGER: frozenset({Post.Capacity.TRAINING_MANAGER}),
    },
}
# Posts that an import gives and whose entries the office may open.
ENTRIES = frozenset({Post.Capacity.TEACHER, Post.Capacity.COUNSELLOR})
LIFETIME = {
    Invitation.Channel.LETTER: timedelta(days=60),
    Invitation.Channel.EMAIL: timedelta(days=14),
    Invitation.Channel.SPOKEN: timedelta(days=1),
}


def may_invite(actor: Actor, *, organisation: Organisation, kind: str = "") -> Decision:
    """School, chamber and firm invite, each its own people: those who keep the organisation's affairs."""
    if kind and kind not in MAY_INVITE.get(organisation.kind, frozenset()):
        return no(
            "Diese Einladung stellt eine andere Stelle aus: Betriebe lädt die Schule oder die Kammer ein."
        )
    if actor.is_system or carries_in_team(organisation.pk, Scope.ADMINISTRATION_WRITE):
        return YES
    return no("Einladungen stellen Schulleitung, Schulverwaltung, Kammer oder Ausbildungsleitung aus.")


def may_invite_colleague(actor: Actor, *, organisation: Organisation, capacity: str) -> Decision:
    """A house's own posts are given by who leads it; a school's office asks in teachers only."""
    decision = may_invite(actor, organisation=organisation, kind=Kind.STAFF)
    if not decision:
        return decision
    leads = POSTS.get(organisation.kind, {}).get(capacity)
    if leads is None:
        return no("Diese Aufgabe gibt es in Ihrer Organisation nicht.")
    standing = None if actor.is_system else team_standing(organisation.pk)
    if actor.is_system or (standing and standing.capacities & leads):
        return YES
    return no("Diese Aufgabe vergibt die Leitung Ihrer Organisation.")


def may_open_entry(actor: Actor, *, organisation: Organisation, held: Iterable[tuple[UUID, str]]) -> Decision:
    """Whoever invites chooses the address that opens the entry: nobody opens one whose posts (organisation, capacity) he could not give."""
    for organisation_id, capacity in held:
        if organisation_id != organisation.pk:
            return no(
                "Diese Person hat auch an einer anderen Stelle eine Aufgabe. Bitte fragen Sie den Support."
            )
        if capacity not in ENTRIES and not may_invite_colleague(
            actor, organisation=organisation, capacity=capacity
        ):
            return no("Diesen Zugang öffnet die Schulleitung.")
    return YES


def may_enter(invitation: Invitation) -> Decision:
    """An invitation opens while it is open and not expired."""
    if invitation.state != Invitation.State.OPEN or invitation.expires_at <= now():
        return not_now("Diese Einladung gilt nicht mehr.")
    return YES


def may_decide_claim(actor: Actor, *, invitation: Invitation) -> Decision:
    """Who invites confirms who came with an address nobody had on record; one's own claim decides nobody."""
    if invitation.state != Invitation.State.WAITING:
        return not_now("Hier wartet niemand mehr auf eine Bestätigung.")
    if actor.person_id == invitation.claimed_by_id:
        return no("Den eigenen Zugang bestätigt eine andere Person.")
    if invitation.kind == Kind.STAFF:
        return may_invite_colleague(actor, organisation=invitation.organisation, capacity=invitation.capacity)
    return may_invite(actor, organisation=invitation.organisation)


def may_report_contract(actor: Actor, *, firm: Organisation) -> Decision:
    """Who leads a confirmed firm's training reports its contracts."""
    if firm.kind != Organisation.Kind.FIRM or firm.state != Organisation.State.ACTIVE:
        return no("Verträge meldet ein Betrieb, sobald eine Kammer oder Schule ihn bestätigt hat.")
    if carries_in_team(firm.pk, Scope.ADMINISTRATION_WRITE):
        return YES
    return no("Verträge meldet die Ausbildungsleitung des Betriebs.")


def may_decide_report(actor: Actor, *, report: FirmRegistration | ContractProposal) -> Decision:
    """The office of the school or chamber it is addressed to decides, once, and nobody about an own report."""
    if report.state != Answer.OPEN:
        return not_now("Darüber ist schon entschieden.")
    own = report.registered_by_id if isinstance(report, FirmRegistration) else report.reported_by_id
    if actor.person_id == own:
        return no("Über die eigene Meldung entscheidet eine andere Person.")
    if carries_in_team(report.addressed_to_id, Scope.ADMINISTRATION_WRITE):
        return YES
    return no("Darüber entscheidet die Schule oder Kammer, an die die Meldung ging.")


def may_decide_recovery(actor: Actor, *, recovery: FirmRecovery) -> Decision:
    """A second person of the same office approves; who asked may only take the question back."""
    if recovery.state != Answer.OPEN:
        return not_now("Darüber ist schon entschieden.")
    if not carries_in_team(recovery.organisation_id, Scope.ADMINISTRATION_WRITE):
        return no("Darüber entscheidet die Schule oder Kammer, die gefragt hat.")
    if actor.person_id == recovery.asked_by_id:
        return no("Zustimmen muss eine zweite Person aus Ihrer Verwaltung.")
    return YES
