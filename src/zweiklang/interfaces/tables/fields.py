"""Reads the fields of a row with a sentence for what is not as expected. The lengths are those of the tables that will hold the values."""

from datetime import date

from zweiklang.interfaces.tables.cells import (
    clean,
    is_formula,
    read_date,
    read_email,
    read_emails,
    read_phone,
    read_postcode,
    split_postcode_and_town,
)
from zweiklang.interfaces.tables.findings import Findings, shortened
from zweiklang.interfaces.tables.headers import Row
from zweiklang.interfaces.tables.sheets import Cell
from zweiklang.kernel.clock import today
from zweiklang.rosters.public import Address, class_label

LONGEST_NAME = 100
LONGEST_LABEL = 30
LONGEST_TEXT = 200
LONGEST_ID = 80
OPEN_QUOTE = "Ein Anführungszeichen in dieser Zeile wird nicht geschlossen."
_EARLIEST_YEAR = 1900


class LeftOut(ValueError):
    """The row cannot be taken; `column` names the place and the message says what is expected."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def person_name(text: str, label: str, column: str = "") -> str:
    """Returns the name; raises LeftOut where it is empty, too long, a formula, or has letters that could not be read."""
    column = column or label
    if not text:
        raise LeftOut(column, f"Der {label} fehlt.")
    if len(text) > LONGEST_NAME:
        raise LeftOut(column, f"Der {label} ist länger als {LONGEST_NAME} Zeichen.")
    if is_formula(text) or "\ufffd" in text or not any(c.isalpha() for c in text):
        raise LeftOut(
            column,
            f"Als {label} wird ein Name erwartet, zum Beispiel „von der Heide“; gelesen wurde „{shortened(text)}“.",
        )
    return text


def label_of_class(text: str, column: str = "Klasse") -> str:
    """Returns the canonical label or ""; raises LeftOut where it is too long or a formula."""
    label = class_label(text)
    if len(label) > LONGEST_LABEL:
        raise LeftOut(
            column,
            f"Die Klasse hat mehr als {LONGEST_LABEL} Zeichen; gelesen wurde „{shortened(text)}“. Erwartet wird zum Beispiel „10IT1“.",
        )
    if is_formula(label) or "\ufffd" in label:
        raise LeftOut(
            column,
            f"Als Klasse wird eine Bezeichnung wie „10IT1“ erwartet; gelesen wurde „{shortened(text)}“.",
        )
    return label


def birth_date(cell: Cell, column: str = "Geburtsdatum") -> date | None:
    """Returns the date of birth or None where the cell is empty; raises LeftOut where it is no day of the past."""
    try:
        born = read_date(cell, latest_two_digit_year=today().year)
    except (ValueError, OverflowError):
        raise LeftOut(
            column,
            f"Als Geburtsdatum wird ein Tag wie 04.07.2009 erwartet; gelesen wurde „{shortened(clean(cell))}“.",
        ) from None
    if born is not None and not date(_EARLIEST_YEAR, 1, 1) <= born <= today():
        raise LeftOut(column, f"Das Geburtsdatum {born:%d.%m.%Y} kann nicht stimmen.")
    return born


class Fields:
    """The fields of one row. What is not as expected is left empty with a warning, because the row is still worth having.

    Raises LeftOut for a broken row, whose cells are a guess.
    """

    def __init__(self, row: Row, findings: Findings) -> None:
        if row.broken:
            raise LeftOut("", OPEN_QUOTE)
        self.row = row
        self._findings = findings

    def warn(self, field: str, reason: str) -> None:
        """The field of this row is named with a hint; the row is in."""
        self._findings.warn(self.row.line, self.row.header.name_of(field), reason, self.row.sheet)

    def text(self, field: str, most: int = LONGEST_TEXT) -> str:
        """Returns the text, "" with a warning where it is too long or a formula."""
        text = self.row.text(field)
        if len(text) > most:
            self.warn(field, f"Der Text hat mehr als {most} Zeichen und wurde nicht übernommen.")
            return ""
        if is_formula(text):
            self.warn(field, f"„{shortened(text)}“ sieht aus wie eine Formel und wurde nicht übernommen.")
            return ""
        return text

    def day(self, field: str) -> date | None:
        """Returns the day, None with a warning where it is none."""
        try:
            return read_date(self.row.cell(field))
        except (ValueError, OverflowError):
            self.warn(
                field,
                f"Erwartet wird ein Tag wie 01.08.2026; gelesen wurde „{shortened(self.row.text(field))}“.",
            )
            return None

    def email(self, field: str) -> str:
        """Returns the first address of the cell, "" with a warning where there is none in it."""
        text = self.row.text(field)
        if not text:
            return ""
        if address := read_email(text):
            return address
        if several := read_emails(text):
            return several[0]
        self.warn(
            field,
            f"Erwartet wird eine E-Mail-Adresse wie name@beispiel.de; gelesen wurde „{shortened(text)}“.",
        )
        return ""

    def phone(self, *fields: str) -> str:
        """Returns the first filled number, "" with a warning where it is none."""
        for field in fields:
            if text := self.row.text(field):
                if number := read_phone(text):
                    return number
                self.warn(
                    field,
                    f"Erwartet wird eine Telefonnummer wie 06172 12345; gelesen wurde „{shortened(text)}“.",
                )
        return ""

    def address(self, prefix: str) -> Address:
        """Returns the address whose fields begin with `prefix`."""
        street = " ".join(
            part for name in ("street", "house_number") if (part := self.text(f"{prefix}.{name}"))
        )
        postcode = self._postcode(f"{prefix}.postcode")
        town = self.text(f"{prefix}.town", LONGEST_NAME)
        if both := self.text(f"{prefix}.postcode_and_town"):
            first, second = split_postcode_and_town(both)
            postcode, town = postcode or first, town or second
        return Address(street[:LONGEST_TEXT], postcode, town[:LONGEST_NAME])

    def _postcode(self, field: str) -> str:
        text = self.row.text(field)
        postcode = read_postcode(self.row.cell(field)) if text else ""
        if text and not postcode:
            self.warn(
                field, f"Erwartet wird eine Postleitzahl mit fünf Ziffern; gelesen wurde „{shortened(text)}“."
            )
        return postcode
