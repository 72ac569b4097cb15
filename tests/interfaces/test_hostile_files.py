"""Files that want to hurt: each is refused with a German sentence, in bounded time and memory, and nothing else is ever raised."""

import gzip
import io
import json
import os
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.interfaces.lusd_files import lusd_report
from zweiklang.interfaces.public import read_contracts, read_roster
from zweiklang.rosters.public import Roster, Unreadable

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEADER = "Nachname;Vorname;Klasse\n"


def packed(sheet: bytes, *more: tuple[str, bytes]) -> bytes:
    """A minimal workbook around the XML of its one sheet."""
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"/>')
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {NAMESPACE} xmlns:r="{office}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in more:
            archive.writestr(name, content)
    return out.getvalue()


def sheet(rows: str) -> bytes:
    return f"<worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>".encode()


def cells(*texts: str) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)


def reason(data: bytes, filename: str = "liste.xlsx") -> str:
    with pytest.raises(Unreadable) as refusal:
        read_roster(data, filename)
    return refusal.value.reason


def test_a_minimal_workbook_without_references_is_read() -> None:
    rows = f"<row>{cells('Nachname', 'Vorname', 'Klasse')}</row><row>{cells('Lang', 'Ida', '10IT1')}</row>"
    assert read_roster(packed(sheet(rows)), "x.xlsx").pupils[0].family_name == "Lang"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c><v>2</v></c></row>',
        "<row><c r='A1'><v>1</v></c></row><row><c\tr = 'ZZZ9'><v>2</v></c></row>",
        '<row><c t=">" r="XFD1048576"><v>2</v></c></row>',
        '<x:row><x:c r="AAAAAAAA1"/></x:row>',
        f"<row>{'<c/>' * 20_000}</row>",
        f'<row><c r="A1"/>{"<c/>" * 900}</row>' + "<row/>" * 20_000,
        "<row/>" * 70_000 + '<row><c r="A1"><v>1</v></c></row>',
        '<row r="99999999999999999999"><c r="A99999999999999999999"/></row>',
    ],
    ids=[
        "far-cell",
        "far-row",
        "other-quotes",
        "hidden-in-tag",
        "prefix",
        "wide",
        "area",
        "many-rows",
        "overflow",
    ],
)
def test_a_sheet_that_would_fill_the_memory_is_refused_before_it_is_laid_out(rows: str) -> None:
    data = packed(sheet(rows))
    assert len(data) < 10_000
    assert "zu groß" in reason(data)


def test_a_zip_bomb_is_refused() -> None:
    data = packed(sheet("<row>" + " " * 130_000_000 + "</row>"))
    assert len(data) < 300_000
    assert "zu groß" in reason(data)


def test_a_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(packed(sheet("<row>" + " " * 130_000_000 + "</row>")))
    for match in re.finditer(rb"PK\x01\x02", bytes(data)):
        data[match.start() + 24 : match.start() + 28] = (100).to_bytes(4, "little")
    assert reason(bytes(data))


def test_endless_shared_texts_are_refused() -> None:
    texts = b"<sst>" + b"<si/>" * 8_000_000 + b"</sst>"
    assert "zu groß" in reason(packed(sheet("<row/>"), ("xl/sharedStrings.xml", texts)))


def test_a_workbook_in_utf_16_is_refused_because_nothing_can_be_measured_in_it() -> None:
    rows = '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row><row><c r="A1"><v>1</v></c></row>'
    xml = f'<?xml version="1.0" encoding="UTF-16"?><worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>'
    assert "beschädigt" in reason(packed(xml.encode("utf-16")))


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = packed(sheet("<row/>"), ("xl/worksheets/sheet1.xml", sheet("<row/>")))
    assert "beschädigt" in reason(data)


def test_entities_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<!DOCTYPE x [<!ENTITY l0 "lol">{laughs}]><worksheet {NAMESPACE}><sheetData><row>{cells("&l11;")}</row></sheetData></worksheet>'
    assert reason(packed(xml.encode()))


def test_a_workbook_with_macros_is_refused() -> None:
    assert "Makros" in reason(packed(sheet("<row/>"), ("xl/vbaProject.bin", b"\xd0\xcf")), "liste.xlsm")


def test_a_binary_workbook_is_refused_with_the_way_out() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.bin", b"x")
    assert ".xlsx" in reason(out.getvalue(), "liste.xlsb")


