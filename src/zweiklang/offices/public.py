"""The only door to offices."""

from zweiklang.offices.forms.answers import DayField, done
from zweiklang.offices.models import ContractChange, Handover, Merge, SupportSession, SupportStep
from zweiklang.offices.selectors.office import Office, my_offices, office_in
from zweiklang.offices.selectors.waiting import WaitingRegister, registers_waiting
from zweiklang.offices.services.contracts import end_contracts, note_change

__all__ = [
    "ContractChange",
    "DayField",
    "Handover",
    "Merge",
    "Office",
    "SupportSession",
    "SupportStep",
    "WaitingRegister",
    "done",
    "end_contracts",
    "my_offices",
    "note_change",
    "office_in",
    "registers_waiting",
]
