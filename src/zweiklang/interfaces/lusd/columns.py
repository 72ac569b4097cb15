"""Which columns of a report mean what, in all three header styles.

A column's name is a table and a field: `Schueler_Nachname`, `SLR_Nachname`, or the field alone. Contacts may be numbered:
`Ansprechpartner_1_Vorname`.
Fields are named "pupil.family_name", "class.label", "contact1.email", "firm.name" here.
"""

import re
from collections.abc import Mapping, Sequence

from zweiklang.interfaces.tables.headers import normalised
from zweiklang.interfaces.tables.sheets import Cell
from zweiklang.rosters.public import HeaderStyle

_PUPIL_TABLES = ("schuelerinnen", "schueler", "slr", "")
_CLASS_TABLES = ("klassen", "klasse", "kla", "")
_CONTACT_TABLES = (
    "ansprechpartnerin", "ansprechpartner", "ansprechperson", "asp", "anp", "erziehungsberechtigter", "erziehungsberechtigte",
    "sorgeberechtigter", "sorgeberechtigte", "eltern", "mutter", "vater",
)  # fmt: skip
_FIRM_TABLES = ("ausbildungsbetrieb", "betriebe", "betrieb", "btr", "firma")

_ADDRESS = {
    "street": ("strasse", "strassehausnummer", "strasseundhausnummer", "strassehausnr"),
    "house_number": ("hausnummer", "hausnr"),
    "postcode": ("postleitzahl", "plz"),
    "town": ("ort", "wohnort"),
    "postcode_and_town": ("plzort", "postleitzahlort"),
}
_REACH = {
    "email": ("email", "emailadresse", "mail", "mailadresse", "email1"),
    "phone": ("telefon1", "telefon", "telefonnummer", "tel", "telefon2", "festnetz"),
    "mobile": ("mobil", "mobiltelefon", "handy", "mobilnummer", "telefonmobil"),
}
_PUPIL = {
    "family_name": ("nachname", "familienname", "zuname"),
    "name": ("name", "namevorname", "nachnamevorname"),
    "name_prefix": ("namensvorsatz", "namenszusatz", "vorsatzwort"),
    "given_name": ("vorname", "vornamen"),
    "call_name": ("rufname",),
    "born_on": ("geburtsdatum", "geburtstag", "gebdatum", "gebdat", "geburtsdat", "geborenam"),
    "key": ("schluessel",),
    "lusd_uid": ("uid", "lusdid", "lusduid"),
    "esz_id": ("idesz", "eszid"),
    "entered_on": ("eintrittaktuelleschule", "schuleintritt", "eintrittsdatum", "eintritt"),
    "grade": ("stufesemester", "stufesemesterbezeichnung", "stufe", "jahrgang", "jahrgangsstufe", "klassenstufe"),
    "occupation": ("beruf", "ausbildungsberuf", "berufsbezeichnung", "berufbezeichnung"),
    "training_begins": ("ausbildungsbeginn", "beginnderausbildung", "ausbildungvon", "ausbildungsbeginndatum", "vertragsbeginn"),
    "training_ends": ("ausbildungsende", "endederausbildung", "ausbildungbis", "ausbildungsendedatum", "vertragsende"),
    "school_number": ("schulnummer", "dienststellennummer", "schuleschulnummer"),
    **_ADDRESS,
    **_REACH,
}  # fmt: skip
_CLASS = {
    "label": ("klassenbezeichnung", "klassenname", "klassennamen", "klasse", "klassen"),
    "lead_abbreviation": ("klassenlehrerkuerzel", "klassenleitungkuerzel", "kuerzelklassenlehrer"),
    "lead_name": ("klassenlehrername", "klassenleitungname", "klassenlehrer", "klassenleitung", "klassenlehrkraftvollername"),
    "deputy_abbreviation": ("klassenlehrervertreterkuerzel", "stellvertreterkuerzel", "vertreterkuerzel"),
}  # fmt: skip
_CONTACT = {
    "role": ("art", "typ", "rolle", "beziehung", "verwandtschaft"),
    "custody": ("sorgeberechtigt", "sorgerecht", "istsorgeberechtigt"),
    "family_name": ("nachname", "familienname"),
    "name": ("name",),
    "given_name": ("vorname",),
    "all_emails": ("alleemail", "alleemails"),
    **_ADDRESS,
    **_REACH,
}
_FIRM = {
    "name": ("name", "name1", "bezeichnung", "firmenname", ""),
    "trainer_name": ("apname", "ansprechpartnername", "ansprechpartner", "ausbildername", "ausbilder"),
    "trainer_given_name": ("apvorname", "ansprechpartnervorname", "ausbildervorname"),
    "trainer_email": ("apemail", "ansprechpartneremail", "ausbilderemail"),
    "trainer_phone": ("aptelefon1", "aptelefon", "ansprechpartnertelefon1", "ansprechpartnertelefon", "ausbildertelefon"),
    "training_begins": ("eintritt", "ausbildungsbeginn", "beginn"),
    "training_ends": ("austritt", "ausbildungsende", "ende"),
    **_ADDRESS,
    **_REACH,
}  # fmt: skip
_NUMBERED = re.compile(rf"({'|'.join(_CONTACT_TABLES)})([1-9]?)(.+)")


