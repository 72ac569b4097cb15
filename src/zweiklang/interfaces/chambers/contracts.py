"""Reads a table of training contracts: apprentice, firm, occupation, first and last day, number, trainer."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from zweiklang.interfaces.tables.cells import split_name
from zweiklang.interfaces.tables.fields import (
    LONGEST_NAME,
    LONGEST_TEXT,
    Fields,
    LeftOut,
    birth_date,
    person_name,
)
from zweiklang.interfaces.tables.findings import Findings
from zweiklang.interfaces.tables.headers import normalised, table_of
from zweiklang.interfaces.tables.sheets import Cell, Sheet
from zweiklang.rosters.public import ContractFile, ContractRow, FirmRow, school_number

_APPRENTICE_TABLES = ("auszubildender", "auszubildende", "azubi", "lehrling", "")
_FIRM_TABLES = ("ausbildungsbetrieb", "ausbildungsstaette", "ausbildender", "betrieb", "firma", "unternehmen")
_TRAINER_TABLES = ("ausbilderin", "ausbilder", "ausbildungsverantwortlicher")
_APPRENTICE = {
    "family_name": ("nachname", "familienname"),
    "given_name": ("vorname", "vornamen"),
    "name": ("name", "namevorname"),
    "born_on": ("geburtsdatum", "geburtstag", "gebdatum"),
    "email": ("email", "mail"),
}
_CONTRACT = {
    "number": ("vertragsnummer", "vertragsnr", "vertragnummer", "registernummer", "eintragungsnummer"),
    "kind": ("vertragsart", "artdesvertrags", "vertragstyp"),
    "occupation": ("beruf", "ausbildungsberuf", "berufsbezeichnung"),
    "specialisation": ("fachrichtung", "schwerpunkt", "bildungsgang"),
    "begins": ("beginn", "ausbildungsbeginn", "vertragsbeginn", "ausbildungvon", "von", "beginndatum"),
    "ends": ("ende", "ausbildungsende", "vertragsende", "ausbildungbis", "bis", "endedatum"),
    "duration": ("dauer", "ausbildungsdauer", "dauermonate", "dauerinmonaten", "ausbildungsdauerinmonaten"),
    "school_number": ("schulnummer", "berufsschulnummer", "berufsschule"),
}
_FIRM = {
    "name": ("name", "firmenname", "bezeichnung", ""),
    "register_number": ("handelsregister", "handwerksrolle", "hrnummer", "registernummer"),
    "street": ("strasse", "strassehausnummer"),
    "house_number": ("hausnummer", "hausnr"),
    "postcode": ("plz", "postleitzahl"),
    "town": ("ort",),
    "postcode_and_town": ("plzort",),
    "email": ("email", "mail"),
    "phone": ("telefon", "telefon1"),
    "mobile": ("mobil", "handy"),
}
_TRAINER = {
    "name": ("name", ""),
    "family_name": ("nachname",),
    "given_name": ("vorname",),
    "email": ("email", "mail"),
    "phone": ("telefon", "telefon1"),
    "mobile": ("mobil", "handy"),
}
_DURATION = re.compile(r"(\d{1,2})(?:[,.](\d))?\s*(jahre?|monate?|m|j)?\.?", re.IGNORECASE)
_LONGEST_MONTHS = 60


def _named(tables: Sequence[str], fields: Mapping[str, Sequence[str]], to: str) -> dict[str, str]:
    return {
        f"{table}{name}": f"{to}.{field}"
        for table in tables
        for field, names in fields.items()
        for name in names
        if table or name
    }


_COLUMNS = {
    **_named(_APPRENTICE_TABLES, _APPRENTICE, "apprentice"),
    **_named(_TRAINER_TABLES, _TRAINER, "trainer"),
    **_named(_FIRM_TABLES, _FIRM, "firm"),
    **_named(("",), {k: v for k, v in _FIRM.items() if k not in ("name", "email")}, "firm"),
    **_named(("vertrag", ""), _CONTRACT, "contract"),
}


def columns_of(cells: Sequence[Cell]) -> dict[str, int] | None:
    """Returns the column of each field, or None where these cells are no header of contracts."""
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        if isinstance(cell, str) and (field := _COLUMNS.get(normalised(cell))):
            found.setdefault(field, index)
    named = {"apprentice.family_name", "apprentice.given_name"} <= found.keys() or "apprentice.name" in found
    needed = {"contract.occupation", "contract.begins", "firm.name"} <= found.keys()
    return found if named and needed else None


def read_contract_table(sheets: Iterable[Sheet], findings: Findings) -> ContractFile | None:
    """Returns the contracts of all sheets that have a header of contracts, or None where none has."""
    rows: list[ContractRow] = []
    numbers: dict[str, int] = {}
    recognised = False
    for sheet in sheets:
        table = table_of(sheet, columns_of)
        if table is None:
            continue
        recognised = True
        for row in table[1]:
            try:
                contract = _contract(Fields(row, findings))
                _check_number(contract, numbers)
                rows.append(contract)
            except LeftOut as error:
                findings.error(row.line, error.column, error.reason, row.sheet)
    return ContractFile(tuple(rows), findings.errors, findings.warnings) if recognised else None


def _check_number(contract: ContractRow, numbers: dict[str, int]) -> None:
    if contract.number and contract.number in numbers:
        raise LeftOut(
            "Vertragsnummer",
            f"Die Vertragsnummer {contract.number} steht schon in Zeile {numbers[contract.number]}.",
        )
    numbers[contract.number] = contract.line


def _contract(fields: Fields) -> ContractRow:
    row = fields.row
    family_name, given_name = row.text("apprentice.family_name"), row.text("apprentice.given_name")
    if not row.has("apprentice.family_name"):
        family_name, given_name = split_name(row.text("apprentice.name"))
        given_name = given_name or row.text("apprentice.given_name")
    months = _months(row.text("contract.duration"))
    begins, ends = _term(fields, months)
    return ContractRow(
        line=row.line,
        number=fields.text("contract.number", 40),
        family_name=person_name(family_name, "Nachname"),
        given_name=person_name(given_name, "Vorname"),
        born_on=birth_date(row.cell("apprentice.born_on"), row.header.name_of("apprentice.born_on")),
        occupation=_needed(fields, "contract.occupation", "Der Beruf"),
        begins=begins,
        ends=ends,
        firm=_firm(fields),
        specialisation=fields.text("contract.specialisation"),
        kind=fields.text("contract.kind", LONGEST_NAME),
        duration_months=months,
        email=fields.email("apprentice.email"),
        school_number=school_number(fields.text("contract.school_number", 20)),
    )


def _needed(fields: Fields, field: str, what: str) -> str:
    value = fields.text(field)
    if not value:
        raise LeftOut(fields.row.header.name_of(field), f"{what} fehlt.")
    return value


def _term(fields: Fields, months: int | None) -> tuple[date, date]:
    """First and last day; a missing last day follows from the duration."""
    begins, ends = fields.day("contract.begins"), fields.day("contract.ends")
    if begins is None:
        raise LeftOut(
            fields.row.header.name_of("contract.begins"),
            "Der Beginn der Ausbildung fehlt. Erwartet wird ein Tag wie 01.08.2026.",
        )
    if ends is None and months:
        ends = _after_months(begins, months) - timedelta(days=1)
    if ends is None:
        raise LeftOut(
            fields.row.header.name_of("contract.ends"),
            "Das Ende der Ausbildung fehlt. Erwartet wird ein Tag wie 31.07.2029 oder eine Dauer wie „36 Monate“.",
        )
    if ends <= begins or (ends - begins).days > 366 * _LONGEST_MONTHS / 12:
        raise LeftOut(
            fields.row.header.name_of("contract.ends"),
            f"Das Ende {ends:%d.%m.%Y} passt nicht zum Beginn {begins:%d.%m.%Y}.",
        )
    return begins, ends


def _after_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _months(text: str) -> int | None:
    """Months of "36", "36 Monate", "3 Jahre" or "3,5 Jahre"; None for anything else. Up to five without a unit means years."""
    match = _DURATION.fullmatch(text)
    if not match:
        return None
    number = int(match[1]) + int(match[2] or 0) / 10
    unit = (match[3] or "").casefold()[:1]
    months = round(number * 12) if unit == "j" or (not unit and number <= 5) else round(number)
    return months if 0 < months <= _LONGEST_MONTHS else None


def _firm(fields: Fields) -> FirmRow:
    trainer = fields.text("trainer.name")
    if family_name := fields.text("trainer.family_name", LONGEST_NAME):
        trainer = f"{fields.text('trainer.given_name', LONGEST_NAME)} {family_name}".strip()
    return FirmRow(
        name=_needed(fields, "firm.name", "Der Name des Betriebs"),
        address=fields.address("firm"),
        email=fields.email("firm.email"),
        phone=fields.phone("firm.phone", "firm.mobile"),
        trainer_name=trainer[:LONGEST_TEXT],
        trainer_email=fields.email("trainer.email"),
        trainer_phone=fields.phone("trainer.phone", "trainer.mobile"),
        register_number=fields.text("firm.register_number", 60),
    )
