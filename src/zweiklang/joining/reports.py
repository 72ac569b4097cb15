"""Reads of registrations and reported contracts for their pages. Row-level security lets through what the person may see."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from zweiklang.apprenticeships.public import Pupil, note_pupils
from zweiklang.joining.firms import Suggestion, facts_of, firm_suggestions, known_firms
from zweiklang.joining.models import Answer, ContractProposal, FirmRecovery, FirmRegistration
from zweiklang.joining.reporting import pupils_like
from zweiklang.kernel import formats
from zweiklang.kernel.clock import today
from zweiklang.organisations.public import Organisation
from zweiklang.rooms.public import Scope, Standing, standing_in

TONES = {Answer.OPEN: "warning", Answer.CONFIRMED: "success", Answer.REFUSED: "danger"}


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line of the list of reports."""

    room_id: UUID
    title: str
    note: str
    state: str
    tone: str
    open: bool


def report_in(room_id: UUID) -> tuple[Standing, FirmRegistration | ContractProposal]:
    """Returns the report of that room; raises Http404 for who may not see it."""
    standing = standing_in(room_id)
    if not standing.carries(Scope.PROPOSAL):
        raise Http404
    registration = (
        FirmRegistration.objects.filter(room_id=room_id)
        .select_related("firm", "addressed_to", "registered_by")
        .first()
    )
    if registration is not None:
        return standing, registration
    proposal = (
        ContractProposal.objects.filter(room_id=room_id)
        .select_related("firm", "addressed_to", "chamber", "occupation", "reported_by", "contract")
        .first()
    )
    if proposal is None:
        raise Http404
    return standing, proposal


def report_rows(organisation: Organisation) -> list[ReportRow]:
    """Returns what was reported to or by the organisation, open ones first. Two queries."""
    registrations = FirmRegistration.objects.filter(addressed_to=organisation).select_related("firm")
    field = "firm" if organisation.kind == Organisation.Kind.FIRM else "addressed_to"
    proposals = ContractProposal.objects.filter(**{field: organisation}).select_related("firm", "occupation")
    if organisation.kind == Organisation.Kind.FIRM:
        proposals = proposals.filter(from_chamber=False)
    rows = [
        _row(one, f"{one.firm.name} · Anmeldung", formats.day_of(one.registered_at))
        for one in registrations.order_by("-registered_at")[:200]
    ]
    rows += [
        _row(
            one,
            f"{one.given_name} {one.family_name} · {one.occupation.short}",
            f"{one.firm.name}, gemeldet von der Kammer" if one.from_chamber else one.firm.name,
        )
        for one in proposals.order_by("-reported_at")[:200]
    ]
    return sorted(rows, key=lambda row: not row.open)


def suggestions_for(registration: FirmRegistration) -> list[Suggestion]:
    """Returns known firms the registered one may be, with reasons."""
    wanted = facts_of(registration.firm)
    return firm_suggestions(wanted, [one for one in known_firms(wanted) if one.id != wanted.id])


def pupils_for(proposal: ContractProposal) -> list[tuple[Pupil, str]]:
    """Returns the school's pupils the reported apprentice may be; nothing for a chamber, which keeps none."""
    rows = Pupil.objects.filter(school=proposal.addressed_to_id, contract=None).select_related("person")
    found = pupils_like(proposal, list(rows.exclude(left_on__lt=today())))
    note_pupils(pupil for pupil, _ in found)
    return found


def recoveries_of(organisation: Organisation) -> list[FirmRecovery]:
    """Returns the recoveries the organisation has asked for, newest first."""
    rows = FirmRecovery.objects.filter(organisation=organisation)
    return list(rows.select_related("firm", "asked_by", "decided_by").order_by("-asked_at")[:50])


def recovery_in(organisation: Organisation, recovery_id: UUID) -> FirmRecovery:
    """Returns that recovery of the organisation; raises Http404 where there is none."""
    row = FirmRecovery.objects.filter(organisation=organisation, pk=recovery_id).first()
    if row is None:
        raise Http404
    return row


def _row(one: FirmRegistration | ContractProposal, title: str, note: str) -> ReportRow:
    tone = TONES[Answer(one.state)]
    return ReportRow(one.room_id, title, note, one.get_state_display(), tone, one.state == Answer.OPEN)