def _names(tables: Sequence[str], fields: Mapping[str, Sequence[str]], to: str) -> dict[str, str]:
    """Full normalised name of a column → field, the tables and names named first winning."""
    found: dict[str, str] = {}
    for table in tables:
        for field, names in fields.items():
            for name in names:
                if table or name:
                    found.setdefault(f"{table}{name}", f"{to}.{field}")
    return found


_CONTACT_FIELDS = {name: field for field, names in _CONTACT.items() for name in names}
# What stands later wins: a column "Name" or "Ort" without a table is the pupil's.
COLUMNS = {
    **_names(_FIRM_TABLES, _FIRM, "firm"),
    **_names(_CLASS_TABLES, _CLASS, "class"),
    **_names(_PUPIL_TABLES, _PUPIL, "pupil"),
    **dict.fromkeys(
        ("klassenbezeichnung", "klassenname", "klassennamen", "klassenklassenbezeichnung"), "class.label"
    ),
    **dict.fromkeys(("schuelerid", "slrid"), "pupil.lusd_uid"),
}


def field_of(header: Cell) -> str:
    """Returns the field a column holds, or "" where we do not read it."""
    name = normalised(header)
    if name in COLUMNS:
        return COLUMNS[name]
    match = _NUMBERED.fullmatch(name)
    if match and match[3] in _CONTACT_FIELDS:
        table = match[1] if match[1] in ("mutter", "vater", "eltern") else ""
        return f"contact{match[2]}{table}.{_CONTACT_FIELDS[match[3]]}"
    return ""


def columns_of(cells: Sequence[Cell]) -> dict[str, int] | None:
    """Returns the column of each field, or None where these cells are no header of a list of pupils."""
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        if isinstance(cell, str) and (field := field_of(cell)):
            found.setdefault(field, index)
    if "pupil.name" in found and "pupil.given_name" in found:
        found.setdefault("pupil.family_name", found.pop("pupil.name"))
    named = {"pupil.family_name", "pupil.given_name"} <= found.keys() or "pupil.name" in found
    placed = found.keys() & {"class.label", "pupil.born_on", "pupil.key", "pupil.lusd_uid"}
    return found if named and placed else None


def style_of(names: Sequence[str]) -> HeaderStyle:
    """Returns how these columns are named."""
    upper = [name.upper() for name in names]
    if any(name.startswith(("SLR_", "KLA_")) for name in upper):
        return HeaderStyle.ABBREVIATIONS
    if any(name.startswith(("SCHUELER_", "SCHÜLER_", "KLASSEN_")) for name in upper):
        return HeaderStyle.TABLE_NAMES
    return HeaderStyle.PLAIN