def test_archives_of_other_things_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", b"<w/>")
    assert reason(out.getvalue(), "brief.docx")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "leer"),
        (b" \n\t ", "leer"),
        (b"\xef\xbb\xbf", "keine Zeile mit bekannten Spalten"),
        (b"%PDF-1.7 Nachname", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Kennwort"),
        (gzip.compress(b"Nachname;Vorname;Klasse", mtime=0), "gepackt"),
        (b"<html><table><tr><td>Nachname", "Webseite"),
        (b"\x00\x01\x02\x03", "keine Tabelle"),
        (HEADER.encode() + b"Lang;I\x00da;1A", "keine Tabelle"),
        (b"PK\x03\x04garbage", "beschädigt"),
        (os.urandom(5000).replace(b"PK", b"xx") + b"\x00", "keine Tabelle"),
        (b"{", "JSON"),
        (b'[{"a": 1,}]', "JSON"),
        (b"[" * 100_000, "verschachtelt"),
        (b'{"a":' * 100_000, "verschachtelt"),
        (b"[" + b"9" * 100_000 + b"]", "JSON"),
        (b"[" + b"[]," * 2_000_000 + b"[]]", "Einträge"),
        (b"[1, 2, 3]", "weder"),
        (HEADER.encode() + b"x" * 300_000, "zu lang"),
        (HEADER.encode() + b"\n" * 70_000, "mehr als 60.000 Zeilen"),
        (HEADER.encode() + b"\r" * 70_000, "mehr als 60.000 Zeilen"),
        (b"a;b;c\n1;2;3\n", "bekannten Spalten"),
    ],
)  # fmt: skip
def test_what_is_no_roster_is_refused_with_a_sentence(data: bytes, word: str) -> None:
    assert word in reason(data, "liste.csv")


def test_a_file_of_100_mb_is_refused_at_once() -> None:
    began = time.process_time()
    assert "20 MB" in reason(HEADER.encode() + b"Lang;Ida;1A\n" * 8_500_000)
    assert time.process_time() - began < 1


def test_a_million_rows_are_refused_at_once() -> None:
    began = time.process_time()
    assert "60.000" in reason(HEADER.encode() + b"Lang;Ida;1A\n" * 1_000_000)
    assert time.process_time() - began < 1


def test_the_ending_of_the_name_does_not_matter() -> None:
    made = lusd_report(pupils=5, errors=False)
    assert read_roster(made.data, "bild.png").pupils == read_roster(made.data, "x.xlsx").pupils
    assert read_roster((HEADER + "Lang;Ida;1A").encode(), "liste.xlsx").pupils[0].family_name == "Lang"


def test_the_name_of_the_file_is_shown_without_its_tricks() -> None:
    shown = reason(b"", "..\\..\\etc/pass\u202ewd\x00\n" + "x" * 300 + ".xlsx")
    assert "\u202e" not in shown
    assert "\n" not in shown
    assert len(shown) < 120


def test_a_quote_never_closed_costs_one_line() -> None:
    lines = [f"Lang{n};Ida;1A" for n in range(50)]
    lines[10] = '"Lang10;Ida;1A'
    roster = read_roster((HEADER + "\n".join(lines)).encode(), "x.csv")
    assert len(roster.pupils) == 49
    assert [(e.line, "Anführungszeichen" in e.reason) for e in roster.errors] == [(12, True)]


def test_a_quote_never_closed_near_the_end_costs_one_line_too() -> None:
    roster = read_roster((HEADER + 'Lang;Ida;1A\n"Böhm;Ole;1A\nKraft;Udo;1A\n').encode(), "x.csv")
    assert [p.family_name for p in roster.pupils] == ["Lang", "Kraft"]
    assert [e.line for e in roster.errors] == [3]


def test_whom_a_line_with_an_open_quote_names_is_known_so_that_she_does_not_leave() -> None:
    for head, line in (
        (HEADER, '"Böhm;Ole;1A\n'),
        ("Nachname;Vorname;Klasse;Straße\n", 'Böhm;Ole;1A;"Weg\n'),
    ):
        roster = read_roster((head + "Lang;Ida;1A\n" + line).encode(), "x.csv")
        assert [(e.line, e.about) for e in roster.errors] == [(3, "bohm,ole,")]


def test_a_file_of_open_quotes_is_refused_soon_instead_of_read_half() -> None:
    block = '"Lang;Ida;1A\n' + "Böhm;Ole;1A\n" * 25
    began = time.process_time()
    assert "Anführungszeichen" in reason((HEADER + block * 2_000).encode())
    assert time.process_time() - began < 5


