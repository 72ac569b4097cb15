"""A chamber's table becomes training contracts; rows with errors are named."""

from datetime import date

import pytest

from tests.interfaces.test_lusd_report import one_sheet
from zweiklang.interfaces.public import read_contracts
from zweiklang.rosters.public import Address, ContractFile, Unreadable

HEAD = (
    "Vertragsnummer;Vertragsart;Nachname;Vorname;Geburtsdatum;Ausbildungsberuf;Fachrichtung;Beginn;Ende;Dauer;Betrieb;Betrieb_Straße;"
    "Betrieb_PLZ;Betrieb_Ort;Ausbilder;Ausbilder_Telefon;Ausbilder_Mobil;Ausbilder_E-Mail"
)
GOOD = (
    "2026-001;Erstausbildung;von der Heide;Ida;04.07.2009;Fachinformatiker/-in;Systemintegration;01.08.2026;31.07.2029;36 Monate;"
    "Brandt & Söhne GmbH;Weg 1;61169;Friedberg;Udo Kraft;06031 1;0171 234567;kraft@brandt.example"
)


def contracts(*lines: str, head: str = HEAD) -> ContractFile:
    return read_contracts("\n".join((head, *lines)).encode("cp1252"), "vertraege.csv")


def test_all_fields_of_a_contract_are_read() -> None:
    row = contracts(GOOD).rows[0]
    assert (row.number, row.kind, row.family_name, row.given_name) == (
        "2026-001",
        "Erstausbildung",
        "von der Heide",
        "Ida",
    )
    assert (row.born_on, row.begins, row.ends, row.duration_months) == (
        date(2009, 7, 4),
        date(2026, 8, 1),
        date(2029, 7, 31),
        36,
    )
    assert (row.occupation, row.specialisation) == ("Fachinformatiker/-in", "Systemintegration")
    assert row.firm.name == "Brandt & Söhne GmbH"
    assert row.firm.address == Address("Weg 1", "61169", "Friedberg")
    assert (row.firm.trainer_name, row.firm.trainer_email) == ("Udo Kraft", "kraft@brandt.example")
    assert row.line == 2
    assert row.match_key == "von der heide,ida,04.07.2009"


@pytest.mark.parametrize(
    ("duration", "ends"),
    [("36", date(2029, 7, 31)), ("3 Jahre", date(2029, 7, 31)), ("3,5 Jahre", date(2030, 1, 31)), ("24 Monate", date(2028, 7, 31)),
     ("3", date(2029, 7, 31))],
)  # fmt: skip
def test_the_last_day_follows_from_the_duration_where_it_is_missing(duration: str, ends: date) -> None:
    assert contracts(GOOD.replace("31.07.2029;36 Monate", f";{duration}")).rows[0].ends == ends


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("von der Heide", "", "Nachname"),
        ("Fachinformatiker/-in", "", "Beruf"),
        ("Brandt & Söhne GmbH", "", "Betrieb"),
        ("01.08.2026", "", "Beginn"),
        ("31.07.2029;36 Monate", ";lange", "Ende"),
        ("31.07.2029", "31.07.2026", "passt nicht"),
        ("31.07.2029", "31.07.2039", "passt nicht"),
        ("04.07.2009", "04.17.2009", "Geburtsdatum"),
    ],
)
def test_a_row_with_an_error_is_named_and_the_others_go_through(old: str, new: str, word: str) -> None:
    other = GOOD.replace("2026-001", "2026-002").replace("Ida", "Ole")
    found = contracts(GOOD.replace(old, new, 1), other)
    assert [row.given_name for row in found.rows] == ["Ole"]
    assert [(error.line, word in error.reason) for error in found.errors] == [(2, True)]


def test_a_number_twice_is_an_error() -> None:
    found = contracts(GOOD, GOOD.replace("Ida", "Ole"))
    assert len(found.rows) == 1
    assert "Zeile 2" in found.errors[0].reason


def test_contracts_without_number_are_taken() -> None:
    found = contracts(GOOD.replace("2026-001", ""), GOOD.replace("2026-001", "").replace("Ida", "Ole"))
    assert [row.number for row in found.rows] == ["", ""]


def test_a_workbook_and_other_names_of_columns_are_read() -> None:
    data = one_sheet(
        [
            "Auszubildende Name",
            "Beruf",
            "von",
            "bis",
            "Ausbildungsstätte",
            "Ausbildungsstätte Telefon",
            "Vertragsnr.",
        ],
        ["Lang, Ida", "Koch/Köchin", "01.09.2026", "31.08.2029", "Gasthof Süd", "06031 99", 4711],
    )
    row = read_contracts(data, "x.xlsx").rows[0]
    assert (row.family_name, row.given_name, row.born_on, row.number) == ("Lang", "Ida", None, "4711")
    assert (row.firm.name, row.firm.phone) == ("Gasthof Süd", "06031 99")


def test_a_list_of_pupils_is_no_list_of_contracts() -> None:
    with pytest.raises(Unreadable, match="Beruf, Beginn"):
        contracts("Lang;Ida;10IT1", head="Nachname;Vorname;Klasse")
