"""Makes workbooks that look like a school's LUSD reports: invented pupils, one row per contact, 150 columns, three header styles, a few errors.

Reproducible: the same arguments make the same pupils. Used by the tests of the readers, of the import and of the journeys.
"""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import xlsxwriter

from zweiklang.rosters.public import HeaderStyle

GIVEN = [
    "Aylin",
    "Ben",
    "Çağla",
    "Dana",
    "Đorđe",
    "Elif",
    "Finn",
    "Greta",
    "Hüseyin",
    "Ida",
    "Jean-Luc",
    "Kübra",
    "Lena",
    "Max",
    "Nguyễn",
    "Ole",
    "Piotr",
    "Quirin",
    "Rūta",
    "Søren",
    "Tilda",
    "Ümit",
    "Vanessa",
    "Włodek",
    "Xenia",
    "Yusuf",
    "Zoë",
    "Anna-Lena",
    "Karl-Heinz",
    "Mia",
    "Sophie",
]
FAMILY = [
    "Müller",
    "Mueller",
    "Öztürk",
    "Strauß",
    "Groß-Gerau",
    "Wiśniewski",
    "O’Brien",
    "D'Angelo",
    "Al-Sayed",
    "Nguyen",
    "Şahin",
    "Schäfer",
    "Böhm",
    "Łukasik",
    "Weiß",
    "Hofmann",
    "Kovač",
    "Petrović",
    "Brandt",
    "Lang",
    "Meier-Schulze",
    "Kraft",
    "Ünal",
    "Yilmaz",
    "Ziegler",
]
PARTICLES = ("von der", "van", "zu", "de", "von", "dos")
STREETS = ("Hauptstraße", "Am Mühlbach", "Goethestr.", "Straße des 17. Juni", "Oberer Weg")
TOWNS = (("61169", "Friedberg (Hessen)"), ("35390", "Gießen"), ("65189", "Wiesbaden"), ("34117", "Kassel"))
OCCUPATIONS = (
    "Fachinformatiker/-in FR Systemintegration",
    "Anlagenmechaniker/-in SHK",
    "Medizinische/-r Fachangestellte/-r",
    "Kaufmann/-frau für Büromanagement",
)
FIRMS = (
    "Elektro Brandt GmbH",
    "Müller & Söhne oHG",
    "Praxis Dr. Weiß",
    "Stadtwerke Beispielstadt",
    "IT-Haus „Süd“ e. K.",
)
ROLES = ("Mutter", "Vater", "Großmutter", "Erziehungsberechtigte", "")
CLASS_SIZE = 22
TODAY = date(2026, 8, 1)
# What a report of 150 columns carries besides what is read: kept so that width and unknown names are real.
PADDING = [f"Schueler_Leistungsdaten_{number}" for number in range(1, 111)]

TABLE_NAMES = [
    "Schueler_Schluessel",
    "Schueler_Nachname",
    "Schueler_Vorname",
    "Schueler_Rufname",
    "Schueler_Geburtsdatum",
    "Schueler_Straße",
    "Schueler_Postleitzahl",
    "Schueler_Ort",
    "Schueler_Email",
    "Schueler_Mobil",
    "Schueler_Stufe",
    "Schueler_Eintritt_AktuelleSchule",
    "Schueler_Beruf",
    "Schule_Schulnummer",
    "Klassen_Klassenbezeichnung",
    "Klassen_KlassenlehrerKuerzel",
    "Klassen_KlassenlehrerName",
    "Betrieb_Name",
    "Betrieb_Straße",
    "Betrieb_PLZOrt",
    "Betrieb_Telefon1",
    "Betrieb_Email",
    "Betrieb_AP_Name",
    "Betrieb_AP_Telefon1",
    "Betrieb_Eintritt",
    "Ansprechpartner_Art",
    "Ansprechpartner_Nachname",
    "Ansprechpartner_Vorname",
    "Ansprechpartner_Email",
    "Ansprechpartner_Telefon1",
    "Ansprechpartner_Alle_Email",
]
PLAIN = [
    "Nachname",
    "Vorname",
    "Klasse",
    "Geburtsdatum",
    "Straße",
    "PLZ",
    "Ort",
    "E-Mail",
    "Ausbildungsberuf",
    "Ausbildungsbetrieb",
]
ABBREVIATIONS = [
    "SLR_Nachname",
    "SLR_Vorname",
    "SLR_Geburtsdatum",
    "SLR_Strasse",
    "SLR_PLZ",
    "SLR_ORT",
    "KLA_Klassennamen",
    "KLA_KlassenlehrerKuerzel",
    "KLA_KlassenlehrerName",
]


