"""Tables in which a regulation itself names positions and Lernfelder: WerkstoffPrAusbV, FlugElekAusbV, FlugMechAusbV have one."""

import pytest
from lxml import etree
from tests.curricula.plans import ACTOR, SHARED

from zweiklang.curricula.corresponding import correspondences_of
from zweiklang.curricula.gii import Correspondence, FieldMark, PositionMark, parse_regulation
from zweiklang.curricula.gii.correspondences import field_marks, position_marks, read_correspondences
from zweiklang.curricula.public import Regulation, import_regulations

published = pytest.mark.skipif(not SHARED.exists(), reason="the published regulations are not at hand")

TABLE = """<Content><table><tgroup cols="3"><colspec colname="a" colnum="1"/><colspec colname="b" colnum="2"/>
<colspec colname="c" colnum="3"/><thead><row><entry colname="a">Inhalt</entry><entry colname="b">Berufsbildposition</entry>
<entry colname="c">Lernfeld</entry></row></thead><tbody>
<row><entry colname="a">2.1 Werkstoffe</entry><entry colname="b"></entry><entry colname="c"></entry></row>
<row><entry colname="a">a) Stahl</entry><entry colname="b">Abschnitt A: 3c, 4</entry><entry colname="c">Lernfeld 2, 3</entry></row>
<row><entry colname="a">b) Holz</entry><entry colname="b">Abschnitt B: 1a-c</entry><entry colname="c"></entry></row>
<row><entry colname="a">Summe</entry><entry colname="b"></entry><entry colname="c"></entry></row>
</tbody></tgroup></table></Content>"""


def marks(text: str) -> list[str]:
    return [f"{mark.section}{mark.number}{mark.letter}" for mark in position_marks(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Abschnitt F F5a-c/F8a,b Abschnitt A A5b", ["F5a", "F5b", "F5c", "F8a", "F8b", "A5b"]),
        ("Abschnitt A A1/A2/A7b,d-g/A9", ["A1", "A2", "A7b", "A7d", "A7e", "A7f", "A7g", "A9"]),
        ("Abschnitt A: 1a, 7 c, 10b; Abschnitt E: 2d", ["A1a", "A7c", "A10b", "E2d"]),
        ("", []),
        ("siehe Text", []),
    ],
)
def test_marks_of_positions_are_read_one_by_one(text: str, found: list[str]) -> None:
    assert marks(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("17d", [("17d", "")]),
        ("14 16b", [("14", ""), ("16b", "")]),
        ("Lernfeld 3, 4", [("3", ""), ("4", "")]),
        ("Lernfeld 7.", [("7", "")]),
        (
            "Lernfeld 1, FR Instandhaltung: Lernfeld 9 FR Fertigungstechnik Lernfeld 10, Lernfeld 12",
            [("1", ""), ("9", "Instandhaltung"), ("10", "Fertigungstechnik"), ("12", "Fertigungstechnik")],
        ),
    ],
)
def test_a_lernfeld_holds_for_the_fachrichtung_it_is_named_under(text: str, found: list) -> None:
    assert [(mark.number, mark.specialisation) for mark in field_marks(text)] == found


def test_a_row_carries_its_headings_and_a_broken_row_the_lernfelder_above() -> None:
    rows = read_correspondences("Anlage 3", etree.fromstring(TABLE))
    assert [row.content for row in rows] == ["2.1 Werkstoffe · a) Stahl", "2.1 Werkstoffe · b) Holz"]
    assert [[f"{m.section}{m.number}{m.letter}" for m in row.positions] for row in rows] == [
        ["A3c", "A4"],
        ["B1a", "B1b", "B1c"],
    ]
    assert [[m.number for m in row.learning_fields] for row in rows] == [["2", "3"], ["2", "3"]]


def test_a_table_without_both_columns_says_nothing() -> None:
    other = TABLE.replace("Berufsbildposition", "Seite")
    assert read_correspondences("Anlage 3", etree.fromstring(other)) == []


@published
@pytest.mark.parametrize(
    ("number", "rows"), [("BJNR169300013", 54), ("BJNR220110013", 204), ("BJNR189000013", 204)]
)
def test_the_tables_of_the_three_regulations_are_read_whole(number: str, rows: int) -> None:
    law = parse_regulation((SHARED / f"{number}.xml").read_bytes(), file=number)
    assert len(law.correspondences) == rows
    assert all(row.content and row.positions and row.learning_fields for row in law.correspondences)


@published
def test_a_regulation_without_such_a_table_has_none() -> None:
    law = parse_regulation((SHARED / "BJNR157800013.xml").read_bytes(), file="BJNR157800013")
    assert law.correspondences == []


@published
@pytest.mark.django_db
def test_what_was_read_is_stored_and_comes_back() -> None:
    path = SHARED / "BJNR169300013.xml"
    import_regulations(ACTOR, paths=[path])
    stored = Regulation.objects.get(document_number="BJNR169300013")
    assert correspondences_of(stored) == parse_regulation(path.read_bytes(), file=path.name).correspondences


def test_a_stored_row_is_the_value_it_was() -> None:
    row = {
        "annex": "Anlage 3",
        "content": "Fahrwerk",
        "positions": [{"section": "A", "number": "3", "letter": "b"}],
        "learning_fields": [{"number": "12", "specialisation": "Instandhaltung"}],
    }
    expected = Correspondence(
        "Anlage 3", "Fahrwerk", (PositionMark("A", "3", "b"),), (FieldMark("12", "Instandhaltung"),)
    )
    assert correspondences_of(Regulation(correspondences=[row])) == [expected]
