"""A chamber's file in the shape the register takes it."""

import hashlib

from zweiklang.interfaces.recognising import read_contracts
from zweiklang.joining.public import FirmFacts, RegisterFile, RegisterRow, RowProblem
from zweiklang.rosters.public import ContractRow, FirmRow


def read_register(data: bytes, filename: str) -> RegisterFile:
    """Returns the contracts of the file; raises Unreadable, and nothing else, where nothing could be read."""
    found = read_contracts(data, filename)
    problems = tuple(RowProblem(error.line, error.place, error.reason) for error in found.errors)
    rows = tuple(_row(row) for row in found.rows)
    return RegisterFile(rows, problems, filename, hashlib.sha256(data).hexdigest())


def _row(row: ContractRow) -> RegisterRow:
    return RegisterRow(
        line=row.line,
        number=row.number,
        given_name=row.given_name,
        family_name=row.family_name,
        born_on=row.born_on,
        occupation=f"{row.occupation} {row.specialisation}".strip(),
        first_day=row.begins,
        last_day=row.ends,
        firm=_firm(row.firm),
        school_number=row.school_number,
    )


def _firm(firm: FirmRow) -> FirmFacts:
    place = firm.address
    return FirmFacts(
        firm.name, place.street, place.postcode, place.town, firm.register_number, firm.email, firm.phone
    )
