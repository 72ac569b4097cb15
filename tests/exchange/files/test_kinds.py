"""A file is what its name says, of a kind on the list, and holds no program."""

import io
import zipfile
import zlib

import pytest

from tests.exchange.files import samples
from zweiklang.exchange.files import kinds, packages

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!DOCTYPE html><script>alert(1)</script>"
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


def refusal(name: str, content: bytes) -> str:
    """Returns the sentence with which the file is refused, "" for one that is taken."""
    try:
        kinds.check_content(io.BytesIO(content), kinds.kind_of(name))
    except kinds.NotTaken as problem:
        return problem.sentence
    return ""


GOOD = {
    "Plan.pdf": samples.pdf(),
    "Foto.JPG": samples.photo(),
    "foto.jpeg": samples.photo(),
    "Skizze.png": samples.png(),
    "Bild.webp": samples.webp(),
    "Noten.xlsx": samples.workbook(),
    "Bericht.odt": samples.open_document(),
    "Liste.ods": samples.open_document("spreadsheet"),
    "Notiz.txt": "Öl, Käse und 5 € – fertig\n".encode(),
    "alt.csv": "Müller;Größe\r\n".encode("cp1252"),
    "Termin.ics": CALENDAR,
    "Termin mit BOM.ics": b"\xef\xbb\xbf" + CALENDAR,
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_people_have_is_taken(name: str) -> None:
    assert refusal(name, GOOD[name]) == ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Plan.pdf", PAGE),
        ("Plan.pdf", b"MZ\x90\x00" + samples.pdf()),
        ("Plan.pdf", PAGE + samples.pdf()),
        ("Foto.jpg", samples.png()),
        ("Foto.jpg", SVG),
        ("Foto.png", samples.photo()),
        ("Bild.webp", b"RIFF\x00\x00\x00\x00WAVE"),
        ("Noten.xlsx", samples.zipped()),
        ("Noten.xlsx", samples.open_document("spreadsheet")),
        ("Noten.xlsx", PAGE + samples.workbook()),
        ("Bericht.docx", samples.workbook()),
        ("Bericht.odt", samples.open_document("spreadsheet")),
        ("Bericht.odt", samples.workbook()),
        ("Notiz.txt", b"MZ\x90\x00\x03"),
        ("Notiz.csv", samples.pdf() + b"\x00"),
        ("Termin.ics", b"kein Kalender"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(name: str, content: bytes) -> None:
    assert "der Inhalt ist etwas anderes" in refusal(name, content)


@pytest.mark.parametrize("name", ["Logo.svg", "Seite.html", "seite.HTM", "x.xhtml"])
def test_pages_and_drawings_that_can_hold_programs_are_refused_by_name(name: str) -> None:
    assert "können Programme enthalten" in refusal(name, b"")


@pytest.mark.parametrize(
    "name", ["a.exe", "Rechnung.pdf.exe", "a.js", "a.bat", "ohne", "a.", ".pdf", "a.php", "a.dmg", "a.iso"]
)
def test_what_is_on_no_list_is_refused(name: str) -> None:
    assert refusal(name, samples.pdf()) == kinds.NOT_ON_THE_LIST


@pytest.mark.parametrize(
    ("name", "word"), [("IMG_1.HEIC", "JPEG"), ("a.zip", "einzeln"), ("a.doc", "docx"), ("a.docm", "Makro")]
)
def test_a_kind_we_do_not_take_says_what_to_do_instead(name: str, word: str) -> None:
    assert word in refusal(name, b"")


@pytest.mark.parametrize(
    "entry",
    [
        "xl/vbaProject.bin",
        "xl/macrosheets/sheet1.xml",
        "xl/activeX/activeX1.xml",
        "xl/embeddings/oleObject1.bin",
    ],
)
def test_a_table_with_a_program_in_it_is_refused(entry: str) -> None:
    assert (
        refusal("Noten.xlsx", samples.repacked(samples.workbook(), added={entry: b"\xd0\xcf"}))
        == kinds.WITH_PROGRAM
    )


def test_a_table_with_macros_does_not_pass_as_one_without() -> None:
    with zipfile.ZipFile(io.BytesIO(samples.workbook())) as book:
        types = book.read("[Content_Types].xml")
    changed = types.replace(
        b"</Types>", b'<Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    )
    assert changed != types
    book = samples.repacked(samples.workbook(), changed={"[Content_Types].xml": changed})
    assert refusal("Noten.xlsx", book) == kinds.WITH_PROGRAM


def test_a_document_of_libreoffice_with_basic_is_refused() -> None:
    content = samples.repacked(samples.open_document(), added={"Basic/Standard/Module1.xml": b"<script/>"})
    assert refusal("Bericht.odt", content) == kinds.WITH_PROGRAM


def test_a_bomb_is_refused_without_being_unpacked_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_BYTES", 1_000_000)
    bomb = samples.repacked(samples.workbook(), added={"xl/media/a.bin": bytes(2_000_000)})
    assert len(bomb) < 20_000
    assert refusal("Noten.xlsx", bomb) == kinds.TOO_MUCH


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    bomb = bytearray(samples.repacked(samples.workbook(), added={"xl/media/a.bin": bytes(3_000_000)}))
    said, lie = (3_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    assert bomb.count(said) == 2  # before the entry and in the directory
    content = bytes(bomb).replace(said, lie)
    # Unpacked only as far as it says, its sum is wrong.
    assert refusal("Noten.xlsx", content) != ""


def test_a_package_of_too_many_entries_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_ENTRIES", 20)
    many = samples.repacked(samples.workbook(), added={f"xl/{number}": b"" for number in range(30)})
    assert refusal("Noten.xlsx", many) == kinds.TOO_MUCH


def test_a_broken_package_is_refused_with_a_sentence() -> None:
    book = samples.workbook()
    assert "lässt sich nicht lesen" in refusal("Noten.xlsx", book[: len(book) // 2])
    damaged = bytearray(book)
    damaged[60:90] = bytes(30)
    assert refusal("Noten.xlsx", bytes(damaged)) != ""
    assert zlib.crc32(bytes(damaged)) != zlib.crc32(book)


def test_a_pdf_that_ends_too_early_is_refused() -> None:
    assert "nicht vollständig" in refusal("Plan.pdf", samples.pdf()[:-2500])


def test_every_kind_says_which_name_it_has_for_people() -> None:
    assert all(
        kind.label and kind.content_type and len(kind.content_type) <= 100 for kind in kinds.KINDS.values()
    )
    assert "svg" not in kinds.ACCEPT
    assert not any("html" in kind.content_type or "svg" in kind.content_type for kind in kinds.KINDS.values())