def test_errors_without_end_are_counted_not_kept() -> None:
    roster = read_roster((HEADER + ";Ida;1A\n" * 5_000).encode(), "x.csv")
    assert len(roster.errors) == 1_001
    assert "4000" in roster.errors[-1].reason


def test_reading_stays_within_a_few_hundred_megabytes(tmp_path: Path) -> None:
    """In a process of its own, whose memory is limited: a sheet at the limits is read or refused, but does not end the process."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="CU{n}"><v>1</v></c></row>' for n in range(1, 30_000)
    )
    file = tmp_path / "gross.xlsx"
    file.write_bytes(packed(sheet(rows)))
    program = (
        "import resource, sys, django; resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000,) * 2); django.setup()\n"
        "from zweiklang.interfaces.public import read_roster\n"
        "from zweiklang.rosters.public import Unreadable\n"
        "try: read_roster(open(sys.argv[1], 'rb').read(), 'x.xlsx')\n"
        "except Unreadable as error: print(error.reason)\n"
        "print(next(int(line.split()[1]) // 1024 for line in open('/proc/self/status') if line.startswith('VmHWM')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(file)], capture_output=True, text=True, timeout=60, check=True
    )
    sentence, megabytes = done.stdout.strip().rsplit("\n", 1)
    assert "bekannten Spalten" in sentence
    assert int(megabytes) < 500


SAMPLES = (
    lusd_report(pupils=8, errors=False).data,
    (HEADER + "Lang;Ida;10IT1\n").encode(),
    b'"AckeT","Ackermann",,,,,"W","Theresa","10021","12","1",,"19911106","a@beispiel.de",\n',
    json.dumps([{"antwort": {"lernende": [{"schuelerNachname": "Lang", "schuelerVorname": "Ida", "klassenname": "1A"}]}}]).encode(),
    json.dumps([{"pid": "1", "person": {"name": {"familienname": "Lang"}}, "personenkontexte": [{"rolle": "LERN"}]}]).encode(),
)  # fmt: skip
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "antwort",
                    "lernende",
                    "personal",
                    "klassenname",
                    "schuelerNachname",
                    "pid",
                    "person",
                    "name",
                    "familienname",
                    "vorname",
                    "personenkontexte",
                    "rolle",
                    "gruppen",
                    "gruppe",
                    "typ",
                    "bezeichnung",
                    "beziehungen",
                    "hat_als_beziehungen",
                    "ktid",
                    "beziehung",
                    "id",
                    "organisation",
                    "kennung",
                    "klassenlehrerKlassen",
                    "gruppenzugehoerigkeit",
                    "rollen",
                    "bis",
                    "geburt",
                    "datum",
                    "faecher",
                    "erreichbarkeiten",
                    "loeschung",
                ]
            ),
            inner | st.sampled_from(["Lern", "LEHR", "SorgBer", "Klasse", "E-Mail"]),
            max_size=5,
        )
    ),
    max_leaves=25,
)


def tried(data: bytes) -> None:
    """Both readers return something whole or raise Unreadable; anything else fails the test by itself."""
    for read in (read_roster, read_contracts):
        try:
            found = read(data, "x")
        except Unreadable:
            continue
        if isinstance(found, Roster):
            assert all(pupil.family_name and pupil.given_name and pupil.lines for pupil in found.pupils)


@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b"\xff\xfeN\x00")
@example(b"PK\x05\x06" + b"\x00" * 18)
def test_no_bytes_make_the_reader_raise_anything_else(data: bytes) -> None:
    tried(data)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300), st.sampled_from(";,\t"))
def test_no_text_below_a_header_makes_the_reader_raise_anything_else(text: str, delimiter: str) -> None:
    tried(f"Nachname;Vorname;Geburtsdatum;Klasse;PLZ;E-Mail;Telefon\n{text}".replace(";", delimiter).encode())


@given(JSON_VALUES)
def test_no_json_makes_the_reader_raise_anything_else(value: object) -> None:
    tried(json.dumps([value]).encode())


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_no_broken_byte_of_a_good_file_makes_the_reader_raise_anything_else(
    sample: bytes, hits: list[tuple[int, int]]
) -> None:
    broken = bytearray(sample)
    for place, value in hits:
        broken[place % len(broken)] = value
    tried(bytes(broken))


@given(st.binary(max_size=300))
def test_no_sheet_makes_the_reader_raise_anything_else(xml: bytes) -> None:
    tried(packed(sheet("") + xml))
    tried(packed(xml))
