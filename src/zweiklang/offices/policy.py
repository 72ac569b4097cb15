"""Who may do what in an organisation, in a chamber's register, and at the support desk."""

from uuid import UUID

from zweiklang.kernel.actor import Actor
from zweiklang.kernel.decisions import YES, Decision, no, not_now
from zweiklang.organisations.public import Post
from zweiklang.rooms.public import Scope, Standing

CAPACITY = Post.Capacity
# Who may give (and end) which post. A post that is not named here comes from the operator or an import.
APPOINTS: dict[str, frozenset[str]] = {
    CAPACITY.TRAINING_MANAGER: frozenset({CAPACITY.TRAINING_MANAGER, CAPACITY.TRAINER}),
    CAPACITY.HEAD_OF_SCHOOL: frozenset(
        {CAPACITY.HEAD_OF_SCHOOL, CAPACITY.SCHOOL_OFFICE, CAPACITY.TEACHER, CAPACITY.COUNSELLOR}
    ),
    CAPACITY.SCHOOL_OFFICE: frozenset({CAPACITY.TEACHER}),
    CAPACITY.CHAMBER_ADVISER: frozenset({CAPACITY.CHAMBER_ADVISER}),
}
# Without one of these nobody could act for the organisation any more.
LEADING = frozenset({CAPACITY.TRAINING_MANAGER, CAPACITY.HEAD_OF_SCHOOL, CAPACITY.CHAMBER_ADVISER})
WHO_DECIDES = {
    CAPACITY.TRAINING_MANAGER: "die Ausbildungsleitung",
    CAPACITY.TRAINER: "die Ausbildungsleitung",
    CAPACITY.HEAD_OF_SCHOOL: "die Schulleitung",
    CAPACITY.SCHOOL_OFFICE: "die Schulleitung",
    CAPACITY.TEACHER: "die Schulleitung oder die Schulverwaltung",
    CAPACITY.COUNSELLOR: "die Schulleitung",
    CAPACITY.CHAMBER_ADVISER: "die Kammer",
}
NOBODY = "der Betreiber von Zweiklang"


def may_administer(actor: Actor, *, standing: Standing | None) -> Decision:
    """Departments, sites, tasks: whoever carries the organisation's administration may; `standing` is the one in its team room."""
    if actor.is_system or (standing and standing.carries(Scope.ADMINISTRATION_WRITE)):
        return YES
    return no("Das ändert die Leitung oder die Verwaltung dieser Organisation.")


def appointable(standing: Standing | None) -> frozenset[str]:
    """Returns the capacities of posts that somebody with this standing may give and end."""
    if standing is None or not standing.carries(Scope.ADMINISTRATION_WRITE):
        return frozenset()
    return frozenset().union(*(APPOINTS.get(capacity, frozenset()) for capacity in standing.capacities))


def may_appoint(actor: Actor, *, standing: Standing | None, capacity: str) -> Decision:
    """Nobody gives a post above the own one: a school's office appoints teachers, the head of school everybody."""
    if actor.is_system or capacity in appointable(standing):
        return YES
    who = WHO_DECIDES.get(capacity, NOBODY)  # type: ignore[call-overload]  # a str is as good a key as its enum
    return no(f"Diese Aufgabe vergibt {who}.")


def may_lead(actor: Actor, *, person_id: UUID, capacity: str) -> Decision:
    """Nobody gives himself a leading post: who leads for some days would go on leading, or stand in for himself."""
    if capacity in LEADING and actor.person_id == person_id:
        return no("Eine Leitung gibt sich niemand selbst. Das tut eine andere Person mit dieser Aufgabe.")
    return YES


def may_end_post(actor: Actor, *, standing: Standing | None, post: Post, others_lead: bool) -> Decision:
    """Who may give a post may end it, but the last leading one only when somebody follows."""
    decision = may_appoint(actor, standing=standing, capacity=post.capacity)
    if not decision or actor.is_system:
        return decision
    if post.capacity in LEADING and post.substitutes_for_id is None and not others_lead:
        return not_now(
            "Danach könnte hier niemand mehr etwas ändern. Bestimmen Sie zuerst eine Nachfolge. "
            "Wenn niemand nachfolgt, helfen die zuständige Kammer, die Berufsschule oder der Support."
        )
    return YES


def may_keep_register(actor: Actor, *, standing: Standing | None) -> Decision:
    """Contracts are confirmed, corrected and ended by their own chamber; `standing` is the one in the chamber's team room."""
    if actor.is_system or (
        standing
        and CAPACITY.CHAMBER_ADVISER in standing.capacities
        and standing.carries(Scope.ADMINISTRATION_WRITE)
    ):
        return YES
    return no("Das trägt die zuständige Kammer dieses Vertrags ein.")


def may_join_firms(actor: Actor, *, standing: Standing | None, ours: bool, others_too: bool) -> Decision:
    """A chamber joins or splits firms of its own register, unless another chamber's contracts would move along."""
    decision = may_keep_register(actor, standing=standing)
    if not decision:
        return decision
    if not ours:
        return no("Das geht nur mit Betrieben, die Verträge in Ihrem Verzeichnis haben.")
    if others_too:
        return not_now(
            "Dieser Betrieb hat auch Verträge bei einer anderen Kammer. Bitte lassen Sie das den Support tun."
        )
    return YES


def may_support(actor: Actor, *, is_support: bool) -> Decision:
    """Only people of the support desk help others to sign in."""
    return YES if is_support or actor.is_system else no("Bei der Anmeldung hilft der Support.")


def may_help(*, running: bool) -> Decision:
    """Inside a running session of one's own only."""
    if running:
        return YES
    return no(
        "Dafür ist eine laufende Sitzung nötig: Wer ist die Person, warum braucht sie Hilfe, woran erkannt?"
    )


def may_approve(*, same_person: bool, waiting: bool) -> Decision:
    """A second person of the support desk approves, once."""
    if same_person:
        return no("Das bestätigt eine zweite Person im Support.")
    return YES if waiting else not_now("Darüber ist schon entschieden.")