@dataclass(frozen=True)
class Invented:
    """An invented pupil as the file will say it."""

    family_name: str
    given_name: str
    born_on: date
    class_label: str
    street: str
    postcode: str
    town: str
    email: str
    occupation: str
    firm: str
    lead: tuple[str, str]
    contacts: tuple[tuple[str, str, str, str, str], ...]
    """Role, family name, given name, e-mail, phone."""


@dataclass
class Made:
    """A workbook and what is in it."""

    data: bytes
    pupils: list[Invented]
    errors: dict[int, str] = field(default_factory=dict)
    """Line → a word that the sentence about it must have."""
    rows: int = 0


def invent(count: int, seed: int = 1) -> list[Invented]:
    """Pupils with different names or birthdays, in classes of 22."""
    chance = random.Random(seed)
    return [_one(number, chance) for number in range(count)]


def _one(number: int, chance: random.Random) -> Invented:
    given = (
        chance.choice(GIVEN) if chance.random() < 0.8 else f"{chance.choice(GIVEN)} {chance.choice(GIVEN)}"
    )
    family = chance.choice(FAMILY)
    if chance.random() < 0.1:
        family = f"{chance.choice(PARTICLES)} {family}"
    grade, group = 10 + number // CLASS_SIZE % 4, number // CLASS_SIZE // 4 + 1
    postcode, town = chance.choice(TOWNS)
    lead = (f"K{number // CLASS_SIZE:03d}", f"{FAMILY[number // CLASS_SIZE % len(FAMILY)]}, {GIVEN[grade]}")
    return Invented(
        family_name=family,
        given_name=given,
        born_on=date(2004, 1, 1) + timedelta(days=number * 3 + chance.randrange(3)),
        class_label=f"{grade}BT{group}",
        street=f"{chance.choice(STREETS)} {chance.randrange(1, 200)}",
        postcode=postcode,
        town=town,
        email=f"s{number}@schule.example" if chance.random() < 0.5 else "",
        occupation=chance.choice(OCCUPATIONS),
        firm=chance.choice(FIRMS),
        lead=lead,
        contacts=tuple(_contact(number, place, chance) for place in range(chance.randrange(0, 4))),
    )


def _contact(number: int, place: int, chance: random.Random) -> tuple[str, str, str, str, str]:
    name = (chance.choice(FAMILY), f"{GIVEN[(number + place) % len(GIVEN)]}")
    return (chance.choice(ROLES), *name, f"e{number}.{place}@eltern.example", f"06031 {number:04d}{place}")


def lusd_report(
    style: HeaderStyle = HeaderStyle.TABLE_NAMES,
    *,
    pupils: int = 900,
    errors: bool = True,
    seed: int = 1,
    school_number: str = "627000",
    invented: list[Invented] | None = None,
    titles: int = 0,
) -> Made:
    """A workbook in this header style; with `errors`, every hundredth row has one. `titles`: lines above the header."""
    people = invent(pupils, seed) if invented is None else invented
    names = {HeaderStyle.TABLE_NAMES: TABLE_NAMES, HeaderStyle.PLAIN: PLAIN}.get(style, ABBREVIATIONS)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("RExcelExport")
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for number in range(titles):
        sheet.write(number, 0, f"Titelzeile {number + 1}")
    padding = PADDING if style is HeaderStyle.TABLE_NAMES else []
    sheet.write_row(titles, 0, [*names, *padding])
    made = Made(b"", [])
    for line, values in enumerate(
        _rows(people, style, school_number, made, errors=errors, above=titles + 1), titles + 1
    ):
        for column, name in enumerate(names):
            _write(sheet, line, column, values.get(name, ""), day)
        for column in range(len(names), len(names) + len(padding)):
            if (column + line) % 3 == 0:
                sheet.write_string(line, column, "g")
        made.rows += 1
    book.close()
    made.data = out.getvalue()
    return made


def _rows(
    people: list[Invented], style: HeaderStyle, school_number: str, made: Made, *, errors: bool, above: int
) -> Iterator[dict[str, object]]:
    """The values of each row; notes in `made` which lines have an error and which pupils go through. `above`: lines before the first."""
    line = above
    for number, one in enumerate(people):
        column, value, word = _broken(number) if errors else ("", "", "")
        contacts = one.contacts or (("", "", "", "", ""),)
        for contact in contacts if style is HeaderStyle.TABLE_NAMES else contacts[:1]:
            line += 1
            values = _values(one, contact, number, school_number)
            if column:
                values[_in_style(column, style)] = value
                made.errors[line] = word
            yield values
        if not column:
            made.pupils.append(one)


