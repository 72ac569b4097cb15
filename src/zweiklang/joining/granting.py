"""What an accepted invitation gives: posts, contracts, assignments, guardianship. Called inside `as_system`, after the policy."""

from zweiklang.apprenticeships.public import (
    Contract,
    ContractTerms,
    Guardianship,
    PersonalDetails,
    Pupil,
    TrainerAssignment,
    assign_trainer,
    conclude_contract,
    derived_once,
    guardianship_end,
    hold_post,
    link_guardian,
    link_pupil,
)
from zweiklang.curricula.public import framework_of
from zweiklang.joining.chambers.asking import answered_by_inviting
from zweiklang.joining.models import Invitation, InvitedApprentice
from zweiklang.kernel.actor import Actor
from zweiklang.kernel.clock import today
from zweiklang.kernel.errors import Conflict
from zweiklang.organisations.public import ChamberRule, Organisation, Post, as_merged
from zweiklang.people.public import Person

Kind = Invitation.Kind
CHANGED = "Der Ausbildungsvertrag hat sich inzwischen geändert. Bitte fragen Sie bei der Stelle nach, die Sie eingeladen hat."
Capacity = TrainerAssignment.Capacity


def grant(actor: Actor, *, invitation: Invitation, person: Person) -> None:
    """The person has what the invitation says, from today on; nothing that was there is given twice.

    What was said of a firm that has been merged since holds for the one it is now. Raises Conflict if nobody it concerned is still there.
    """
    _follow_merger(invitation)
    rows = list(InvitedApprentice.objects.filter(invitation=invitation).select_related("pupil", "contract"))
    present = [row for row in rows if concerns_still(invitation, row)]
    if rows and not present:
        raise Conflict(CHANGED)
    with derived_once(actor):
        if invitation.kind == Kind.STAFF:
            _hold(actor, person, as_merged(invitation.organisation), invitation.capacity)
        if invitation.kind in {Kind.FIRM, Kind.MANAGER, Kind.TRAINER, Kind.DEPUTY}:
            _employ(actor, invitation, person)
        for row in present:
            _give_apprentice(actor, invitation, row, person)


def concerns_still(invitation: Invitation, row: InvitedApprentice) -> bool:
    """True unless the pupil has left the school that invites, for another one perhaps: then it has no word in it any more."""
    pupil = row.pupil
    if pupil is None:
        return True
    return pupil.school_id == invitation.organisation_id and not (pupil.left_on and pupil.left_on < today())


def was_led(firm: Organisation) -> bool:
    """True if somebody leads training at the firm, or did: then a new manager needs two persons (`recovery`), not one letter."""
    return Post.objects.filter(
        organisation=firm, capacity=Post.Capacity.TRAINING_MANAGER, substitutes_for=None
    ).exists()


def _follow_merger(invitation: Invitation) -> None:
    if invitation.firm is not None and (present := as_merged(invitation.firm)).pk != invitation.firm_id:
        invitation.firm = present
        Invitation.objects.filter(pk=invitation.pk).update(firm=present)


def allowed_form(chamber: Organisation) -> str:
    """Returns the form of the record the chamber's rule prescribes; weekly where both are allowed."""
    rule = ChamberRule.objects.filter(chamber=chamber).first()
    return rule.form if rule and rule.form != ChamberRule.Form.EITHER else Contract.RecordForm.WEEKLY


def _employ(actor: Actor, invitation: Invitation, person: Person) -> None:
    firm = invitation.firm
    assert firm is not None
    leads = invitation.kind == Kind.MANAGER or (invitation.kind == Kind.FIRM and not was_led(firm))
    capacity = Post.Capacity.TRAINING_MANAGER if leads else Post.Capacity.TRAINER
    _hold(actor, person, firm, capacity)


def _hold(actor: Actor, person: Person, organisation: Organisation, capacity: str) -> None:
    held = Post.objects.filter(person=person, organisation=organisation, capacity=capacity)
    if not held.exclude(last_day__lt=today()).exists():
        hold_post(actor, person=person, organisation=organisation, capacity=capacity, first_day=today())


def _give_apprentice(actor: Actor, invitation: Invitation, row: InvitedApprentice, person: Person) -> None:
    if invitation.kind == Kind.GUARDIAN:
        _guard(actor, row, person)
    elif invitation.kind in {Kind.FIRM, Kind.TRAINER, Kind.DEPUTY}:
        contract = row.contract or _contract(actor, invitation, row)
        if contract.firm_id != invitation.firm_id:
            raise Conflict(CHANGED)
        capacity = Capacity.DEPUTY if invitation.kind == Kind.DEPUTY else Capacity.TRAINER
        _assign(actor, contract, person, capacity)


def _contract(actor: Actor, invitation: Invitation, row: InvitedApprentice) -> Contract:
    """The pupil's contract: the confirmed one, or a new one with the facts the inviter has confirmed."""
    assert row.pupil_id is not None
    assert invitation.firm is not None
    # Two invitations about one pupil may be accepted at once: the second finds the contract of the first.
    pupil = (
        Pupil.objects.select_for_update(of=("self",))
        .select_related("person", "contract")
        .get(pk=row.pupil_id)
    )
    known = pupil.contract or answered_by_inviting(
        actor, pupil=pupil, firm=invitation.firm, decided_by_id=invitation.created_by_id
    )
    if known is not None:
        return known
    if not (row.occupation and row.first_day and row.last_day and pupil.born_on and invitation.chamber):
        raise Conflict(
            "Zum Ausbildungsvertrag fehlen Angaben. Bitte fragen Sie bei der Stelle nach, die Sie eingeladen hat."
        )
    terms = ContractTerms(
        apprentice=pupil.person,
        firm=invitation.firm,
        chamber=invitation.chamber,
        occupation=row.occupation,
        curriculum=framework_of(row.occupation),
        first_day=row.first_day,
        last_day=row.last_day,
        born_on=pupil.born_on,
        record_form=allowed_form(invitation.chamber),
        confirmed_by=invitation.organisation,
    )
    contract = conclude_contract(actor, terms=terms)
    link_pupil(actor, pupil=pupil, contract=contract)
    return contract


def _assign(actor: Actor, contract: Contract, person: Person, capacity: str) -> None:
    held = TrainerAssignment.objects.filter(contract=contract, person=person).exclude(last_day__lt=today())
    if not held.exists():
        begins = max(today(), contract.first_day)
        assign_trainer(actor, contract=contract, person=person, capacity=capacity, first_day=begins)


def _guard(actor: Actor, row: InvitedApprentice, person: Person) -> None:
    contract = row.contract or (row.pupil.contract if row.pupil else None)
    if contract is None:
        raise Conflict("Der Ausbildungsvertrag ist noch nicht bestätigt.")
    born_on = PersonalDetails.objects.filter(room=contract.room_id).values_list("born_on", flat=True).first()
    if born_on is None or guardianship_end(born_on) < today():
        raise Conflict("Die oder der Auszubildende ist volljährig und vertritt sich selbst.")
    if not Guardianship.objects.filter(contract=contract, person=person, last_day=None).exists():
        link_guardian(actor, contract=contract, person=person, first_day=today())
