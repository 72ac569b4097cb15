"""The only door to joining."""

from zweiklang.joining.derivation import derive_reports
from zweiklang.joining.entering import Acceptance, accept, opened_by
from zweiklang.joining.firms import FirmFacts, Suggestion, firm_suggestions, known_firms
from zweiklang.joining.inviting import (
    Guest,
    Invited,
    Issued,
    confirm_claim,
    decline_claim,
    invite,
    reissue_invitation,
    revoke_invitation,
)
from zweiklang.joining.models import (
    ContractProposal,
    FirmRecovery,
    FirmRegistration,
    Invitation,
    InvitationUse,
    InvitedApprentice,
    PurposeDeclaration,
)
from zweiklang.joining.waiting import WaitingGuest, guests_waiting

__all__ = [
    "Acceptance",
    "ContractProposal",
    "FirmFacts",
    "FirmRecovery",
    "FirmRegistration",
    "Guest",
    "Invitation",
    "InvitationUse",
    "Invited",
    "InvitedApprentice",
    "Issued",
    "PurposeDeclaration",
    "Suggestion",
    "WaitingGuest",
    "accept",
    "confirm_claim",
    "decline_claim",
    "derive_reports",
    "firm_suggestions",
    "guests_waiting",
    "invite",
    "known_firms",
    "opened_by",
    "reissue_invitation",
    "revoke_invitation",
]
