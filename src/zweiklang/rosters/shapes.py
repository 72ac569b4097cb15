"""The neutral shape every file of a school or chamber is read into, whatever system wrote it.

Plain frozen values without Django: texts are stripped and never None ("" means: the file does not say), dates are dates or None.
Everything here has passed the reader's checks of form (lengths, dates, addresses), so that services need not repeat them.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from zweiklang.kernel.sorting import sort_key


class Unreadable(ValueError):
    """Nothing of the file could be read; the message says in German why and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Kind(StrEnum):
    """What a file was recognised as, from its content."""

    LUSD_REPORT = "lusd-report"
    LUSD_JSON = "lusd-json"
    CLASS_LIST = "class-list"
    SCHOOL_PORTAL_GROUPS = "school-portal-groups"
    UNTIS_LESSONS = "untis-gpu002"
    UNTIS_CLASSES = "untis-gpu003"
    UNTIS_TEACHERS = "untis-gpu004"
    UNTIS_PUPILS = "untis-gpu010"
    SCHULCONNEX = "schulconnex"
    VIDIS = "vidis"
    CHAMBER_CONTRACTS = "chamber-contracts"


KIND_LABELS = {
    Kind.LUSD_REPORT: "LUSD, individueller Bericht",
    Kind.LUSD_JSON: "LUSD, JSON",
    Kind.CLASS_LIST: "Klassenliste",
    Kind.SCHOOL_PORTAL_GROUPS: "Schulportal, Lerngruppen",
    Kind.UNTIS_LESSONS: "Untis GPU002, Unterricht",
    Kind.UNTIS_CLASSES: "Untis GPU003, Klassen",
    Kind.UNTIS_TEACHERS: "Untis GPU004, Lehrkräfte",
    Kind.UNTIS_PUPILS: "Untis GPU010, Schülerinnen und Schüler",
    Kind.SCHULCONNEX: "Schulconnex, personen-info",
    Kind.VIDIS: "VIDIS",
    Kind.CHAMBER_CONTRACTS: "Verträge einer Kammer",
}


class HeaderStyle(StrEnum):
    """How a table names its columns."""

    NONE = ""
    TABLE_NAMES = "table-names"
    """`Schueler_Nachname`, `Klassen_Klassenbezeichnung`, `Ansprechpartner_Email`"""
    PLAIN = "plain"
    """`Nachname`, `Vorname`, `Klasse`"""
    ABBREVIATIONS = "abbreviations"
    """`SLR_Nachname`, `KLA_Klassennamen`"""


class Part(StrEnum):
    """What a file lists completely: who is missing from it has left. A file about one person lists nothing completely."""

    PUPILS = "pupils"
    TEACHERS = "teachers"
    CLASSES = "classes"


class ContactKind(StrEnum):
    """What a contact is to the pupil; values as in `apprenticeships.PupilContact.Kind`."""

    GUARDIAN = "guardian"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RowError:
    """A place in the file that could not be taken as it stands, and why, for people.

    `line` counts from 1 as a spreadsheet or editor does (in JSON: the how-manyeth entry) and is 0 where the whole file is meant; `sheet` is set
    where the workbook has several.
    """

    line: int
    column: str
    reason: str
    sheet: str = ""
    about: str = ""
    """`match_key` without date of the person the row names, where it could be read: nobody whose row is in error may count as having left."""

    @property
    def place(self) -> str:
        """Returns "Zeile 12" or "Blatt 10IT1, Zeile 12", with the column where one is meant."""
        parts = [f"Blatt {self.sheet}"] if self.sheet else []
        parts += [f"Zeile {self.line}"] if self.line else []
        parts += [f"Spalte {self.column}"] if self.column else []
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class ExternalId:
    """An id another system gave; `system` is one of "lusd", "esz", "schulconnex", "untis"."""

    system: str
    value: str

    def __str__(self) -> str:
        return f"{self.system}:{self.value}"


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; the postcode has five digits or is empty."""

    street: str = ""
    postcode: str = ""
    town: str = ""


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Somebody the school may write to about a pupil. Has at least a name, an e-mail address or a phone number."""

    kind: ContactKind = ContactKind.GUARDIAN
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    phone: str = ""
    address: Address = Address()
    role: str = ""
    """As the file says it: "Mutter", "Vater", "SorgBer"."""
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class FirmRow:
    """A firm as somebody else's file describes it."""

    name: str = ""
    address: Address = Address()
    email: str = ""
    phone: str = ""
    trainer_name: str = ""
    trainer_email: str = ""
    trainer_phone: str = ""
    register_number: str = ""


