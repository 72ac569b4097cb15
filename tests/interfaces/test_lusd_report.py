"""LUSD's "Individueller Bericht" and class lists become pupils with their contacts, whatever style their columns have."""

import io
import time
from datetime import date

import pytest
import xlsxwriter

from tests.interfaces.lusd_files import Made, lusd_report
from zweiklang.interfaces.public import read_roster
from zweiklang.rosters.public import (
    Address,
    ContactKind,
    HeaderStyle,
    Part,
    PupilRow,
    Roster,
    Unreadable,
)

STYLES = [HeaderStyle.TABLE_NAMES, HeaderStyle.PLAIN, HeaderStyle.ABBREVIATIONS]


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    """A workbook with these sheets and rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value != "":
                    sheet.write(number, column, value)
    book.close()
    return out.getvalue()


def one_sheet(*rows: list[object]) -> bytes:
    return workbook(("RExcelExport", list(rows)))


def csv(*lines: str) -> Roster:
    return read_roster("\n".join(lines).encode(), "liste.csv")


@pytest.mark.parametrize("style", STYLES)
def test_a_report_of_900_pupils_says_who_they_are(style: HeaderStyle) -> None:
    made = lusd_report(style)
    roster = read_roster(made.data, "bericht.xlsx")
    assert roster.header_style == style
    assert roster.covers == {Part.PUPILS}
    expected = [(p.family_name, p.given_name, p.born_on, p.class_label, p.postcode) for p in made.pupils]
    assert [
        (p.family_name, p.given_name, p.born_on, p.class_label, p.address.postcode) for p in roster.pupils
    ] == expected
    assert {one.label for one in roster.classes} == {p.class_label for p in made.pupils}


@pytest.mark.parametrize("style", STYLES)
def test_each_row_with_an_error_is_named_with_line_and_reason(style: HeaderStyle) -> None:
    made = lusd_report(style)
    errors = {error.line: error for error in read_roster(made.data, "bericht.xlsx").errors}
    assert errors.keys() == made.errors.keys()
    for line, word in made.errors.items():
        assert word in errors[line].reason
        assert errors[line].column


def test_all_contacts_of_a_pupil_come_from_her_rows() -> None:
    made = lusd_report(errors=False, pupils=60)
    roster = read_roster(made.data, "bericht.xlsx")
    for pupil, expected in zip(roster.pupils, made.pupils, strict=True):
        assert [(c.role, c.family_name, c.given_name, c.email, c.phone) for c in pupil.contacts] == [
            *expected.contacts
        ]
        assert len(pupil.lines) == max(1, len(expected.contacts))
        assert pupil.email == expected.email


def test_firm_occupation_and_class_teacher_are_read() -> None:
    made = lusd_report(errors=False, pupils=30)
    roster = read_roster(made.data, "bericht.xlsx")
    pupil, expected = roster.pupils[0], made.pupils[0]
    assert pupil.occupation == expected.occupation
    assert pupil.firm.name == expected.firm
    assert pupil.firm.address == Address("Industriestr. 5", "61169", "Friedberg (Hessen)")
    assert (pupil.firm.email, pupil.firm.phone) == ("info@betrieb.example", "06031 98765")
    assert (pupil.firm.trainer_name, pupil.firm.trainer_phone) == ("Frau Kraft", "06031 98766")
    assert (pupil.training_begins, pupil.entered_on) == (date(2025, 8, 1), date(2025, 8, 18))
    assert roster.school_number == pupil.school_number == "6270"
    leads = {(t.abbreviation, f"{t.family_name}, {t.given_name}"): t.leads for t in roster.teachers}
    assert leads[expected.lead] == (expected.class_label,)


@pytest.mark.parametrize("style", STYLES)
def test_a_report_is_read_within_a_second(style: HeaderStyle) -> None:
    made: Made = lusd_report(style)
    began = time.process_time()
    read_roster(made.data, "bericht.xlsx")
    assert time.process_time() - began < 1


def test_titles_above_the_header_and_empty_rows_do_no_harm_and_lines_count_from_the_top() -> None:
    data = one_sheet(
        ["Klassenliste 2026/27"], [], ["Nachname", "Vorname", "Klasse"], [], ["Böhm", "", "10IT1"], ["Lang", "Ida", "10IT1"]
    )  # fmt: skip
    roster = read_roster(data, "x.xlsx")
    assert [p.lines for p in roster.pupils] == [(6,)]
    assert [(e.line, e.column) for e in roster.errors] == [(5, "Vorname")]


def test_a_sheet_per_class_is_one_roster_and_cover_sheets_are_passed_over() -> None:
    data = workbook(
        ("Hinweise", [["Stand März 2026"], ["Nur für den Dienstgebrauch"]]),
        ("10IT1", [["SLR_Nachname", "SLR_Vorname", "KLA_Klassennamen"], ["Adler", "Ava", "10IT1"]]),
        ("10IT2", [["KLA_Klassennamen", "SLR_Vorname", "SLR_Nachname"], ["10IT2", "Cem", "Cato"], ["10IT2", "", "Dorn"]]),
    )  # fmt: skip
    roster = read_roster(data, "x.xlsx")
    assert [(p.family_name, p.class_label, p.sheet) for p in roster.pupils] == [
        ("Adler", "10IT1", "10IT1"),
        ("Cato", "10IT2", "10IT2"),
    ]
    assert roster.errors[0].place == "Blatt 10IT2, Zeile 3, Spalte SLR_Vorname"


def test_a_filled_sheet_without_header_is_said_to_be_unread() -> None:
    names = ["Nachname", "Vorname", "Klasse"]
    data = workbook(
        ("10IT1", [names, ["Adler", "Ava", "10IT1"]]),
        ("10IT2", [["Dorn", "Dana", "10IT2"]]),
        ("Tabelle3", []),
    )
    roster = read_roster(data, "x.xlsx")
    assert [(w.place, "nicht gelesen" in w.reason) for w in roster.warnings] == [("Blatt 10IT2", True)]


def test_of_several_classes_the_first_counts_and_it_is_said() -> None:
    roster = csv("Nachname;Vorname;KLA_Klassennamen", 'Lang;Ida;"10IT1, 10IT2"')
    assert roster.pupils[0].class_label == "10IT1"
    assert "mehrere Klassen" in roster.warnings[0].reason


def test_hidden_sheets_are_not_read() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, hidden in (("Aktuell", False), ("Alt", True)):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["Nachname", "Vorname", "Klasse"])
        sheet.write_row(1, 0, [name, "Ida", "10IT1"])
        if hidden:
            sheet.hide()
    book.close()
    assert [p.family_name for p in read_roster(out.getvalue(), "x.xlsx").pupils] == ["Aktuell"]


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("5f1", "05F1"),
        (" 05 F1 ", "05F1"),
        ("10 it 1", "10IT1"),
        ("IKL", "IKL"),
        ("ET", "ET"),
        ("12", "12"),
        ("9KB1", "09KB1"),
    ],
)
def test_class_labels_have_one_form(written: str, label: str) -> None:
    assert csv("Nachname;Vorname;Klasse", f"Lang;Ida;{written}").pupils[0].class_label == label


@pytest.mark.parametrize(
    "name",
    [
        "von der Heide",
        "Meier-Schulze",
        "O’Brien",
        "D'Angelo",
        "Łukasik",
        "Öztürk",
        "de la Cruz",
        "Nguyễn",
        "Strauß",
        "Al-Sayed",
        "Li",
    ],
)
def test_names_are_kept_as_they_are(name: str) -> None:
    pupil = csv("Nachname;Vorname;Klasse", f"  {name} ;Anna  Lena;10IT1").pupils[0]
    assert (pupil.family_name, pupil.given_name) == (name, "Anna Lena")


def test_letters_made_of_two_parts_become_one() -> None:
    assert csv("Nachname;Vorname;Klasse", "Mu\u0308ller;Zoe\u0308;10IT1").pupils[0].family_name == "Müller"


def test_a_column_for_the_particle_goes_before_the_family_name_once() -> None:
    roster = csv(
        "Schueler_Nachname;Schueler_Namensvorsatz;Schueler_Vorname;Klasse", "Heide;von der;Ida;1A", "von der Heide;von der;Udo;1A"
    )  # fmt: skip
    assert [p.family_name for p in roster.pupils] == ["von der Heide", "von der Heide"]


def test_a_name_in_one_column_is_split_at_its_comma() -> None:
    pupil = csv("Name;Klasse", '"von der Heide, Anna Lena";10IT1').pupils[0]
    assert (pupil.family_name, pupil.given_name) == ("von der Heide", "Anna Lena")


@pytest.mark.parametrize(
    "written", ["04.07.2009", "4.7.2009", "4.7.09", "2009-07-04", "2009-07-04T00:00:00", "20090704"]
)
def test_birthdays_are_read_as_people_and_programs_write_them(written: str) -> None:
    assert csv("Nachname;Vorname;Geburtsdatum", f"Lang;Ida;{written}").pupils[0].born_on == date(2009, 7, 4)


def test_a_birthday_without_format_is_a_serial_number() -> None:
    data = one_sheet(["Nachname", "Vorname", "Klasse", "Geburtsdatum"], ["Lang", "Ida", "10IT1", 39998])
    assert read_roster(data, "x.xlsx").pupils[0].born_on == date(2009, 7, 4)


def test_the_birthday_can_stand_in_the_key_alone() -> None:
    pupil = csv("Nachname;Vorname;Klasse;Schueler_Schluessel", 'Lang;Ida;1A;"Lang,Ida,04.07.2009"').pupils[0]
    assert pupil.born_on == date(2009, 7, 4)
    assert pupil.lusd_key == "Lang,Ida,04.07.2009"


@pytest.mark.parametrize("written", ["31.02.2009", "04.07.2099", "01.01.1850", "gestern", "2009", "99999999"])
def test_a_birthday_that_cannot_be_is_an_error_of_its_row_alone(written: str) -> None:
    roster = csv("Nachname;Vorname;Geburtsdatum", f"Lang;Ida;{written}", "Böhm;Ole;01.02.2008")
    assert [p.family_name for p in roster.pupils] == ["Böhm"]
    assert [(e.line, e.column, e.about) for e in roster.errors] == [(2, "Geburtsdatum", "lang,ida,")]


def test_a_missing_birthday_is_said_and_the_pupil_is_in() -> None:
    roster = csv("Nachname;Vorname;Klasse;Geburtsdatum", "Lang;Ida;1A;")
    assert roster.pupils[0].born_on is None
    assert "fehlt" in roster.warnings[0].reason


def test_same_name_and_other_birthday_are_two_pupils() -> None:
    roster = csv("Nachname;Vorname;Klasse;Geburtsdatum", "Lang;Ida;1A;04.07.2009", "Lang;Ida;1A;05.07.2009")
    assert len(roster.pupils) == 2


def test_the_same_name_twice_without_birthday_is_not_merged_in_silence() -> None:
    roster = csv("Nachname;Vorname;Klasse", "Lang;Ida;1A", "Lang;Ida;1A", "Lang;Ida;1B")
    assert [(p.lines, p.class_label) for p in roster.pupils] == [((2,), "01A"), ((4,), "01B")]
    assert "Zeile 2" in roster.errors[0].reason


def test_rows_that_contradict_each_other_are_named() -> None:
    head = "Nachname;Vorname;Geburtsdatum;Klasse;Ansprechpartner_Nachname"
    roster = csv(head, "Lang;Ida;04.07.2009;10IT1;Lang", "Lang;Ida;04.07.2009;11IT1;Kraft")
    assert [p.class_label for p in roster.pupils] == ["10IT1"]
    assert "10IT1" in roster.errors[0].reason
    assert "11IT1" in roster.errors[0].reason


def test_one_id_with_two_names_is_an_error() -> None:
    roster = csv("UID;Nachname;Vorname;Klasse", "u-1;Lang;Ida;1A", "u-1;Böhm;Ole;1A")
    assert [str(p.ids[0]) for p in roster.pupils] == ["lusd:u-1"]
    assert "u-1" in roster.errors[0].reason


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        ("Mutter", ContactKind.GUARDIAN),
        ("Kindesvater", ContactKind.GUARDIAN),
        ("Erziehungsberechtigte/r", ContactKind.GUARDIAN),
        ("Gesetzliche Vertreterin", ContactKind.GUARDIAN),
        ("Vormund (Jugendamt)", ContactKind.GUARDIAN),
        ("Großmutter", ContactKind.OTHER),
        ("Pflegemutter", ContactKind.OTHER),
        ("Vater, nicht sorgeberechtigt", ContactKind.OTHER),
        ("Ausbilder", ContactKind.OTHER),
        ("", ContactKind.OTHER),
    ],
)
def test_only_who_is_named_so_is_a_guardian(role: str, kind: ContactKind) -> None:
    roster = csv(
        "Nachname;Vorname;Klasse;Ansprechpartner_Art;Ansprechpartner_Nachname", f"Lang;Ida;1A;{role};Kraft"
    )
    assert roster.pupils[0].contacts[0].kind == kind


def test_custody_denied_outweighs_the_role() -> None:
    head = "Nachname;Vorname;Klasse;Ansprechpartner_Art;Ansprechpartner_Nachname;Ansprechpartner_Sorgerecht"
    roster = csv(head, "Lang;Ida;1A;Vater;Lang;nein", "Böhm;Ole;1A;Tante;Kraft;ja")
    assert [p.contacts[0].kind for p in roster.pupils] == [ContactKind.OTHER, ContactKind.GUARDIAN]


def test_numbered_contacts_and_the_unnumbered_columns_beside_them_are_one_person() -> None:
    head = "Nachname;Vorname;Klasse;Ansprechpartner_Art;Ansprechpartner_1_Nachname;Ansprechpartner_1_Telefon1;Ansprechpartner_2_Nachname"
    contacts = csv(head, "Lang;Ida;1A;Mutter;Lang;06031 111;Kraft").pupils[0].contacts
    assert [(c.role, c.family_name, c.phone) for c in contacts] == [
        ("Mutter", "Lang", "06031 111"),
        ("", "Kraft", ""),
    ]


def test_addresses_of_all_contacts_count_only_where_no_contact_has_one() -> None:
    head = "Nachname;Vorname;Klasse;Ansprechpartner_Nachname;Ansprechpartner_Email;Ansprechpartner_Alle_Email"
    roster = csv(
        head,
        'Lang;Ida;1A;Kraft;k@x.example;"k@x.example, l@x.example"',
        'Böhm;Ole;1A;;;"a@x.example, b@x.example"',
    )
    assert [[c.email for c in p.contacts] for p in roster.pupils] == [
        ["k@x.example"],
        ["a@x.example", "b@x.example"],
    ]
    assert roster.pupils[1].contacts[0].kind == ContactKind.OTHER


def first(head: str, line: str) -> tuple[PupilRow, Roster]:
    roster = csv(head, line)
    return roster.pupils[0], roster


def test_a_bad_address_or_number_is_said_and_left_empty() -> None:
    head = "Nachname;Vorname;Klasse;E-Mail;PLZ;Telefon;Ausbildungsbeginn"
    pupil, roster = first(head, "Lang;Ida;1A;ida at beispiel;6x169;keins;bald")
    assert (pupil.email, pupil.address.postcode, pupil.phone, pupil.training_begins) == ("", "", "", None)
    assert {w.column for w in roster.warnings} == {"E-Mail", "PLZ", "Telefon", "Ausbildungsbeginn"}
    assert roster.errors == ()


def test_a_postcode_that_became_a_number_gets_its_zero_back() -> None:
    data = one_sheet(
        ["Nachname", "Vorname", "Klasse", "PLZ"],
        ["Lang", "Ida", "10IT1", 1067],
        ["Böhm", "Ole", "10IT1", 61169],
    )
    assert [p.address.postcode for p in read_roster(data, "x.xlsx").pupils] == ["01067", "61169"]


@pytest.mark.parametrize("formula", ["=1+1", "+1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_a_formula_is_no_name(formula: str) -> None:
    roster = csv("Nachname;Vorname;Klasse", f"{formula};Ida;1A", "Böhm;Ole;1A")
    assert [p.family_name for p in roster.pupils] == ["Böhm"]
    assert len(roster.errors) == 1


def test_a_formula_in_a_workbook_counts_as_what_it_shows() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Nachname", "Vorname", "Klasse"])
    sheet.write_formula(1, 0, '=HYPERLINK("http://x.example","Lang")', value="Lang")
    sheet.write_row(1, 1, ["Ida", "10IT1"])
    book.close()
    assert read_roster(out.getvalue(), "x.xlsx").pupils[0].family_name == "Lang"


@pytest.mark.parametrize(
    ("written", "number"),
    [("6270", "6270"), ("627000", "6270"), (" 6270 00", "6270"), ("HE_6270", "6270"), ("627001", "627001")],
)
def test_school_numbers_of_four_and_six_digits_are_one(written: str, number: str) -> None:
    assert csv("Nachname;Vorname;Klasse;Schulnummer", f"Lang;Ida;1A;{written}").school_number == number


def test_rows_of_another_school_carry_its_number() -> None:
    roster = csv(
        "Nachname;Vorname;Klasse;Schulnummer", "Lang;Ida;1A;6270", "Kraft;Ole;1A;6270", "Böhm;Udo;1A;5154"
    )
    assert roster.school_number == "6270"
    assert [p.school_number for p in roster.pupils] == ["6270", "6270", "5154"]


def test_a_list_of_firms_contacts_is_not_taken_for_pupils() -> None:
    with pytest.raises(Unreadable, match="Klasse oder Geburtsdatum"):
        csv("Nachname;Vorname;Firma", "Lang;Ida;Brandt GmbH")