def _write(
    sheet: "xlsxwriter.worksheet.Worksheet", line: int, column: int, value: object, day: object
) -> None:
    if isinstance(value, date):
        sheet.write_datetime(line, column, value, day)
    else:
        sheet.write_string(line, column, str(value))


def _broken(number: int) -> tuple[str, str, str]:
    """What is wrong with every hundredth pupil: column, value, word of the sentence."""
    if number % 100 != 99:
        return "", "", ""
    return (
        ("Schueler_Geburtsdatum", "31.02.2009", "Geburtsdatum"),
        ("Schueler_Nachname", "", "Nachname"),
        ("Schueler_Vorname", '=HYPERLINK("x")', "Vorname"),
        ("Schueler_Geburtsdatum", "gestern", "Geburtsdatum"),
        ("Klassen_Klassenbezeichnung", "eine viel zu lange Bezeichnung einer Klasse", "Klasse"),
    )[number // 100 % 5]


def _in_style(column: str, style: HeaderStyle) -> str:
    place = (
        "Schueler_Nachname",
        "Schueler_Vorname",
        "Schueler_Geburtsdatum",
        "Klassen_Klassenbezeichnung",
    ).index(column)
    if style is HeaderStyle.PLAIN:
        return ("Nachname", "Vorname", "Geburtsdatum", "Klasse")[place]
    if style is HeaderStyle.ABBREVIATIONS:
        return ("SLR_Nachname", "SLR_Vorname", "SLR_Geburtsdatum", "KLA_Klassennamen")[place]
    return column


def _values(
    one: Invented, contact: tuple[str, str, str, str, str], number: int, school_number: str
) -> dict[str, object]:
    """Every column of all styles. Birthdays come as Excel dates, ISO and German text in turn, as files of people who edit them do."""
    born: object = (
        one.born_on,
        one.born_on.isoformat(),
        f"{one.born_on:%d.%m.%Y}",
    )[number % 3]
    address = {
        "Straße": one.street,
        "Strasse": one.street,
        "PLZ": one.postcode,
        "Ort": one.town,
        "ORT": one.town,
    }
    return {
        "Schueler_Schluessel": f"{one.family_name},{one.given_name},{one.born_on:%d.%m.%Y}",
        "Schueler_Nachname": f" {one.family_name} ", "SLR_Nachname": one.family_name, "Nachname": one.family_name,
        "Schueler_Vorname": one.given_name, "SLR_Vorname": one.given_name, "Vorname": one.given_name,
        "Schueler_Geburtsdatum": born, "SLR_Geburtsdatum": born, "Geburtsdatum": born,
        "Klassen_Klassenbezeichnung": one.class_label, "KLA_Klassennamen": one.class_label.lower(), "Klasse": one.class_label.replace("BT", " BT "),
        "Schueler_Straße": one.street, "Schueler_Postleitzahl": one.postcode, "Schueler_Ort": one.town,
        **address, **{f"SLR_{name}": value for name, value in address.items()},
        "Schueler_Email": one.email, "E-Mail": one.email,
        "Schueler_Beruf": one.occupation, "Ausbildungsberuf": one.occupation,
        "Schueler_Eintritt_AktuelleSchule": date(2025, 8, 18),
        "Schule_Schulnummer": school_number,
        "Klassen_KlassenlehrerKuerzel": one.lead[0], "Klassen_KlassenlehrerName": one.lead[1],
        "KLA_KlassenlehrerKuerzel": one.lead[0], "KLA_KlassenlehrerName": one.lead[1],
        "Betrieb_Name": one.firm, "Ausbildungsbetrieb": one.firm, "Betrieb_Straße": "Industriestr. 5", "Betrieb_PLZOrt": "61169 Friedberg (Hessen)",
        "Betrieb_Telefon1": "06031 98765", "Betrieb_Email": "info@betrieb.example", "Betrieb_AP_Name": "Frau Kraft",
        "Betrieb_AP_Telefon1": "06031 98766",
        "Betrieb_Eintritt": "01.08.2025",
        "Ansprechpartner_Art": contact[0], "Ansprechpartner_Nachname": contact[1], "Ansprechpartner_Vorname": contact[2],
        "Ansprechpartner_Email": contact[3], "Ansprechpartner_Telefon1": contact[4],
        "Ansprechpartner_Alle_Email": ";".join(c[3] for c in one.contacts),
    }  # fmt: skip
