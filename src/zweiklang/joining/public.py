"""The only door to joining."""

from zweiklang.joining.chambers.asking import ask_school, take_in
from zweiklang.joining.chambers.forms import ContractUploadForm
from zweiklang.joining.chambers.loading import known_rules, known_schools
from zweiklang.joining.chambers.plan import RegisterPlan
from zweiklang.joining.chambers.responsible import responsible_schools
from zweiklang.joining.chambers.rows import RegisterFile, RegisterRow, RowProblem
from zweiklang.joining.chambers.rules import ResponsibilityLine, set_responsibilities
from zweiklang.joining.chambers.selectors import chamber_named, chamber_office
from zweiklang.joining.chambers.services import apply_import, import_register, plan_for, preview_register
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
    ChamberImport,
    ChamberImportEntry,
    ContractProposal,
    FirmRecovery,
    FirmRegistration,
    Invitation,
    InvitationUse,
    InvitedApprentice,
    PurposeDeclaration,
    ResponsibilityRule,
)
from zweiklang.joining.waiting import WaitingGuest, guests_waiting

__all__ = [
    "Acceptance",
    "ChamberImport",
    "ChamberImportEntry",
    "ContractProposal",
    "ContractUploadForm",
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
    "RegisterFile",
    "RegisterPlan",
    "RegisterRow",
    "ResponsibilityLine",
    "ResponsibilityRule",
    "RowProblem",
    "Suggestion",
    "WaitingGuest",
    "accept",
    "apply_import",
    "ask_school",
    "chamber_named",
    "chamber_office",
    "confirm_claim",
    "decline_claim",
    "derive_reports",
    "firm_suggestions",
    "guests_waiting",
    "import_register",
    "invite",
    "known_firms",
    "known_rules",
    "known_schools",
    "opened_by",
    "plan_for",
    "preview_register",
    "reissue_invitation",
    "responsible_schools",
    "revoke_invitation",
    "set_responsibilities",
    "take_in",
]