@dataclass(frozen=True, slots=True)
class PupilRow:
    """One pupil. Several rows of the file may have made it (one per contact): `lines` names them all."""

    lines: tuple[int, ...]
    family_name: str
    given_name: str
    class_label: str = ""
    call_name: str = ""
    born_on: date | None = None
    ids: tuple[ExternalId, ...] = ()
    entered_on: date | None = None
    """First day at this school: outlives a changed name, so it helps to recognise somebody."""
    grade: str = ""
    """Stufe and semester as the file says it: "12/2"."""
    address: Address = Address()
    email: str = ""
    phone: str = ""
    occupation: str = ""
    firm: FirmRow = FirmRow()
    training_begins: date | None = None
    training_ends: date | None = None
    contacts: tuple[ContactRow, ...] = ()
    school_number: str = ""
    sheet: str = ""

    @property
    def external_id(self) -> str:
        """Returns the first id as "system:value", or ""; the same in every file of that system."""
        return str(self.ids[0]) if self.ids else ""

    @property
    def lusd_key(self) -> str:
        """Returns LUSD's `Schueler_Schluessel` "Nachname,Vorname,TT.MM.JJJJ", or "" without date of birth."""
        return (
            f"{self.family_name},{self.given_name},{self.born_on:%d.%m.%Y}"
            if self.born_on is not None
            else ""
        )

    @property
    def match_key(self) -> str:
        """Returns the key two files share about a person, as `match_key` makes it."""
        return match_key(self.family_name, self.given_name, self.born_on)


@dataclass(frozen=True, slots=True)
class Teaching:
    """Somebody teaches a subject in a class; the subject may be empty."""

    class_label: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class TeacherRow:
    """One teacher. A file that knows only abbreviations leaves the names empty: match by abbreviation then, never make a person of it."""

    lines: tuple[int, ...]
    abbreviation: str = ""
    family_name: str = ""
    given_name: str = ""
    ids: tuple[ExternalId, ...] = ()
    email: str = ""
    is_head: bool = False
    leads: tuple[str, ...] = ()
    deputy_leads: tuple[str, ...] = ()
    teaches: tuple[Teaching, ...] = ()
    school_number: str = ""
    home_school_number: str = ""

    @property
    def external_id(self) -> str:
        """Returns the first id as "system:value", or ""."""
        return str(self.ids[0]) if self.ids else ""


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class, listed or merely named by a pupil or teacher."""

    label: str
    name: str = ""
    department: str = ""
    grade: str = ""
    begins: date | None = None
    ends: date | None = None
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """What a file says. `errors` names rows that were left out, `warnings` fields left empty or read with doubt; everything else is in."""

    kind: Kind
    header_style: HeaderStyle = HeaderStyle.NONE
    school_number: str = ""
    """The school most rows name, in four digits; "" where the file does not say. Rows of other schools carry their own number."""
    pupils: tuple[PupilRow, ...] = ()
    teachers: tuple[TeacherRow, ...] = ()
    classes: tuple[ClassRow, ...] = ()
    errors: tuple[RowError, ...] = ()
    warnings: tuple[RowError, ...] = ()
    covers: frozenset[Part] = field(default_factory=frozenset)

    @property
    def kind_label(self) -> str:
        """Returns the name of the format for people."""
        return KIND_LABELS[self.kind]


@dataclass(frozen=True, slots=True)
class ContractRow:
    """One training contract as a chamber's file has it."""

    line: int
    number: str
    family_name: str
    given_name: str
    born_on: date | None
    occupation: str
    begins: date
    ends: date
    firm: FirmRow
    specialisation: str = ""
    kind: str = ""
    """Kind of contract as the file says it ("Erstausbildung", "Umschulung")."""
    duration_months: int | None = None
    email: str = ""
    school_number: str = ""

    @property
    def match_key(self) -> str:
        """Returns the key by which the pupil of a school is found."""
        return match_key(self.family_name, self.given_name, self.born_on)


@dataclass(frozen=True, slots=True)
class ContractFile:
    """What a chamber's file says; `errors` and `warnings` as in `Roster`."""

    rows: tuple[ContractRow, ...] = ()
    errors: tuple[RowError, ...] = ()
    warnings: tuple[RowError, ...] = ()
    kind: Kind = Kind.CHAMBER_CONTRACTS


def match_key(family_name: str, given_name: str, born_on: date | None) -> str:
    """Returns "nachname,vorname,TT.MM.JJJJ" in the form of sorting; without date of birth the date is empty."""
    day = f"{born_on:%d.%m.%Y}" if born_on else ""
    return f"{sort_key(family_name)},{sort_key(given_name)},{day}"


def school_number(text: str) -> str:
    """Returns the number of a Hessian school in four digits ("627000" of the LUSD, "HE_6270", "DE-HE-6270" → "6270"); others unchanged."""
    number = "".join(text.split()).upper()
    for prefix in ("DE-HE-", "DE-HE_", "HE_", "HE-"):
        number = number.removeprefix(prefix)
    if number.isascii() and number.isdigit() and len(number) == 6 and number.endswith("00"):
        return number[:4]
    return number
