"""Who keeps the history of contracts: the app that does registers itself, so that apps beside it need not know it.

note_contract_changes_by(note)   # in AppConfig.ready
"""

from typing import Protocol

from zweiklang.apprenticeships.models import Contract
from zweiklang.kernel.actor import Actor


class ContractNoter(Protocol):
    """Keeps a change in the contract's history and tells its people."""

    def __call__(self, actor: Actor, *, contract: Contract, kind: str, fields: list[list[str]]) -> object:
        """The change stands in the history. `kind`: "confirmed", "corrected" or "concluded"; `fields`: label, before, after."""


_noters: dict[str, ContractNoter] = {}


def note_contract_changes_by(noter: ContractNoter) -> None:
    """From now on changes of contracts are kept by that function."""
    _noters["contract"] = noter


def note_contract_change(actor: Actor, *, contract: Contract, kind: str, fields: list[list[str]]) -> None:
    """The change stands in the contract's history, and its people are told. Call inside `as_system`."""
    _noters["contract"](actor, contract=contract, kind=kind, fields=fields)
